//! Sessions in a row, and sessions without a mark.

use super::{
    Arithmetic, Steps,
    words::{levels, long, sessions},
};
use crate::concerns::{Rule, continuous, timeline::Timeline};

/// The most sessions without a mark that are listed.
const MOST_LISTED: usize = 200;

/// Days absent without authorisation without a break.
pub(super) fn continuous(timeline: &Timeline<'_>, rule: Rule) -> Steps {
    let run = continuous::run(timeline);
    let counted = run.len() as u64;
    let period = continuous::period_of(&run);
    let mut sentences = vec![
        "Only possible sessions are looked at, from the last one back: those that were not possible attendances and \
         those without a mark break nothing; one that was attended or authorised ends the run."
            .to_owned(),
        match period {
            Some(period) => format!(
                "The run of unauthorised absence has {}, from {} to {}.",
                sessions(counted),
                long(period.from),
                long(period.to)
            ),
            None => "The last possible session was no unauthorised absence of compulsory school age.".to_owned(),
        },
    ];
    let threshold = match rule {
        Rule::ContinuousUnauthorisedWarning => {
            let own = &timeline.settings.continuous_warning_days;
            sentences.push(format!("The school warns at {} days of two sessions each, below ten days.", levels(own)));
            2 * u64::from(own.iter().copied().min().unwrap_or(10))
        }
        Rule::ContinuousUnauthorised20Days => {
            sentences.push(
                "The rule is met at 40 sessions, which are 20 school days. It is a ground for deletion only when the \
                 school and the local authority have made enquiries together and no sickness or unavoidable cause is \
                 believed."
                    .to_owned(),
            );
            continuous::TWENTY_DAYS as u64
        }
        _ => {
            sentences.push("The rule is met at 20 sessions, which are 10 school days.".to_owned());
            continuous::TEN_DAYS as u64
        }
    };
    Steps {
        sentences,
        arithmetic: Arithmetic {
            period,
            numerator: counted,
            numerator_unit: "sessions of unauthorised absence in a row".to_owned(),
            threshold,
            ..Arithmetic::default()
        },
        sessions: run,
    }
}

/// Sessions without a mark.
pub(super) fn missing(timeline: &Timeline<'_>) -> Steps {
    let mut missing = timeline.without_mark();
    let counted = missing.len() as u64;
    missing.truncate(MOST_LISTED);
    let mut sentences = vec![format!(
        "Of the sessions of this academic year that were held for the pupil on earlier days, {} no mark.",
        if counted == 1 { "1 has".to_owned() } else { format!("{counted} have") }
    )];
    if let Some(first) = missing.first() {
        sentences.push(format!("The first of them is that of {} ({}).", long(first.date), first.session));
    }
    Steps {
        sentences,
        arithmetic: Arithmetic {
            numerator: counted,
            numerator_unit: "sessions without a mark".to_owned(),
            threshold: 1,
            without_mark: missing,
            ..Arithmetic::default()
        },
        sessions: Vec::new(),
    }
}
