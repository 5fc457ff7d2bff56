//! What is sent and answered of events.

use super::absence_bodies::set;
use super::paths::Clock;
use chrono::{DateTime, Utc};
use cover::absence::CoverWork;
use cover::day::EventKind;
use cover::event::{AdditionalStaff, CoverEvent};
use school::timetable::CycleWeek;
use school::{AcademyId, Date, Kept, RecordId, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// A new event.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "trip", "name": "Museum", "first_day": "2026-11-23", "last_day": "2026-11-23", "year_groups": [8], "staff_ids": []}))]
pub(super) struct NewCoverEventBody {
    /// What kind.
    kind: EventKind,
    /// What it is called on the notice board.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The first day.
    first_day: Date,
    /// The last day, inside.
    last_day: Date,
    /// From this time of each day on.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "10:15")]
    starts: Option<Clock>,
    /// Up to this time of each day.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "12:00")]
    ends: Option<Clock>,
    /// Only these periods of each day.
    #[serde(default)]
    #[schema(max_items = 50)]
    periods: Option<Vec<String>>,
    /// Only these days of the week.
    #[serde(default)]
    #[schema(max_items = 7)]
    weekdays: Option<Vec<Weekday>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    #[schema(max_items = 2)]
    weeks: Option<Vec<CycleWeek>>,
    /// Not on these days.
    #[serde(default)]
    #[schema(max_items = 100)]
    except: Vec<Date>,
    /// Staff who are away from their lessons for it.
    #[serde(default)]
    #[schema(max_items = 500)]
    staff_ids: Vec<StaffId>,
    /// Classes that are away from their lessons.
    #[serde(default)]
    #[schema(max_items = 500)]
    classes: Vec<String>,
    /// Year groups that are.
    #[serde(default)]
    #[schema(max_items = 17)]
    year_groups: Vec<i16>,
    /// Rooms that cannot be used.
    #[serde(default)]
    #[schema(max_items = 500)]
    rooms: Vec<String>,
    /// The work for the classes whose teachers are away for it.
    #[serde(default)]
    #[schema(max_items = 200)]
    cover_work: Vec<CoverWork>,
    /// How many people it needs beside those timetabled, and for what: each is a requirement of the day.
    #[serde(default)]
    #[schema(max_items = 100)]
    additional_staff: Vec<AdditionalStaff>,
    /// Whether it is the exam of an awarding body: whoever invigilates is trained for it and no teacher of the subject.
    #[serde(default)]
    external: bool,
    /// The subject of an exam.
    #[serde(default)]
    #[schema(max_length = 50)]
    subject: Option<String>,
    /// How many sit an exam: the day warns where it has fewer invigilators than they need.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 5000)]
    candidates: Option<u16>,
    /// Whether an exam is a practical one.
    #[serde(default)]
    practical: bool,
}

impl From<NewCoverEventBody> for CoverEvent {
    fn from(body: NewCoverEventBody) -> Self {
        Self {
            kind: body.kind,
            name: body.name,
            first_name: None,
            first_day: body.first_day,
            last_day: body.last_day,
            starts: body.starts.map(|time| time.0),
            ends: body.ends.map(|time| time.0),
            periods: body.periods,
            weekdays: body.weekdays,
            weeks: body.weeks,
            except: body.except,
            staff_ids: body.staff_ids,
            classes: body.classes,
            year_groups: body.year_groups,
            rooms: body.rooms,
            cover_work: body.cover_work,
            additional_staff: body.additional_staff,
            external: body.external,
            subject: body.subject,
            candidates: body.candidates,
            practical: body.practical,
        }
    }
}

/// What is to change about an event.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"last_day": "2026-11-24"}))]
pub(super) struct CoverEventPatchBody {
    /// What kind.
    #[serde(default)]
    #[schema(value_type = EventKind)]
    kind: Patch<EventKind>,
    /// What it is called on the notice board.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: Patch<String>,
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Date)]
    first_day: Patch<Date>,
    /// The last day, inside.
    #[serde(default)]
    #[schema(value_type = Date)]
    last_day: Patch<Date>,
    /// From this time of each day on.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    starts: Patch<Option<Clock>>,
    /// Up to this time of each day.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    ends: Patch<Option<Clock>>,
    /// Only these periods of each day.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 50)]
    periods: Patch<Option<Vec<String>>>,
    /// Only these days of the week.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Weekday>>, max_items = 7)]
    weekdays: Patch<Option<Vec<Weekday>>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    #[schema(value_type = Option<Vec<CycleWeek>>, max_items = 2)]
    weeks: Patch<Option<Vec<CycleWeek>>>,
    /// Not on these days, whole.
    #[serde(default)]
    #[schema(value_type = Vec<Date>, max_items = 100)]
    except: Patch<Vec<Date>>,
    /// Staff who are away from their lessons for it, whole.
    #[serde(default)]
    #[schema(value_type = Vec<StaffId>, max_items = 500)]
    staff_ids: Patch<Vec<StaffId>>,
    /// Classes that are away from their lessons, whole.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 500)]
    classes: Patch<Vec<String>>,
    /// Year groups that are, whole.
    #[serde(default)]
    #[schema(value_type = Vec<i16>, max_items = 17)]
    year_groups: Patch<Vec<i16>>,
    /// Rooms that cannot be used, whole.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 500)]
    rooms: Patch<Vec<String>>,
    /// The work for the classes whose teachers are away for it, whole.
    #[serde(default)]
    #[schema(value_type = Vec<CoverWork>, max_items = 200)]
    cover_work: Patch<Vec<CoverWork>>,
    /// How many people it needs beside those timetabled, whole.
    #[serde(default)]
    #[schema(value_type = Vec<AdditionalStaff>, max_items = 100)]
    additional_staff: Patch<Vec<AdditionalStaff>>,
    /// Whether it is the exam of an awarding body.
    #[serde(default)]
    #[schema(value_type = bool)]
    external: Patch<bool>,
    /// The subject of an exam.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50)]
    subject: Patch<Option<String>>,
    /// How many sit an exam.
    #[serde(default)]
    #[schema(value_type = Option<u16>, minimum = 1, maximum = 5000)]
    candidates: Patch<Option<u16>>,
    /// Whether an exam is a practical one.
    #[serde(default)]
    #[schema(value_type = bool)]
    practical: Patch<bool>,
}

