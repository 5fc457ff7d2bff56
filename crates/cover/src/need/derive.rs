use super::{Day, Need, NeedKey};
use crate::day::{Activity, Away, Entry, Period, Span};
use crate::settings::CoverSettings;
use school::StaffId;

/// Everything of a day that needs cover, in the order of the day and of its classes.
///
/// Only lessons and registrations ever do (and duties where the settings say so): a meeting, a free period, PPA and
/// early-career time do not. A class with several teachers needs nobody while one of them is there.
pub fn needs(day: &Day, settings: &CoverSettings) -> Vec<Need> {
    let mut found: Vec<Need> = Vec::new();
    for entry in &day.timetable.entries {
        let Some(period) = day.timetable.periods.get(entry.period) else { continue };
        if asks(entry, settings)
            && !day.is_lifted(entry)
            && let Some(need) = need(day, entry, period, settings)
            // The same person with the same class twice in a period is one line of the timetable written twice.
            && !found.iter().any(|other| other.key == need.key)
        {
            found.push(need);
        }
    }
    found.sort_by(|one, other| (one.place, &one.key).cmp(&(other.place, &other.key)));
    found
}

fn asks(entry: &Entry, settings: &CoverSettings) -> bool {
    match entry.activity {
        Activity::Lesson | Activity::Registration => true,
        Activity::Duty => settings.cover_duties,
        Activity::Ppa | Activity::Ect | Activity::Meeting | Activity::Free => false,
    }
}

fn need(day: &Day, entry: &Entry, period: &Period, settings: &CoverSettings) -> Option<Need> {
    let parts: Vec<(StaffId, Vec<(&Away, Span)>)> =
        entry.staff.iter().map(|staff| (*staff, parts(day, *staff, period, settings))).collect();
    // One who stays is enough for the class.
    if parts.iter().any(|(_, parts)| parts.is_empty()) {
        return None;
    }
    let (absent, theirs) = parts.first()?;
    let span = theirs.iter().map(|(_, span)| *span).reduce(Span::hull)?;
    Some(Need {
        key: NeedKey { period: period.name.clone(), class: entry.label().to_owned(), absent: *absent },
        place: entry.period,
        span,
        activity: entry.activity,
        subject: entry.subject.clone(),
        room: entry.room.clone(),
        year_group: entry.year(),
        group_id: entry.group_id,
        also_absent: parts.iter().skip(1).map(|(staff, _)| *staff).collect(),
        foreseeable: theirs.iter().all(|(away, _)| away.foreseeable),
        sources: theirs.iter().map(|(away, _)| away.source).collect(),
        independent_study: entry.activity == Activity::Lesson
            && entry.year().is_some_and(|year| settings.independent_study_year_groups.contains(&year)),
    })
}

fn parts<'a>(day: &'a Day, staff: StaffId, period: &Period, settings: &CoverSettings) -> Vec<(&'a Away, Span)> {
    let long_enough = |span: &Span| span.minutes() >= u32::from(settings.shortest_minutes).min(period.span.minutes());
    day.away
        .iter()
        .filter(|away| away.staff == staff && away.cover_needed)
        .filter_map(|away| away.part_of(period).filter(long_enough).map(|span| (away, span)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, away, day, entry, staff};

    fn keys(day: &Day, settings: &CoverSettings) -> Vec<String> {
        needs(day, settings).into_iter().map(|need| format!("{} {}", need.key.period, need.key.class)).collect()
    }

    #[test]
    fn only_lessons_and_registrations_ask_for_cover() {
        let mut day = day(&[
            entry(0, Activity::Registration, "7A", 1),
            entry(1, Activity::Lesson, "7A/Ma", 1),
            entry(2, Activity::Ppa, "", 1),
            entry(3, Activity::Meeting, "", 1),
            entry(4, Activity::Duty, "", 1),
            entry(5, Activity::Free, "", 1),
        ]);
        day.away.push(away(1));
        assert_eq!(keys(&day, &CoverSettings::default()), ["Reg 7A", "1 7A/Ma"]);
        let duties = CoverSettings { cover_duties: true, ..CoverSettings::default() };
        assert_eq!(keys(&day, &duties), ["Reg 7A", "1 7A/Ma", "4 duty"]);
    }

    #[test]
    fn two_parts_of_a_day_are_both_found() {
        let mut day = day(&[
            entry(1, Activity::Lesson, "7A/Ma", 1),
            entry(3, Activity::Lesson, "8A/Ma", 1),
            entry(5, Activity::Lesson, "9A/Ma", 1),
        ]);
        for (from, to) in [("09:00", "10:00"), ("13:00", "14:00")] {
            day.away.push(Away { span: Some(Span::new(at(from), at(to))), ..away(1) });
        }
        assert_eq!(keys(&day, &CoverSettings::default()), ["1 7A/Ma", "5 9A/Ma"]);
    }

    #[test]
    fn a_class_with_two_teachers_needs_cover_only_when_both_are_away() {
        let mut both = entry(1, Activity::Lesson, "7A/Ma", 1);
        both.staff.push(staff(2));
        let mut day = day(&[both]);
        day.away.push(away(2));
        assert!(needs(&day, &CoverSettings::default()).is_empty());
        day.away.push(away(1));
        let found = needs(&day, &CoverSettings::default());
        assert_eq!((found.len(), found[0].key.absent, found[0].also_absent.clone()), (1, staff(1), vec![staff(2)]));
    }

    #[test]
    fn a_class_that_is_out_needs_nobody_and_frees_its_teacher() {
        let mut day = day(&[entry(1, Activity::Lesson, "8A/Ma", 1), entry(1, Activity::Lesson, "8B/Ma", 2)]);
        day.away.push(away(1));
        day.events.push(crate::sample::trip(&["8A/Ma", "8B/Ma"]));
        assert!(needs(&day, &CoverSettings::default()).is_empty());
        let span = day.timetable.periods[1].span;
        assert!(day.is_freed(staff(2), span) && !day.is_freed(staff(1), span));
    }

    #[test]
    fn a_part_of_a_lesson_is_covered_as_a_part_and_a_moment_not_at_all() {
        let mut day = day(&[entry(1, Activity::Lesson, "7A/Ma", 1)]);
        day.away.push(Away { span: Some(Span::new(at("09:30"), at("11:00"))), ..away(1) });
        let found = needs(&day, &CoverSettings::default());
        assert_eq!(found[0].span, Span::new(at("09:30"), at("10:00")));
        day.away[0].span = Some(Span::new(at("09:58"), at("11:00")));
        assert!(needs(&day, &CoverSettings::default()).is_empty());
    }

    #[test]
    fn the_sixth_form_studies_by_itself_where_the_settings_say_so() {
        let mut day = day(&[entry(1, Activity::Lesson, "12A/Ma", 1)]);
        day.away.push(away(1));
        let settings = CoverSettings { independent_study_year_groups: vec![12, 13], ..CoverSettings::default() };
        assert!(needs(&day, &settings)[0].independent_study);
        assert!(!needs(&day, &CoverSettings::default())[0].independent_study);
    }
}
