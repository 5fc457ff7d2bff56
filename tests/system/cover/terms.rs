//! On what terms cover is given, what counts towards which limit, and the account of it that payroll reads.

use super::ground::{DAY, School};
use crate::ground::{column, problem, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn with(mut body: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    body
}

fn give(school: &School, (period, class): (&str, &str), who: &str, more: &Value) -> Answer {
    let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": school.id(who) });
    school.here.api.post(&school.path("/assignments"), &with(body, more))
}

/// Gives Ada's first period of another day.
fn give_on(school: &School, date: &str, who: &str, more: &Value) -> Answer {
    let path = school.here.path(&format!("cover/{date}"));
    let id = school.here.api.get(&path).expect(200).json["requirements"][0]["id"].clone();
    let body = with(json!({ "requirement_id": id, "staff_id": school.id(who) }), more);
    school.here.api.post(&format!("{path}/assignments"), &body)
}

/// The limits of cover supervisors, towards which every cover counts, however short: registrations too.
fn limits(school: &School, limits: &Value) {
    let limits = json!([{ "tier": "cover_supervisor", "limits": limits }]);
    let body = json!({ "short_cover_minutes": 0, "limits": limits });
    school.here.api.put(&school.here.path("cover-settings"), &body).expect(200);
}

fn employ(school: &School, who: &str, more: &Value) {
    let body = json!({ "cover_roles": ["cover_supervisor"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 } });
    school.here.api.put(&format!("/v1/staff/{}/employment", school.id(who)), &with(body, more)).expect(201);
}

on_both! {
/// 38. Paid cover needs an accurate record; a period that two share is two lines, two slips and two shares of the ledgers.
fn a_period_that_two_share_stands_with_its_minutes_wherever_it_is_counted(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    give(&school, ("2", "9C/Ge"), "GUS", &json!({ "starts": "10:00", "ends": "10:30", "terms": "paid" })).expect(201);
    give(&school, ("2", "9C/Ge"), "HAL", &json!({ "starts": "10:30" })).expect(201);
    let range = format!("from={DAY}&to={DAY}");
    let records = |rest: &str| school.here.api.get(&school.here.path(&format!("cover/{rest}"))).expect(200);
    assert_eq!(records(&format!("records?{range}")).json["data"], json!([]), "nothing is published yet");
    school.publish();

    let list = records(&format!("records?{range}")).json["data"].clone();
    let lines: Vec<String> = list.as_array().unwrap().iter().map(|line| {
        format!("{} {} {} {} {}", text(&line["staff_code"]), text(&line["starts"]), line["minutes"], text(&line["terms"]), line["version"])
    }).collect();
    assert_eq!(lines, ["GUS 10:00 30 paid 1", "HAL 10:30 30 ordinary 1"]);
    let first = records(&format!("records?{range}&limit=1")).json;
    let next = records(&format!("records?{range}&limit=1&cursor={}", text(&first["next_cursor"]))).json;
    assert_eq!((column(&first["data"], "staff_code"), column(&next["data"], "staff_code")), (vec!["GUS"], vec!["HAL"]));
    assert_eq!(column(&records(&format!("records?{range}&terms=paid")).json["data"], "staff_code"), ["GUS"]);
    let totals = records(&format!("record-totals?{range}")).json["data"].clone();
    assert_eq!((&totals[0]["terms"], &totals[0]["minutes"], &totals[1]["minutes"]), (&json!("paid"), &json!(30), &json!(30)), "{totals}");
    let file = records(&format!("records.csv?{range}&terms=paid"));
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.text.lines().nth(1).unwrap().ends_with(",2026-11-23,2,9C/Ge,10:00,10:30,30,paid,1"), "{}", file.text);
    problem(house, school.here.api.get(&school.here.path("cover/records?from=2026-11-24&to=2026-11-23")), &[400]);

    let slips = school.here.api.get(&school.path("/slips")).expect(200).json["data"].clone();
    assert_eq!((column(&slips, "starts"), column(&slips, "ends")), (vec!["10:00", "10:30"], vec!["10:30", "11:00"]));
    let takes: Vec<&Value> = slips.as_array().unwrap().iter().map(|slip| &slip["takes_register"]).collect();
    assert_eq!(takes, [&json!(true), &json!(false)]);
    let ledger = records(&format!("fairness?{range}")).json;
    let of = |code: &str| {
        ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == school.id(code).as_str()).unwrap().clone()
    };
    assert_eq!(of("GUS")["by_terms"], json!([{ "terms": "paid", "covers": 1, "minutes": 30 }]));
    assert_eq!((&of("HAL")["minutes"], &of("HAL")["by_terms"][0]["terms"]), (&json!(30), &json!("ordinary")));
    let gus = school.here.api.acting_for(&school.id("GUS"));
    let own = gus.get(&format!("/v1/staff/{}/cover-ledger?{range}", school.id("GUS"))).expect(200).json;
    assert_eq!((&own["figures"]["minutes"], &own["covers"][0]["minutes"], &own["covers"][0]["terms"]), (&json!(30), &json!(30), &json!("paid")));
    problem(house, gus.get(&school.here.path(&format!("cover/records?{range}"))), &[403]);
}
}

