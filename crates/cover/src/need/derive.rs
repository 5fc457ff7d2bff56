use super::{Day, Invigilation, Need, NeedKey};
use crate::day::{Activity, Away, DayEvent, Entry, Period, Source, Span};
use crate::event::{AdditionalWork, pieces};
use crate::settings::CoverSettings;
use chrono::NaiveTime;
use school::StaffId;

/// Everything of a day that needs cover, people whom events need among it, in the order of the day and of its classes.
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
    found.extend(day.events.iter().flat_map(|event| of_event(&day.timetable.periods, event)));
    found.sort_by(|one, other| (one.place, &one.key).cmp(&(other.place, &other.key)));
    found
}

/// Whom an event needs: each of them in each period that they are there, so that somebody else may come in the next.
fn of_event(periods: &[Period], event: &DayEvent) -> Vec<Need> {
    let mut found = Vec::new();
    for wanted in &event.wanted {
        let Some(span) = event.span_of(wanted, periods) else { continue };
        for (place, part) in pieces(span, periods) {
            let Some(period) = periods.get(place) else { continue };
            let external = || event.external_subject.clone();
            let invigilates = wanted.what == AdditionalWork::Invigilator;
            found.push(Need {
                key: NeedKey { period: period.name.clone(), class: wanted.label.clone(), absent: StaffId(event.id) },
                title: wanted.title.clone(),
                place,
                span: part,
                parts: vec![part],
                activity: Activity::Event,
                subject: None,
                room: wanted.room.clone().or_else(|| event.rooms.first().filter(|_| event.rooms.len() == 1).cloned()),
                year_group: None,
                group_id: None,
                also_absent: Vec::new(),
                foreseeable: true,
                sources: vec![Source::Event(event.id)],
                independent_study: false,
                invigilation: invigilates.then(|| Invigilation { external_subject: external() }),
            });
        }
    }
    found
}

fn asks(entry: &Entry, settings: &CoverSettings) -> bool {
    match entry.activity {
        Activity::Lesson | Activity::Registration => true,
        Activity::Duty => settings.cover_duties,
        Activity::Ppa | Activity::Ect | Activity::Meeting | Activity::Free | Activity::Event => false,
    }
}

fn need(day: &Day, entry: &Entry, period: &Period, settings: &CoverSettings) -> Option<Need> {
    let holders = day.holders(entry);
    let away: Vec<Vec<(&Away, Span)>> = holders.iter().map(|staff| parts(day, *staff, period)).collect();
    // One who stays is enough for the class.
    if away.iter().any(Vec::is_empty) {
        return None;
    }
    let absent = *holders.first()?;
    let (parts, foreseeable) = unattended(&away, period, settings);
    let span = parts.iter().copied().reduce(Span::hull)?;
    let theirs = away.iter().flatten().filter(|(_, span)| parts.iter().any(|part| part.overlaps(*span)));
    let mut sources: Vec<Source> = Vec::new();
    for (away, _) in theirs {
        if !sources.contains(&away.source) {
            sources.push(away.source);
        }
    }
    let gone = |staff: &StaffId| parts.iter().any(|part| day.is_away(*staff, *part));
    Some(Need {
        key: NeedKey { period: period.name.clone(), class: entry.label().to_owned(), absent },
        title: entry.label().to_owned(),
        place: entry.period,
        span,
        activity: entry.activity,
        subject: entry.subject.clone(),
        room: entry.room.clone(),
        year_group: entry.year(),
        group_id: entry.group_id,
        also_absent: entry.staff.iter().copied().filter(|staff| *staff != absent && gone(staff)).collect(),
        foreseeable,
        sources,
        independent_study: entry.activity == Activity::Lesson
            && entry.year().is_some_and(|year| settings.independent_study_year_groups.contains(&year)),
        parts,
        invigilation: None,
    })
}

/// What of a period a person is away, absence by absence.
fn parts<'a>(day: &'a Day, staff: StaffId, period: &Period) -> Vec<(&'a Away, Span)> {
    let theirs = day.away.iter().filter(|away| away.staff == staff);
    theirs.filter_map(|away| away.part_of(period).map(|span| (away, span))).collect()
}

