use super::super::{ExclusionFacts, Finding, check};
use super::*;
use crate::Code;
use crate::register::examples::{calendar, day};
use school::pupil::Stay;
use school::{SchoolWeeks, Session};

/// Every session of the autumn with the code that is said of its day.
fn marks(code_of: impl Fn(Date) -> &'static str) -> Vec<(SessionAt, Code)> {
    let calendar = calendar();
    day("2026-09-02")
        .iter_days()
        .take(100)
        .flat_map(|day| Session::BOTH.map(|session| SessionAt::new(day, session)))
        .filter(|at| calendar.meets(*at, Some(9)))
        .map(|at| (at, Code::parse(code_of(at.date)).unwrap()))
        .collect()
}

fn ask(
    ground: DeletionGround,
    leaving: &str,
    marks: &[(SessionAt, Code)],
    change: impl FnOnce(&mut LeavingFacts<'_>, &mut Statement),
) -> Vec<String> {
    let calendar = calendar();
    let weeks = SchoolWeeks::of([("2026-27".parse().unwrap(), &calendar)]);
    let mut facts = LeavingFacts {
        date_of_birth: day("2013-03-03"),
        year_group: Some(9),
        boarder: false,
        stay: Stay { starting_day: day("2025-09-03"), leaving_day: Some(day(leaving)) },
        kind: EnrolmentKind::Main,
        registered_elsewhere: false,
        next_school: false,
        marks,
        weeks: &weeks,
        exclusion: None,
    };
    let mut said = Statement { ground: Some(ground), ..Statement::default() };
    change(&mut facts, &mut said);
    let found = check(&facts, &said, day(leaving), day(leaving));
    assert_eq!(found.lawful, found.conditions.iter().all(|condition| condition.finding == Finding::Met));
    found
        .conditions
        .iter()
        .filter(|condition| condition.finding != Finding::Met)
        .map(|condition| {
            format!("{} {:?}{}", condition.code, condition.finding, if condition.enforced { "!" } else { "" })
        })
        .collect()
}

#[test]
fn twenty_continuous_days_and_both_tests() {
    let ground = DeletionGround::ContinuousAbsence;
    let tests = |said: &mut Statement| (said.joint_enquiries_made, said.cause_believed) = (Some(true), Some(false));
    // Twenty school days from 12 October, half-term between, end on 13 November.
    let absent = marks(|date| if date >= day("2026-10-12") { "O" } else { "/" });
    let up_to = |last: &str| -> Vec<(SessionAt, Code)> {
        absent.iter().copied().filter(|(at, _)| at.date <= day(last)).collect()
    };
    assert_eq!(ask(ground, "2026-11-13", &up_to("2026-11-13"), |_, said| tests(said)), Vec::<String>::new());
    assert_eq!(
        ask(ground, "2026-11-12", &up_to("2026-11-12"), |_, said| tests(said)),
        ["absent_twenty_school_days NotMet!"]
    );
    assert_eq!(
        ask(ground, "2026-11-13", &up_to("2026-11-13"), |_, said| said.joint_enquiries_made = Some(false)),
        ["no_cause_believed NotKnown", "joint_enquiries_made NotMet"]
    );
    let none = ask(ground, "2026-11-13", &[], |_, said| tests(said));
    assert_eq!(none, ["absent_twenty_school_days NotMet"], "nothing is recorded against it");
    let broken: Vec<_> = marks(|date| if date == day("2026-11-10") { "I" } else { "O" });
    let broken: Vec<_> = broken.into_iter().filter(|(at, _)| at.date <= day("2026-11-13")).collect();
    assert_eq!(ask(ground, "2026-11-13", &broken, |_, said| tests(said)), ["absent_twenty_school_days NotMet!"]);
}

#[test]
fn ten_school_days_after_leave() {
    let ground = DeletionGround::NotReturnedAfterLeave;
    let tests = |said: &mut Statement| (said.joint_enquiries_made, said.cause_believed) = (Some(true), Some(false));
    let marked = |back: &'static str, last: &str| -> Vec<(SessionAt, Code)> {
        let all = marks(|date| match date {
            date if date < day("2026-10-12") => "/",
            date if date <= day("2026-10-16") => "C",
            _ => back,
        });
        all.into_iter().filter(|(at, _)| at.date <= day(last)).collect()
    };
    assert_eq!(ask(ground, "2026-11-06", &marked("O", "2026-11-06"), |_, said| tests(said)), Vec::<String>::new());
    assert_eq!(
        ask(ground, "2026-11-05", &marked("O", "2026-11-05"), |_, said| tests(said)),
        ["ten_school_days_after_leave NotMet!"]
    );
    assert_eq!(
        ask(ground, "2026-11-06", &marked("/", "2026-11-06"), |_, said| tests(said)),
        ["ten_school_days_after_leave NotMet!"]
    );
}

