//! How much one transaction takes on.

use std::time::Duration;

/// How long a transaction should take. On SQLite a register that is saved meanwhile waits for its end.
const TARGET: Duration = Duration::from_millis(60);
/// How long writers of registers have SQLite to themselves between two transactions: longer than the longest pause
/// between two of their tries in the first tenth of a second of waiting.
const PAUSE: Duration = Duration::from_millis(25);
/// What is taken on before anything was measured.
const FIRST: usize = 6_000;
/// How many sheets are read before it is known how many are used.
const FIRST_SHEETS: usize = 16;
/// The least and the most that is taken on.
const BOUNDS: (usize, usize) = (1_000, 400_000);

/// How much the next transaction takes on, learned from how long the last ones took. The unit is about a mark that
/// changes nothing.
#[derive(Debug)]
pub(super) struct Pace {
    units: usize,
    sheets: usize,
    pauses: bool,
}

/// What a transaction took on, or may take on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// How much work.
    pub(super) units: usize,
    /// How many sheets: what is read and then not used is time lost.
    pub(super) sheets: usize,
}

impl Pace {
    pub(super) fn new(is_postgres: bool) -> Self {
        Self { units: FIRST, sheets: FIRST_SHEETS, pauses: !is_postgres }
    }

    /// What the next transaction takes on.
    pub(super) fn next(&self) -> Load {
        Load { units: self.units, sheets: self.sheets }
    }

    /// Learns from a transaction that took `load` on and was at work for so long; then lets others have a go.
    pub(super) fn learn(&mut self, load: Load, took: Duration) {
        let Load { units, sheets } = load;
        // Fewer are enough only where the work ended it, not the end of the window.
        let fewest = if units >= self.units { FIRST_SHEETS } else { self.sheets };
        self.sheets = fewest.max(sheets.saturating_mul(2));
        let fitting = (units as f64 * TARGET.as_secs_f64() / took.as_secs_f64().max(1e-6)) as usize;
        if took > TARGET {
            self.units = fitting.max(self.units / 2);
        } else if 2 * units >= self.units {
            // What went fast may have been an exception, and a small rest says nothing.
            self.units = fitting.clamp(self.units, 2 * self.units);
        }
        self.units = self.units.clamp(BOUNDS.0, BOUNDS.1);
        self.pause();
    }

    /// Lets others have a go.
    pub(super) fn pause(&self) {
        if self.pauses {
            std::thread::sleep(PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Duration = Duration::from_millis(600);
    const FAST: Duration = Duration::from_millis(6);

    #[test]
    fn what_took_long_halves_what_is_taken_on_and_what_went_fast_doubles_it() {
        let mut pace = Pace::new(true);
        pace.learn(Load { units: FIRST, sheets: 10 }, FAST);
        assert_eq!(pace.next(), Load { units: 2 * FIRST, sheets: 20 });
        pace.learn(Load { units: 2 * FIRST, sheets: 2 }, SLOW);
        assert_eq!(pace.next(), Load { units: FIRST, sheets: FIRST_SHEETS });
        for _ in 0..100 {
            pace.learn(pace.next(), SLOW);
        }
        assert_eq!(pace.next().units, BOUNDS.0);
    }

    #[test]
    fn the_rest_of_a_window_says_nothing() {
        let mut pace = Pace::new(true);
        let before = pace.next();
        pace.learn(Load { units: 10, sheets: 1 }, FAST);
        assert_eq!(pace.next(), before);
    }
}
