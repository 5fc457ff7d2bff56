use super::Span;
use school::{GroupId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A period of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CoverPeriod)]
pub struct Period {
    /// Its name in the timetable, e.g. `1` or `Reg`.
    #[schema(example = "3")]
    pub name: String,
    /// When it is.
    #[serde(flatten)]
    pub span: Span,
}

/// What somebody is timetabled to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CoverActivity)]
pub enum Activity {
    /// A lesson.
    Lesson,
    /// Registration or tutor time.
    Registration,
    /// Planning, preparation and assessment.
    Ppa,
    /// The time of an early career teacher.
    Ect,
    /// A duty at a gate, in a yard or a corridor.
    Duty,
    /// A meeting.
    Meeting,
    /// Free.
    Free,
    /// Something that an event needs somebody for: to invigilate, to go along. Never in a timetable.
    Event,
}

impl Activity {
    /// Its name in the timetable.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Registration => "registration",
            Self::Ppa => "ppa",
            Self::Ect => "ect",
            Self::Duty => "duty",
            Self::Meeting => "meeting",
            Self::Free => "free",
            Self::Event => "event",
        }
    }

    /// Whether pupils are in somebody's charge: only this ever asks for cover.
    pub fn has_pupils(self) -> bool {
        matches!(self, Self::Lesson | Self::Registration)
    }
}

/// One thing timetabled in one period: a lesson with everybody who teaches it, or what one person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The place of its period in [`Timetable::periods`].
    pub period: usize,
    /// What it is.
    pub activity: Activity,
    /// The class.
    pub class: Option<String>,
    /// The group whose register is taken, where the class is one.
    pub group_id: Option<GroupId>,
    /// The subject.
    pub subject: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// The year group of the class.
    pub year_group: Option<i16>,
    /// Everybody timetabled.
    pub staff: Vec<StaffId>,
}

impl Entry {
    /// What the entry is called beside its period: the class, or the activity where it has none.
    pub fn label(&self) -> &str {
        self.class.as_deref().unwrap_or_else(|| self.activity.as_str())
    }

    /// The year group, read off the class's name (`10x/Ma1`, `7A`) where nobody said it.
    pub fn year(&self) -> Option<i16> {
        self.year_group.or_else(|| {
            let class = self.class.as_deref()?;
            let digits: String = class.chars().take(2).take_while(char::is_ascii_digit).collect();
            digits.parse().ok().filter(|year| (1..=14).contains(year))
        })
    }
}

/// One day of the timetable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timetable {
    /// The periods in the order of the day.
    pub periods: Vec<Period>,
    /// What is timetabled. Who is in no entry of a period has nothing then.
    pub entries: Vec<Entry>,
}

impl Timetable {
    /// When an entry is; nothing where its period is not there.
    pub fn span(&self, entry: &Entry) -> Option<Span> {
        self.periods.get(entry.period).map(|period| period.span)
    }

    /// The entries of a person that touch a part of the day.
    pub fn of(&self, staff: StaffId, span: Span) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| {
            entry.staff.contains(&staff) && self.span(entry).is_some_and(|there| there.overlaps(span))
        })
    }
}
