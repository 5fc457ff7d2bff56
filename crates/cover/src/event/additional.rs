//! People whom an event needs beside those timetabled: invigilators, somebody more on a trip.

use super::CoverEvent;
use crate::day::{EventKind, Period, Span};
use crate::settings::CoverSettings;
use chrono::NaiveTime;
use school::Violation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The most people whom one event asks for, and the most different ways of asking.
pub const MOST_ADDITIONAL: usize = 100;
/// The competence of whoever invigilates, as records of employment name it; training of that kind gives it too.
pub const INVIGILATION: &str = "invigilation";

/// What people are needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdditionalWork {
    /// To invigilate.
    Invigilator,
    /// To go along.
    Trip,
    /// For anything else.
    Other,
}

impl AdditionalWork {
    fn says(self) -> &'static str {
        match self {
            Self::Invigilator => "invigilator",
            Self::Trip => "trip staff",
            Self::Other => "staff",
        }
    }
}

/// So many people more for a part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdditionalStaff {
    /// The number under which the event asks for these, by which whoever was found for it keeps it when the event is changed. The
    /// event gives it: send it with what was there before, and leave it out of what is new.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 65535)]
    pub number: Option<u16>,
    /// For what.
    pub what: AdditionalWork,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    pub count: u16,
    /// From this time on; null from the start of the event.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "09:00")]
    pub starts: Option<NaiveTime>,
    /// Up to this time; null to the end of the event.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "11:30")]
    pub ends: Option<NaiveTime>,
    /// Where.
    #[serde(default)]
    #[schema(max_length = 50)]
    pub room: Option<String>,
}

/// Whether two ways of asking are taken for one.
type Alike<'a> = &'a dyn Fn(&AdditionalStaff, &AdditionalStaff) -> bool;

impl AdditionalStaff {
    /// Its number; of what was kept before there were numbers, its place.
    fn number_at(&self, place: usize) -> u16 {
        self.number.unwrap_or_else(|| u16::try_from(place.saturating_add(1)).unwrap_or(u16::MAX))
    }
}

/// One person whom an event needs, as far as it touches a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What makes the place the same one, whatever the event is called by now and asks for beside it: what the event was called first,
    /// what it is for, and a number.
    pub label: String,
    /// What the place is called: the same with the name that the event has by now.
    pub title: String,
    /// For what.
    pub what: AdditionalWork,
    /// From when on; none from the start of the event's part of the day.
    pub starts: Option<NaiveTime>,
    /// Until when.
    pub ends: Option<NaiveTime>,
    /// Where.
    pub room: Option<String>,
}

impl CoverEvent {
    /// Everybody whom it needs, one by one.
    pub(super) fn wanted(&self) -> Vec<Wanted> {
        let first_name = self.first_name.as_ref().unwrap_or(&self.name);
        let mut found = Vec::new();
        for (place, asked) in self.additional_staff.iter().enumerate() {
            for turn in 1..=asked.count {
                let turn = match asked.number_at(place) {
                    1 => turn.to_string(),
                    number => format!("{number}-{turn}"),
                };
                let called = |name: &str| format!("{name}: {} {turn}", asked.what.says());
                found.push(Wanted {
                    label: called(first_name),
                    title: called(&self.name),
                    what: asked.what,
                    starts: asked.starts.or(self.starts),
                    ends: asked.ends.or(self.ends),
                    room: asked.room.clone(),
                });
            }
        }
        found
    }

    /// Keeps the places that the event asked for, where it is changed: its first name stays with them, and each way of asking has the
    /// number that it had. What is sent without a number has that of the same asking before, else of one for the same work, else a new
    /// one. A number that the event never gave, or one sent twice, is wrong.
    pub fn keep_places(&mut self, before: Option<&Self>, wrong: &mut Vec<Violation>) {
        if let Some(before) = before {
            let renamed = before.name != self.name;
            self.first_name = before.first_name.clone().or_else(|| renamed.then(|| before.name.clone()));
        }
        let before = before.map(|event| event.additional_staff.as_slice()).unwrap_or_default();
        let mut free: Vec<(u16, &AdditionalStaff)> = before
            .iter()
            .enumerate()
            .take(MOST_ADDITIONAL)
            .map(|(place, asked)| (asked.number_at(place), asked))
            .collect();
        let mut last = free.iter().map(|(number, _)| *number).max().unwrap_or_default();
        let mut taken = BTreeSet::new();
        for (place, asked) in self.additional_staff.iter().enumerate().take(MOST_ADDITIONAL) {
            let Some(number) = asked.number else { continue };
            let known = free.iter().any(|(had, _)| *had == number);
            if !known || !taken.insert(number) {
                let detail = "a number is that of what the event asks for already, once: leave it out of what is new";
                wrong.push(Violation::new(format!("/additional_staff/{place}/number"), "unknown_number", detail));
            }
        }
        free.retain(|(number, _)| !taken.contains(number));
        let same = |one: &AdditionalStaff, other: &AdditionalStaff| {
            (one.what, one.starts, one.ends, &one.room) == (other.what, other.starts, other.ends, &other.room)
        };
        let alike = |one: &AdditionalStaff, other: &AdditionalStaff| one.what == other.what;
        let (same, alike): (Alike<'_>, Alike<'_>) = (&same, &alike);
        for fits in [same, alike] {
            for asked in self.additional_staff.iter_mut().filter(|asked| asked.number.is_none()) {
                if let Some(place) = free.iter().position(|(_, had)| fits(had, asked)) {
                    asked.number = Some(free.remove(place).0);
                }
            }
        }
        for asked in self.additional_staff.iter_mut().filter(|asked| asked.number.is_none()).take(MOST_ADDITIONAL) {
            last = last.saturating_add(1);
            asked.number = Some(last);
        }
    }

