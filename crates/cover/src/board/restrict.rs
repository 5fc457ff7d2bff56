use super::{Board, Run};

/// Which choices and runs of a board stay, by their place on that board.
#[derive(Debug, Clone)]
pub(crate) struct Keep {
    pub choices: Vec<bool>,
    pub runs: Vec<bool>,
}

impl Keep {
    /// Everything stays.
    pub(crate) fn all(board: &Board) -> Self {
        Self { choices: vec![true; board.choices.len()], runs: vec![true; board.runs.len()] }
    }

    /// Two linked lessons have the same person (so neither stands alone), or no run brings them together.
    pub(crate) fn link(&mut self, board: &Board, (first, second): (u32, u32), together: bool) {
        if together {
            for (keep, choice) in self.choices.iter_mut().zip(&board.choices) {
                *keep &= choice.lesson != first && choice.lesson != second;
            }
        }
        for (keep, run) in self.runs.iter_mut().zip(&board.runs) {
            let lessons = board.lessons_of(run);
            let linked = lessons.windows(2).any(|pair| pair == [first, second]);
            let outside = !lessons.contains(&first) && !lessons.contains(&second);
            *keep &= if together { linked || outside } else { !linked };
        }
    }

    /// Nobody but this run may have its lessons, and its person has nothing else in its slots.
    pub(crate) fn force(&mut self, board: &Board, run: usize) {
        let forced = &board.runs[run];
        let lessons = board.lessons_of(forced);
        let last = board.slots.partition_point(|slot| slot.runs.end <= run);
        let slots = last + 1 - lessons.len()..=last;
        for (keep, choice) in self.choices.iter_mut().zip(&board.choices) {
            *keep &= !lessons.contains(&choice.lesson) && !slots.contains(&(choice.slot as usize));
        }
        for (end, slot) in board.slots.iter().enumerate() {
            for other in slot.runs.clone() {
                let apart = !touches(board, &board.runs[other], lessons);
                let length = board.runs[other].length as usize;
                let elsewhere = end < *slots.start() || end + 1 - length > *slots.end();
                self.runs[other] &= other == run || (apart && elsewhere);
            }
        }
    }
}

fn touches(board: &Board, run: &Run, lessons: &[u32]) -> bool {
    board.lessons_of(run).iter().any(|lesson| lessons.contains(lesson))
}

impl Board {
    /// The same day with fewer possibilities.
    pub(crate) fn restricted(&self, keep: &Keep) -> Self {
        let mut small = Self {
            uncovered: self.uncovered.clone(),
            totals: self.totals.clone(),
            slots_of: self.slots_of.clone(),
            breaks: self.breaks.clone(),
            slots: Vec::with_capacity(self.slots.len()),
            choices: Vec::new(),
            runs: Vec::new(),
            run_lessons: Vec::new(),
        };
        for slot in &self.slots {
            let (choices, runs) = (small.choices.len(), small.runs.len());
            let kept = slot.choices.clone().filter(|&choice| keep.choices[choice]);
            small.choices.extend(kept.map(|choice| self.choices[choice]));
            for run in slot.runs.clone().filter(|&run| keep.runs[run]).map(|run| &self.runs[run]) {
                let start = small.run_lessons.len() as u32;
                small.run_lessons.extend_from_slice(self.lessons_of(run));
                small.runs.push(Run { start, ..*run });
            }
            let (choices, runs) = (choices..small.choices.len(), runs..small.runs.len());
            small.slots.push(super::Slot { choices, runs, ..slot.clone() });
        }
        small
    }
}
