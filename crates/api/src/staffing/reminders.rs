//! Reminders about the staff of an academy.

use crate::allowed::{Allowed, permission::ReadLineManagement};
use crate::paths::AcademyPath;
use access::Action;
use actix_web::get;
use app::staffing::reminders::{Sees, reminders};
use cover::appraisal::Reminder;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which reminders.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RemindersQuery {
    /// How many days ahead; 30 where it is left out.
    #[param(minimum = 0, maximum = 400)]
    ahead: Option<u16>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// List reminders about staff
///
/// Checks that are missing or expire, fit notes and return-to-work meetings that are due, training, contracts that end, days of the
/// coming week without a rest break, agency workers near their twelve weeks, and, of the caller's
/// own line management only, appraisals and one-to-ones. The earliest first; before them what has no day because it should have
/// been there from the beginning.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath, RemindersQuery),
    responses((status = 200, description = "The reminders.", body = Page<Reminder>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/staff-reminders")]
pub(crate) async fn list_staff_reminders(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<AcademyPath>,
    query: Params<RemindersQuery>,
) -> Result<Page<Reminder>, Problem> {
    let RemindersQuery { ahead, limit, cursor } = query.into_inner();
    let from: usize = cursor.map(|cursor| cursor.read()).transpose()?.unwrap_or(0);
    let also = |action| allowed.further(action).at(path.academy_id);
    let sees = Sees {
        vetting: also(Action::ReadVetting),
        agency: also(Action::ReadAgencyWorkers),
        absences: also(Action::ReadAbsenceReasons),
        employment: also(Action::ReadEmployment),
    };
    let found = allowed.read(move |cx| reminders(cx, path.academy_id, ahead.unwrap_or(30), sees)).await?;
    let more = found.len() > from.saturating_add(limit.get());
    let data: Vec<Reminder> = found.into_iter().skip(from).take(limit.get()).collect();
    Ok(Page::new(data, more.then(|| Cursor::of(&from.saturating_add(limit.get())))))
}