impl CoverEventPatchBody {
    /// Changes what is to change.
    pub(super) fn apply(self, event: &mut CoverEvent) {
        let time = |patch: Patch<Option<Clock>>| patch.map(|clock| clock.map(|clock| clock.0));
        set(self.kind, &mut event.kind);
        set(self.name, &mut event.name);
        set(self.first_day, &mut event.first_day);
        set(self.last_day, &mut event.last_day);
        set(time(self.starts), &mut event.starts);
        set(time(self.ends), &mut event.ends);
        set(self.periods, &mut event.periods);
        set(self.weekdays, &mut event.weekdays);
        set(self.weeks, &mut event.weeks);
        set(self.except, &mut event.except);
        set(self.staff_ids, &mut event.staff_ids);
        set(self.classes, &mut event.classes);
        set(self.year_groups, &mut event.year_groups);
        set(self.rooms, &mut event.rooms);
        set(self.cover_work, &mut event.cover_work);
        set(self.additional_staff, &mut event.additional_staff);
        set(self.external, &mut event.external);
        set(self.subject, &mut event.subject);
        set(self.candidates, &mut event.candidates);
        set(self.practical, &mut event.practical);
    }
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverEventBody {
    /// The event.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// What it says.
    #[serde(flatten)]
    event: CoverEvent,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Kept<CoverEvent>> for CoverEventBody {
    fn from(kept: Kept<CoverEvent>) -> Self {
        let Kept { id, academy_id, value, created_at, updated_at, .. } = kept;
        Self { id, academy_id, event: value, created_at, updated_at }
    }
}
