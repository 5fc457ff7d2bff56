//! What the absent person may change about their own absence.

use super::{DayPart, StaffAbsence};
use school::{Date, Violation};

/// Everything of a change that is not the absent person's to make: they set work for their classes, and, of what they reported
/// themselves, say when they are back, that it lasts longer, or that it never was. Days that are over are for those who keep the
/// record, and so is why somebody was away and what it means for cover.
pub fn check_own(before: &StaffAbsence, after: &StaffAbsence, today: Date) -> Vec<Violation> {
    let mut wrong = Vec::new();
    let changed = [
        ("/first_day", before.first_day != after.first_day),
        ("/starts", before.starts != after.starts),
        ("/times_apply", before.times_apply != after.times_apply),
        ("/periods", before.periods != after.periods),
        ("/weekdays", before.weekdays != after.weekdays),
        ("/weeks", before.weeks != after.weeks),
        ("/except", before.except != after.except),
        ("/category", before.category != after.category),
        ("/reason", before.reason != after.reason),
        ("/foreseeable", (before.foreseeable, before.foreseeable_said) != (after.foreseeable, after.foreseeable_said)),
        ("/cover_needed", before.cover_needed != after.cover_needed),
    ];
    for (pointer, _) in changed.into_iter().filter(|(_, changed)| *changed) {
        let detail = "the absent person changes the end, the work for the classes, or cancels; others keep the rest";
        wrong.push(Violation::new(pointer, "not_own_to_change", detail));
    }
    let ended = (before.last_day, before.ends) != (after.last_day, after.ends);
    let cancelled = before.cancelled != after.cancelled;
    for (pointer, _) in
        [("/last_day", ended), ("/cancelled_because", cancelled)].into_iter().filter(|(_, changed)| *changed)
    {
        if !before.self_reported {
            let detail = "somebody else recorded this absence: they change when it is";
            wrong.push(Violation::new(pointer, "not_own_report", detail));
        }
    }
    let over = |date: Date| date < today;
    // Who is back today was away until yesterday: nothing that is over changes by it.
    if ended && days_over(before, today).any(|date| away_on(before, date) != away_on(after, date)) {
        let pointer = if before.last_day == after.last_day { "/ends" } else { "/last_day" };
        let detail = "days that are over are for those who keep the record to change";
        wrong.push(Violation::new(pointer, "over", detail));
    }
    if cancelled && over(before.first_day) {
        let detail = "an absence that has begun on an earlier day is ended, not cancelled, by the absent person";
        wrong.push(Violation::new("/cancelled_because", "over", detail));
    }
    wrong
}

/// The days from the first of an absence to yesterday.
fn days_over(absence: &StaffAbsence, today: Date) -> impl Iterator<Item = Date> {
    absence.first_day.iter_days().take_while(move |date| *date < today)
}

/// The part of a day that an absence takes, whichever week of the cycle the day is in, cancelled or not.
fn away_on(absence: &StaffAbsence, date: Date) -> Option<DayPart> {
    let inside = absence.first_day <= date && absence.last_day.is_none_or(|last| date <= last);
    (inside && absence.recurrence().may_fall_on(date)).then(|| absence.part_of(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::absence::{Category, CoverWork};
    use crate::sample::at;

    fn day(day: u32) -> Date {
        Date::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn codes(before: &StaffAbsence, after: &StaffAbsence) -> Vec<String> {
        let found = check_own(before, after, day(25));
        found.into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn one_says_when_one_is_back_and_sets_work_and_nothing_else() {
        let own = StaffAbsence { self_reported: true, ..crate::sample::absence(day(23), None) };
        let work = CoverWork { date: None, period: None, class: None, text: "Page 42".to_owned(), link: None };
        let after = StaffAbsence { last_day: Some(day(24)), cover_work: vec![work.clone()], ..own.clone() };
        assert_eq!(codes(&own, &after), [""; 0], "back today");
        assert_eq!(codes(&after, &StaffAbsence { last_day: Some(day(27)), ..after.clone() }), [""; 0], "longer");
        let reason = StaffAbsence { category: Some(Category::Training), cover_needed: false, ..own.clone() };
        assert_eq!(codes(&own, &reason), ["/category not_own_to_change", "/cover_needed not_own_to_change"]);
        let earlier = StaffAbsence { last_day: Some(day(23)), ..own.clone() };
        assert_eq!(codes(&own, &earlier), ["/last_day over"]);
        let cancelled = StaffAbsence { cancelled: Some("well again".to_owned()), ..own.clone() };
        assert_eq!(codes(&own, &cancelled), ["/cancelled_because over"]);
        let ahead = StaffAbsence { first_day: day(25), ..own.clone() };
        assert_eq!(codes(&ahead, &StaffAbsence { first_day: day(25), ..cancelled }), [""; 0]);
        let until_noon = StaffAbsence { last_day: Some(day(24)), ends: Some(at("12:00")), ..own.clone() };
        let whole = StaffAbsence { ends: None, ..until_noon.clone() };
        assert_eq!(codes(&until_noon, &whole), ["/ends over"], "yesterday");
        assert_eq!(
            codes(&until_noon, &StaffAbsence { last_day: Some(day(26)), ..until_noon.clone() }),
            ["/last_day over"]
        );
        let over = StaffAbsence { last_day: Some(day(23)), ..own.clone() };
        assert_eq!(
            codes(&over, &StaffAbsence { last_day: Some(day(26)), ..over.clone() }),
            ["/last_day over"],
            "longer by the 24th"
        );
        let today = StaffAbsence { last_day: Some(day(25)), ..until_noon };
        assert_eq!(codes(&today, &StaffAbsence { ends: None, ..today.clone() }), [""; 0], "today goes on");
        let theirs = StaffAbsence { self_reported: false, ..own };
        assert_eq!(codes(&theirs, &StaffAbsence { cover_work: vec![work], ..theirs.clone() }), [""; 0]);
        let ended = StaffAbsence { last_day: Some(day(25)), ..theirs.clone() };
        assert_eq!(codes(&theirs, &ended), ["/last_day not_own_report"]);
    }
}
