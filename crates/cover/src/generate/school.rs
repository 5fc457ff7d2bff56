use std::collections::BTreeMap;

use super::random::Random;
use super::role::Role;
use super::shape::Shape;
use crate::instance::{Candidate, Instance, Lesson, StaffMember};

const SUBJECTS: usize = 12;
const BLOCKS: usize = 4;
/// The cost of leaving a lesson without cover, and of one in an examination year.
const UNCOVERED: (i64, i64) = (1000, 1500);
/// Years that sit examinations.
const EXAMINATION_YEARS: [usize; 2] = [11, 13];
const DAYS_A_WEEK: usize = 5;

#[derive(Debug, Clone)]
struct Person {
    role: Role,
    subject: usize,
    block: usize,
    /// Available or not, for each period of a week.
    week: Vec<bool>,
    year_to_date: usize,
    this_week: usize,
}

#[derive(Debug, Clone, Copy)]
struct Topic {
    subject: usize,
    block: usize,
    examination: bool,
}

/// A made-up school that remembers who has covered.
#[derive(Debug, Clone)]
pub struct School {
    shape: Shape,
    people: Vec<Person>,
    random: Random,
}

/// One day of a made-up school.
#[derive(Debug, Clone)]
pub struct SchoolDay {
    /// What needs cover and who could take it.
    pub instance: Instance,
    /// For each person in how many periods of the day they were available.
    pub available: Vec<usize>,
}

impl School {
    /// A school in which nobody has covered yet.
    pub fn new(shape: &Shape, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (supervisors, supply) = (shape.cover_supervisors, shape.cover_supervisors + shape.supply);
        let people = (0..shape.staff).map(|index| {
            let role = match index {
                _ if index < supervisors => Role::CoverSupervisor,
                _ if index < supply => Role::Supply,
                _ if index < supply + shape.leaders => Role::Leader,
                _ => Role::Teacher,
            };
            let week = (0..shape.lessons.len() * DAYS_A_WEEK).map(|_| random.percent(role.available())).collect();
            let (subject, block) = (random.below(SUBJECTS), random.below(BLOCKS));
            Person { role, subject, block, week, year_to_date: 0, this_week: 0 }
        });
        let people = people.collect();
        Self { shape: shape.clone(), people, random }
    }

    /// Gives teachers and leaders covers earlier in the year and earlier in the week.
    pub fn make_up_history(&mut self) {
        for person in self.people.iter_mut().filter(|person| person.role.shares_by_year()) {
            person.year_to_date = self.random.below(13);
            person.this_week = self.random.below(person.role.limits().1 + 1);
        }
    }

    /// The role of each person, in the order of the instances.
    pub fn roles(&self) -> Vec<Role> {
        self.people.iter().map(|person| person.role).collect()
    }

    /// Remembers that this person covered so many lessons.
    pub fn note_covers(&mut self, person: usize, covers: usize) {
        if let Some(person) = self.people.get_mut(person) {
            person.year_to_date += covers;
            person.this_week += covers;
        }
    }

    /// The covers of each person so far.
    pub fn year_to_date(&self) -> Vec<usize> {
        self.people.iter().map(|person| person.year_to_date).collect()
    }

    /// Makes up a day; every fifth begins a new week.
    pub fn day(&mut self, number: usize) -> SchoolDay {
        let weekday = number % DAYS_A_WEEK;
        if weekday == 0 && number > 0 {
            self.people.iter_mut().for_each(|person| person.this_week = 0);
        }
        let free = self.free(weekday);
        let (lessons, topics, doubles) = self.lessons();
        let mut instance = Instance {
            periods: self.shape.lessons.len() as u32,
            staff: (0..self.people.len() as u64).map(|id| StaffMember { id }).collect(),
            uncovered: topics.iter().map(|topic| if topic.examination { UNCOVERED.1 } else { UNCOVERED.0 }).collect(),
            candidates: Vec::new(),
            fairness_increments: (0..).zip(self.people.iter().map(increments)).collect(),
            breaks: BTreeMap::new(),
            double_bonus: 15,
            doubles,
            lessons,
        };
        self.candidates(&mut instance, &topics, &free);
        let available = free.iter().map(|periods| periods.iter().filter(|&&free| free).count()).collect();
        SchoolDay { instance, available }
    }

