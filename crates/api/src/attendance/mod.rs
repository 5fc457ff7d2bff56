//! Registers, marks and what follows from them.

mod award_bodies;
mod awards;
mod board;
mod closures;
mod codes;
mod concerns;
mod deletion;
mod explanations;
mod issues;
mod licences;
mod local_codes;
mod marks;
mod measures;
mod patterns;
mod planned;
mod policy;
mod policy_distributions;
mod recognition;
mod recognition_bodies;
pub(crate) mod registers;
mod returns;
mod summaries;
mod suspension_bodies;
mod suspensions;
mod target_bodies;
mod targets;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config.configure(registration).configure(figures).configure(duties).configure(encouragement).configure(rules);
}

/// Registers and marks, what is planned, and the day as it goes.
fn registration(config: &mut impl Routing) {
    config
        .service(codes::list_attendance_codes)
        .service(registers::list_registers)
        .service(registers::get_register)
        .service(registers::put_register)
        .service(marks::get_pupil_attendance)
        .service(marks::get_mark)
        .service(marks::amend_mark)
        .service(planned::plan_absence)
        .service(planned::list_planned_absences)
        .service(planned::get_planned_absence)
        .service(planned::cancel_planned_absence)
        .service(board::get_day_board)
        .service(board::get_roll_call);
}

/// Figures of an academy and of the trust.
fn figures(config: &mut impl Routing) {
    config
        .service(summaries::get_attendance_summary)
        .service(summaries::get_trust_attendance_summary)
        .service(summaries::list_trust_attendance_academies)
        .service(measures::get_attendance_bands)
        .service(measures::get_trust_attendance_bands)
        .service(measures::get_attendance_punctuality)
        .service(measures::get_trust_attendance_punctuality)
        .service(measures::get_attendance_code_rates)
        .service(measures::get_trust_attendance_code_rates)
        .service(measures::get_attendance_comparison)
        .service(measures::get_trust_attendance_comparison);
}

/// What must be done about absence, what is doubtful, and what is reported.
fn duties(config: &mut impl Routing) {
    config
        .service(concerns::list_concerns)
        .service(concerns::list_trust_concerns)
        .service(concerns::count_trust_concerns)
        .service(explanations::explain_rule)
        .service(explanations::what_if)
        .service(patterns::list_patterns)
        .service(patterns::get_forecast)
        .service(issues::list_conflicts)
        .service(issues::settle_conflicts)
        .service(returns::list_sent_returns)
        .service(returns::list_returns)
        .service(returns::record_return)
        .service(returns::get_return)
        .service(deletion::check_deletion);
}

/// Targets, and attendance that is recognised.
fn encouragement(config: &mut impl Routing) {
    config
        .service(targets::list_targets)
        .service(targets::create_target)
        .service(targets::get_target)
        .service(targets::update_target)
        .service(targets::delete_target)
        .service(targets::get_target_progress)
        .service(awards::list_award_schemes)
        .service(awards::create_award_scheme)
        .service(awards::get_award_scheme)
        .service(awards::update_award_scheme)
        .service(awards::get_award_scheme_effect)
        .service(recognition::list_winners)
        .service(recognition::recognise_winners)
        .service(recognition::list_recognitions)
        .service(recognition::list_pupil_recognitions);
}

/// What the school says for itself: its codes, closures, policy and suspensions.
fn rules(config: &mut impl Routing) {
    config
        .service(local_codes::list_local_codes)
        .service(local_codes::create_local_code)
        .service(local_codes::get_local_code)
        .service(local_codes::remove_local_code)
        .service(closures::list_closures)
        .service(closures::create_closure)
        .service(closures::get_closure)
        .service(closures::undo_closure)
        .service(policy::get_attendance_policy)
        .service(policy::put_attendance_policy)
        .service(policy::list_policy_versions)
        .service(policy_distributions::list_policy_due)
        .service(policy_distributions::list_policy_distributions)
        .service(policy_distributions::record_policy_distribution)
        .service(suspensions::check_suspensions)
        .service(suspensions::list_suspensions)
        .service(suspensions::record_suspension)
        .service(suspensions::get_suspension)
        .service(suspensions::update_suspension)
        .service(licences::list_performance_licences)
        .service(licences::record_performance_licence)
        .service(licences::get_performance_licence)
        .service(licences::remove_performance_licence);
}
