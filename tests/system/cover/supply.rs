//! What supply costs against covering from within, for a day and for two weeks.

use super::ground::{DAY, School};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn options(school: &School, most: u32) -> Value {
    school.here.api.get(&school.path(&format!("/supply-options?most={most}"))).expect(200).json
}

on_both! {
/// Two who are away at once need two; a third would have nothing to do.
fn several_supply_teachers_are_weighed_and_the_one_too_many_is_not_recommended(house: &House) {
    let school = School::new(house);
    for code in ["GUS", "HAL", "ADA", "BEN", "DEE"] {
        school.absent(code, &json!({})).expect(201);
    }
    let rates = json!({ "half_day_pence": 9_000, "day_pence": 17_000, "internal_cover_pence_per_hour": [{ "tier": "teacher", "pence": 3_500 }] });
    school.here.api.put(&school.here.path("supply-rates"), &rates).expect(200);
    let found = options(&school, 3);
    let list = found["options"].as_array().unwrap();
    assert_eq!(list.len(), 10);
    let uncovered = |supply: u32| {
        let day = list.iter().find(|each| each["option"]["supply"] == supply && each["option"]["booked"] == "day").unwrap();
        day["option"]["uncovered"].as_u64().unwrap()
    };
    let nobody = list[0]["option"]["uncovered"].as_u64().unwrap();
    assert!(nobody > uncovered(1) && uncovered(1) > uncovered(2), "each fills more: {found}");
    let place = usize::try_from(found["recommended"]["option"].as_u64().unwrap()).unwrap();
    let best = &list[place];
    let fewest = list.iter().map(|each| each["option"]["uncovered"].as_u64().unwrap()).min();
    assert_eq!((best["option"]["uncovered"].as_u64(), &found["recommended"]["because"]), (fewest, &json!("fills_what_nobody_takes")), "{found}");
    // Of those that leave the fewest without anybody none costs less in all.
    let net = |each: &Value| each["net_pence"].as_i64().unwrap();
    let cheapest = list.iter().filter(|each| each["option"]["uncovered"].as_u64() == fewest).map(net).min();
    assert_eq!(Some(net(best)), cheapest, "{found}");
}
}

on_both! {
/// The morning ends where the allocation has it end: with the last period that begins before the afternoon's register.
fn half_a_day_is_the_same_half_for_the_question_and_for_the_allocation(house: &House) {
    let school = School::new(house);
    school.import(house, "periods-csv", "day,period,starts,ends\nmon,Reg,08:40,09:00\nmon,1,09:00,10:00\nmon,2,10:00,11:00\n\
        mon,3,11:20,12:20\nmon,4,12:40,13:40\n");
    for code in ["GUS", "HAL"] {
        school.absent(code, &json!({})).expect(201);
    }
    school.absent("ADA", &json!({ "starts": "12:40", "ends": "13:40", "category": "MAT" })).expect(201);
    assert_eq!(school.lines(), ["4 9C/Ma open "], "foreseen: no teacher is asked");
    let found = options(&school, 1);
    let of = |part: &str| found["options"].as_array().unwrap().iter().find(|each| each["option"]["booked"] == part).unwrap()["option"].clone();
    assert_eq!((&of("morning")["covers_by_supply"], &of("afternoon")["covers_by_supply"]), (&json!(1), &json!(0)), "{found}");
    // The allocation books the same half.
    let rates = json!({ "half_day_pence": 10_000, "day_pence": 19_000 });
    school.here.api.put(&school.here.path("supply-rates"), &rates).expect(200);
    school.supply();
    assert_eq!(school.solve(&json!({}))["bookings"][0]["booked"], "morning");
}
}

on_both! {
/// Two weeks ahead: what teachers may not be asked for, what would stay without anybody, and whether somebody for several days pays.
fn two_weeks_ahead_say_what_is_missing_and_whether_somebody_for_several_days_pays(house: &House) {
    let school = School::new(house);
    let ahead = || school.here.api.get(&school.here.path(&format!("cover/look-ahead?from={DAY}"))).expect(200).json;
    let nothing = ahead();
    assert_eq!((nothing["data"].as_array().unwrap().len(), &nothing["run"]), (10, &json!(null)));
    // A colleague is on maternity leave, and both who are employed to cover are away.
    let long = json!({ "last_day": "2026-12-18", "category": "MAT" });
    school.absent("ADA", &long).expect(201);
    for code in ["GUS", "HAL"] {
        school.absent(code, &json!({ "last_day": "2026-12-18" })).expect(201);
    }
    let found = ahead();
    let days = found["data"].as_array().unwrap();
    let of = |place: usize| ["requirements", "foreseeable", "arranged", "uncovered"].map(|name| days[place][name].as_u64().unwrap());
    assert_eq!((of(0), of(1), of(2)), ([4, 4, 0, 4], [1, 1, 0, 1], [0, 0, 0, 0]), "Monday, Tuesday, and a day without lessons: {found}");
    let booking = &days[0]["recommended"];
    assert_eq!((&booking["supply"], &booking["booked"], &booking["because"]), (&json!(1), &json!("day"), &json!("fills_what_nobody_takes")));
    assert_eq!((&days[1]["recommended"]["booked"], &days[2]["recommended"]), (&json!("morning"), &json!(null)));
    // From the first Monday to the second Tuesday, which are seven school days.
    let run = &found["run"];
    assert_eq!((&run["from"], &run["to"], &run["days"], &run["filled"]), (&json!(DAY), &json!("2026-12-01"), &json!(7), &json!(10)), "{run}");
}
}
