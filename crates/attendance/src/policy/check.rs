//! What a policy may not say, and what is doubtful about it.

use super::{PenaltyNoticeSettings, PolicySettings};
use school::{Calendar, Session, Violation};

/// The duties that stand whatever a policy says, by the list of warnings that comes before each.
const DUTIES: [(&str, u8, &str); 3] = [
    (
        "sickness_warning_days",
        15,
        "the sickness return is due at fifteen days (regulation 13): a later warning warns of nothing",
    ),
    (
        "continuous_warning_days",
        10,
        "the attendance return is due at ten days (regulation 13): a later warning warns of nothing",
    ),
    ("unauthorised_warning_sessions", 10, "the national threshold is ten sessions: a later warning warns of nothing"),
];

/// A setting, its value, the least, the most, and why.
type Bound = (&'static str, u16, u16, u16, &'static str);

impl PolicySettings {
    /// Everything that the law forbids or that makes no sense: errors first, and everything doubtful second. Pointers begin
    /// with `/settings`.
    pub fn check(&self) -> (Vec<Violation>, Vec<Violation>) {
        let mut errors = Vec::new();
        let mut refuse = |field: &str, code: &str, detail: String| {
            errors.push(Violation::new(format!("/settings/{field}"), code, detail));
        };
        self.check_bounds(&mut refuse);
        self.check_warnings(&mut refuse);
        self.check_bands(&mut refuse);
        (errors, self.doubts())
    }

    fn check_bounds(&self, refuse: &mut dyn FnMut(&str, &str, String)) {
        let bounds = self.own_bounds().into_iter().chain(self.rule_bounds()).chain(self.notice_bounds());
        for (field, value, least, most, why) in bounds {
            if !(least..=most).contains(&value) {
                refuse(field, "out_of_range", format!("from {least} to {most}: {why}"));
            }
        }
        if chrono::NaiveTime::parse_from_str(&self.reason_chase_time, "%H:%M").is_err() {
            refuse("reason_chase_time", "wrong_format", "a time is written HH:MM".to_owned());
        }
    }

    fn own_bounds(&self) -> [Bound; 9] {
        let law_30 = "a register is open for at most 30 minutes, the same in every session (DfE, Working together to \
                      improve school attendance; SI 2024/208 regulation 10)";
        [
            ("register_open_minutes", u16::from(self.register_open_minutes), 1, 30, law_30),
            ("shortest_reason", u16::from(self.shortest_reason), 3, 100, "a reason says something"),
            ("minimum_possible_sessions", self.minimum_possible_sessions, 0, 100, "a term has not many more"),
            ("small_group_size", self.small_group_size, 3, 50, "figures of one or two pupils are never published"),
            ("monitoring_weeks", u16::from(self.monitoring_weeks), 1, 12, "a stage is reviewed within a term"),
            ("suspension_days_limit", u16::from(self.suspension_days_limit), 1, 45, "45 days in a year is the most"),
            ("new_pupil_return_days", u16::from(self.new_pupil_return_days), 1, 5, "regulation 13 gives five days"),
            (
                "attendance_return_days",
                u16::from(self.attendance_return_days),
                1,
                31,
                "regulation 13: at least monthly",
            ),
            (
                "parents_sent_within_days",
                u16::from(self.parents_sent_within_days),
                0,
                60,
                "parents are sent it at entry",
            ),
        ]
    }

    fn rule_bounds(&self) -> [Bound; 5] {
        [
            (
                "sickness_forecast_from_days",
                u16::from(self.sickness_forecast_from_days),
                1,
                14,
                "at fifteen days the duty is there",
            ),
            (
                "reason_due_soon_school_days",
                u16::from(self.reason_due_soon_school_days),
                0,
                4,
                "a reason is due on the fifth",
            ),
            (
                "at_risk_absence_percent",
                u16::from(self.at_risk_absence_percent),
                1,
                9,
                "at ten per cent absence is persistent",
            ),
            (
                "part_time_review_school_days",
                u16::from(self.part_time_review_school_days),
                1,
                30,
                "a part-time timetable is reviewed before it ends",
            ),
            (
                "attendance_return_school_days",
                u16::from(self.attendance_return_school_days),
                1,
                20,
                "regulation 13: at least monthly",
            ),
        ]
    }

    fn notice_bounds(&self) -> [Bound; 3] {
        let PenaltyNoticeSettings {
            decision_within_school_days: decision,
            holiday_request_within_school_days: request,
            notice_to_improve_weeks: weeks,
            resolve_n_first: _,
        } = self.penalty_notice;
        let framework = "a notice to improve gives three to six weeks (national framework)";
        let code = "the code of the local authority gives some school days";
        [
            ("penalty_notice/decision_within_school_days", u16::from(decision), 1, 60, "promptly"),
            ("penalty_notice/holiday_request_within_school_days", u16::from(request), 1, 60, code),
            ("penalty_notice/notice_to_improve_weeks", u16::from(weeks), 3, 6, framework),
        ]
    }

    fn check_warnings(&self, refuse: &mut dyn FnMut(&str, &str, String)) {
        let lists = [&self.sickness_warning_days, &self.continuous_warning_days, &self.unauthorised_warning_sessions];
        for (list, (field, most, why)) in lists.into_iter().zip(DUTIES) {
            if list.len() > 8 {
                refuse(field, "too_many", "at most 8 warnings".to_owned());
            }
            if list.iter().any(|value| *value == 0 || *value > most) {
                refuse(field, "out_of_range", format!("from 1 to {most}: {why}"));
            }
            if !list.is_sorted_by(|one, two| one < two) {
                refuse(field, "not_ascending", "each warning comes later than the one before".to_owned());
            }
        }
    }

