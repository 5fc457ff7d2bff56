//! Path parameters that many routes share.

use school::{AcademyId, PupilId};
use serde::Deserialize;
use utoipa::IntoParams;

/// The academy in a path.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AcademyPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    pub(crate) academy_id: AcademyId,
}

/// The pupil in a path.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PupilPath {
    /// The pupil.
    #[param(value_type = String, format = Uuid)]
    pub(crate) pupil_id: PupilId,
}
