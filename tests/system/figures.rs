//! The figures and the rules, against numbers counted by hand.

mod concerns;
mod definitions;
mod summaries;
mod trust;
mod windows;

use crate::ground::Ground;
use testkit::House;

/// The school days from 2 to 20 November 2026.
pub(crate) const NOVEMBER: [&str; 15] = [
    "2026-11-02",
    "2026-11-03",
    "2026-11-04",
    "2026-11-05",
    "2026-11-06",
    "2026-11-09",
    "2026-11-10",
    "2026-11-11",
    "2026-11-12",
    "2026-11-13",
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
];

/// The rows of a file of marks for one pupil: a letter for each session from the morning of the first day on. `p` is
/// present, `y` is Y1, and a dot or a space leaves the session without a mark.
pub(crate) fn rows(upn: &str, days: &[&str], letters: &str) -> String {
    let mut text = String::new();
    let sessions = days.iter().flat_map(|day| [(day, "am", "/"), (day, "pm", "\\")]);
    let letters = letters.chars().filter(|letter| *letter != ' ');
    for ((day, session, present), letter) in sessions.zip(letters) {
        let code = match letter {
            '.' => continue,
            'p' => present.to_owned(),
            'y' => "Y1".to_owned(),
            other => other.to_string(),
        };
        text += &format!("{upn},{day},{session},{code}\n");
    }
    text
}

/// Imports marks of which every one must be taken.
pub(crate) fn enter(house: &House, ground: &Ground, rows: &str) {
    let import = ground.import(house, "marks-csv", &format!("upn,date,session,code\n{rows}"));
    assert_eq!(import["rejected"], 0, "{:?}", ground.rejections(&import));
    assert_eq!(import["created"], rows.lines().count(), "{import}");
}