    /// Who is free when, with some teachers away.
    fn free(&mut self, weekday: usize) -> Vec<Vec<bool>> {
        let periods = self.shape.lessons.len();
        let mut free: Vec<Vec<bool>> =
            self.people.iter().map(|person| person.week[weekday * periods..][..periods].to_vec()).collect();
        let first = self.shape.cover_supervisors + self.shape.supply + self.shape.leaders;
        for _ in 0..self.shape.absent {
            let away = first + self.random.below(self.people.len().saturating_sub(first));
            if let Some(periods) = free.get_mut(away) {
                periods.fill(false);
            }
        }
        free
    }

    /// About a third of the lessons of every second period continue one of the period before.
    fn lessons(&mut self) -> (Vec<Lesson>, Vec<Topic>, Vec<(u64, u64)>) {
        let (mut lessons, mut topics, mut doubles) = (Vec::new(), Vec::new(), Vec::new());
        let mut before: Vec<u64> = Vec::new();
        for (period, &count) in (0..).zip(&self.shape.lessons.clone()) {
            let mut open = if period % 2 == 1 { std::mem::take(&mut before) } else { Vec::new() };
            before.clear();
            for number in 0..count {
                let id = lessons.len() as u64;
                let mut topic = self.topic();
                if number < count / 3 && !open.is_empty() {
                    let first = open.swap_remove(self.random.below(open.len()));
                    topic = topics[first as usize];
                    doubles.push((first, id));
                }
                lessons.push(Lesson { id, period });
                topics.push(topic);
                before.push(id);
            }
        }
        (lessons, topics, doubles)
    }

    fn topic(&mut self) -> Topic {
        let year = 7 + self.random.below(7);
        let examination = EXAMINATION_YEARS.contains(&year);
        Topic { subject: self.random.below(SUBJECTS), block: self.random.below(BLOCKS), examination }
    }

    fn candidates(&mut self, instance: &mut Instance, topics: &[Topic], free: &[Vec<bool>]) {
        for (lesson, topic) in instance.lessons.iter().zip(topics) {
            for (staff, person) in (0..).zip(&self.people) {
                let willing = instance.fairness_increments.get(&staff).is_some_and(|costs| !costs.is_empty());
                if willing && free[staff as usize][lesson.period as usize] {
                    let chance = self.random.below(5) as i64;
                    let cost = person.role.tier() + chance + fit(person, topic);
                    instance.candidates.push(Candidate { staff, lesson: lesson.id, cost });
                }
            }
        }
    }
}

/// Better for one's own subject and a room nearby, worse for examination years without a teacher.
fn fit(person: &Person, topic: &Topic) -> i64 {
    let subject = if person.subject == topic.subject { -6 } else { 0 };
    let room = if person.block == topic.block { -3 } else { 0 };
    let examination = if topic.examination && person.role == Role::CoverSupervisor { 5 } else { 0 };
    subject + room + examination
}

/// The cost of each further cover today: those who have covered much of their free time this year come later.
fn increments(person: &Person) -> Vec<i64> {
    let (day, week) = person.role.limits();
    let limit = day.min(week.saturating_sub(person.this_week));
    let free = person.week.iter().filter(|&&free| free).count().max(1);
    let standing = 2 * person.year_to_date * person.week.len() * person.role.available() / (100 * free);
    let (start, step) = if person.role.shares_by_year() { (standing as i64, 6) } else { (0, 1) };
    (0..limit as i64).map(|count| start + step * count).collect()
}
