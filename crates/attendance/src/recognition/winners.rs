//! Who wins, and why.

use super::fairness::is_fair;
use super::{AwardScheme, SchemeKind};
use crate::code::Code;
use crate::course::Step;
use crate::summary::Period;
use school::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A pupil as a scheme sees one: the course of about a year up to the end of the period.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// The sessions, the earliest first.
    pub steps: &'a [Step],
    /// Whether absence that may arise from a disability or a religion is left aside.
    pub fair: bool,
}

/// Why a pupil wins: the numbers, and a sentence that holds no reason for absence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// Possible sessions of the period that were regarded.
    pub possible: u64,
    /// Those attended.
    pub attended: u64,
    /// Sessions of the period (for a streak: since it began) left aside because they may arise from a disability or a religion;
    /// null for callers who may not read reasons for absence.
    pub left_aside: Option<u64>,
    /// Attendance in the period as a fraction from 0 to 1; null without a possible session.
    pub attendance_rate: Option<f64>,
    /// Improvement: attendance in as many of the pupil's own sessions before the period. Personal best: the best of the earlier
    /// stretches of as many sessions. Else null.
    pub attendance_rate_before: Option<f64>,
    /// Streak: sessions attended in a row up to the end of the period. Else null.
    pub streak_sessions: Option<u64>,
    /// Streak: the day on which it began. Else null.
    pub streak_since: Option<Date>,
    /// Punctuality: late arrivals in the period, L and U. Else null.
    pub late: Option<u64>,
    /// The same in a sentence.
    pub in_words: String,
}

/// Earlier stretches that a personal best must beat, at least.
const LEAST_STRETCHES: usize = 2;

/// Sessions attended of possible ones.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    possible: u64,
    attended: u64,
}

impl Tally {
    fn of<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        steps.into_iter().fold(Self::default(), |sum, step| Self {
            possible: sum.possible + 1,
            attended: sum.attended + u64::from(step.is_attended()),
        })
    }

    fn rate(self) -> Option<f64> {
        (self.possible > 0).then(|| self.attended as f64 / self.possible as f64)
    }
}

impl Candidate<'_> {
    fn is_left_aside(&self, step: &Step) -> bool {
        self.fair && is_fair(step.code)
    }

    /// The possible sessions that are regarded, before and in the period, and how many of the period were left aside.
    fn split(&self, period: Period) -> (Vec<&Step>, Vec<&Step>, u64) {
        let (mut before, mut inside, mut left_aside) = (Vec::new(), Vec::new(), 0);
        for step in self.steps.iter().filter(|step| step.is_possible() && step.at.date <= period.to) {
            match (step.at.date >= period.from, self.is_left_aside(step)) {
                (true, true) => left_aside += 1,
                (true, false) => inside.push(step),
                (false, true) => {}
                (false, false) => before.push(step),
            }
        }
        (before, inside, left_aside)
    }

    /// The sessions attended in a row up to a day, those left aside meanwhile, and when it began. Sessions that were not possible
    /// or have no mark neither add nor break.
    fn streak(&self, to: Date) -> (u64, u64, Option<Date>) {
        let (mut attended, mut left_aside, mut since) = (0, 0, None);
        let mut waiting = 0;
        for step in self.steps.iter().rev().filter(|step| step.is_possible() && step.at.date <= to) {
            if self.is_left_aside(step) {
                waiting += 1;
            } else if step.is_attended() {
                attended += 1;
                left_aside += std::mem::take(&mut waiting);
                since = Some(step.at.date);
            } else {
                break;
            }
        }
        (attended, left_aside, since)
    }
}

/// Why a pupil wins a scheme for a period; none where the pupil does not.
pub fn winner(scheme: &AwardScheme, candidate: &Candidate<'_>, period: Period) -> Option<Reason> {
    let (before, inside, left_aside) = candidate.split(period);
    let now = Tally::of(inside.iter().copied());
    if now.possible < u64::from(scheme.least_sessions) {
        return None;
    }
    let reason = Reason {
        possible: now.possible,
        attended: now.attended,
        left_aside: Some(left_aside),
        attendance_rate: now.rate(),
        attendance_rate_before: None,
        streak_sessions: None,
        streak_since: None,
        late: None,
        in_words: String::new(),
    };
    match scheme.kind {
        SchemeKind::Improvement => improved(scheme, &reason, &before),
        SchemeKind::Streak => kept_on(scheme, &reason, candidate.streak(period.to)),
        SchemeKind::Punctuality => on_time(scheme, &reason, &inside),
        SchemeKind::PersonalBest => own_best(&reason, &before),
    }
}

