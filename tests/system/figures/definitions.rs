//! Who is in a figure and who is left out.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn the_youngest_and_the_oldest_are_in_unless_the_cohort_of_the_department_is_asked_for(house: &House) {
    let ground = Ground::new(house);
    let year_8 = ground.pupil("Eight", &json!({}));
    let sixth = ground.pupil("Sixth", &json!({ "date_of_birth": "2009-12-01", "year_group": 12, "registration_group": "12A" }));
    let little = ground.pupil("Little", &json!({ "date_of_birth": "2023-05-01", "year_group": -1, "registration_group": "N1" }));
    let four = ground.pupil("Four", &json!({ "date_of_birth": "2022-07-01", "year_group": 0, "registration_group": "R1" }));
    let file: String = [(&year_8, "IIpppppppp"), (&sixth, "pppppppppp"), (&little, "pppppppppp"), (&four, "Ippppppppp")]
        .iter()
        .map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER[10..], letters))
        .collect();
    enter(house, &ground, &file);
    let path = ground.path("attendance/summary?from=2026-11-16&to=2026-11-20");
    let all = ground.api.get(&path).expect(200).json;
    assert_eq!((&all["data"][0]["pupils"], &all["data"][0]["summary"]["possible"]), (&json!(4), &json!(40)));
    assert_eq!(all["definition"]["left_out"], json!([]));
    let of_dfe = ground.api.get(&format!("{path}&cohort=dfe")).expect(200).json;
    assert_eq!((&of_dfe["data"][0]["pupils"], &of_dfe["data"][0]["summary"]["possible"]), (&json!(1), &json!(10)), "{of_dfe}");
    let left_out: Vec<(&str, i64)> = of_dfe["definition"]["left_out"].as_array().unwrap().iter()
        .map(|each| (text(&each["reason"]), each["sessions"].as_i64().unwrap()))
        .collect();
    for reason in ["aged_under_four", "aged_four", "aged_sixteen_or_over"] {
        assert!(left_out.contains(&(reason, 10)), "{reason} in {left_out:?}");
    }
    assert_eq!((&of_dfe["four_year_olds"]["possible"], &of_dfe["four_year_olds"]["absent"]), (&json!(10), &json!(1)));
}
}

on_both! {
fn an_academy_without_a_mark_has_figures_of_nothing(house: &House) {
    let ground = Ground::new(house);
    let path = ground.path("attendance/summary?from=2026-11-16&to=2026-11-20");
    let none = ground.api.get(&path).expect(200).json;
    assert_eq!((&none["data"][0]["pupils"], &none["data"][0]["summary"]["possible"]), (&json!(0), &json!(0)));
    assert_eq!(none["data"][0]["summary"]["absence_rate"], json!(null));
    ground.pupil("Amal", &json!({}));
    let unmarked = ground.api.get(&path).expect(200).json;
    assert_eq!((&unmarked["data"][0]["pupils"], &unmarked["data"][0]["summary"]["missing"]), (&json!(1), &json!(10)));
    assert_eq!(unmarked["data"][0]["persistent_absentees"], 0);
    let outside = ground.api.get(&ground.path("attendance/summary?from=2026-08-03&to=2026-08-07")).expect(200).json;
    assert_eq!((&outside["data"][0]["pupils"], &outside["data"][0]["summary"]["missing"]), (&json!(0), &json!(0)));
}
}
