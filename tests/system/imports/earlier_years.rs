//! Codes of earlier years: read by the day of the session, kept as they were written.

use crate::ground::{Ground, column, counts, mark, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn with_earlier_calendars(ground: &Ground) {
    for (year, first, last) in [
        ("2020-21", "2020-09-03", "2021-07-16"),
        ("2023-24", "2023-09-04", "2024-07-19"),
        ("2024-25", "2024-09-03", "2025-07-18"),
    ] {
        let calendar = json!({ "terms": [{ "name": "The year", "first_day": first, "last_day": last }] });
        ground.api.put(&ground.path(&format!("calendars/{year}")), &calendar).expect(201);
    }
}

on_both! {
fn a_retired_code_keeps_its_letter_and_counts_as_it_did(house: &House) {
    let ground = Ground::new(house);
    with_earlier_calendars(&ground);
    let amal = ground.pupil("Amal", &json!({ "starting_day": "2020-09-03", "date_of_birth": "2010-03-15", "year_group": 11 }));
    let upn = ground.upn(&amal);
    // Two weeks of November 2023, and the same letters after they were retired.
    let rows = [
        ("2023-11-06,am,H", "H"), ("2023-11-06,pm,J", "J"), ("2023-11-07,am,Y", "Y"), ("2023-11-07,pm,C", "C"),
        ("2023-11-08,am,B", "B"), ("2023-11-08,pm,D", "D"), ("2023-11-09,am,I01", "I"), ("2023-11-09,pm,X01", "X"),
        ("2023-11-10,am,/", "/"), ("2023-11-10,pm,G", "G"), ("2020-11-09,am,7", "I"), ("2020-11-09,pm,=", "I"),
    ];
    let retired = ["2024-11-04,am,H", "2024-11-04,pm,J", "2024-11-05,am,Y", "2024-11-05,pm,F", "2023-11-13,am,C1", "2023-11-13,pm,J1", "2023-11-14,am,Y3"];
    let file = rows.iter().map(|(row, _)| *row).chain(retired).fold("upn,date,session,code\n".to_owned(), |file, row| format!("{file}{upn},{row}\n"));
    let import = ground.import(house, "marks-csv", &file);
    let found = ground.rejections(&import);
    // X says that a pupil of compulsory school age need not come: that is refused in every year.
    let lines: Vec<&str> = found.iter().map(|each| each.split(' ').next().unwrap()).collect();
    assert_eq!(lines, ["9", "14", "15", "16", "17", "18", "19", "20"], "{found:?}");
    assert_eq!(counts(&import), [19, 11, 0, 0, 8]);
    for (row, code) in rows.iter().filter(|(row, _)| !row.contains("X01")) {
        let mut parts = row.split(',');
        let session = format!("{}/{}", parts.next().unwrap(), parts.next().unwrap());
        let raw = parts.next().unwrap();
        let kept = ground.api.get(&mark(&amal, &session)).expect(200).json;
        assert_eq!((text(&kept["code"]), &kept["raw_code"]), (*code, &if raw == *code { Value::Null } else { json!(raw) }), "{kept}");
    }
    // H, C, I01: authorised; J, B: at an approved activity; Y, D: not possible; G: unauthorised.
    let year = format!("/v1/pupils/{amal}/attendance?from=2023-09-04&to=2024-07-19");
    let summary = ground.api.get(&year).expect(200).json["summary"].clone();
    let counted = ["possible", "attended", "present", "approved_educational_activity", "authorised", "unauthorised"];
    assert_eq!(counted.map(|name| summary[name].as_i64().unwrap()), [7, 3, 1, 2, 3, 1], "{summary}");
    assert_eq!((&summary["by_code"]["H"], &summary["by_code"]["Y"]), (&json!(1), &json!(1)));
    assert_eq!(counts(&ground.import(house, "marks-csv", &file))[1..4], [0, 0, 11]);
}
}

on_both! {
fn the_table_of_codes_is_that_of_the_day(house: &House) {
    let api = house.everything();
    let of = |day: &str| api.get(&format!("/v1/attendance-codes?on={day}")).expect(200).json["data"].clone();
    let (before, after) = (of("2024-08-18"), of("2024-08-19"));
    let has = |list: &Value, code: &str| column(list, "code").contains(&code);
    for retired in ["H", "J", "Y"] {
        assert!(has(&before, retired) && !has(&after, retired), "{retired}");
    }
    for new in ["K", "C1", "C2", "J1", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"] {
        assert!(!has(&before, new) && has(&after, new), "{new}");
    }
    let mut codes = column(&of("2026-11-23"), "code").iter().map(ToString::to_string).collect::<Vec<_>>();
    codes.sort_unstable();
    let mut national = "/ \\ L K V P W B D C1 M J1 S X C2 C T R I E Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 G N O U Z #".split(' ').collect::<Vec<_>>();
    national.sort_unstable();
    assert_eq!(codes, national);
    let table = of("2026-11-23");
    let line = |code: &str| table.as_array().unwrap().iter().find(|each| each["code"] == code).unwrap().clone();
    assert_eq!((text(&line("U")["counts_as"]), &line("U")["late"], &line("U")["penalty_notice"]), ("unauthorised_absence", &json!(true), &json!(true)));
    assert_eq!((text(&line("L")["counts_as"]), &line("L")["late"], &line("L")["penalty_notice"]), ("present", &json!(true), &json!(false)));
    assert_eq!((text(&line("J1")["counts_as"]), text(&line("Y5")["counts_as"]), text(&line("#")["counts_as"])), ("authorised_absence", "not_possible", "administrative"));
    let points: Vec<String> = table.as_array().unwrap().iter().filter(|each| each["penalty_notice"] == true).map(|each| text(&each["code"]).to_owned()).collect();
    assert_eq!(points.len(), 4, "{points:?}");
    for never in ["/", "\\", "L", "N", "O", "U"] {
        assert_eq!(line(never)["may_be_planned"], false, "{never}");
    }
}
}
