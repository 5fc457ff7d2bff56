use cover::day::{
    Activity, Away, Booked, Done, Entry, Free, Period, Person, Source, Span, Supply, Tier, Timetable, Vetting,
};
use cover::generate::Shape;
use cover::need::Day;
use cover::settings::CoverSettings;
use school::StaffId;
use uuid::Uuid;

const SUBJECTS: [&str; 12] = ["Ar", "Bi", "Ch", "Dr", "En", "Fr", "Ge", "Hi", "It", "Ma", "Mu", "Ph"];
/// The lesson periods in which lunch is taken.
pub(crate) const LUNCH: [&str; 2] = ["4", "5"];

/// Numbers that look random, the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(end.max(1))) as u32
    }

    fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }
}

fn id(number: usize) -> StaffId {
    StaffId(Uuid::from_u128(number as u128 + 1))
}

/// A whole made-up day of a secondary school: timetable, people with what they know and have covered, who is away; with some people of
/// supply who are not booked.
pub(crate) fn day(shape: &Shape, seed: u64, unbooked: usize) -> Day {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut day =
        Day { timetable: Timetable { periods: periods(shape.lessons.len()), entries: Vec::new() }, ..Day::default() };
    let absent = shape.lessons.iter().copied().max().unwrap_or(0).max(shape.absent);
    for number in 0..absent {
        let source = Source::Absence(Uuid::from_u128(10_000 + number as u128));
        let (staff, span, periods) = (id(5_000 + number), None, None);
        day.away.push(Away {
            staff,
            span,
            periods,
            foreseeable: false,
            cover_needed: true,
            on_business: false,
            source,
        });
    }
    let mut classes = vec![String::new(); absent];
    for (place, count) in shape.lessons.iter().enumerate() {
        for (number, class) in classes.iter_mut().enumerate().take(*count) {
            // About a third of the lessons of every second period continue one of the period before.
            if place % 2 == 0 || !random.percent(33) {
                *class = name(&mut random, number);
            }
            day.timetable.entries.push(lesson(place, class, id(5_000 + number), number));
        }
    }
    for number in 0..shape.staff + unbooked {
        let person = person(shape, number, &mut random);
        if matches!(person.tier, Tier::Teacher | Tier::Leader) {
            for place in 0..shape.lessons.len() {
                if random.percent(if person.tier == Tier::Teacher { 83 } else { 70 }) {
                    let class = name(&mut random, number);
                    day.timetable.entries.push(lesson(place, &class, person.id, number));
                }
            }
        }
        day.people.push(person);
    }
    day
}

fn periods(count: usize) -> Vec<Period> {
    let at = |minutes: u32| chrono::NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap_or_default();
    let span = |number: u32| Span::new(at(540 + 55 * number), at(540 + 55 * (number + 1)));
    (0..count as u32).map(|number| Period { name: (number + 1).to_string(), span: span(number) }).collect()
}

fn name(random: &mut Random, number: usize) -> String {
    format!("{}{number}/{}", 7 + random.below(7), SUBJECTS[random.below(12) as usize])
}

fn lesson(place: usize, class: &str, staff: StaffId, number: usize) -> Entry {
    Entry {
        period: place,
        activity: Activity::Lesson,
        class: Some(class.to_owned()),
        group_id: None,
        subject: class.split_once('/').map(|(_, subject)| subject.to_owned()),
        room: Some(format!("{}{number}", ["N", "S", "W", "E"][number % 4])),
        year_group: None,
        staff: vec![staff],
    }
}

fn person(shape: &Shape, number: usize, random: &mut Random) -> Person {
    let (supervisors, supply) = (shape.cover_supervisors, shape.cover_supervisors + shape.supply);
    let tier = match number {
        _ if number < supervisors => Tier::CoverSupervisor,
        _ if number < supply || number >= shape.staff => Tier::Supply,
        _ if number < supply + shape.leaders => Tier::Leader,
        _ => Tier::Teacher,
    };
    let mut person = Person { vetting: Vetting::Valid, ..Person::unknown(id(number), tier) };
    if tier == Tier::Supply {
        let booked = if number < supply { Booked::Day } else { Booked::No };
        person.supply = Some(Supply { half_day_pence: 11_000, day_pence: 21_000, booked });
    }
    person.subjects.insert(SUBJECTS[random.below(12) as usize].to_owned());
    let hours = if matches!(tier, Tier::Teacher | Tier::Leader) { 3 } else { 25 };
    person.free = Free { week_minutes: hours * 60, term_minutes: hours * 780, year_minutes: hours * 2_340 };
    let term = random.below(hours * 260);
    person.done = Done {
        week: random.below(3) as u16,
        year: random.below(13) as u16,
        week_minutes: random.below(hours * 40),
        term_minutes: term,
        year_minutes: term + random.below(hours * 500),
        ..Done::default()
    };
    person
}

/// The settings of the measurement: those of an academy that never wrote any, with lunch in two of six lesson periods or without.
pub(crate) fn settings(lunch: bool) -> CoverSettings {
    let lunch_periods = if lunch { LUNCH.map(str::to_owned).to_vec() } else { Vec::new() };
    CoverSettings { lunch_periods, ..CoverSettings::default() }
}
