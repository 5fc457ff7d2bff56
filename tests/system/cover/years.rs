//! What was covered stays covered when the year is over.

use super::ground::School;
use crate::ground::column;
use serde_json::json;
use testkit::{House, on_both};

on_both! {
/// 42. Coverage of the year before was shown no more, or as if it were to come.
fn the_cover_of_a_past_year_is_told_as_it_was(house: &House) {
    let school = School::new(house).later(house, "2027-07-12T05:45:00Z");
    let date = "2027-07-12";
    let academy = school.here.id.clone();
    let path = |rest: &str| format!("/v1/academies/{academy}/cover/{date}{rest}");
    school.absent("ADA", &json!({ "first_day": date, "last_day": date, "starts": "09:00", "ends": "11:00" })).expect(201);
    school.here.api.post(&path("/solve"), &json!({})).expect(200);
    school.here.api.send("POST", &path("/publish"), None).expect(201);
    let told = |school: &School| {
        let day = school.here.api.get(&path("")).expect(200).json;
        let who = column(&day["requirements"], "covering_staff_id").into_iter().map(str::to_owned).collect::<Vec<_>>();
        let versions = school.here.api.get(&path("/versions")).expect(200).json["data"].as_array().unwrap().len();
        let ledger = school.here.api.get(&school.here.path(&format!("cover/fairness?from={date}&to={date}"))).expect(200).json;
        let feed = school.here.api.acting_for(&who[0]).get(&format!("/v1/staff/{}/cover.ics", who[0])).expect(200).text;
        (who, column(&day["requirements"], "status").join(" "), versions, ledger["covers"].clone(), ledger["unfilled"].clone(),
            feed.matches("STATUS:CONFIRMED").count())
    };
    let before = told(&school);
    assert_eq!((before.1.as_str(), before.2, &before.3, &before.4), ("published published", 1, &json!(2), &json!(0)), "{before:?}");
    assert!(before.5 > 0);
    // The next academic year has begun; the timetable and the people go on.
    let school = school.later(house, "2027-08-03T08:00:00Z");
    assert_eq!(told(&school), before);
    // A year later the calendar of the person is empty, and the record is not.
    let school = school.later(house, "2028-09-04T08:00:00Z");
    let (who, status, versions, covers, unfilled, _) = told(&school);
    assert_eq!((who, status, versions, covers, unfilled), (before.0, before.1, before.2, before.3, before.4));
}
}
