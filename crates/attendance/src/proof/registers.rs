//! Whatever is sent to a register, nothing panics and what was accepted is accepted once.

use crate::{
    Code, EntryKind, Mark, StandingMark,
    register::{
        Amendment, CodeUse, Decision, ImportRules, Imported, RosterPupil, SentMark, Settings, Settlement,
        SubmittedMark, Taking, amend, examples, settle, take,
    },
};
use proptest::prelude::*;
use school::{Instant, MarkAuthority, Session, SessionAt};

fn any_text() -> impl Strategy<Value = String> {
    let codes: Vec<String> = Code::all().map(|code| code.as_str().to_owned()).collect();
    prop_oneof![20 => prop::sample::select(codes), 1 => "\\PC{0,3}", 1 => any::<String>()]
}

fn any_mark() -> impl Strategy<Value = SubmittedMark> {
    let minutes = prop::option::weighted(0.1, prop_oneof![0..500_i64, any::<i64>()]);
    let comment = prop::option::weighted(0.1, prop_oneof!["[a-z]{0,20}", any::<String>()]);
    (0..8_u128, prop::option::weighted(0.9, any_text()), minutes, comment).prop_map(
        |(number, code, minutes_late, comment)| SubmittedMark {
            code,
            minutes_late,
            comment,
            ..examples::sent(number, "")
        },
    )
}

fn any_standing() -> impl Strategy<Value = Option<StandingMark>> {
    let code = prop::sample::select(Code::all().collect::<Vec<_>>());
    let standing = (code, prop::option::of(1..480_u16), prop::option::of("[a-z]{1,9}"), any::<i32>(), any::<bool>());
    prop::option::of(standing.prop_map(|(code, minutes_late, comment, entries, amended_by_person)| StandingMark {
        mark: Mark { code, minutes_late, comment },
        entries,
        amended_by_person,
    }))
}

fn any_roster() -> impl Strategy<Value = Vec<RosterPupil>> {
    let planned = prop::option::weighted(0.3, prop::sample::select(Code::all().collect::<Vec<_>>()));
    let birth = super::world::any_birth();
    let pupil = (birth, prop::option::of(-2..15_i16), prop::bool::weighted(0.1), any_standing(), planned);
    prop::collection::vec(pupil, 0..8).prop_map(|pupils| {
        let numbered = pupils.into_iter().zip(0..);
        let pupil = |((date_of_birth, year_group, boarder, standing, planned), number)| RosterPupil {
            date_of_birth,
            year_group,
            boarder,
            standing,
            planned,
            ..examples::pupil(number)
        };
        numbered.map(pupil).collect()
    })
}

fn any_session() -> impl Strategy<Value = SessionAt> {
    let days = prop::sample::select(vec![-400_i64, -17, -3, -1, 0, 0, 0, 0, 0, 1, 7, 90]);
    (days, any::<bool>()).prop_map(|(days, morning)| {
        let date = examples::day(examples::MONDAY) + chrono::Duration::days(days);
        SessionAt::new(date, if morning { Session::Am } else { Session::Pm })
    })
}

fn any_time() -> impl Strategy<Value = Instant> {
    (0..1_440_i64).prop_map(|minutes| examples::at("00:00") + chrono::Duration::minutes(minutes))
}

/// The roster as it stands once a decision is written.
fn after(roster: &[RosterPupil], decision: &Decision) -> Vec<RosterPupil> {
    let mut roster = roster.to_vec();
    for change in &decision.changes {
        let pupil = roster.iter_mut().find(|pupil| pupil.pupil_id == change.pupil_id).unwrap();
        assert_eq!(pupil.standing, change.before);
        pupil.standing = Some(StandingMark {
            mark: change.after.clone(),
            entries: change.entries_after(),
            amended_by_person: change.kind == EntryKind::Amendment,
        });
    }
    roster
}

proptest! {
    #![proptest_config(super::cases(1_000))]

    #[test]
    fn a_register_taken_twice_changes_nothing(
        (roster, marks) in (any_roster(), prop::collection::vec(any_mark(), 0..6)),
        (at, now) in (any_session(), any_time()),
        reason in prop::option::of("[a-z]{0,6}"),
        teaching in any::<bool>(),
    ) {
        let calendar = examples::calendar();
        let allowed = if teaching { CodeUse::Teaching } else { CodeUse::All };
        let (settings, reason) = (Settings::default(), reason.as_deref());
        let (roster, marks, on_record) = (&roster, &marks, examples::nothing_on_record());
        let taking = Taking { at, now, calendar: &calendar, settings, roster, on_record, marks, reason, allowed };
        match take(&taking) {
            Ok(first) => {
                for change in &first.changes {
                    let amends = change.before.is_some();
                    prop_assert_eq!(amends, change.kind == EntryKind::Amendment);
                    prop_assert!(!amends || change.reason.as_ref().is_some_and(|reason| reason.len() >= 3));
                }
                let roster = after(roster, &first);
                // A pupil who is named without a code and was given the planned one has a mark now.
                let marks: Vec<SubmittedMark> = marks.iter().filter(|mark| mark.code.is_some()).cloned().collect();
                let again = take(&Taking { roster: &roster, marks: &marks, reason: None, ..taking });
                prop_assert_eq!(again.map(|again| again.changes), Ok(Vec::new()));
            }
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
    }

    #[test]
    fn an_amendment_made_twice_changes_nothing(
        (roster, mark) in (any_roster(), any_mark()),
        (at, now) in (any_session(), any_time()),
        (minutes, comment) in (any::<bool>(), any::<bool>()),
        reason in prop::option::of("[a-z]{0,9}"),
    ) {
        let calendar = examples::calendar();
        let amendment = |pupil| amend(&Amendment {
            at,
            now,
            calendar: &calendar,
            settings: Settings::default(),
            pupil,
            on_record: examples::nothing_on_record(),
            code: mark.code.clone(),
            minutes_late: minutes.then_some(mark.minutes_late),
            comment: comment.then(|| mark.comment.clone()),
            reason: reason.clone(),
            allowed: CodeUse::All,
        });
        if let Ok(decision) = amendment(roster.first()) {
            let roster = after(&roster[..1], &decision);
            prop_assert_eq!(amendment(roster.first()), Ok(Decision::default()));
        }
    }

    #[test]
    fn an_import_read_twice_is_unchanged(
        roster in any_roster(),
        (at, now) in (any_session(), any_time()),
        (code, minutes_late, comment) in (any_text(), prop::option::of(any::<i64>()), prop::option::of(any::<String>())),
        mis in any::<bool>(),
    ) {
        let calendar = examples::calendar();
        let on_record = examples::nothing_on_record();
        let rules = ImportRules { calendar: &calendar, now, settings: Settings::default(), local: &[], on_record };
        let authority = if mis { MarkAuthority::Mis } else { MarkAuthority::Rollcall };
        let sent = SentMark { code: &code, minutes_late, comment: comment.as_deref() };
        let checked = rules.check(roster.first(), at, &sent);
        prop_assert!(checked.is_err() || code.trim().is_empty() || code.trim() == "-" || !roster.is_empty());
        if let (Ok(Imported::Mark(mark)), Some(pupil)) = (checked, roster.first())
            && let Settlement::Write(change) = settle(&mark, pupil, at, authority, "import")
        {
            let roster = after(&roster[..1], &Decision { changes: vec![change], warnings: Vec::new() });
            prop_assert_eq!(settle(&mark, &roster[0], at, authority, "import"), Settlement::Unchanged);
        }
    }
}
