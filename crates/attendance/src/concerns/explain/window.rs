//! Ten school weeks.

use super::{
    Arithmetic, Steps, WeekCount,
    words::{levels, long, sessions},
};
use crate::concerns::{CountedSession, Rule, penalty_notice, timeline::Timeline};
use school::Week;

/// The threshold for a penalty notice and the levels before it.
pub(super) fn ten_weeks(timeline: &Timeline<'_>, rule: Rule) -> Steps {
    let all = penalty_notice::counting(timeline);
    let Some(window) = penalty_notice::window(timeline, &all) else {
        return Steps {
            sentences: vec!["No school week that is known had begun by that day.".to_owned()],
            arithmetic: Arithmetic {
                numerator_unit: "sessions of unauthorised absence".to_owned(),
                threshold: penalty_notice::SESSIONS as u64,
                ..Arithmetic::default()
            },
            sessions: Vec::new(),
        };
    };
    let counted = window.sessions.len() as u64;
    let mut sentences = vec![
        format!(
            "A school week is a week from Monday to Sunday in which the school held at least one session. The {} school \
             weeks that end with the last one begun run from {} to {}.",
            window.school_weeks,
            long(window.period.from),
            long(window.period.to)
        ),
        format!(
            "In them {} have the code G, N, O or U on days when the pupil was of compulsory school age.",
            sessions(counted)
        ),
    ];
    let threshold = match rule {
        Rule::PenaltyNoticeWarning => {
            let own = &timeline.settings.penalty_notice_warning_sessions;
            sentences.push(format!("The school warns at {} sessions, below the threshold of 10.", levels(own)));
            u64::from(own.iter().copied().min().unwrap_or(10))
        }
        _ => {
            sentences.push(
                "The threshold is 10 sessions in 10 school weeks, in a row or not, across terms and school years. It \
                 means that a notice is considered, not that one is due."
                    .to_owned(),
            );
            penalty_notice::SESSIONS as u64
        }
    };
    Steps {
        sentences,
        arithmetic: Arithmetic {
            period: Some(window.period),
            numerator: counted,
            numerator_unit: "sessions of unauthorised absence".to_owned(),
            threshold,
            school_weeks: weeks(timeline, &window.sessions),
            ..Arithmetic::default()
        },
        sessions: window.sessions,
    }
}

fn weeks(timeline: &Timeline<'_>, counted: &[CountedSession]) -> Vec<WeekCount> {
    let Some(last) = timeline.weeks.last_begun_by(timeline.as_of) else { return Vec::new() };
    let first = (last + 1).saturating_sub(penalty_notice::SCHOOL_WEEKS);
    let weeks = timeline.weeks.weeks().get(first..=last).unwrap_or_default();
    let of = |week: &Week| counted.iter().filter(|session| Week::of(session.date) == *week).count() as u64;
    weeks.iter().map(|week| WeekCount { monday: week.monday, counted: of(week) }).collect()
}