/// The parts of a period in which none of those who hold a class is there and it is to be covered, and whether all of that could be
/// foreseen.
///
/// An absence that asks for no cover takes its person away all the same: the class is without them. Only where all that takes its
/// teachers away at a moment asks for none is none needed. A moment could be foreseen when each of them is away then for something
/// that could: until the last of them fell ill nobody was needed.
fn unattended(away: &[Vec<(&Away, Span)>], period: &Period, settings: &CoverSettings) -> (Vec<Span>, bool) {
    let mut times: Vec<NaiveTime> = away.iter().flatten().flat_map(|(_, span)| [span.starts, span.ends]).collect();
    times.sort();
    times.dedup();
    let mut found: Vec<(Span, bool)> = Vec::new();
    for moment in times.windows(2).map(|ends| Span::new(ends[0], ends[1])) {
        let then = |each: &(&Away, Span)| each.1.contains(moment);
        let nobody = away.iter().all(|theirs| theirs.iter().any(then));
        let asks = away.iter().flatten().any(|each| then(each) && each.0.cover_needed);
        if !(nobody && asks) {
            continue;
        }
        let foreseen = away.iter().all(|theirs| theirs.iter().any(|each| then(each) && each.0.foreseeable));
        match found.last_mut() {
            Some((last, all)) if last.ends == moment.starts => (last.ends, *all) = (moment.ends, *all && foreseen),
            _ => found.push((moment, foreseen)),
        }
    }
    let shortest = u32::from(settings.shortest_minutes).min(period.span.minutes());
    found.retain(|(span, _)| span.minutes() >= shortest);
    let foreseen = found.iter().all(|(_, foreseen)| *foreseen);
    (found.into_iter().map(|(span, _)| span).collect(), foreseen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Wanted;
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

    fn together(more: &[Away]) -> Vec<Need> {
        let mut both = entry(1, Activity::Lesson, "7A/Ma", 1);
        both.staff.push(staff(2));
        let mut day = day(&[both]);
        day.away.extend_from_slice(more);
        needs(&day, &CoverSettings::default())
    }

    fn between(number: u128, from: &str, to: &str) -> Away {
        Away { span: Some(Span::new(at(from), at(to))), ..away(number) }
    }

    #[test]
    fn two_teachers_who_are_away_at_different_times_leave_only_the_time_that_both_are_away() {
        assert!(together(&[between(1, "09:00", "09:30"), between(2, "09:30", "10:00")]).is_empty());
        let found = together(&[between(1, "09:00", "09:40"), between(2, "09:20", "10:00")]);
        assert_eq!(found[0].parts, [Span::new(at("09:20"), at("09:40"))]);
        let found = together(&[between(1, "09:00", "09:20"), between(1, "09:40", "10:00"), away(2)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].parts, [Span::new(at("09:00"), at("09:20")), Span::new(at("09:40"), at("10:00"))]);
        assert_eq!(found[0].span, Span::new(at("09:00"), at("10:00")));
    }

    #[test]
    fn who_is_away_without_asking_for_cover_is_not_there_either() {
        let quiet = |number| Away { cover_needed: false, ..away(number) };
        assert_eq!(together(&[quiet(1), away(2)]).len(), 1);
        assert!(together(&[quiet(1), quiet(2)]).is_empty());
        assert!(together(&[quiet(1)]).is_empty(), "the other one is there");
        let found = together(&[
            Away { span: Some(Span::new(at("09:00"), at("09:30"))), ..quiet(1) },
            between(1, "09:30", "10:00"),
            quiet(2),
        ]);
        assert_eq!(found[0].parts, [Span::new(at("09:30"), at("10:00"))]);
    }

    #[test]
    fn a_lesson_could_be_foreseen_only_where_every_teacher_s_absence_could() {
        let planned = |number| Away { foreseeable: true, ..away(number) };
        assert!(together(&[planned(1), planned(2)])[0].foreseeable);
        let found = together(&[planned(1), away(2)]);
        assert!(!found[0].foreseeable, "until the second fell ill nobody was needed");
        assert_eq!(found[0].sources.len(), 2);
        // Whoever is ill on the day of a course that was planned would have been away all the same.
        assert!(together(&[planned(1), away(1), planned(2)])[0].foreseeable);
    }

    #[test]
    fn an_assistant_beside_a_teacher_does_not_hold_the_class_and_one_who_has_it_alone_does() {
        let mut with = entry(1, Activity::Lesson, "7A/Ma", 2);
        with.staff.push(staff(1));
        let mut day = day(&[with, entry(2, Activity::Lesson, "8A/Reading", 2)]);
        day.support.insert(staff(2));
        day.away.push(away(1));
        let found = needs(&day, &CoverSettings::default());
        assert_eq!((found.len(), found[0].key.absent), (1, staff(1)));
        assert!(found[0].also_absent.is_empty());
        day.away = vec![away(2)];
        assert_eq!(keys(&day, &CoverSettings::default()), ["2 8A/Reading"]);
        day.away.push(away(1));
        let found = needs(&day, &CoverSettings::default());
        assert_eq!((found[0].key.absent, found[0].also_absent.clone()), (staff(1), vec![staff(2)]));
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

    fn exam(starts: &str, ends: &str) -> DayEvent {
        let wanted = |number: u8| Wanted {
            label: format!("Maths: invigilator {number}"),
            title: format!("Maths: invigilator {number}"),
            what: AdditionalWork::Invigilator,
            starts: Some(at(starts)),
            ends: Some(at(ends)),
            room: Some("Hall".to_owned()),
        };
        let external_subject = Some("Maths".to_owned());
        DayEvent { wanted: vec![wanted(1), wanted(2)], external_subject, ..crate::sample::trip(&[]) }
    }

    #[test]
    fn an_exam_needs_its_invigilators_in_each_period_and_through_the_break() {
        let mut day = day(&[]);
        day.timetable.periods[2].span.ends = at("10:40");
        day.events.push(exam("09:30", "11:15"));
        let found = needs(&day, &CoverSettings::default());
        let spans: Vec<Span> =
            found.iter().filter(|need| need.key.class.ends_with('1')).map(|need| need.span).collect();
        let span = |from, to| Span::new(at(from), at(to));
        assert_eq!(spans, [span("09:30", "10:00"), span("10:00", "11:00"), span("11:00", "11:15")]);
        assert_eq!((found.len(), found[0].activity, found[0].foreseeable), (6, Activity::Event, true));
        assert_eq!(found[0].sources, [Source::Event(day.events[0].id)]);
        let keys: std::collections::BTreeSet<_> = found.iter().map(|need| &need.key).collect();
        assert_eq!(keys.len(), 6, "each is found again by what it is");
        assert!(found[0].invigilation.as_ref().unwrap().external_subject.is_some());
        day.timetable.periods.clear();
        assert!(needs(&day, &CoverSettings::default()).is_empty(), "a day without periods");
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