fn percent(rate: f64) -> String {
    format!("{:.1} %", rate * 100.0)
}

/// Against as many of the pupil's own sessions directly before.
fn improved(scheme: &AwardScheme, reason: &Reason, before: &[&Step]) -> Option<Reason> {
    let count = usize::try_from(reason.possible).ok()?;
    let earlier = before.len().checked_sub(count)?;
    let then = Tally::of(before[earlier..].iter().copied()).rate()?;
    let now = reason.attendance_rate?;
    if now - then < scheme.improvement? - 1e-9 {
        return None;
    }
    let in_words = format!("Attended {} of the sessions, after {} of as many before.", percent(now), percent(then));
    Some(Reason { attendance_rate_before: Some(then), in_words, ..reason.clone() })
}

fn kept_on(
    scheme: &AwardScheme,
    reason: &Reason,
    (attended, left_aside, since): (u64, u64, Option<Date>),
) -> Option<Reason> {
    if attended < u64::from(scheme.streak_sessions?) {
        return None;
    }
    let in_words = format!("Attended {attended} sessions in a row.");
    Some(Reason {
        left_aside: Some(left_aside),
        streak_sessions: Some(attended),
        streak_since: since,
        in_words,
        ..reason.clone()
    })
}

fn on_time(scheme: &AwardScheme, reason: &Reason, inside: &[&Step]) -> Option<Reason> {
    let is_late = |code: Code| code == Code::LATE || code == Code::LATE_AFTER_CLOSE;
    let came = |code: Code| is_late(code) || code == Code::PRESENT_AM || code == Code::PRESENT_PM;
    let count =
        |wanted: &dyn Fn(Code) -> bool| inside.iter().filter(|step| step.code.is_some_and(wanted)).count() as u64;
    let (arrivals, late) = (count(&came), count(&is_late));
    if arrivals < u64::from(scheme.least_sessions) || late > u64::from(scheme.late_allowed?) {
        return None;
    }
    let in_words = format!("Arrived on time {} of {arrivals} times.", arrivals - late);
    Some(Reason { late: Some(late), in_words, ..reason.clone() })
}

