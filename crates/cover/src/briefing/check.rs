use super::{CoverNotes, LONGEST_TEXT, MOST_PUPILS, SeatingPlan};
use school::{PupilId, Violation};
use std::collections::BTreeSet;

/// The most rows of a plan, and the most seats of a row.
const MOST_SEATS: u8 = 20;
/// The longest note about a pupil, in characters.
const LONGEST_NOTE: usize = 500;

/// Everything that is wrong with the notes of a class whose members, on any day from today on, are `members`.
pub fn check(notes: &CoverNotes, members: &BTreeSet<PupilId>) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if let Some(plan) = &notes.seating {
        wrong.extend(seating(plan, members));
    }
    if let Some(routine) = &notes.routine {
        wrong.extend(text("/routine", routine, LONGEST_TEXT));
    }
    if notes.pupils.len() > MOST_PUPILS {
        wrong.push(Violation::new("/pupils", "too_many", format!("at most {MOST_PUPILS} pupils")));
    }
    let mut seen = BTreeSet::new();
    for (index, each) in notes.pupils.iter().enumerate().take(MOST_PUPILS) {
        let pointer = format!("/pupils/{index}/pupil_id");
        wrong.extend(member(&pointer, each.pupil_id, members));
        if !seen.insert(each.pupil_id) {
            wrong.push(Violation::new(pointer, "repeated", "each pupil once"));
        }
        wrong.extend(text(&format!("/pupils/{index}/note"), &each.note, LONGEST_NOTE));
    }
    wrong
}

fn seating(plan: &SeatingPlan, members: &BTreeSet<PupilId>) -> Vec<Violation> {
    let mut wrong = Vec::new();
    for (pointer, count) in [("/seating/rows", plan.rows), ("/seating/seats", plan.seats)] {
        if !(1..=MOST_SEATS).contains(&count) {
            wrong.push(Violation::new(pointer, "out_of_range", format!("1 to {MOST_SEATS}")));
        }
    }
    let (mut taken, mut seated) = (BTreeSet::new(), BTreeSet::new());
    for (index, place) in plan.places.iter().enumerate().take(usize::from(MOST_SEATS) * usize::from(MOST_SEATS)) {
        let pointer = |field: &str| format!("/seating/places/{index}/{field}");
        for (field, at, most) in [("row", place.row, plan.rows), ("seat", place.seat, plan.seats)] {
            if at == 0 || at > most {
                wrong.push(Violation::new(pointer(field), "out_of_range", format!("the plan has 1 to {most}")));
            }
        }
        if !taken.insert((place.row, place.seat)) {
            wrong.push(Violation::new(pointer("seat"), "seat_taken", "somebody else sits there"));
        }
        wrong.extend(member(&pointer("pupil_id"), place.pupil_id, members));
        if !seated.insert(place.pupil_id) {
            wrong.push(Violation::new(pointer("pupil_id"), "repeated", "each pupil has one seat"));
        }
    }
    wrong
}

fn member(pointer: &str, pupil: PupilId, members: &BTreeSet<PupilId>) -> Option<Violation> {
    let detail = "the pupil is not in this class";
    (!members.contains(&pupil)).then(|| Violation::new(pointer, "not_in_class", detail))
}

fn text(pointer: &str, text: &str, most: usize) -> Option<Violation> {
    if text.trim().is_empty() {
        return Some(Violation::new(pointer, "missing", "say something, or leave it out"));
    }
    (text.chars().count() > most).then(|| Violation::new(pointer, "too_long", format!("at most {most} characters")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::briefing::{Place, PupilNote};
    use uuid::Uuid;

    fn pupil(number: u128) -> PupilId {
        PupilId(Uuid::from_u128(number))
    }

    fn codes(notes: &CoverNotes, members: &[u128]) -> Vec<String> {
        let members = members.iter().map(|number| pupil(*number)).collect();
        check(notes, &members).into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn a_seat_has_one_pupil_and_a_pupil_one_seat_and_both_are_in_the_room() {
        let place = |row, seat, number| Place { row, seat, pupil_id: pupil(number) };
        let places = vec![place(1, 1, 1), place(1, 1, 2), place(2, 3, 1), place(1, 2, 9)];
        let seating = Some(SeatingPlan { rows: 2, seats: 2, places });
        let notes = CoverNotes { seating, ..CoverNotes::default() };
        assert_eq!(
            codes(&notes, &[1, 2]),
            [
                "/seating/places/1/seat seat_taken",
                "/seating/places/2/seat out_of_range",
                "/seating/places/2/pupil_id repeated",
                "/seating/places/3/pupil_id not_in_class"
            ]
        );
    }

    #[test]
    fn a_note_is_about_a_pupil_of_the_class_and_says_something() {
        let note = |number, text: &str| PupilNote { pupil_id: pupil(number), note: text.to_owned() };
        let pupils = vec![note(1, "Inhaler in the bag"), note(1, " "), note(2, "Sits at the front")];
        let notes = CoverNotes { pupils, routine: Some("Books first".to_owned()), seating: None };
        assert_eq!(
            codes(&notes, &[1]),
            ["/pupils/1/pupil_id repeated", "/pupils/1/note missing", "/pupils/2/pupil_id not_in_class"]
        );
    }
}
