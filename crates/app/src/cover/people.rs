//! Who might be asked on a day: what the records of staff say, and what the timetable adds.

use super::Around;
use crate::records::{self, Filter};
use crate::{Context, Result, staffing};
use cover::appraisal::{TrainingKind, TrainingRecord};
use cover::day::{Person, Tier};
use cover::event::INVIGILATION;
use school::timetable::{CycleWeek, Entry, TimetableVersion};
use school::{AcademyId, Date, Kept, StaffId, Weekday};
use std::collections::{HashMap, HashSet};

/// Everybody on the staff of an academy; with the time in which they could be asked where the days around are known.
pub(super) fn on(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    week: Option<CycleWeek>,
    around: Option<&Around>,
) -> Result<Vec<Person>> {
    let mut people = staffing::people::on(cx, academy, date, week, around)?;
    let version = crate::timetable::version(cx, academy, date)?;
    let mut places: HashMap<StaffId, &mut Person> = people.iter_mut().map(|person| (person.id, person)).collect();
    if let Some(version) = &version {
        let (settings, _) = super::settings::find_settings(cx, academy)?;
        know_classes(&mut places, version, &settings.practical_subjects);
    }
    Ok(people)
}

/// Adds the competence to invigilate for those whose training holds on a day.
pub(super) fn trained_to_invigilate(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    people: &mut [Person],
) -> Result<()> {
    let filter = Filter { subjects: None, from: Some(date), to: Some(date) };
    let trainings: Vec<Kept<TrainingRecord>> = records::all(cx, academy, &filter)?;
    let trained: HashSet<StaffId> = trainings
        .into_iter()
        .filter(|kept| kept.value.training.kind == TrainingKind::Invigilation)
        .map(|kept| kept.value.staff_id)
        .collect();
    for person in people.iter_mut().filter(|person| trained.contains(&person.id)) {
        person.competences.insert(INVIGILATION.to_owned());
    }
    Ok(())
}

/// Adds the subjects and classes of the whole version of the timetable to what is known of everybody: whoever teaches a class on
/// another day knows it. To know a class is not to be competent: standing beside it makes nobody safe in a workshop. So a
/// practical subject is added for a teacher who has the class alone, by the timetable of the academy itself; everybody else's
/// competence stands in the record of employment.
fn know_classes(people: &mut HashMap<StaffId, &mut Person>, version: &TimetableVersion, practical: &[String]) {
    let mut adults: HashMap<Lesson<'_>, Vec<(Option<CycleWeek>, StaffId)>> = HashMap::new();
    for entry in &version.entries {
        adults.entry(lesson(entry)).or_default().push((entry.week, entry.staff_id));
    }
    let alone = |entry: &Entry| {
        let mut others = adults.get(&lesson(entry)).into_iter().flatten().filter(|(_, other)| *other != entry.staff_id);
        others.all(|(week, _)| week.is_some() && entry.week.is_some() && *week != entry.week)
    };
    let is_practical = |subject: &String| practical.iter().any(|practical| practical.eq_ignore_ascii_case(subject));
    for person in people.values_mut().filter(|person| !is_teacher(person)) {
        // What somebody supports by the record of employment is no competence either.
        person.subjects.retain(|subject| !is_practical(subject));
    }
    for entry in version.entries.iter().filter(|entry| entry.activity.has_pupils()) {
        let Some(person) = people.get_mut(&entry.staff_id) else { continue };
        person.classes.extend(entry.class.clone());
        let teaches = is_teacher(person) && alone(entry);
        person.subjects.extend(entry.subject.clone().filter(|subject| teaches || !is_practical(subject)));
    }
}

/// Whether the post is that of a teacher.
fn is_teacher(person: &Person) -> bool {
    matches!(person.tier, Tier::Teacher | Tier::CoverTeacher | Tier::Leader)
}

/// What makes two lines of a timetable the same lesson, where their weeks meet.
type Lesson<'a> = (Weekday, &'a str, Option<&'a str>);

fn lesson(entry: &Entry) -> Lesson<'_> {
    (entry.day, &entry.period, entry.class.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use school::timetable::Activity;
    use uuid::Uuid;

    fn entry(staff: u128, period: &str, class: &str, subject: &str) -> Entry {
        Entry {
            staff_id: StaffId(Uuid::from_u128(staff)),
            week: None,
            day: Weekday::Mon,
            period: period.to_owned(),
            activity: Activity::Lesson,
            group_id: None,
            class: Some(class.to_owned()),
            subject: Some(subject.to_owned()),
            room: None,
        }
    }

    #[test]
    fn to_stand_beside_a_class_in_a_workshop_is_not_to_be_competent_there() {
        let [technology, maths, assistant] = [1, 2, 3];
        let entries = vec![
            entry(technology, "1", "8x/Dt", "D&T"),
            entry(technology, "2", "8y/Dt", "D&T"),
            entry(assistant, "1", "8x/Dt", "d&t"),
            entry(assistant, "3", "8z/Dt", "D&T"),
            Entry { week: Some(CycleWeek::A), ..entry(maths, "2", "8y/Dt", "D&T") },
            entry(assistant, "4", "8x/Ma", "Maths"),
            entry(technology, "5", "9x/Dt", "D&T"),
        ];
        let version = TimetableVersion { valid_from: "2026-09-01".parse().unwrap(), entries };
        let tiers = [(technology, Tier::Teacher), (maths, Tier::Teacher), (assistant, Tier::HigherLevelAssistant)];
        let mut people = tiers.map(|(id, tier)| Person::unknown(StaffId(Uuid::from_u128(id)), tier));
        for person in &mut people {
            person.subjects.insert("d&t".to_owned());
        }
        people[1].subjects.clear();
        let mut places = people.iter_mut().map(|person| (person.id, person)).collect();
        know_classes(&mut places, &version, &["D&T".to_owned()]);
        let subjects = people.each_ref().map(|person| person.subjects.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(subjects, [vec!["D&T", "d&t"], vec![], vec!["Maths"]]);
        let classes = people.each_ref().map(|person| person.classes.len());
        assert_eq!(classes, [3, 1, 3], "the classes are known all the same");
    }
}
