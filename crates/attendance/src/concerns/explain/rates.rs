//! Absence as a part of what was possible, and illness in the year.

use super::{
    Arithmetic, Steps,
    words::{levels, long, percent, sessions},
};
use crate::{
    concerns::{
        Rule, at_risk, sickness,
        timeline::{Timeline, not_usual},
    },
    summary::Period,
};

/// Persistent and severe absence, and how near a pupil is.
pub(super) fn absence(timeline: &Timeline<'_>, rule: Rule) -> Steps {
    let counts = timeline.counts_of_year();
    let (absent, possible) = (counts.absent(), counts.possible());
    let period = sickness::period(timeline);
    let percent_of_rule = match rule {
        Rule::SevereAbsence => 50,
        Rule::AtRiskOfPersistentAbsence => u64::from(timeline.settings.at_risk_absence_percent),
        _ => 10,
    };
    let mut sentences = Vec::new();
    if let Some(Period { from, to }) = period {
        sentences.push(format!(
            "From {} to {} there were {} that the pupil could have attended: those marked present, at an approved \
             educational activity or absent. Sessions without a mark and those that were not possible attendances \
             (such as D, X, Y1 to Y7 and #) are left out.",
            long(from),
            long(to),
            sessions(possible)
        ));
    }
    sentences.push(format!(
        "The pupil was absent in {absent} of them, {} with authorisation and {} without.",
        counts.authorised(),
        counts.unauthorised()
    ));
    sentences.push(format!("{absent} ÷ {possible} is {}.", percent(absent, possible)));
    sentences.push(match rule {
        Rule::AtRiskOfPersistentAbsence => format!(
            "The school's own level is {percent_of_rule} % over at least {}; persistent absence begins at 10 %.",
            sessions(u64::from(timeline.settings.at_risk_minimum_possible))
        ),
        _ => format!("The rule is met at {percent_of_rule} % or more, exactly and without rounding."),
    });
    sentences.extend(outlook(timeline));
    let absences = timeline.marks_of_year(not_usual).filter(|mark| mark.counts_as.is_absence());
    Steps {
        sentences,
        arithmetic: Arithmetic {
            period,
            numerator: absent,
            numerator_unit: "sessions of absence".to_owned(),
            denominator: Some(possible),
            threshold: (possible * percent_of_rule).div_ceil(100),
            ..Arithmetic::default()
        },
        sessions: absences.map(|mark| mark.session).collect(),
    }
}

/// What the rest of the year can bring.
fn outlook(timeline: &Timeline<'_>) -> Vec<String> {
    let prospect = at_risk::of_timeline(timeline);
    let mut sentences = vec![format!("{} of the academic year are still to come.", sessions(prospect.remaining))];
    sentences.push(match prospect.sessions_left {
        Some(left) if left == prospect.remaining => {
            "Even if all of them are missed, absence over the year stays below 10 %.".to_owned()
        }
        Some(left) => {
            format!("Of them {} may be missed before absence over the whole year reaches 10 %.", sessions(left))
        }
        None => "Even if none of them is missed, absence over the whole year is 10 % or more.".to_owned(),
    });
    if let Some(best) = prospect.best_attainable {
        sentences.push(format!("The best attendance that can still be attained this year is {:.2} %.", 100.0 * best));
    }
    sentences
}

/// Fifteen days of illness, the levels before, and the pace.
pub(super) fn sickness(timeline: &Timeline<'_>, rule: Rule) -> Steps {
    let ill = sickness::sessions(timeline);
    let counted = ill.len() as u64;
    let period = sickness::period(timeline);
    let mut sentences = vec![format!(
        "In this academic year {} have the code I (illness) on days when the pupil was of compulsory school age: {} days.",
        sessions(counted),
        counted as f64 / 2.0
    )];
    let threshold = match rule {
        Rule::SicknessWarning => {
            let days = &timeline.settings.sickness_warning_days;
            sentences.push(format!(
                "The school warns at {} days, below the 15 days (30 sessions) of the return to the local authority.",
                levels(days)
            ));
            2 * u64::from(days.iter().copied().min().unwrap_or(15))
        }
        Rule::Sickness15DaysExpected => {
            sentences.extend(pace(timeline));
            sickness::SESSIONS as u64
        }
        _ => {
            sentences.push("The rule is met at 30 sessions, which are 15 days, consecutive or not.".to_owned());
            sickness::SESSIONS as u64
        }
    };
    Steps {
        sentences,
        arithmetic: Arithmetic {
            period,
            numerator: counted,
            numerator_unit: "sessions of illness".to_owned(),
            threshold,
            ..Arithmetic::default()
        },
        sessions: ill,
    }
}

fn pace(timeline: &Timeline<'_>) -> Option<String> {
    let expected = sickness::expected(timeline)?;
    Some(format!(
        "So far {} were possible and {} are still to come; at the same pace there will be {:.1} sessions of illness by \
         the end of the year. The school looks at the pace from {} days of illness on; 30 sessions make 15 days.",
        sessions(expected.possible),
        expected.remaining,
        expected.expected,
        timeline.settings.sickness_forecast_from_days
    ))
}
