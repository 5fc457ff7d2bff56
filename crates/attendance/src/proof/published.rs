//! What the DfE has published, worked out again.

use crate::{
    Code, Tally,
    summary::{percentage, percentage_text},
};
use std::collections::HashMap;

type Row = HashMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

const REASONS: [(&str, &str); 25] = [
    ("/", "reason_present_am"),
    ("\\", "reason_present_pm"),
    ("L", "reason_l_present_late_before_registers_closed"),
    ("I", "reason_i_authorised_illness"),
    ("M", "reason_m_authorised_medical_dental"),
    ("R", "reason_r_authorised_religious_observance"),
    ("S", "reason_s_authorised_study_leave"),
    ("T", "reason_t_authorised_mobile_child"),
    ("H", "reason_h_authorised_holiday"),
    ("E", "reason_e_authorised_excluded"),
    ("C", "reason_c_authorised_other"),
    ("C1", "reason_c1_authorised_regulated_performance"),
    ("J1", "reason_j1_authorised_interview"),
    ("C2", "reason_c2_authorised_temp_reduced_timetable"),
    ("B", "reason_b_aea_education_off_site"),
    ("J", "reason_j_aea_interview"),
    ("P", "reason_p_aea_approved_sporting_activity"),
    ("V", "reason_v_aea_educational_visit_trip"),
    ("W", "reason_w_aea_work_experience"),
    ("K", "reason_k_aea_education_arranged_by_la"),
    ("G", "reason_g_unauthorised_holiday"),
    ("U", "reason_u_unauthorised_late_after_registers_closed"),
    ("O", "reason_o_other_unauthorised"),
    ("N", "reason_n_no_reason_yet"),
    ("F", ""),
];

/// The published rate of each code.
const RATES: [(&str, &str); 13] = [
    ("I", "illness_perc"),
    ("M", "appointments_perc"),
    ("G", "unauth_hol_perc"),
    ("O", "unauth_oth_perc"),
    ("U", "unauth_late_registers_closed_perc"),
    ("N", "unauth_not_yet_perc"),
    ("R", "auth_religious_perc"),
    ("S", "auth_study_perc"),
    ("T", "auth_mob_perc"),
    ("E", "auth_excluded_perc"),
    ("C1", "auth_performance_perc"),
    ("J1", "auth_interview_perc"),
    ("C2", "auth_part_time_perc"),
];

fn number(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap()
}

/// The sessions of a published row by code. The few authorised sessions that no published reason explains are those of
/// the retired F, which the DfE keeps and does not publish.
fn tally(row: &Row) -> Tally {
    let mut tally = Tally::default();
    for (code, column) in REASONS.iter().filter(|(_, column)| !column.is_empty()) {
        let day = if ["H", "J"].contains(code) { "2024-07-01" } else { "2026-03-02" };
        tally.add(Code::parse(code).unwrap(), day.parse().unwrap(), number(row, column));
    }
    let unexplained = number(row, "authorised_absence") - tally.authorised;
    assert!(unexplained < 200, "{unexplained} authorised sessions without a reason");
    tally.add(Code::parse("F").unwrap(), "2014-07-01".parse().unwrap(), unexplained);
    tally
}

#[test]
fn every_rate_of_2025_26_follows_from_its_sessions() {
    let rows = rows(include_str!("../../testdata/ytd-2025-26-national-and-regional.csv"));
    assert_eq!(rows.len(), 40);
    for row in &rows {
        let tally = tally(row);
        let summary = tally.summary();
        assert_eq!(summary.present, number(row, "present_sessions"));
        assert_eq!(summary.attended, number(row, "overall_attendance"));
        assert_eq!(summary.approved_educational_activity, number(row, "approved_educational_activity"));
        assert_eq!(tally.absent(), number(row, "overall_absence"));
        assert_eq!(summary.authorised, number(row, "authorised_absence"));
        assert_eq!(summary.unauthorised, number(row, "unauthorised_absence"));
        assert_eq!(summary.late_before_close + summary.late_after_close, number(row, "late_sessions"));
        assert_eq!(summary.possible, number(row, "possible_sessions"));
        let totals = [
            (summary.attended, "attendance_perc"),
            (tally.absent(), "overall_absence_perc"),
            (summary.authorised, "authorised_absence_perc"),
            (summary.unauthorised, "unauthorised_absence_perc"),
            (tally.of_code(Code::parse("C").unwrap()), "auth_other_perc"),
        ];
        let reasons = RATES.map(|(code, column)| (tally.of_code(Code::parse(code).unwrap()), column));
        for (sessions, column) in totals.into_iter().chain(reasons) {
            assert_rate(&tally, sessions, &row[column], column);
        }
    }
}

/// The rate is the published one to the precision in which it is published.
fn assert_rate(tally: &Tally, sessions: u64, published: &str, column: &str) {
    let rate = 100.0 * tally.rate(sessions).unwrap();
    let published_rate: f64 = published.parse().unwrap();
    assert!((rate - published_rate).abs() < 1e-12 * published_rate.max(1.0) * 10.0, "{column}: {rate} {published}");
    let rounded = percentage(sessions, tally.possible(), 2).unwrap();
    assert!((rounded as f64 / 100.0 - published_rate).abs() <= 0.005 + 1e-9, "{column}");
}

#[test]
fn the_regions_add_up_to_england() {
    let rows = rows(include_str!("../../testdata/ytd-2025-26-national-and-regional.csv"));
    for phase in ["Primary", "Secondary", "Special"] {
        let of = |level: &str| {
            let mut sum = Tally::default();
            let of_level = |row: &&Row| row["geographic_level"] == level && row["education_phase"] == phase;
            rows.iter().filter(of_level).for_each(|row| sum.merge(&tally(row)));
            sum.possible()
        };
        // The DfE's regions leave out a few schools of no region.
        assert!(of("National").abs_diff(of("Regional")) * 1_000 <= of("National"), "{phase}");
    }
}

#[test]
fn rates_of_2016_17_round_as_published() {
    let rows = rows(include_str!("../../testdata/absence_natcharacteristics_excerpt.csv"));
    assert_eq!(rows.len(), 13);
    let published = |text: &str| if text.contains('.') { text.to_owned() } else { format!("{text}.0") };
    let pairs = [
        ("sess_overall", "sess_possible", "sess_overall_percent"),
        ("sess_authorised", "sess_possible", "sess_authorised_percent"),
        ("sess_unauthorised", "sess_possible", "sess_unauthorised_percent"),
        ("enrolments_PA_10_exact", "enrolments", "enrolments_pa_10_exact_percent"),
        ("sess_overall_pa_10_exact", "sess_possible_pa_10_exact", "sess_overall_percent_pa_10_exact"),
        ("sess_authorised_pa_10_exact", "sess_possible_pa_10_exact", "sess_authorised_percent_pa_10_exact"),
        ("sess_unauthorised_pa_10_exact", "sess_possible_pa_10_exact", "sess_unauthorised_percent_pa_10_exact"),
    ];
    for row in &rows {
        for (above, below, column) in pairs {
            let rounded = percentage_text(number(row, above), number(row, below), 1).unwrap();
            assert_eq!(rounded, published(&row[column]), "{column} of {}", row["characteristic"]);
        }
    }
}