    /// Everything that is wrong with the people whom it asks for.
    pub(super) fn check_additional(&self, wrong: &mut Vec<Violation>) {
        let people: usize = self.additional_staff.iter().map(|asked| usize::from(asked.count)).sum();
        if people > MOST_ADDITIONAL || self.additional_staff.len() > MOST_ADDITIONAL {
            let detail = format!("an event asks for at most {MOST_ADDITIONAL} people");
            wrong.push(Violation::new("/additional_staff", "too_many", detail));
        }
        for (place, asked) in self.additional_staff.iter().enumerate().take(MOST_ADDITIONAL) {
            if asked.count == 0 {
                let detail = "leave out what nobody is needed for";
                wrong.push(Violation::new(format!("/additional_staff/{place}/count"), "out_of_range", detail));
            }
            if let (Some(starts), Some(ends)) = (asked.starts.or(self.starts), asked.ends.or(self.ends))
                && ends <= starts
            {
                let pointer = format!("/additional_staff/{place}/ends");
                wrong.push(Violation::new(pointer, "ends_before_start", "it ends after it starts"));
            }
        }
        let exam = self.kind == EventKind::Exam;
        let of_exams =
            [("/external", self.external), ("/candidates", self.candidates.is_some()), ("/practical", self.practical)];
        for (pointer, _) in of_exams.into_iter().filter(|(_, said)| *said && !exam) {
            wrong.push(Violation::new(pointer, "contradiction", "only an exam has candidates and an awarding body"));
        }
        if exam && self.external && self.subject.as_ref().is_none_or(|subject| subject.trim().is_empty()) {
            let detail = "an external exam names its subject: no teacher of it invigilates";
            wrong.push(Violation::new("/subject", "missing_field", detail));
        }
    }

    /// How many invigilators its candidates need, where it is said how many those are: one for so many of them, fewer in a practical
    /// examination (JCQ, Instructions for conducting examinations; the numbers for 2026/27 are unconfirmed and stand in the settings).
    pub fn invigilators_needed(&self, settings: &CoverSettings) -> Option<u32> {
        let each = if self.practical { settings.candidates_practical } else { settings.candidates_written };
        let candidates = self.candidates.filter(|_| self.kind == EventKind::Exam)?;
        Some(u32::from(candidates).div_ceil(u32::from(each.max(1))))
    }

    /// How many it has: those asked for, and the staff who are named as away for it.
    pub fn invigilators_asked(&self) -> u32 {
        let asked = self.additional_staff.iter().filter(|asked| asked.what == AdditionalWork::Invigilator);
        let asked: u32 = asked.map(|asked| u32::from(asked.count)).sum();
        asked.saturating_add(u32::try_from(self.staff_ids.len()).unwrap_or(u32::MAX))
    }
}

/// Divides a part of the day where periods start, so that whoever has a lesson before or after it can be asked for the rest: each
/// piece with the place of its period. Between two periods nobody is let go: a break belongs to the piece before it.
pub(crate) fn pieces(span: Span, periods: &[Period]) -> Vec<(usize, Span)> {
    let mut cuts: Vec<NaiveTime> = periods.iter().skip(1).map(|period| period.span.starts).collect();
    cuts.retain(|cut| span.starts < *cut && *cut < span.ends);
    cuts.extend([span.starts, span.ends]);
    cuts.sort();
    cuts.dedup();
    let place = |at: NaiveTime| periods.iter().rposition(|period| period.span.starts <= at).unwrap_or(0);
    cuts.windows(2).map(|ends| (place(ends[0]), Span::new(ends[0], ends[1]))).collect()
}
