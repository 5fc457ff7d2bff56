//! Names that nobody has: forenames of every background, surnames that say that they are made up.

use super::random::Random;
use school::pupil::Sex;

/// A background: what its families are called, speak and keep.
#[derive(Debug)]
pub(super) struct Background {
    /// How many families in a thousand.
    pub(super) share: usize,
    /// The code of ethnicity in the School Census.
    pub(super) ethnicity: &'static str,
    /// The language spoken at home, as a BCP 47 tag.
    pub(super) language: &'static str,
    /// Whether the family keeps the Eids.
    pub(super) keeps_eid: bool,
    girls: &'static [&'static str],
    boys: &'static [&'static str],
    surnames: &'static [&'static str],
}

const fn background(
    (share, ethnicity, language, keeps_eid): (usize, &'static str, &'static str, bool),
    girls: &'static [&'static str],
    boys: &'static [&'static str],
    surnames: &'static [&'static str],
) -> Background {
    Background { share, ethnicity, language, keeps_eid, girls, boys, surnames }
}

/// The backgrounds of the trust.
pub(super) const BACKGROUNDS: &[Background] = &[
    background(
        (560, "WBRI", "en", false),
        &["Amelia", "Poppy", "Isla", "Ruby", "Evie", "Grace", "Hattie", "Maisie", "Martha", "Orla", "Phoebe", "Rosie"],
        &[
            "Alfie", "Archie", "Callum", "Edwin", "Finley", "George", "Harry", "Jack", "Leo", "Reuben", "Stanley",
            "Toby",
        ],
        &[
            "Sampleton",
            "Testworthy",
            "Mockridge",
            "Demoford",
            "Fabling",
            "Madeupson",
            "Pretendham",
            "Inventley",
            "Fauxley",
            "Notreal",
            "Placeholder",
            "Examplewood",
            "Dummington",
            "Standin",
            "Fictonby",
            "Imagineham",
            "Trialby",
            "Makebelieve",
            "Pseudley",
            "Protowell",
            "Shamcroft",
            "Draftsworth",
        ],
    ),
    background(
        (70, "WOTH", "pl", false),
        &["Zofia", "Maja", "Oliwia", "Ioana", "Elena", "Lena"],
        &["Jakub", "Antoni", "Szymon", "Andrei", "Matei", "Luka"],
        &["Przykladek", "Testowski-Demo", "Modelescu", "Probek", "Exemplarescu"],
    ),
    background(
        (75, "APKN", "ur", true),
        &["Aisha", "Fatima", "Hafsa", "Maryam", "Zainab", "Iqra"],
        &["Ahmed", "Bilal", "Hamza", "Ibrahim", "Usman", "Zayn"],
        &["Misalkhan", "Namoonah", "Sample-Shah", "Mithali", "Farzi-Malik"],
    ),
    background(
        (40, "ABAN", "bn", true),
        &["Nusrat", "Sadia", "Tahmina", "Anika"],
        &["Rafi", "Tanvir", "Imran", "Samiul"],
        &["Udaharan", "Demo-Miah", "Nomuna", "Testuddin"],
    ),
    background(
        (60, "AIND", "gu", false),
        &["Anaya", "Diya", "Harleen", "Meera", "Priya"],
        &["Arjun", "Dev", "Gurpreet", "Rohan", "Vihaan"],
        &["Namunapatel", "Udharani", "Mocksingh", "Testpreet", "Kalpanik"],
    ),
    background(
        (65, "BAFR", "yo", false),
        &["Adaeze", "Abena", "Chioma", "Folake", "Temi"],
        &["Chidi", "Kofi", "Kwame", "Tobi", "Emeka"],
        &["Apeereola", "Demonyi", "Testofori", "Sampleboateng", "Mockwu"],
    ),
    background(
        (30, "BAFR", "so", true),
        &["Hodan", "Ifrah", "Sahra"],
        &["Abdi", "Liban", "Yusuf"],
        &["Tusaale", "Demoxamud", "Maldenur"],
    ),
    background(
        (40, "MWBC", "en", false),
        &["Shanice", "Tiana", "Kezia", "Jada"],
        &["Jaden", "Marlon", "Tyrese", "Ellis"],
        &["Mockingbird", "Samplewell", "Fauxmont", "Demosthene"],
    ),
    background(
        (20, "ARAB", "ar", true),
        &["Layla", "Noor", "Rania"],
        &["Karim", "Omar", "Tariq"],
        &["Al-Mithal", "Al-Example", "Ben Namoudhaj"],
    ),
    background(
        (20, "CHNE", "zh", false),
        &["Mei", "Xinyi", "Yan"],
        &["Haoran", "Jun", "Wei"],
        &["Liu-Sample", "Testchen", "Mock-Wong"],
    ),
    background(
        (15, "OOTH", "es", false),
        &["Camila", "Beatriz", "Lucia"],
        &["Mateo", "Thiago", "Rafael"],
        &["Ejemplez", "Exemplares", "Pruebas"],
    ),
    background((5, "WIRT", "en", false), &["Margaret", "Bridie"], &["Paddy", "Jimmy"], &["O'Example", "McDemo"]),
];

impl Background {
    /// A background by its share.
    pub(super) fn choose(random: &mut Random) -> &'static Self {
        let mut left = random.below(BACKGROUNDS.iter().map(|each| each.share).sum());
        for each in BACKGROUNDS {
            if left < each.share {
                return each;
            }
            left -= each.share;
        }
        &BACKGROUNDS[0]
    }

    /// A forename.
    pub(super) fn forename(&self, sex: Sex, random: &mut Random) -> &'static str {
        random.pick(if sex == Sex::F { self.girls } else { self.boys }, "Sam")
    }

    /// A surname.
    pub(super) fn surname(&self, random: &mut Random) -> &'static str {
        random.pick(self.surnames, "Sampleton")
    }
}
