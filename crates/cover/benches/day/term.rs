use std::collections::BTreeMap;
use std::error::Error;

use cover::generate::{Role, School, Shape};
use cover::{Assignment, Limits, Spread, solve};

use super::greedy::greedy;

/// School days in a term.
const DAYS: usize = 60;
/// Days between two points of the curve.
const EVERY: usize = 5;

/// Lives through a term twice, once with the best cover of each day and once by hand, and prints how fair it was.
///
/// A teacher's load is the covers so far by the periods in which they were available so far.
pub(crate) fn print_curve(shape: &Shape, seed: u64) -> Result<(), Box<dyn Error>> {
    println!(
        "term of {DAYS} ordinary days: load of teachers by available period (largest less smallest, Gini), covers"
    );
    println!("{:>4}  {:>28}  {:>28}", "day", "optimum", "by hand");
    let best = term(shape, seed, &mut |day, _| Ok(solve(day, Limits::NONE, &mut || false)?.assignments))?;
    let hand = term(shape, seed, &mut |day, before| Ok(greedy(day, before)))?;
    for (best, hand) in best.iter().zip(&hand) {
        println!("{:>4}  {best}  {hand}", best.day);
    }
    Ok(())
}

type Method<'a> = dyn FnMut(&cover::Instance, &BTreeMap<u64, usize>) -> Result<Vec<Assignment>, Box<dyn Error>> + 'a;

struct Point {
    day: usize,
    spread: Spread,
    teachers: usize,
    without: usize,
}

impl std::fmt::Display for Point {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { spread, teachers, without, .. } = self;
        write!(formatter, "{:.3} {:.3} {teachers:>5} by teachers, {without} without", spread.range, spread.gini)
    }
}

fn term(shape: &Shape, seed: u64, method: &mut Method<'_>) -> Result<Vec<Point>, Box<dyn Error>> {
    let mut school = School::new(shape, seed);
    let roles = school.roles();
    let mut available = vec![0; roles.len()];
    let mut without = 0;
    let mut points = Vec::new();
    for number in 0..DAYS {
        let day = school.day(number);
        let before = (0..).zip(school.year_to_date()).collect();
        let assignments = method(&day.instance, &before)?;
        without += day.instance.lessons.len() - assignments.len();
        for assignment in &assignments {
            school.note_covers(assignment.staff as usize, 1);
        }
        for (sum, today) in available.iter_mut().zip(&day.available) {
            *sum += today;
        }
        if (number + 1) % EVERY == 0 {
            let covers = school.year_to_date();
            let teachers = (0..roles.len()).filter(|&person| roles[person] == Role::Teacher);
            let asked: Vec<usize> = teachers.filter(|&person| available[person] > 0).collect();
            let loads: Vec<f64> = asked.iter().map(|&one| covers[one] as f64 / available[one] as f64).collect();
            let taken = asked.iter().map(|&one| covers[one]).sum();
            points.push(Point { day: number + 1, spread: Spread::of(&loads), teachers: taken, without });
        }
    }
    Ok(points)
}
