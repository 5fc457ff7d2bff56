//! What is sent and answered of winners and recognitions.

use app::attendance::recognition::{Recognised, Winner};
use attendance::recognition::{Reason, Recognition, SchemeKind};
use attendance::summary::Period;
use chrono::{DateTime, Utc};
use school::{Date, Kept, PupilId, RecordId, Signatory, Upn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A winner of a scheme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WinnerBody {
    /// The pupil.
    pub(crate) pupil_id: PupilId,
    /// The unique pupil number; null where it is not known.
    upn: Option<Upn>,
    /// The days it is for.
    period: Period,
    /// Why.
    reason: Reason,
    /// Whether the pupil was recognised for this period.
    recognised: bool,
}

/// The winner as a caller may see one.
pub(crate) fn winner_body(winner: Winner, period: Period, shows_reasons: bool) -> WinnerBody {
    let Winner { pupil_id, upn, reason, recognised } = winner;
    WinnerBody { pupil_id, upn, period, reason: shown(reason, shows_reasons), recognised }
}

fn shown(reason: Reason, shows_reasons: bool) -> Reason {
    Reason { left_aside: reason.left_aside.filter(|_| shows_reasons), ..reason }
}

/// What is sent to recognise winners.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"as_of": "2026-11-20"}))]
pub(crate) struct RecogniseBody {
    /// A day of the period; today where it is left out.
    #[serde(default)]
    pub(crate) as_of: Option<Date>,
    /// Only these winners; all where it is left out.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 2000)]
    pub(crate) pupil_ids: Option<Vec<PupilId>>,
}

/// What a round of recognition did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecognisedBody {
    /// The days it was for.
    period: Period,
    /// Who was recognised now.
    recognised: Vec<RecognitionBody>,
    /// Winners who had been recognised for the period before: nobody is recognised twice.
    already_recognised: Vec<PupilId>,
}

/// The round as a caller may see it.
pub(crate) fn recognised_body(done: Recognised, shows_reasons: bool) -> RecognisedBody {
    let Recognised { period, made, already } = done;
    let recognised = made.into_iter().map(|each| recognition_body(each, shows_reasons)).collect();
    RecognisedBody { period, recognised, already_recognised: already }
}

/// That a pupil was recognised.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecognitionBody {
    /// The record.
    id: RecordId,
    /// The pupil.
    pupil_id: PupilId,
    /// The scheme.
    award_scheme_id: RecordId,
    /// What the scheme was called then.
    award_scheme_name: String,
    /// What it recognises.
    kind: SchemeKind,
    /// The days it was for.
    period: Period,
    /// The day on which the pupil was recognised.
    recognised_on: Date,
    /// Why, as it was known then.
    reason: Reason,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// The person who recognised the pupil.
    by: Option<Signatory>,
}

/// The record as a caller may see it.
pub(crate) fn recognition_body(kept: Kept<Recognition>, shows_reasons: bool) -> RecognitionBody {
    let Kept { id, academy_id: _, value, revision: _, created_at, updated_at: _, by } = kept;
    let Recognition { scheme_id, scheme_name, kind, pupil_id, period, recognised_on, reason } = value;
    RecognitionBody {
        id,
        pupil_id,
        award_scheme_id: scheme_id,
        award_scheme_name: scheme_name,
        kind,
        period,
        recognised_on,
        reason: shown(reason, shows_reasons),
        created_at,
        by: by.person,
    }
}