/// Against every earlier stretch of as many of the pupil's own sessions; a stretch without a miss can only be equalled.
fn own_best(reason: &Reason, before: &[&Step]) -> Option<Reason> {
    let count = usize::try_from(reason.possible).ok().filter(|count| *count > 0)?;
    let stretches = before.rchunks_exact(count);
    if stretches.len() < LEAST_STRETCHES {
        return None;
    }
    let best = stretches.filter_map(|stretch| Tally::of(stretch.iter().copied()).rate()).fold(0.0, f64::max);
    let now = reason.attendance_rate?;
    let is_whole = reason.attended == reason.possible;
    if now <= best && !is_whole {
        return None;
    }
    let in_words = format!(
        "Attended {} of the sessions; the best earlier stretch of as many was {}.",
        percent(now),
        percent(best)
    );
    Some(Reason { attendance_rate_before: Some(best), in_words, ..reason.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::scheme::tests::scheme;
    use super::*;
    use crate::code::Era;
    use school::{Session, SessionAt};

    /// Sessions from Monday 2 November 2026 on, one letter each; a dot has no mark.
    fn steps(letters: &str) -> Vec<Step> {
        let first: Date = "2026-11-02".parse().unwrap();
        let days =
            first.iter_days().filter(|day| school::Week::of(*day).monday.iter_days().take(5).any(|each| each == *day));
        let sessions = days.flat_map(|day| Session::BOTH.map(|session| SessionAt::new(day, session)));
        let mark = |(at, letter): (SessionAt, char)| {
            let present = if at.session == Session::Am { "/" } else { "\\" };
            let text = letter.to_string();
            let code = (letter != '.').then(|| Code::parse(if letter == 'p' { present } else { &text }).unwrap());
            Step { at, code, counts_as: code.and_then(|code| Era::of(at.date).counts_as(code.byte())) }
        };
        sessions.zip(letters.chars().filter(|letter| *letter != ' ')).map(mark).collect()
    }

    /// The third week, of which all are ten sessions.
    fn won(kind: SchemeKind, letters: &str, fair: bool) -> Option<Reason> {
        let steps = steps(letters);
        let period = Period { from: "2026-11-16".parse().unwrap(), to: "2026-11-20".parse().unwrap() };
        let scheme = AwardScheme { least_sessions: 6, ..scheme(kind) };
        winner(&scheme, &Candidate { steps: &steps, fair }, period)
    }

    #[test]
    fn illness_breaks_no_streak_where_fairness_applies_and_truancy_does() {
        let ill = won(SchemeKind::Streak, "OOpppppppp pIIppppppp ppppMpDp.p", true).unwrap();
        assert_eq!(
            (ill.streak_sessions, ill.left_aside, ill.streak_since),
            (Some(23), Some(3), "2026-11-03".parse().ok())
        );
        let strict = won(SchemeKind::Streak, "OOpppppppp pIIppppppp pppppppppp", false).unwrap();
        assert_eq!((strict.streak_sessions, strict.left_aside), (Some(17), Some(0)));
        assert_eq!(won(SchemeKind::Streak, "pppppppppp pppppppppp pppppppIpp", false), None);
        assert_eq!(won(SchemeKind::Streak, "pppppppppp pppppppppp pppppppOpp", true), None);
        let words = won(SchemeKind::Streak, "pppppppppp pIpppppppp pppppppppp", true).unwrap().in_words;
        assert!(!words.to_lowercase().contains("ill") && !words.contains("aside"), "{words}");
    }

    #[test]
    fn improvement_is_against_as_many_own_sessions_before() {
        let better = won(SchemeKind::Improvement, "pppppppppp OOOppppppp pppppppppp", true).unwrap();
        assert_eq!((better.attendance_rate, better.attendance_rate_before), (Some(1.0), Some(0.7)));
        assert!(won(SchemeKind::Improvement, "pppppppppp pppppppppO pppppppppp", true).is_some(), "exactly a tenth");
        assert!(
            won(SchemeKind::Improvement, "pppppppppp pppppppppI pppppppppp", true).is_none(),
            "illness was left aside"
        );
        assert!(won(SchemeKind::Improvement, ".......... ......OOOO pppppppppp", true).is_none(), "too few before");
        assert!(
            won(SchemeKind::Improvement, "pppppppppp OOOppppppp IIIIIppppp", true).is_none(),
            "five sessions are few"
        );
    }

    #[test]
    fn punctuality_looks_at_arrivals_alone() {
        let fine = won(SchemeKind::Punctuality, "LLLLLLLLLL LLLLLLLLLL ppppOOpppB", true).unwrap();
        assert_eq!((fine.late, fine.possible), (Some(0), 10));
        assert_eq!(won(SchemeKind::Punctuality, "pppppppppp pppppppppp pppppppppU", true), None);
        assert_eq!(won(SchemeKind::Punctuality, "pppppppppp pppppppppp OOOOOppppp", true), None, "too few arrivals");
    }

    #[test]
    fn a_personal_best_beats_every_earlier_stretch() {
        let best = won(SchemeKind::PersonalBest, "OOpppppppp OOOppppppp Oppppppppp", true).unwrap();
        assert_eq!((best.attendance_rate, best.attendance_rate_before), (Some(0.9), Some(0.8)));
        assert!(won(SchemeKind::PersonalBest, "Oppppppppp OOOppppppp Oppppppppp", true).is_none(), "only equalled");
        assert!(won(SchemeKind::PersonalBest, "pppppppppp OOOppppppp pppppppppp", true).is_some(), "nothing is better");
        assert!(
            won(SchemeKind::PersonalBest, ".......... OOOppppppp pppppppppp", true).is_none(),
            "one stretch is no history"
        );
    }
}
