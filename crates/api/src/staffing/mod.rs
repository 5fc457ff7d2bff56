//! How staff are employed, whether their vetting stands, and what is recorded of them.

mod absence_case;
mod absence_log;
mod absence_record;
mod agency;
mod agency_bodies;
mod appraisals;
mod capability;
mod central_record;
mod checks;
mod employment;
mod extra_hours;
mod fairness;
mod feedback;
mod fit_notes;
mod observations;
mod one_to_ones;
mod own_figures;
mod protected_time;
mod reminders;
mod returning;
mod supply;
mod trainings;

use crate::routing::Routing;
use app::staffing::Put;
use school::{Date, Kept};
use serde::Serialize;
use web::{ETag, IfMatch, Tagged};

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    line_management(config);
    absences(config);
    config
        .service(employment::get_employment)
        .service(employment::put_employment)
        .service(checks::get_staff_checks)
        .service(checks::put_staff_checks)
        .service(central_record::list_single_central_record)
        .service(agency::list_agency_workers)
        .service(agency::create_agency_worker)
        .service(agency::get_agency_worker)
        .service(agency::update_agency_worker)
        .service(protected_time::list_protected_time)
        .service(reminders::list_staff_reminders)
        .service(fairness::get_cover_fairness)
        .service(fairness::get_cover_ledger)
        .service(own_figures::get_cover_quality)
        .service(own_figures::get_working_time)
        .service(supply::list_cover_look_ahead)
        .service(supply::get_supply_options)
        .service(supply::get_supply_rates)
        .service(supply::put_supply_rates);
}

/// How staff are managed, trained, and what they work beside their hours.
fn line_management(config: &mut impl Routing) {
    config
        .service(appraisals::list_appraisals)
        .service(appraisals::create_appraisal)
        .service(appraisals::get_appraisal)
        .service(appraisals::update_appraisal)
        .service(observations::list_observations)
        .service(observations::create_observation)
        .service(observations::get_observation)
        .service(observations::update_observation)
        .service(one_to_ones::list_one_to_ones)
        .service(one_to_ones::create_one_to_one)
        .service(one_to_ones::get_one_to_one)
        .service(one_to_ones::update_one_to_one)
        .service(feedback::list_feedback_notes)
        .service(feedback::create_feedback_note)
        .service(feedback::get_feedback_note)
        .service(feedback::update_feedback_note)
        .service(capability::list_capability_processes)
        .service(capability::create_capability_process)
        .service(capability::get_capability_process)
        .service(capability::update_capability_process)
        .service(trainings::list_trainings)
        .service(trainings::create_training)
        .service(trainings::get_training)
        .service(trainings::update_training)
        .service(trainings::get_training_totals)
        .service(extra_hours::list_extra_hours)
        .service(extra_hours::create_extra_hours)
        .service(extra_hours::get_extra_hours)
        .service(extra_hours::update_extra_hours);
}

/// The record of absence.
fn absences(config: &mut impl Routing) {
    config
        .service(returning::create_return_to_work)
        .service(returning::get_return_to_work)
        .service(returning::create_return_review)
        .service(returning::get_absence_protection)
        .service(returning::put_absence_protection)
        .service(fit_notes::create_fit_note)
        .service(fit_notes::get_fit_notes)
        .service(fit_notes::put_fit_notes)
        .service(absence_case::get_absence_case)
        .service(absence_case::put_absence_case)
        .service(absence_log::export_staff_absences)
        .service(absence_log::export_workforce_census)
        .service(absence_record::get_absence_record)
        .service(absence_record::get_workforce_census)
        .service(absence_record::get_staff_absence_trends)
        .service(absence_record::get_staff_absence_settings)
        .service(absence_record::put_staff_absence_settings);
}

/// The tag of a record of which something is said for a day: the same revision says something else on another day.
fn dated(revision: i32, on: Date) -> ETag {
    ETag::new(&format!("{revision}.{on}"))
}

/// Whether a write by a natural key may go on.
pub(crate) fn condition(sent: &IfMatch) -> impl Fn(Option<i32>) -> bool + '_ {
    move |revision| match revision {
        Some(revision) => sent.check(&ETag::revision(i64::from(revision))).is_ok(),
        None => sent.check_absent().is_ok(),
    }
}

/// The same for what is there before anybody has written it, as revision 0.
pub(crate) fn of_settings(sent: &IfMatch) -> impl Fn(Option<i32>) -> bool + '_ {
    move |revision| sent.check(&ETag::revision(i64::from(revision.unwrap_or(0)))).is_ok()
}

/// The answer to a write by a natural key.
pub(crate) fn written<T, B: Serialize>(put: Put<T>, location: String, body: impl FnOnce(Kept<T>) -> B) -> Tagged<B> {
    let etag = ETag::revision(i64::from(put.kept.revision));
    if put.created { Tagged::created(etag, body(put.kept), location) } else { Tagged::new(etag, body(put.kept)) }
}
