//! What is sent and answered about suspensions.

use crate::answers::set;
use crate::records::Revised;
use crate::roll::asking::cell;
use app::suspensions::{Found, Saying, SuspensionPatch};
use attendance::suspension::{
    DAY_SIX_CITATION, Figures, Outcome, Provision, SuspensionKind, SuspensionNotice, SuspensionRecord,
};
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, PupilId, RecordId, Session, Signatory, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// What is sent to record a suspension or exclusion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "suspension", "first_day": "2026-11-16", "last_day": "2026-11-18", "reason_codes": ["PP"],
    "notices": [{"to": "parent", "sent_on": "2026-11-16", "how": "letter"}]}))]
pub(crate) struct NewSuspensionBody {
    /// Which of the two.
    kind: SuspensionKind,
    /// The first day.
    first_day: Date,
    /// The first session of it; the morning where it is left out.
    #[serde(default)]
    first_session: Option<Session>,
    /// The last day, inside; null only for a permanent exclusion.
    #[serde(default)]
    last_day: Option<Date>,
    /// The last session of it; the afternoon where it is left out.
    #[serde(default)]
    last_session: Option<Session>,
    /// The codes of the reasons (common basic data set, code set CS010): two letters each, at most three.
    #[serde(default)]
    #[schema(max_items = 3)]
    reason_codes: Vec<String>,
    /// The reason in words; needed where there is no code.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// Who was told when.
    #[serde(default)]
    #[schema(max_items = 40)]
    notices: Vec<SuspensionNotice>,
    /// The alternative provision, where it is arranged.
    #[serde(default)]
    provision: Option<Provision>,
}

impl From<NewSuspensionBody> for Saying {
    fn from(body: NewSuspensionBody) -> Self {
        let NewSuspensionBody {
            kind,
            first_day,
            first_session,
            last_day,
            last_session,
            reason_codes,
            reason,
            notices,
            provision,
        } = body;
        Self {
            kind,
            first_day,
            first_session: first_session.unwrap_or(Session::Am),
            last_day,
            last_session: last_session.unwrap_or(Session::Pm),
            reason_codes,
            reason,
            notices,
            provision,
        }
    }
}

/// What is to change about a suspension or exclusion: fields left out stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"provision": {"first_day": "2026-11-23", "place": "Made-up Centre"}}))]
pub(crate) struct SuspensionPatchBody {
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Date)]
    first_day: Patch<Date>,
    /// The first session of it.
    #[serde(default)]
    #[schema(value_type = Session)]
    first_session: Patch<Session>,
    /// The last day, inside.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    last_day: Patch<Option<Date>>,
    /// The last session of it.
    #[serde(default)]
    #[schema(value_type = Session)]
    last_session: Patch<Session>,
    /// The codes of the reasons, all of them.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 3)]
    reason_codes: Patch<Vec<String>>,
    /// The reason in words.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    reason: Patch<Option<String>>,
    /// Who was told when, all of it.
    #[serde(default)]
    #[schema(value_type = Vec<SuspensionNotice>, max_items = 40)]
    notices: Patch<Vec<SuspensionNotice>>,
    /// The alternative provision.
    #[serde(default)]
    #[schema(value_type = Option<Provision>)]
    provision: Patch<Option<Provision>>,
    /// How it ended.
    #[serde(default)]
    #[schema(value_type = Option<Outcome>)]
    outcome: Patch<Option<Outcome>>,
}

impl From<SuspensionPatchBody> for SuspensionPatch {
    fn from(body: SuspensionPatchBody) -> Self {
        let SuspensionPatchBody {
            first_day,
            first_session,
            last_day,
            last_session,
            reason_codes,
            reason,
            notices,
            provision,
            outcome,
        } = body;
        Self {
            first_day: set(first_day),
            first_session: set(first_session),
            last_day: cell(last_day),
            last_session: set(last_session),
            reason_codes: set(reason_codes),
            reason: cell(reason),
            notices: set(notices),
            provision: cell(provision),
            outcome: cell(outcome),
        }
    }
}

/// A suspension or exclusion with what follows from its dates.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuspensionBody {
    /// The record.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// The pupil.
    pupil_id: PupilId,
    /// Which of the two.
    kind: SuspensionKind,
    /// The first day.
    first_day: Date,
    /// The first session of it.
    first_session: Session,
    /// The last day; null for a permanent exclusion.
    last_day: Option<Date>,
    /// The last session of it.
    last_session: Session,
    /// The codes of the reasons.
    reason_codes: Vec<String>,
    /// The reason in words.
    reason: Option<String>,
    /// Who was told when.
    notices: Vec<SuspensionNotice>,
    /// The alternative provision.
    provision: Option<Provision>,
    /// How it ended.
    outcome: Option<Outcome>,
    /// What follows from the dates.
    figures: Figures,
    /// What is missing or late.
    warnings: Vec<Violation>,
    /// The law that day six rests on.
    citation: String,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// Who changed it last.
    by: Option<Signatory>,
}

impl Revised for Found {
    fn id(&self) -> RecordId {
        self.kept.id
    }

    fn revision(&self) -> i32 {
        self.kept.revision
    }
}

/// The answer.
pub(crate) fn body(found: Found) -> SuspensionBody {
    let Found { kept, figures, warnings } = found;
    let SuspensionRecord {
        pupil_id,
        kind,
        first_day,
        first_session,
        last_day,
        last_session,
        reason_codes,
        reason,
        notices,
        provision,
        outcome,
    } = kept.value;
    SuspensionBody {
        id: kept.id,
        academy_id: kept.academy_id,
        pupil_id,
        kind,
        first_day,
        first_session,
        last_day,
        last_session,
        reason_codes,
        reason,
        notices,
        provision,
        outcome,
        figures,
        warnings,
        citation: DAY_SIX_CITATION.to_owned(),
        created_at: kept.created_at,
        updated_at: kept.updated_at,
        by: kept.by.person,
    }
}
