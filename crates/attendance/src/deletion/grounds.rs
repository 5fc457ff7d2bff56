//! The conditions of each ground, as far as the registers show them.

use super::{Condition, LeavingFacts, Statement};
use crate::{CountsAs, code};
use school::pupil::{DeletionGround, EnrolmentKind};
use school::{CompulsorySchoolAge, Date, SessionAt};

/// Twenty school days of two sessions.
const CONTINUOUS_SESSIONS: usize = 40;
/// School days that the pupil must not have come back after leave.
const DAYS_AFTER_LEAVE: usize = 10;
/// The codes of leave of absence (regulation 11).
const LEAVE: [&str; 6] = ["C", "C1", "C2", "J1", "M", "S"];

/// The conditions of a ground.
pub(super) fn conditions(
    ground: DeletionGround,
    facts: &LeavingFacts<'_>,
    said: &Statement,
    leaving_day: Date,
) -> Vec<Condition> {
    match ground {
        DeletionGround::RegisteredElsewhere => registered_elsewhere(facts, said),
        DeletionGround::NurseryFinished => vec![in_nursery(facts)],
        DeletionGround::DualRegistrationEnded => dual(facts, said),
        DeletionGround::OrderAmended | DeletionGround::OrderRevoked => vec![Condition::said(
            "order_no_longer_names_school",
            said.attendance_order_names_school.map(|names| !names),
            "the school attendance order must no longer name this school",
        )],
        DeletionGround::ElectiveHomeEducation => educated_otherwise(said, leaving_day),
        DeletionGround::MovedAway => moved_away(facts, said),
        DeletionGround::NotReturnedAfterLeave => not_returned(facts, said, leaving_day),
        DeletionGround::ContinuousAbsence => continuous(facts, said, leaving_day),
        DeletionGround::Detained => detained(said),
        DeletionGround::Died => Vec::new(),
        DeletionGround::OverCompulsoryAge => over_age(facts, said, leaving_day),
        DeletionGround::FeesUnpaid => vec![
            Condition::shown("boarder", facts.boarder, "the ground is for boarders only"),
            Condition::said(
                "fees_unpaid",
                said.fees_unpaid,
                "the boarding fees must be unpaid at the end of their term",
            ),
        ],
        DeletionGround::PermanentlyExcluded => excluded(facts, said, leaving_day),
        DeletionGround::CeasedUnderAge => vec![Condition::shown(
            "not_of_compulsory_school_age",
            !CompulsorySchoolAge::of(facts.date_of_birth).holds_on(leaving_day),
            "the ground is for pupils who are not of compulsory school age",
        )],
    }
}

fn registered_elsewhere(facts: &LeavingFacts<'_>, said: &Statement) -> Vec<Condition> {
    let known = facts.registered_elsewhere || facts.next_school;
    let elsewhere = said.registered_elsewhere.or(known.then_some(true));
    let detail = "the pupil must be registered at another school: record the next school, or ask it";
    vec![Condition::said("registered_elsewhere", elsewhere, detail), no_order(said)]
}

/// Where nothing is said of an order there is none: they are rare, and the school is told of each.
fn no_order(said: &Statement) -> Condition {
    let named = said.attendance_order_names_school.unwrap_or(false);
    Condition::said("no_attendance_order", Some(!named), "no school attendance order may name this school")
}

fn in_nursery(facts: &LeavingFacts<'_>) -> Condition {
    let met = facts.year_group.is_none_or(|group| group < 0);
    Condition::shown("in_nursery", met, "the ground is for pupils of the nursery who do not go on")
}

fn dual(facts: &LeavingFacts<'_>, said: &Statement) -> Vec<Condition> {
    let marked = facts.marks.iter().any(|(_, code)| code.as_str() == "D");
    let known = facts.kind == EnrolmentKind::Subsidiary || facts.registered_elsewhere || marked;
    vec![
        Condition::said(
            "dually_registered",
            said.registered_elsewhere.or(known.then_some(true)),
            "the pupil must be registered at another school as well",
        ),
        Condition::said(
            "not_expected_back",
            said.expected_back.map(|back| !back),
            "the pupil must not be expected back",
        ),
        Condition::said("other_schools_consent", said.other_schools_consent, "every other school must consent"),
        no_order(said),
    ]
}

fn educated_otherwise(said: &Statement, leaving_day: Date) -> Vec<Condition> {
    let passed = said.educated_otherwise_after.map(|day| day <= leaving_day);
    vec![
        Condition::said(
            "parent_has_written",
            passed,
            "the parent must have written that the pupil is educated otherwise after a day, and that day must have passed",
        ),
        Condition::said(
            "local_authority_consents",
            Some(said.local_authority_consents.unwrap_or(true)),
            "where the local authority placed the pupil at a special school, it must consent",
        ),
    ]
}

fn moved_away(facts: &LeavingFacts<'_>, said: &Statement) -> Vec<Condition> {
    vec![
        Condition::shown("not_a_boarder", !facts.boarder, "the ground is not for boarders"),
        Condition::said(
            "lives_too_far",
            said.lives_near.map(|near| !near),
            "the pupil must no longer live a reasonable distance away",
        ),
        Condition::said(
            "not_expected_back",
            said.expected_back.map(|back| !back),
            "the pupil must not be expected to attend again",
        ),
    ]
}

