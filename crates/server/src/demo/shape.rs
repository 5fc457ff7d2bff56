//! How large the two academies are and what their groups are called.

use school::Phase;

/// How many pupils the made-up academies have; smaller for tests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// Forms in each year of the secondary academy.
    pub(super) forms: usize,
    /// Pupils in each form.
    pub(super) form_size: usize,
    /// Classes in each year of the primary academy.
    pub(super) classes: usize,
    /// Pupils in each class.
    pub(super) class_size: usize,
}

impl Size {
    /// 1,200 pupils in years 7 to 11, and 420 from reception to year 6.
    pub(super) const WHOLE: Self = Self { forms: 8, form_size: 30, classes: 2, class_size: 30 };
}

/// The shape of one academy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) phase: Phase,
    /// The first year group.
    pub(super) first: i16,
    /// The last year group.
    pub(super) last: i16,
    /// Groups in each year.
    pub(super) groups: usize,
    /// Pupils in each group.
    pub(super) group_size: usize,
}

impl Shape {
    pub(super) fn of(phase: Phase, size: Size) -> Self {
        let Size { forms, form_size, classes, class_size } = size;
        match phase {
            Phase::Primary => Self { phase, first: 0, last: 6, groups: classes, group_size: class_size },
            _ => Self { phase, first: 7, last: 11, groups: forms, group_size: form_size },
        }
    }

    /// The name of a group of a year group.
    pub(super) fn group_name(&self, year_group: i16, place: usize) -> String {
        const TREES: [[&str; 2]; 7] = [
            ["Acorn", "Apple"],
            ["Beech", "Birch"],
            ["Cedar", "Cherry"],
            ["Elder", "Elm"],
            ["Hazel", "Holly"],
            ["Maple", "Oak"],
            ["Rowan", "Willow"],
        ];
        let tree = usize::try_from(year_group).ok().and_then(|year| TREES.get(year)).and_then(|pair| pair.get(place));
        match (self.phase, tree) {
            (Phase::Primary, Some(tree)) => (*tree).to_owned(),
            _ => format!("{year_group}{}", char::from(b'A' + u8::try_from(place % 26).unwrap_or(0))),
        }
    }

    /// Every year group with the names of its groups.
    pub(super) fn groups(self) -> impl Iterator<Item = (i16, String)> {
        (self.first..=self.last)
            .flat_map(move |year| (0..self.groups).map(move |place| (year, self.group_name(year, place))))
    }
}