on_both! {
/// The limit of a day and of a week, and what sets them aside; what is given in lieu or as underload counts towards neither.
fn paid_cover_counts_towards_limits_and_cover_in_lieu_does_not(house: &House) {
    let school = School::new(house);
    limits(&school, &json!({ "day": 1, "week": 2 }));
    school.absent("ADA", &json!({ "last_day": "2026-11-24" })).expect(201);
    give(&school, ("Reg", "7A"), "GUS", &json!({ "terms": "paid" })).expect(201);
    assert_eq!(give(&school, ("1", "7A/Ma"), "GUS", &json!({})).expect(422).violations(), ["/staff_id limit_day"]);
    assert_eq!(give(&school, ("1", "7A/Ma"), "GUS", &json!({ "reason": " \t" })).expect(422).violations(), ["/reason blank"]);
    let aside = give(&school, ("1", "7A/Ma"), "GUS", &json!({ "reason": "Asked for it" })).expect(201);
    assert_eq!((&aside.json["overridden"], &aside.json["reason"]), (&json!(["limit_day"]), &json!("Asked for it")));
    assert_eq!(give_on(&school, "2026-11-24", "GUS", &json!({})).expect(422).violations(), ["/staff_id limit_week"]);

    let lieu = give(&school, ("2", "7A/Ma"), "GUS", &json!({ "terms": "in_lieu" })).expect(201);
    assert_eq!(lieu.json["overridden"], json!([]), "no limit is broken by it");
    give_on(&school, "2026-11-24", "GUS", &json!({ "terms": "in_lieu" })).expect(201);
    let of_day = give(&school, ("4", "9C/Ma"), "GUS", &json!({ "terms": "underload" })).expect(422);
    assert_eq!(of_day.violations(), ["/terms no_underload"]);
    employ(&school, "GUS", &json!({ "underload_minutes_per_week": 90 }));
    let out_of_underload = give(&school, ("4", "9C/Ma"), "GUS", &json!({ "terms": "underload" })).expect(201);
    let lieu = format!("/v1/cover-assignments/{}", lieu.id());
    let change = |body: Value| school.here.api.patch(&lieu, &body);
    let over = change(json!({ "terms": "underload", "reason": "Better so" })).expect(422);
    assert_eq!(over.violations(), ["/terms underload_exceeded"], "60 of 90 minutes are given");
    assert_eq!(change(json!({ "terms": "paid" })).expect(422).violations(), ["/reason missing_field"]);
    assert_eq!(change(json!({ "terms": "paid", "reason": "  " })).expect(422).violations(), ["/reason blank"]);
    let paid = change(json!({ "terms": "paid", "reason": "Agreed on the day" })).expect(200);
    assert_eq!((&paid.json["terms"], &paid.json["terms_reason"]), (&json!("paid"), &json!("Agreed on the day")));
    assert_eq!(paid.json["overridden"], json!(["limit_day", "limit_week"]), "now it counts");
    let history = school.here.api.get(&format!("{lieu}/history")).expect(200).json["data"].clone();
    let terms: Vec<&Value> = history.as_array().unwrap().iter().map(|version| &version["assignment"]["terms"]).collect();
    assert_eq!(terms, [&json!("in_lieu"), &json!("paid")]);
    // A merged class is no cover, on whatever terms.
    school.absent("BEN", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let merged = give(&school, ("1", "8B/En"), "CAN", &json!({ "how": "merged", "terms": "paid" })).expect(422);
    assert_eq!(merged.violations(), ["/terms not_a_cover"]);
    // The allocation leaves what is given on other terms, and gives nothing more beyond the limits.
    let allocation = school.solve(&json!({ "keep": false }));
    let of_gus = allocation["assignments"].as_array().unwrap().iter().filter(|each| school.code(&each["staff_id"]) == "GUS").count();
    assert_eq!(of_gus, 4, "{allocation}");
    assert_eq!(school.requirement("4", "9C/Ma")["assignments"][0]["id"], json!(out_of_underload.id()));
}
}

on_both! {
/// Cover that was declined is taken up again on its terms, as far as they hold still.
fn declined_cover_is_taken_up_again_on_its_terms(house: &House) {
    let school = School::new(house);
    limits(&school, &json!({ "day": 1 }));
    let ada = school.absent("ADA", &json!({ "last_day": "2026-11-24" })).expect(201).id();
    employ(&school, "GUS", &json!({ "underload_minutes_per_week": 60 }));
    give(&school, ("1", "7A/Ma"), "GUS", &json!({})).expect(201);
    let lieu = give(&school, ("2", "7A/Ma"), "GUS", &json!({ "terms": "in_lieu" })).expect(201).id();
    let underload = give(&school, ("4", "9C/Ma"), "GUS", &json!({ "terms": "underload" })).expect(201).id();
    let step = |id: &str, step: &str| school.here.api.send("POST", &format!("/v1/cover-assignments/{id}/{step}"), None);
    for id in [&lieu, &underload] {
        step(id, "decline").expect(200);
    }
    step(&lieu, "accept").expect(200);
    give_on(&school, "2026-11-24", "GUS", &json!({ "terms": "underload" })).expect(201);
    let given = problem(house, step(&underload, "accept"), &[409]);
    assert!(given.text.contains("underload_exceeded"), "{}", given.text);
    // Without its absence the other takes none of it.
    school.here.api.patch(&format!("/v1/staff-absences/{ada}"), &json!({ "last_day": DAY })).expect(200);
    step(&underload, "accept").expect(200);
}
}

on_both! {
/// 38. A fortnight is no cycle of ten days: each limit counts its own days.
fn the_fortnight_the_cycle_and_the_term_are_counted_each_by_their_own_days(house: &House) {
    let school = School::new(house);
    let rows = "staff_code,week,day,period,activity,class,subject,room\nADA,A,mon,1,lesson,7A/Ma,Maths,R1\nADA,B,mon,1,lesson,7A/Ma,Maths,R1\n";
    school.import(house, "timetable-csv", rows);
    school.absent("ADA", &json!({ "first_day": "2026-11-16", "last_day": "2026-12-07", "weekdays": ["mon"] })).expect(201);
    let mine = ("1", "7A/Ma");
    // The week of 23 November is a week B that begins a fortnight: its cycle began a week before, its fortnight ends a week after.
    let later = give_on(&school, "2026-11-30", "GUS", &json!({})).expect(201).id();
    limits(&school, &json!({ "fortnight": 1 }));
    assert_eq!(give(&school, mine, "GUS", &json!({})).expect(422).violations(), ["/staff_id limit_fortnight"]);
    limits(&school, &json!({ "cycle": 1 }));
    let first = give(&school, mine, "GUS", &json!({})).expect(201).id();
    let release = |id: &str| school.here.api.send("POST", &format!("/v1/cover-assignments/{id}/release"), None).expect(200);
    release(&first);
    release(&later);
    give_on(&school, "2026-11-16", "GUS", &json!({ "reason": "Was forgotten" })).expect(201);
    assert_eq!(give(&school, mine, "GUS", &json!({})).expect(422).violations(), ["/staff_id limit_cycle"]);
    limits(&school, &json!({ "fortnight": 1 }));
    let second = give(&school, mine, "GUS", &json!({})).expect(201).id();
    release(&second);
    limits(&school, &json!({ "term": 1 }));
    assert_eq!(give(&school, mine, "GUS", &json!({})).expect(422).violations(), ["/staff_id limit_term"]);
    let aside = give(&school, mine, "GUS", &json!({ "reason": "Asked for it" })).expect(201);
    assert_eq!(aside.json["overridden"], json!(["limit_term"]));
    // A person's own limit comes before that of the post.
    release(&aside.id());
    employ(&school, "GUS", &json!({ "limits": { "a_term": 2 } }));
    give(&school, mine, "GUS", &json!({})).expect(201);
}
}
