//! Families: siblings share a home and the people whom the academies turn to.

use super::names::Background;
use super::random::Random;
use school::contact::ParentBasis;
use school::pupil::Sex;

/// Most children of one family at the two academies.
const MOST_CHILDREN: usize = 4;

/// A family.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) background: &'static Background,
    pub(super) surname: &'static str,
    pub(super) address: String,
    /// Whether it has little money: its children have free meals.
    pub(super) poor: bool,
    pub(super) adults: Vec<Adult>,
    /// The cohorts of its children, by the year of their reception class.
    cohorts: Vec<i16>,
}

/// A grown-up of a family.
#[derive(Debug, Clone)]
pub(super) struct Adult {
    pub(super) title: &'static str,
    pub(super) forename: &'static str,
    pub(super) surname: &'static str,
    pub(super) telephone: String,
    pub(super) email: String,
    pub(super) relationship: &'static str,
    pub(super) basis: ParentBasis,
    pub(super) lives_with: bool,
    pub(super) restrictions: Option<&'static str>,
}

/// All families of the trust.
#[derive(Debug, Default)]
pub(super) struct Families {
    pub(super) all: Vec<Family>,
}

impl Families {
    /// The family of a new child of a cohort: one with an older child, or a new one.
    pub(super) fn of_child(&mut self, cohort: i16, random: &mut Random) -> usize {
        if random.chance(0.38) && !self.all.is_empty() {
            let place = random.below(self.all.len());
            let family = &mut self.all[place];
            if family.cohorts.len() < MOST_CHILDREN && !family.cohorts.contains(&cohort) {
                family.cohorts.push(cohort);
                return place;
            }
        }
        self.all.push(Family::new(self.all.len(), cohort, random));
        self.all.len() - 1
    }
}

const STREETS: &[&str] = &[
    "Sample Street",
    "Specimen Road",
    "Invented Avenue",
    "Fable Lane",
    "Pretend Close",
    "Mock Terrace",
    "Demo Gardens",
    "Example Way",
];

impl Family {
    fn new(place: usize, cohort: i16, random: &mut Random) -> Self {
        let background = Background::choose(random);
        let surname = background.surname(random);
        let street = random.pick(STREETS, "Sample Street");
        let address = format!("{} {street}, Mockingham, ZZ9 {}ZZ", random.between(1, 148), random.below(10));
        let poor = random.chance(0.26);
        let mut family = Self { background, surname, address, poor, adults: Vec::new(), cohorts: vec![cohort] };
        family.add_adults(place, random);
        family
    }

    fn add_adults(&mut self, place: usize, random: &mut Random) {
        if random.chance(0.03) {
            let grandmother = self.adult(place, 0, Sex::F, random);
            let relationship = "Grandmother";
            self.adults.push(Adult { relationship, basis: ParentBasis::HasCare, ..grandmother });
            return;
        }
        let mother = self.adult(place, 0, Sex::F, random);
        self.adults.push(mother);
        if random.chance(0.82) {
            let apart = random.chance(0.28);
            let father = self.adult(place, 1, Sex::M, random);
            let court = apart && random.chance(0.06);
            let restrictions = court.then_some("Court order: no direct contact; ask the safeguarding lead first");
            self.adults.push(Adult { lives_with: !apart, restrictions, ..father });
        }
        if random.chance(0.3) {
            let other = self.adult(place, 2, if random.chance(0.6) { Sex::F } else { Sex::M }, random);
            let relationship = if other.title == "Mr" { "Grandfather" } else { "Aunt" };
            let (basis, lives_with) = (ParentBasis::None, false);
            self.adults.push(Adult { relationship, basis, lives_with, ..other });
        }
    }

    /// Numbers from the ranges kept for drama, and addresses that no mail reaches.
    fn adult(&self, place: usize, nth: usize, sex: Sex, random: &mut Random) -> Adult {
        let number = (place * 3 + nth) % 1_000;
        let (title, relationship) = match sex {
            Sex::F => (random.pick(&["Mrs", "Ms", "Miss", "Dr"], "Ms"), "Mother"),
            Sex::M => ("Mr", "Father"),
        };
        let forename = self.background.forename(sex, random);
        Adult {
            title,
            forename,
            surname: self.surname,
            telephone: format!("07700 900{number:03}"),
            email: format!("{}.{}{nth}@example.org", forename.to_lowercase(), place + 1),
            relationship,
            basis: ParentBasis::NaturalParent,
            lives_with: true,
            restrictions: None,
        }
    }
}