/// The two tests that the grounds of absence share.
fn both_tests(said: &Statement) -> [Condition; 2] {
    [
        Condition::said(
            "no_cause_believed",
            said.cause_believed.map(|believed| !believed),
            "neither sickness nor another unavoidable cause may be believed to keep the pupil away",
        ),
        Condition::said(
            "joint_enquiries_made",
            said.joint_enquiries_made,
            "the school and the local authority must jointly have made reasonable enquiries and not have found the pupil",
        ),
    ]
}

/// The marks of possible attendances up to a day, the latest first.
fn possible<'a>(
    facts: &'a LeavingFacts<'_>,
    up_to: Date,
) -> impl Iterator<Item = (SessionAt, crate::Code, CountsAs)> + 'a {
    facts.marks.iter().rev().filter(move |(at, _)| at.date <= up_to).filter_map(|(at, code)| {
        let counts_as = code::on(*code, at.date)?.counts_as;
        counts_as.is_possible().then_some((*at, *code, counts_as))
    })
}

fn continuous(facts: &LeavingFacts<'_>, said: &Statement, leaving_day: Date) -> Vec<Condition> {
    let run =
        possible(facts, leaving_day).take_while(|(_, _, counts)| *counts == CountsAs::UnauthorisedAbsence).count();
    let detail = format!(
        "absent without authorisation for {run} possible sessions without a break up to the last day on roll: twenty school days are \
         {CONTINUOUS_SESSIONS}"
    );
    // Where the register reaches no further back it shows nothing against the ground; another mark before the run does.
    let broken = possible(facts, leaving_day).nth(run).is_some();
    let mut absent = Condition::shown("absent_twenty_school_days", run >= CONTINUOUS_SESSIONS, detail);
    absent.enforced &= broken;
    std::iter::once(absent).chain(both_tests(said)).collect()
}

/// The last session of leave that only absence has followed, if any.
fn leave_ended(facts: &LeavingFacts<'_>, leaving_day: Date) -> Option<Date> {
    possible(facts, leaving_day)
        .take_while(|(_, _, counts)| matches!(counts, CountsAs::UnauthorisedAbsence | CountsAs::AuthorisedAbsence))
        .find(|(_, code, _)| LEAVE.contains(&code.as_str()))
        .map(|(at, ..)| at.date)
}

fn not_returned(facts: &LeavingFacts<'_>, said: &Statement, leaving_day: Date) -> Vec<Condition> {
    let ended = leave_ended(facts, leaving_day);
    let days =
        ended.map_or(0, |ended| facts.weeks.days().iter().filter(|day| **day > ended && **day <= leaving_day).count());
    let detail = match ended {
        Some(ended) => format!(
            "leave ended on {ended}; {days} school days have passed since without a return, {DAYS_AFTER_LEAVE} must"
        ),
        None => "the register shows no leave of absence after which the pupil has not come back".to_owned(),
    };
    let mut absent = Condition::shown("ten_school_days_after_leave", days >= DAYS_AFTER_LEAVE, detail);
    absent.enforced &= possible(facts, leaving_day).next().is_some();
    std::iter::once(absent).chain(both_tests(said)).collect()
}

fn detained(said: &Statement) -> Vec<Condition> {
    vec![
        Condition::said(
            "four_months_or_more",
            said.detained_months.map(|months| months >= 4),
            "the order of the court must be for four months or more",
        ),
        Condition::said(
            "not_expected_back",
            said.expected_back.map(|back| !back),
            "the pupil must not be expected back at its end",
        ),
    ]
}

fn over_age(facts: &LeavingFacts<'_>, said: &Statement, leaving_day: Date) -> Vec<Condition> {
    let ends = CompulsorySchoolAge::of(facts.date_of_birth).ends;
    let next = facts.weeks.school_day_after(leaving_day, 1);
    // Where no calendar reaches the next school day, what is known is only whether the age is over.
    let met = ends <= leaving_day || next.is_some_and(|next| ends < next);
    let detail = format!("compulsory school age ends on {ends}: that must be before the school next meets");
    vec![
        Condition::shown("age_ends_before_school_meets", met, detail),
        Condition::said(
            "leaves_sixth_form",
            said.stays_for_sixth_form.map(|stays| !stays),
            "the pupil must be leaving, or not meet what the sixth form asks for",
        ),
    ]
}

fn excluded(facts: &LeavingFacts<'_>, said: &Statement, leaving_day: Date) -> Vec<Condition> {
    let Some(exclusion) = facts.exclusion else {
        return vec![
            Condition::said("exclusion_recorded", None, "no permanent exclusion of the pupil is recorded"),
            Condition::said("review_ended", said.review_ended, "the review, and the time for one, must be over"),
        ];
    };
    let ended = exclusion.review_ended || said.review_ended == Some(true);
    let review = "the record of the exclusion does not say that the review, and the time for one, are over";
    vec![
        Condition::shown(
            "exclusion_recorded",
            exclusion.first_day <= leaving_day,
            format!("the permanent exclusion begins on {}", exclusion.first_day),
        ),
        if said.review_ended.is_some() {
            Condition::said("review_ended", Some(ended), review)
        } else {
            Condition::shown("review_ended", ended, review)
        },
    ]
}

#[cfg(test)]
mod tests;