    fn check_bands(&self, refuse: &mut dyn FnMut(&str, &str, String)) {
        if self.staged_response.len() > 12 {
            refuse("staged_response", "too_many", "at most 12 bands".to_owned());
        }
        for (place, band) in self.staged_response.iter().take(12).enumerate() {
            let field = |name: &str| format!("staged_response/{place}/{name}");
            for (name, text, most) in [("name", &band.name, 60), ("owner", &band.owner, 100)] {
                check_text(text, most, &field(name), refuse);
            }
            if band.actions.len() > 20 {
                refuse(&field("actions"), "too_many", "at most 20 actions".to_owned());
            }
            for (number, action) in band.actions.iter().take(20).enumerate() {
                check_text(action, 200, &field(&format!("actions/{number}")), refuse);
            }
            if !(band.below > 0.0 && band.below <= 1.0) {
                refuse(&field("below"), "out_of_range", "a fraction above 0 and up to 1".to_owned());
            }
        }
        if !self.staged_response.is_sorted_by(|one, two| one.below > two.below) {
            refuse("staged_response", "not_descending", "each band lies below the one before".to_owned());
        }
    }

    fn doubts(&self) -> Vec<Violation> {
        let mut doubts = Vec::new();
        let mut doubt = |field: &str, code: &str, detail: &str| {
            doubts.push(Violation::new(format!("/settings/{field}"), code, detail));
        };
        for (bound, code) in [(0.9, "no_band_of_persistent_absence"), (0.5, "no_band_of_severe_absence")] {
            if !self.staged_response.iter().any(|band| (band.below - bound).abs() < 0.000_5) {
                doubt(
                    "staged_response",
                    code,
                    "the guidance expects more support below 90 % and below 50 %: no band begins there",
                );
            }
        }
        for (list, (field, most, _)) in
            [&self.sickness_warning_days, &self.continuous_warning_days].into_iter().zip(DUTIES)
        {
            if list.iter().all(|value| *value == most) {
                doubt(field, "no_early_warning", "there is no warning before the duty itself");
            }
        }
        doubts
    }

    /// What a calendar says otherwise than the policy.
    pub fn against(&self, calendar: &Calendar) -> Vec<Violation> {
        let open = i64::from(self.register_open_minutes);
        Session::BOTH
            .into_iter()
            .filter_map(|session| {
                let times = calendar.sessions.of(session);
                let minutes = (times.closes - times.opens).num_minutes();
                (minutes != open).then(|| {
                    let detail = format!(
                        "the calendar has the {session} register open for {minutes} minutes, the policy {open}"
                    );
                    Violation::new("/settings/register_open_minutes", "differs_from_calendar", detail)
                })
            })
            .collect()
    }
}

fn check_text(text: &str, most: usize, field: &str, refuse: &mut dyn FnMut(&str, &str, String)) {
    if text.trim().is_empty() || text.chars().count() > most {
        refuse(field, "wrong_length", format!("1 to {most} characters"));
    }
    if text.chars().any(char::is_control) {
        refuse(field, "control_character", "control characters are refused".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::super::ResponseBand;
    use super::*;
    use crate::register::examples::calendar;

    fn errors(change: impl FnOnce(&mut PolicySettings)) -> Vec<String> {
        let mut settings = PolicySettings::default();
        change(&mut settings);
        settings.check().0.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn the_defaults_are_lawful_and_not_doubtful() {
        assert_eq!(PolicySettings::default().check(), (vec![], vec![]));
    }

    #[test]
    fn what_the_law_forbids_is_refused() {
        assert_eq!(
            errors(|policy| policy.register_open_minutes = 31),
            ["/settings/register_open_minutes out_of_range"]
        );
        assert_eq!(
            errors(|policy| policy.sickness_warning_days = vec![8, 16]),
            ["/settings/sickness_warning_days out_of_range"]
        );
        assert_eq!(
            errors(|policy| policy.continuous_warning_days = vec![8, 5]),
            ["/settings/continuous_warning_days not_ascending"]
        );
        assert_eq!(
            errors(|policy| policy.attendance_return_days = 32),
            ["/settings/attendance_return_days out_of_range"]
        );
        assert_eq!(
            errors(|policy| policy.penalty_notice.notice_to_improve_weeks = 7),
            ["/settings/penalty_notice/notice_to_improve_weeks out_of_range"]
        );
        assert_eq!(
            errors(|policy| policy.reason_chase_time = "25:00".into()),
            ["/settings/reason_chase_time wrong_format"]
        );
        let wrong =
            ResponseBand { name: " ".into(), below: f64::NAN, actions: vec!["a\0".into()], owner: "x".repeat(101) };
        assert_eq!(errors(|policy| policy.staged_response = vec![wrong]).len(), 4);
    }

    #[test]
    fn a_rate_falls_into_the_lowest_band_that_it_lies_below() {
        let policy = PolicySettings::default();
        let name = |rate| policy.band_of(rate).map(|band| band.name.as_str());
        assert_eq!(
            [name(0.97), name(0.96), name(0.9), name(0.899), name(0.1)],
            [
                None,
                Some("early warning"),
                Some("at risk of persistent absence"),
                Some("persistent absence"),
                Some("severe absence")
            ]
        );
    }

    #[test]
    fn a_calendar_that_differs_is_told() {
        let policy = PolicySettings { register_open_minutes: 20, ..PolicySettings::default() };
        assert_eq!(policy.against(&calendar()).len(), 2);
        assert_eq!(PolicySettings::default().against(&calendar()), []);
    }
}