#[test]
fn age_boarding_nursery_and_exclusion_are_shown_by_the_registers() {
    assert_eq!(
        ask(DeletionGround::OverCompulsoryAge, "2026-11-20", &[], |_, said| said.stays_for_sixth_form = Some(false)),
        ["age_ends_before_school_meets NotMet!"]
    );
    let over = |facts: &mut LeavingFacts<'_>, said: &mut Statement| {
        (facts.date_of_birth, said.stays_for_sixth_form) = (day("2010-01-01"), Some(false));
    };
    assert_eq!(ask(DeletionGround::OverCompulsoryAge, "2026-11-20", &[], over), Vec::<String>::new());
    assert_eq!(
        ask(DeletionGround::CeasedUnderAge, "2026-11-20", &[], |_, _| {}),
        ["not_of_compulsory_school_age NotMet!"]
    );
    assert_eq!(ask(DeletionGround::NurseryFinished, "2026-11-20", &[], |_, _| {}), ["in_nursery NotMet!"]);
    assert_eq!(
        ask(DeletionGround::FeesUnpaid, "2026-11-20", &[], |_, _| {}),
        ["boarder NotMet!", "fees_unpaid NotKnown"]
    );
    assert_eq!(
        ask(DeletionGround::MovedAway, "2026-11-20", &[], |_, _| {}),
        ["lives_too_far NotKnown", "not_expected_back NotKnown"]
    );
    assert_eq!(
        ask(DeletionGround::PermanentlyExcluded, "2026-11-20", &[], |_, _| {}),
        ["exclusion_recorded NotKnown", "review_ended NotKnown"]
    );
    let recorded = |ended: bool| {
        move |facts: &mut LeavingFacts<'_>, _: &mut Statement| {
            facts.exclusion = Some(ExclusionFacts { first_day: day("2026-10-05"), review_ended: ended });
        }
    };
    assert_eq!(ask(DeletionGround::PermanentlyExcluded, "2026-11-20", &[], recorded(false)), ["review_ended NotMet!"]);
    assert_eq!(ask(DeletionGround::PermanentlyExcluded, "2026-11-20", &[], recorded(true)), Vec::<String>::new());
}

#[test]
fn a_deletion_is_never_in_retrospect_and_never_without_a_ground() {
    let calendar = calendar();
    let weeks = SchoolWeeks::of([("2026-27".parse().unwrap(), &calendar)]);
    let all = marks(|_| "/");
    let facts = LeavingFacts {
        date_of_birth: day("2013-03-03"),
        year_group: Some(9),
        boarder: false,
        stay: Stay { starting_day: day("2025-09-03"), leaving_day: None },
        kind: EnrolmentKind::Main,
        registered_elsewhere: false,
        next_school: false,
        marks: &all,
        weeks: &weeks,
        exclusion: None,
    };
    let found = check(&facts, &Statement::default(), day("2026-10-02"), day("2026-11-23"));
    let not_met: Vec<_> =
        found.conditions.iter().filter(|each| each.finding == Finding::NotMet).map(|each| each.code.as_str()).collect();
    assert_eq!((not_met, found.refused), (vec!["ground_given", "not_in_retrospect", "no_marks_afterwards"], true));
    for ground in [DeletionGround::OverCompulsoryAge, DeletionGround::ContinuousAbsence] {
        let absurd = LeavingFacts { date_of_birth: Date::MAX, marks: &[], ..facts.clone() };
        let said = Statement { ground: Some(ground), ..Statement::default() };
        let _ = check(&absurd, &said, Date::MIN, Date::MAX);
    }
}
