//! The fairness ledger and supply.

use super::{absence, employment};
use crate::ground::{Ground, problem};
use app::cover::{publishing, solving};
use serde_json::{Value, json};
use testkit::{House, on_both};

const DAY: &str = "2026-11-23";

/// Three lessons of a teacher who is away, a cover supervisor and another teacher who are there.
pub(super) fn morning(house: &House) -> (Ground, String, String) {
    let ground = Ground::new(house);
    let supervisor = ground.person("Sunita", "Cover supervisor", &["cover_supervisor"]);
    let colleague = ground.person("Kwame", "Teacher", &["teacher"]);
    for person in [&supervisor, &colleague] {
        super::vetted(&ground.api, person);
    }
    ground.import(
        house,
        "periods-csv",
        "day,period,starts,ends\nmon,1,09:00,10:00\nmon,2,10:00,11:00\nmon,3,11:00,12:00\n",
    );
    let rows = "staff_code,day,period,activity,class\nTEX,mon,1,lesson,8x/Ma1\nTEX,mon,2,lesson,8y/Ma1\nTEX,mon,3,lesson,8x/Ma1\n";
    let import = ground.import(house, "timetable-csv", rows);
    assert_eq!(import["status"], "succeeded", "{:?}", ground.rejections(&import));
    let put = |id: &str, body: &Value| ground.api.put(&format!("/v1/staff/{id}/employment"), body).expect(201);
    put(&supervisor, &employment(&json!({ "cover_roles": ["cover_supervisor"] })));
    put(
        &colleague,
        &employment(&json!({ "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 0.5 } })),
    );
    absence(
        house,
        &ground.id,
        &json!({ "staff_id": ground.teacher, "first_day": DAY, "last_day": DAY, "category": "SIC" }),
    );
    (ground, supervisor, colleague)
}

pub(super) fn allocate_and_publish(house: &House, ground: &Ground) {
    let (academy, date) = (ground.id.parse().unwrap(), DAY.parse().unwrap());
    let ask = solving::Ask { pins: Vec::new(), exclude: Vec::new(), keep: true, save: true, reason: None };
    let acting = house.operator();
    let loaded = house.app.read(&acting, |cx| solving::load(cx, academy, date, &ask)).unwrap();
    let worked = solving::work(&loaded, &ask);
    house.app.write(&acting, |cx| solving::keep(cx, academy, date, &ask, &worked)).unwrap();
    house.app.write(&acting, |cx| publishing::publish(cx, academy, date)).unwrap();
}

on_both! {
fn the_ledger_counts_what_was_published_and_still_stands(house: &House) {
    let (ground, supervisor, colleague) = morning(house);
    allocate_and_publish(house, &ground);
    let path = ground.path("cover/fairness?from=2026-11-16&to=2026-11-27");
    let ledger = ground.api.get(&path).expect(200).json;
    assert_eq!((&ledger["covers"], &ledger["minutes"], &ledger["unfilled"], &ledger["lost_protected_time"]),
        (&json!(3), &json!(180), &json!(0), &json!(0)), "{ledger}");
    let of = |id: &str| ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == id).unwrap().clone();
    // Two Mondays of three hours each in which the supervisor could be asked.
    assert_eq!(of(&supervisor)["load_index"], json!({ "numerator": 180, "denominator": 360, "value": 0.5 }), "{ledger}");
    assert_eq!((of(&supervisor)["last_covered_on"].clone(), of(&colleague)["covers"].clone()), (json!(DAY), json!(0)));
    let classes: Vec<(&str, i64, i64)> = ledger["classes"].as_array().unwrap().iter()
        .map(|each| (each["class"].as_str().unwrap(), each["lessons"].as_i64().unwrap(), each["without_teacher"].as_i64().unwrap())).collect();
    assert_eq!(classes, [("8x/Ma1", 4, 2), ("8y/Ma1", 2, 1)]);
    // Each sees the own part and nobody else's.
    let own = ground.api.acting_for(&supervisor).get(&format!("/v1/staff/{supervisor}/cover-ledger")).expect(200).json;
    assert_eq!((own["covers"].as_array().unwrap().len(), &own["figures"]["minutes"]), (3, &json!(180)));
    problem(house, ground.api.acting_for(&colleague).get(&format!("/v1/staff/{supervisor}/cover-ledger")), &[404]);
    problem(house, ground.api.acting_for(&colleague).get(&path), &[403]);
    // The timetable loses a lesson after all: its cover counts for nobody.
    let rows = "staff_code,day,period,activity,class\nTEX,mon,1,lesson,8x/Ma1\nTEX,mon,2,lesson,8y/Ma1\n";
    ground.import(house, "timetable-csv", rows);
    let later = ground.api.get(&path).expect(200).json;
    assert_eq!((&later["covers"], &later["left_out"]["stale"]), (&json!(2), &json!(1)), "{later}");
    problem(house, ground.api.get(&ground.path("cover/fairness?from=2026-11-27&to=2026-11-16")), &[400]);
    problem(house, ground.api.get(&ground.path("cover/fairness?from=1990-01-01&to=2026-11-16")), &[400]);
}
}

on_both! {
fn supply_is_set_beside_cover_from_within(house: &House) {
    let (ground, supervisor, _) = morning(house);
    // Without the supervisor the lessons fall to a teacher or to nobody.
    absence(house, &ground.id, &json!({ "staff_id": supervisor, "first_day": DAY, "last_day": null, "category": "SIC" }));
    ground.api.put(&ground.path("supply-rates"), &json!({ "half_day_pence": 9_000, "day_pence": 17_000 })).expect(200);
    let options = ground.api.get(&ground.path("cover/2026-11-23/supply-options?most=1")).expect(200).json["options"].clone();
    let list = options.as_array().unwrap();
    assert_eq!(list.len(), 4, "{options}");
    let (nobody, morning, day) = (&list[0]["option"], &list[1], &list[3]);
    assert_eq!((&nobody["supply"], &nobody["pence"], &nobody["covers_by_supply"]), (&json!(0), &json!(0), &json!(0)));
    assert_eq!((&morning["option"]["booked"], &morning["option"]["pence"], &morning["option"]["covers_by_supply"]), (&json!("morning"), &json!(9_000), &json!(3)), "{options}");
    assert_eq!((&day["option"]["pence"], &day["dominated"]), (&json!(17_000), &json!(true)), "a whole day buys no more than the morning");
    assert!(morning["points_saved"].as_i64().unwrap() > 0, "{options}");
    // Of three lessons a teacher takes one and nobody the others: the morning takes over all three.
    assert_eq!((&morning["covers_saved"], &morning["filled"], &morning["pence_for_each"]), (&json!(1), &json!(2), &json!(3_000)), "{options}");
    let recommended = ground.api.get(&ground.path("cover/2026-11-23/supply-options?most=1")).expect(200).json["recommended"].clone();
    assert_eq!((&recommended["option"], &recommended["because"]), (&json!(1), &json!("fills_what_nobody_takes")), "{recommended}");
    // The hour that the teacher gives is worth what the academy says; without that, nothing is said of the money, and the weights decide.
    assert_eq!((&list[0]["option"]["internal_pence"], &list[0]["net_pence"], &recommended["saves_pence"]), (&json!(null), &json!(null), &json!(null)));
    assert_eq!(morning["net_points"].as_i64(), morning["option"]["objective"].as_i64().map(|points| points + 9));
    assert!(recommended["detail"].as_str().unwrap().contains("no rate of cover from within is set"), "{recommended}");
    let hours = json!({ "half_day_pence": 9_000, "day_pence": 17_000, "internal_cover_pence_per_hour": [{ "tier": "teacher", "pence": 3_600 }] });
    ground.api.put(&ground.path("supply-rates"), &hours).expect(200);
    let priced = ground.api.get(&ground.path("cover/2026-11-23/supply-options?most=1")).expect(200).json["options"].clone();
    let of = |place: usize| (priced[place]["option"]["internal_pence"].clone(), priced[place]["net_pence"].clone());
    assert_eq!((of(0), of(1)), ((json!(3_600), json!(3_600)), (json!(0), json!(9_000))), "{priced}");
    let wrong = json!({ "half_day_pence": 9_000, "day_pence": 8_000, "internal_cover_pence_per_hour": [{ "tier": "supply", "pence": 1 }] });
    let wrong = problem(house, ground.api.put(&ground.path("supply-rates"), &wrong), &[422]).violations();
    assert_eq!(wrong, ["/day_pence below_half_day", "/internal_cover_pence_per_hour/0/tier not_from_within"]);
    problem(house, ground.api.get(&ground.path("cover/2026-11-23/supply-options?most=9")), &[400]);
    let ahead = ground.api.get(&ground.path("cover/look-ahead?from=2026-11-23")).expect(200).json["data"].clone();
    let days = ahead.as_array().unwrap();
    assert_eq!((days.len(), &days[0]["away"], &days[0]["requirements"]), (10, &json!(2), &json!(3)), "{ahead}");
    assert_eq!((&days[1]["away"], &days[1]["open_absences"]), (&json!(1), &json!(1)), "an open absence is expected to go on");
}
}
