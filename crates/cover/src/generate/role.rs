/// Why somebody may be asked to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Employed to cover.
    CoverSupervisor,
    /// Booked from outside.
    Supply,
    /// Leads the school.
    Leader,
    /// Teaches, and covers only rarely.
    Teacher,
}

impl Role {
    /// The chance in a hundred of being available in a period.
    pub(super) fn available(self) -> usize {
        match self {
            Self::CoverSupervisor => 93,
            Self::Supply => 87,
            Self::Leader => 30,
            Self::Teacher => 17,
        }
    }

    /// What asking this person costs at least.
    pub(super) fn tier(self) -> i64 {
        match self {
            Self::CoverSupervisor => 9,
            Self::Supply => 13,
            Self::Teacher => 27,
            Self::Leader => 39,
        }
    }

    /// The most covers in a day and in a week.
    pub(super) fn limits(self) -> (usize, usize) {
        match self {
            Self::CoverSupervisor => (5, 22),
            Self::Supply => (6, 30),
            Self::Leader => (2, 2),
            Self::Teacher => (2, 3),
        }
    }

    /// Whether covers of earlier days weigh on today's.
    pub(super) fn shares_by_year(self) -> bool {
        matches!(self, Self::Leader | Self::Teacher)
    }
}
