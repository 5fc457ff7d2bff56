//! Several rows for one mark.

use crate::scene::{at, counts, on_each_database, pupils};
use app::imports::Format;
use school::Session::Am;

#[test]
fn of_two_different_rows_the_second_is_refused() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let rows = [
            "0 2026-11-02 am I",
            "0 2026-11-02 am I",
            "0 2026-11-02 am /",
            "0 2026-11-03 am L 5",
            "0 2026-11-03 am L 6",
            "0 2026-11-03 am L",
            "0 2026-11-03 am L 5",
        ];
        let import = scene.marks(&rows);
        assert_eq!(counts(&import), (2, 0, 2, 3));
        let lines: Vec<_> = scene.refused(&import).into_iter().map(|row| (row.0, row.2)).collect();
        assert_eq!(lines, [4, 6, 7].map(|line| (line, "duplicate_mark".to_owned())));
        assert_eq!(scene.mark(0, at("2026-11-02", Am)).standing.mark.code.as_str(), "I");
        assert_eq!(counts(&scene.marks(&rows)), (0, 0, 4, 3));
    });
}

#[test]
fn a_refused_or_blank_row_takes_no_place() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let import = scene.marks(&["0 2026-11-02 am QQ", "0 2026-11-02 am -", "0 2026-11-02 am /"]);
        assert_eq!(counts(&import), (1, 0, 1, 1));
    });
}
