//! The mix of codes and the shares of persistent and severe absence.

use super::{WHOLE, year_group};
use crate::demo::world::{MadeAcademy, World};
use attendance::code::{Code, CountsAs, Era};
use attendance::summary::{is_persistent, is_severe, summer_second_half};
use std::collections::BTreeMap;

/// Percentages of possible sessions: a name, the codes, primary, secondary (DfE, pupil attendance in schools, 2025/26).
const NATIONAL: &[(&str, &[&str], f64, f64)] = &[
    ("illness", &["I"], 2.79, 3.63),
    ("appointments", &["M"], 0.27, 0.38),
    ("exceptional", &["C"], 0.37, 0.43),
    ("part-time", &["C2"], 0.17, 0.32),
    ("suspended", &["E"], 0.04, 0.29),
    ("observance", &["R"], 0.07, 0.06),
    ("holiday", &["G"], 0.53, 0.31),
    ("unauthorised", &["O"], 0.79, 2.61),
    ("late after close", &["U"], 0.17, 0.30),
    ("late", &["L"], 1.12, 2.79),
    ("activities", &["B", "K", "P", "V", "W"], 1.03, 1.56),
];

/// The figures of one academy's last year, year 11 up to the May half-term as the DfE counts.
struct Figures {
    codes: BTreeMap<Code, u64>,
    possible: u64,
    absent: u64,
    pupils: f64,
    persistent: f64,
    severe: f64,
}

fn figures(academy: &MadeAcademy, world: &World) -> Figures {
    let year = world.day.last_year;
    let mut all = Figures { codes: BTreeMap::new(), possible: 0, absent: 0, pupils: 0.0, persistent: 0.0, severe: 0.0 };
    let sheets = academy.pupils.iter().flat_map(|pupil| pupil.sheets.iter().map(move |sheet| (pupil, sheet)));
    for (pupil, sheet) in sheets.filter(|(_, sheet)| sheet.year == year) {
        let final_year = year_group(pupil, sheet) == 11;
        let (mut possible, mut absent) = (0, 0);
        for (place, byte) in sheet.marks.iter().enumerate().filter(|(_, byte)| **byte != 0) {
            let at = year.session_at(place).unwrap();
            if final_year && at.date >= summer_second_half(year) {
                continue;
            }
            let counts = Era::of(at.date).counts_as(*byte).unwrap();
            possible += u64::from(counts.is_possible());
            absent += u64::from(matches!(counts, CountsAs::AuthorisedAbsence | CountsAs::UnauthorisedAbsence));
            *all.codes.entry(Code::from_byte(*byte).unwrap()).or_default() += 1;
        }
        all.possible += possible;
        all.absent += absent;
        all.pupils += f64::from(u8::from(possible > 0));
        all.persistent += f64::from(u8::from(is_persistent(absent, possible)));
        all.severe += f64::from(u8::from(is_severe(absent, possible)));
    }
    all
}

#[test]
fn the_mix_of_codes_is_about_the_national_one() {
    for (academy, primary) in WHOLE.academies.iter().zip([false, true]) {
        let figures = figures(academy, &WHOLE);
        let share = |count: u64| 100.0 * count as f64 / figures.possible as f64;
        let mut wrong = Vec::new();
        for (name, codes, of_primary, of_secondary) in NATIONAL {
            let national = if primary { *of_primary } else { *of_secondary };
            let count = figures.codes.iter().filter(|(code, _)| codes.contains(&code.as_str())).map(|(_, n)| n).sum();
            let made = share(count);
            println!("{name:<18} national {national:.2} made {made:.2}");
            if (made - national).abs() > 0.12 + 0.3 * national {
                wrong.push(*name);
            }
        }
        let absence = share(figures.absent);
        let persistent = 100.0 * figures.persistent / figures.pupils;
        let severe = 100.0 * figures.severe / figures.pupils;
        println!("absence {absence:.2} persistent {persistent:.1} severe {severe:.2}");
        let (rate, pa, sa) = if primary { (4.5..6.1, 10.0..17.5, 0.2..1.8) } else { (7.4..9.6, 17.0..26.5, 1.5..4.2) };
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(rate.contains(&absence) && pa.contains(&persistent) && sa.contains(&severe));
    }
}
