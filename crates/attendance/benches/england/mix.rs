//! The made-up England beside the national figures.

use crate::{
    pupils::MIX,
    world::{England, Phase},
};
use attendance::{Code, kernel::PupilYear};

/// Prints each code's share of possible sessions by phase beside the national one, and the share of persistent absentees.
pub(crate) fn print(england: &England, results: &[Vec<PupilYear>]) {
    println!("mix: % of possible sessions made (national), primary, secondary, special");
    let of_phase = |phase: Phase| {
        let schools = england.schools.iter().zip(results).filter(move |(school, _)| school.phase == phase);
        schools.flat_map(|(_, results)| results)
    };
    let possible = Phase::ALL.map(|phase| of_phase(phase).map(|year| u64::from(year.possible())).sum::<u64>());
    for (code, shares) in MIX {
        let parsed = Code::parse(code).expect("the code is known");
        print!("     {code:<3}");
        for phase in Phase::ALL {
            let sessions: u64 = of_phase(phase).map(|year| u64::from(year.of(parsed))).sum();
            let made = 100.0 * sessions as f64 / possible[phase as usize].max(1) as f64;
            print!("  {made:>6.3} ({:>5.3})", shares[phase as usize] / 100.0);
        }
        println!();
    }
    let share = |holds: fn(&PupilYear) -> bool| {
        let found = results.iter().flatten().filter(|year| holds(year)).count();
        100.0 * found as f64 / england.pupils() as f64
    };
    println!(
        "     persistent {:.1} %, severe {:.2} %, ten in a window at the end {:.2} %, ever {:.2} %, a run of 20 {:.3} %",
        share(PupilYear::is_persistent),
        share(PupilYear::is_severe),
        share(|year| year.in_window() >= 10),
        share(|year| year.first_met().is_some()),
        share(|year| year.longest_run() >= 20),
    );
}
