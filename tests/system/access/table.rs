//! One line for each operation: how it is called, which scope opens it, which role may and which may not.

/// One operation.
pub(super) struct Line {
    pub(super) id: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) body: &'static str,
    /// The scope that is enough; empty where any client may.
    pub(super) scope: &'static str,
    /// A role that may; empty where no person may, or none is asked.
    pub(super) may: &'static str,
    /// A role that may not; empty where everybody may.
    pub(super) may_not: &'static str,
}

const fn line(
    id: &'static str,
    (method, path): (&'static str, &'static str),
    body: &'static str,
    scope: &'static str,
    (may, may_not): (&'static str, &'static str),
) -> Line {
    Line { id, method, path, body, scope, may, may_not }
}

const OFFICER: &str = "attendance_officer";
const TEACHER: &str = "teacher";
const PERSONNEL: &str = "human_resources";
const TRUST: &str = "trust_officer";

const ACADEMY: &str = r#"{"name":"Another Academy","phase":"primary"}"#;
const CALENDAR: &str = r#"{"terms":[{"name":"Autumn","first_day":"2026-09-02","last_day":"2026-12-18"}]}"#;
const PUPIL: &str =
    r#"{"surname":"Example","forename":"Neo","date_of_birth":"2014-01-02","sex":"M","starting_day":"2026-09-03"}"#;
const STAFF: &str = r#"{"staff_code":"NEW","surname":"Example","forename":"Nia","position":"Teacher"}"#;
const ABSENCE: &str = r#"{"staff_id":"{staff_id}","first_day":"2027-02-01","last_day":"2027-02-01"}"#;
const EVENT: &str = r#"{"kind":"meeting","name":"Made-up meeting","first_day":"2026-12-01","last_day":"2026-12-01"}"#;
const MARK: &str = r#"{"code":"I","reason":"Parent telephoned"}"#;
const TARGET: &str =
    r#"{"scope":"academy","measure":"absence_rate","from":"2026-09-01","to":"2027-07-31","value":0.05}"#;
const SCHEME: &str =
    r#"{"name":"Another award","kind":"personal_best","scope":"academy","period":"term","first_day":"2026-09-02"}"#;
const PLAN: &str = r#"{"code":"C","first_day":"2026-12-01","last_day":"2026-12-01"}"#;
const CLOSURE: &str =
    r##"{"first_day":"2027-05-06","last_day":"2027-05-06","code":"#","reason":"Polling day","preview":true}"##;
const RETURN: &str = r#"{"kind":"sickness","pupil_ids":["{pupil_id}"],"sent_on":"2026-11-20","to":"Made-up Council"}"#;
const POLICY: &str = r#"{"effective_from":"2026-09-01","approved_by":"Board of trustees","approved_on":"2026-07-06","review_on":"2027-07-05"}"#;
const SUSPENSION: &str =
    r#"{"kind":"suspension","first_day":"2026-12-01","last_day":"2026-12-02","reason_codes":["PP"]}"#;
const LICENCE: &str =
    r#"{"kind":"exemption","issued_by":"Four days in six months","first_day":"2026-12-01","last_day":"2026-12-01"}"#;
const MEMBERS: &str = r#"{"members":[{"pupil_id":"{pupil_id}","first_day":"2026-12-01","last_day":"2026-12-01"}]}"#;

const EMPLOYMENT: &str =
    r#"{"cover_roles":["teacher"],"contract":{"kind":"permanent","first_day":"2024-09-01","fte":0.8}}"#;
const APPRAISAL: &str = r#"{"line_manager_id":"{manager_id}","academic_year":"2025-26"}"#;
const OBSERVATION: &str = r#"{"line_manager_id":"{manager_id}","observed_on":"2026-11-20","start":"sound","work":"sound","behaviour":"strong","register_taken":true,"kind":"own_work"}"#;
const ONE_TO_ONE: &str = r#"{"line_manager_id":"{manager_id}","held_on":"2026-11-20","notes":"Went through the week"}"#;
const TRAINING: &str = r#"{"kind":"first_aid","title":"First aid at work","completed_on":"2026-09-01"}"#;
const FIT_NOTE: &str =
    r#"{"kind":"not_fit","issued_on":"2026-11-17","first_day":"2026-11-17","last_day":"2026-11-18"}"#;
const WORKER: &str = r#"{"surname":"Example","forename":"Ola","agency":"Made-Up Supply"}"#;

/// What the paths of the table have in the place of parameters of the document.
pub(super) const NAMES: [(&str, &str); 12] = [
    ("/cover/2026-12-11", "/cover/{date}"),
    ("{open_requirement_id}", "{requirement_id}"),
    ("{spare_absence_id}", "{staff_absence_id}"),
    ("{returning_id}", "{staff_absence_id}"),
    ("/cover/2026-11-27", "/cover/{date}"),
    ("/versions/1", "/versions/{version}"),
    ("{spare_event_id}", "{cover_event_id}"),
    ("/lessons/2026-11-20/1/", "/lessons/{date}/{period}/"),
    ("/calendars/2026-27", "/calendars/{academic_year}"),
    ("/day/2026-11-23", "/day/{date}"),
    ("/2026-11-20/am", "/{date}/{session}"),
    // A pupil is in one registration group at a time, so memberships are tried on a teaching group.
    ("{class_id}", "{group_id}"),
];

/// The table.
#[rustfmt::skip]
pub(super) const LINES: &[Line] = &[
    line("get_health", ("GET", "/healthz"), "", "", ("", "")),
    line("get_readiness", ("GET", "/readyz"), "", "", ("", "")),
    line("get_jwks", ("GET", "/.well-known/jwks.json"), "", "", ("", "")),
    line("get_authorization_server", ("GET", "/.well-known/oauth-authorization-server"), "", "", ("", "")),
    line("issue_token", ("POST", "/oauth/token"), "", "", ("", "")),
    line("get_me", ("GET", "/v1/me"), "", "", (PERSONNEL, "")),
    line("list_attendance_codes", ("GET", "/v1/attendance-codes"), "", "", (TEACHER, "")),
    line("list_academies", ("GET", "/v1/academies"), "", "", (TEACHER, "")),
    line("create_academy", ("POST", "/v1/academies"), ACADEMY, "admin", ("", "headteacher")),
    line("get_academy", ("GET", "/v1/academies/{academy_id}"), "", "", (TEACHER, "")),
    line("update_academy", ("PATCH", "/v1/academies/{academy_id}"), r#"{"urn":"765432"}"#, "admin", ("headteacher", OFFICER)),
    line("list_calendars", ("GET", "/v1/academies/{academy_id}/calendars"), "", "", (TEACHER, "")),
    line("get_calendar", ("GET", "/v1/academies/{academy_id}/calendars/2026-27"), "", "", (TEACHER, "")),
    line("put_calendar", ("PUT", "/v1/academies/{academy_id}/calendars/2026-27?preview=true"), CALENDAR, "roll:write", ("attendance_manager", TEACHER)),
    line("list_pupils", ("GET", "/v1/academies/{academy_id}/pupils"), "", "roll:read", (OFFICER, PERSONNEL)),
    line("create_pupil", ("POST", "/v1/academies/{academy_id}/pupils"), PUPIL, "roll:write", ("attendance_manager", TEACHER)),
    line("search_pupils", ("POST", "/v1/academies/{academy_id}/pupils/search"), r#"{"surname":"Exa"}"#, "roll:read", (OFFICER, PERSONNEL)),
    line("get_pupil", ("GET", "/v1/pupils/{pupil_id}"), "", "roll:read", (OFFICER, PERSONNEL)),
    line("update_pupil", ("PATCH", "/v1/pupils/{pupil_id}"), r#"{"ethnicity":"WBRI"}"#, "roll:write", ("attendance_manager", TEACHER)),
    line("list_pupil_history", ("GET", "/v1/pupils/{pupil_id}/history"), "", "roll:read", (OFFICER, PERSONNEL)),
    line("list_contacts", ("GET", "/v1/pupils/{pupil_id}/contacts"), "", "roll:read", (OFFICER, TEACHER)),
    line("create_contact", ("POST", "/v1/pupils/{pupil_id}/contacts"), r#"{"surname":"Example","relationship":"Aunt"}"#, "roll:write", (OFFICER, TEACHER)),
    line("get_contact", ("GET", "/v1/pupils/{pupil_id}/contacts/{contact_id}"), "", "roll:read", (OFFICER, TEACHER)),
    line("list_staff", ("GET", "/v1/academies/{academy_id}/staff"), "", "roll:read", (PERSONNEL, "external_caseworker")),
    line("create_staff", ("POST", "/v1/academies/{academy_id}/staff"), STAFF, "roll:write", (PERSONNEL, TEACHER)),
    line("get_staff", ("GET", "/v1/staff/{staff_id}"), "", "cover:read", (PERSONNEL, "external_caseworker")),
    line("update_staff", ("PATCH", "/v1/staff/{staff_id}"), r#"{"email":"new@example.org"}"#, "roll:write", (PERSONNEL, TEACHER)),
    line("list_groups", ("GET", "/v1/academies/{academy_id}/groups"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("create_group", ("POST", "/v1/academies/{academy_id}/groups"), r#"{"name":"8y/En2","kind":"teaching"}"#, "roll:write", ("attendance_manager", TEACHER)),
    line("get_group", ("GET", "/v1/groups/{group_id}"), "", "roll:read", (TEACHER, PERSONNEL)),
    line("list_group_members", ("GET", "/v1/groups/{group_id}/members"), "", "roll:read", (TEACHER, PERSONNEL)),
    line("add_group_members", ("POST", "/v1/groups/{class_id}/members"), MEMBERS, "roll:write", ("attendance_manager", TEACHER)),
    line("put_group_member", ("PUT", "/v1/groups/{class_id}/members/{pupil_id}"), r#"{"first_day":"2026-12-03"}"#, "roll:write", ("attendance_manager", TEACHER)),
    line("remove_group_member", ("DELETE", "/v1/groups/{class_id}/members/{pupil_id}?first_day=2026-12-03"), "", "roll:write", ("attendance_manager", TEACHER)),
    line("create_import", ("POST", "/v1/academies/{academy_id}/imports?format=marks-csv&dry_run=true"), "upn,date,session,code\n", "attendance:write", ("attendance_manager", TEACHER)),
    line("list_imports", ("GET", "/v1/academies/{academy_id}/imports"), "", "roll:read", (OFFICER, TEACHER)),
    line("get_import", ("GET", "/v1/imports/{import_id}"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_import_rejections", ("GET", "/v1/imports/{import_id}/rejections"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_registers", ("GET", "/v1/academies/{academy_id}/registers"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("get_register", ("GET", "/v1/academies/{academy_id}/registers/2026-11-20/am/{group_id}"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("put_register", ("PUT", "/v1/academies/{academy_id}/registers/2026-11-20/am/{group_id}"), r#"{"marks":[]}"#, "attendance:write", (TEACHER, PERSONNEL)),
    line("get_pupil_attendance", ("GET", "/v1/pupils/{pupil_id}/attendance"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_mark", ("GET", "/v1/pupils/{pupil_id}/marks/2026-11-20/am"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("amend_mark", ("PATCH", "/v1/pupils/{pupil_id}/marks/2026-11-20/am"), MARK, "attendance:write", (OFFICER, TEACHER)),
    line("settle_conflicts", ("POST", "/v1/pupils/{pupil_id}/marks/2026-11-20/am/settlement"), "", "attendance:write", (OFFICER, TEACHER)),
    line("list_planned_absences", ("GET", "/v1/pupils/{pupil_id}/planned-absences"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("plan_absence", ("POST", "/v1/pupils/{pupil_id}/planned-absences"), PLAN, "attendance:write", (OFFICER, TEACHER)),
    line("get_planned_absence", ("GET", "/v1/planned-absences/{planned_absence_id}"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("cancel_planned_absence", ("DELETE", "/v1/planned-absences/{planned_absence_id}"), "", "attendance:write", (OFFICER, TEACHER)),
    line("get_day_board", ("GET", "/v1/academies/{academy_id}/day/2026-11-23"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_roll_call", ("GET", "/v1/academies/{academy_id}/roll-call"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("get_attendance_summary", ("GET", "/v1/academies/{academy_id}/attendance/summary"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_attendance_bands", ("GET", "/v1/academies/{academy_id}/attendance/bands"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_trust_attendance_bands", ("GET", "/v1/trust/attendance/bands"), "", "attendance:read", (TRUST, PERSONNEL)),
    line("get_attendance_punctuality", ("GET", "/v1/academies/{academy_id}/attendance/punctuality"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_trust_attendance_punctuality", ("GET", "/v1/trust/attendance/punctuality"), "", "attendance:read", (TRUST, PERSONNEL)),
    line("get_attendance_code_rates", ("GET", "/v1/academies/{academy_id}/attendance/code-rates"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_trust_attendance_code_rates", ("GET", "/v1/trust/attendance/code-rates"), "", "attendance:read", (TRUST, PERSONNEL)),
    line("get_attendance_comparison", ("GET", "/v1/academies/{academy_id}/attendance/comparison"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("get_trust_attendance_comparison", ("GET", "/v1/trust/attendance/comparison"), "", "attendance:read", (TRUST, PERSONNEL)),
    line("list_concerns", ("GET", "/v1/academies/{academy_id}/attendance/concerns"), "", "attendance:read", (OFFICER, TEACHER)),
    line("explain_rule", ("GET", "/v1/pupils/{pupil_id}/attendance/explain?rule=persistent_absence"), "", "attendance:read", (OFFICER, TEACHER)),
    line("what_if", ("POST", "/v1/pupils/{pupil_id}/attendance/what-if"), r#"{"attends_from":"2026-11-24"}"#, "attendance:read", (OFFICER, TEACHER)),
    line("list_local_codes", ("GET", "/v1/academies/{academy_id}/local-codes"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("create_local_code", ("POST", "/v1/academies/{academy_id}/local-codes"), r#"{"raw_code":"$","first_day":"2025-09-01"}"#, "attendance:write", ("attendance_manager", TEACHER)),
    line("get_local_code", ("GET", "/v1/local-codes/{local_code_id}"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("remove_local_code", ("DELETE", "/v1/local-codes/{local_code_id}"), "", "attendance:write", ("attendance_manager", TEACHER)),
    line("list_targets", ("GET", "/v1/academies/{academy_id}/targets"), "", "attendance:read", (OFFICER, TEACHER)),
    line("create_target", ("POST", "/v1/academies/{academy_id}/targets"), TARGET, "attendance:write", ("attendance_manager", OFFICER)),
    line("get_target", ("GET", "/v1/targets/{target_id}"), "", "attendance:read", (OFFICER, TEACHER)),
    line("update_target", ("PATCH", "/v1/targets/{target_id}"), r#"{"value":0.96}"#, "attendance:write", ("attendance_manager", OFFICER)),
    line("get_target_progress", ("GET", "/v1/targets/{target_id}/progress"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_award_schemes", ("GET", "/v1/academies/{academy_id}/award-schemes"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("create_award_scheme", ("POST", "/v1/academies/{academy_id}/award-schemes"), SCHEME, "attendance:write", (OFFICER, TEACHER)),
    line("get_award_scheme", ("GET", "/v1/award-schemes/{award_scheme_id}"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("update_award_scheme", ("PATCH", "/v1/award-schemes/{award_scheme_id}"), r#"{"last_day":"2027-07-21"}"#, "attendance:write", (OFFICER, TEACHER)),
    line("get_award_scheme_effect", ("GET", "/v1/award-schemes/{award_scheme_id}/effect"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("list_winners", ("GET", "/v1/award-schemes/{award_scheme_id}/winners"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("recognise_winners", ("POST", "/v1/award-schemes/{award_scheme_id}/recognitions"), "{}", "attendance:write", (OFFICER, TEACHER)),
    line("list_recognitions", ("GET", "/v1/academies/{academy_id}/recognitions"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("list_pupil_recognitions", ("GET", "/v1/pupils/{pupil_id}/recognitions"), "", "attendance:read", (TEACHER, PERSONNEL)),
    // Last, for the others need it.
    line("delete_target", ("DELETE", "/v1/targets/{target_id}"), "", "attendance:write", ("attendance_manager", OFFICER)),
    line("list_patterns", ("GET", "/v1/academies/{academy_id}/attendance/patterns"), "", "attendance:read", (OFFICER, TEACHER)),
    line("get_forecast", ("GET", "/v1/pupils/{pupil_id}/attendance/forecast"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_conflicts", ("GET", "/v1/academies/{academy_id}/attendance/conflicts"), "", "attendance:read", (OFFICER, TEACHER)),
    line("get_trust_attendance_summary", ("GET", "/v1/trust/attendance/summary"), "", "attendance:read", (TRUST, PERSONNEL)),
    line("list_trust_attendance_academies", ("GET", "/v1/trust/attendance/academies"), "", "attendance:read", (TRUST, PERSONNEL)),
    line("list_trust_concerns", ("GET", "/v1/trust/attendance/concerns"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("count_trust_concerns", ("GET", "/v1/trust/attendance/concerns/counts"), "", "attendance:read", (OFFICER, PERSONNEL)),
    line("list_closures", ("GET", "/v1/academies/{academy_id}/closures"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("create_closure", ("POST", "/v1/academies/{academy_id}/closures"), CLOSURE, "attendance:write", ("attendance_manager", OFFICER)),
    line("get_closure", ("GET", "/v1/closures/{closure_id}"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("undo_closure", ("POST", "/v1/closures/{closure_id}/undo"), r#"{"reason":"The wrong day"}"#, "attendance:write", ("attendance_manager", OFFICER)),
    line("get_attendance_policy", ("GET", "/v1/academies/{academy_id}/attendance-policy"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("put_attendance_policy", ("PUT", "/v1/academies/{academy_id}/attendance-policy"), POLICY, "attendance:write", ("attendance_manager", OFFICER)),
    line("list_policy_versions", ("GET", "/v1/academies/{academy_id}/attendance-policy/versions"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("list_policy_distributions", ("GET", "/v1/academies/{academy_id}/attendance-policy/distributions"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("record_policy_distribution", ("POST", "/v1/academies/{academy_id}/attendance-policy/distributions"), r#"{"sent_on":"2026-11-20","how":"email"}"#, "attendance:write", ("attendance_manager", OFFICER)),
    line("list_policy_due", ("GET", "/v1/academies/{academy_id}/attendance-policy/distributions/due"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("list_performance_licences", ("GET", "/v1/pupils/{pupil_id}/performance-licences"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("record_performance_licence", ("POST", "/v1/pupils/{pupil_id}/performance-licences"), LICENCE, "attendance:write", (OFFICER, TEACHER)),
    line("get_performance_licence", ("GET", "/v1/performance-licences/{licence_id}"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("remove_performance_licence", ("DELETE", "/v1/performance-licences/{licence_id}"), "", "attendance:write", (OFFICER, TEACHER)),
    line("check_suspensions", ("GET", "/v1/academies/{academy_id}/suspensions/check"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_suspensions", ("GET", "/v1/pupils/{pupil_id}/suspensions"), "", "attendance:read", (OFFICER, TEACHER)),
    line("record_suspension", ("POST", "/v1/pupils/{pupil_id}/suspensions"), SUSPENSION, "attendance:write", ("attendance_manager", OFFICER)),
    line("get_suspension", ("GET", "/v1/suspensions/{suspension_id}"), "", "attendance:read", (OFFICER, TEACHER)),
    line("update_suspension", ("PATCH", "/v1/suspensions/{suspension_id}"), r#"{"reason":"Made-up reason"}"#, "attendance:write", ("attendance_manager", OFFICER)),
    line("get_timetable", ("GET", "/v1/academies/{academy_id}/timetable"), "", "roll:read", (TEACHER, "external_caseworker")),
    line("get_staff_timetable", ("GET", "/v1/staff/{staff_id}/timetable"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("get_periods", ("GET", "/v1/academies/{academy_id}/periods"), "", "attendance:read", (TEACHER, "external_caseworker")),
    line("get_timetable_settings", ("GET", "/v1/academies/{academy_id}/timetable-settings"), "", "roll:read", (TEACHER, "external_caseworker")),
    line("put_timetable_settings", ("PUT", "/v1/academies/{academy_id}/timetable-settings"), r#"{"first_week":"A"}"#, "roll:write", ("cover_manager", TEACHER)),
    line("list_timetable_versions", ("GET", "/v1/academies/{academy_id}/timetable/versions"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("list_rooms", ("GET", "/v1/academies/{academy_id}/rooms"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("create_room", ("POST", "/v1/academies/{academy_id}/rooms"), r#"{"name":"New room"}"#, "roll:write", ("cover_manager", TEACHER)),
    line("get_room", ("GET", "/v1/rooms/{room_id}"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("put_room", ("PUT", "/v1/rooms/{room_id}"), r#"{"name":"Old room"}"#, "roll:write", ("cover_manager", TEACHER)),
    line("remove_room", ("DELETE", "/v1/rooms/{room_id}"), "", "roll:write", ("cover_manager", TEACHER)),
    line("list_shortened_days", ("GET", "/v1/academies/{academy_id}/shortened-days"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("create_shortened_day", ("POST", "/v1/academies/{academy_id}/shortened-days"), r#"{"date":"2026-12-17","reason":"Concert","periods":[]}"#, "roll:write", ("cover_manager", TEACHER)),
    line("get_shortened_day", ("GET", "/v1/shortened-days/{shortened_day_id}"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("remove_shortened_day", ("DELETE", "/v1/shortened-days/{shortened_day_id}"), "", "roll:write", ("cover_manager", TEACHER)),
    line("list_lessons", ("GET", "/v1/academies/{academy_id}/lessons?date=2026-11-20"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("get_lesson_register", ("GET", "/v1/academies/{academy_id}/lessons/2026-11-20/1/{class_id}/register"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("put_lesson_register", ("PUT", "/v1/academies/{academy_id}/lessons/2026-11-20/1/{class_id}/register"), r#"{"marks":[]}"#, "attendance:write", (OFFICER, PERSONNEL)),
    line("list_lesson_entries", ("GET", "/v1/academies/{academy_id}/lessons/2026-11-20/1/{class_id}/entries"), "", "attendance:read", (TEACHER, PERSONNEL)),
    line("list_lesson_conflicts", ("GET", "/v1/academies/{academy_id}/lesson-conflicts"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_truancy", ("GET", "/v1/academies/{academy_id}/truancy"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_gate_events", ("GET", "/v1/academies/{academy_id}/gate"), "", "attendance:read", (OFFICER, TEACHER)),
    line("record_gate_event", ("POST", "/v1/academies/{academy_id}/gate"), r#"{"pupil_id":"{pupil_id}","kind":"out"}"#, "attendance:write", (OFFICER, TEACHER)),
    line("list_returns", ("GET", "/v1/academies/{academy_id}/returns?kind=new_pupil"), "", "attendance:read", (OFFICER, TEACHER)),
    line("list_sent_returns", ("GET", "/v1/academies/{academy_id}/returns/sent"), "", "attendance:read", (OFFICER, TEACHER)),
    line("record_return", ("POST", "/v1/academies/{academy_id}/returns"), RETURN, "attendance:write", (OFFICER, TRUST)),
    line("get_return", ("GET", "/v1/returns/{return_id}"), "", "attendance:read", (OFFICER, TEACHER)),
    line("check_deletion", ("POST", "/v1/pupils/{pupil_id}/deletion-check"), r#"{"ground":"died"}"#, "attendance:read", (OFFICER, TEACHER)),
    line("get_employment", ("GET", "/v1/staff/{staff_id}/employment"), "", "cover:read", (PERSONNEL, TEACHER)),
    line("put_employment", ("PUT", "/v1/staff/{staff_id}/employment"), EMPLOYMENT, "cover:write", (PERSONNEL, "cover_manager")),
    line("get_staff_checks", ("GET", "/v1/staff/{staff_id}/checks"), "", "cover:read", ("cover_manager", TEACHER)),
    line("put_staff_checks", ("PUT", "/v1/staff/{staff_id}/checks"), r#"{"checks":[]}"#, "cover:write", (PERSONNEL, "cover_manager")),
    line("list_single_central_record", ("GET", "/v1/academies/{academy_id}/single-central-record"), "", "cover:read", ("safeguarding_lead", OFFICER)),
    line("list_appraisals", ("GET", "/v1/staff/{staff_id}/appraisals"), "", "cover:read", ("cover_manager", TEACHER)),
    line("create_appraisal", ("POST", "/v1/staff/{staff_id}/appraisals"), APPRAISAL, "cover:write", (PERSONNEL, OFFICER)),
    line("get_appraisal", ("GET", "/v1/appraisals/{appraisal_id}"), "", "cover:read", (PERSONNEL, TEACHER)),
    line("update_appraisal", ("PATCH", "/v1/appraisals/{appraisal_id}"), r#"{"objectives":[]}"#, "cover:write", (PERSONNEL, OFFICER)),
    line("list_observations", ("GET", "/v1/staff/{staff_id}/observations"), "", "cover:read", ("attendance_manager", TEACHER)),
    line("create_observation", ("POST", "/v1/staff/{staff_id}/observations"), OBSERVATION, "cover:write", (PERSONNEL, TEACHER)),
    line("get_observation", ("GET", "/v1/observations/{observation_id}"), "", "cover:read", (PERSONNEL, TEACHER)),
    line("update_observation", ("PATCH", "/v1/observations/{observation_id}"), r#"{"behaviour":"strong"}"#, "cover:write", (PERSONNEL, TEACHER)),
    line("list_one_to_ones", ("GET", "/v1/staff/{staff_id}/one-to-ones"), "", "cover:read", ("senior_leader", TEACHER)),
    line("create_one_to_one", ("POST", "/v1/staff/{staff_id}/one-to-ones"), ONE_TO_ONE, "cover:write", (PERSONNEL, TEACHER)),
    line("get_one_to_one", ("GET", "/v1/one-to-ones/{one_to_one_id}"), "", "cover:read", (PERSONNEL, TEACHER)),
    line("update_one_to_one", ("PATCH", "/v1/one-to-ones/{one_to_one_id}"), r#"{"notes":"Went through the month"}"#, "cover:write", (PERSONNEL, TEACHER)),
    line("list_trainings", ("GET", "/v1/staff/{staff_id}/trainings"), "", "cover:read", (PERSONNEL, "external_caseworker")),
    line("create_training", ("POST", "/v1/staff/{staff_id}/trainings"), TRAINING, "cover:write", (PERSONNEL, TEACHER)),
    line("get_training", ("GET", "/v1/trainings/{training_id}"), "", "cover:read", (PERSONNEL, "external_caseworker")),
    line("update_training", ("PATCH", "/v1/trainings/{training_id}"), r#"{"cost_pence":12000}"#, "cover:write", (PERSONNEL, OFFICER)),
    line("list_protected_time", ("GET", "/v1/academies/{academy_id}/protected-time"), "", "cover:read", ("cover_manager", TEACHER)),
    line("list_staff_reminders", ("GET", "/v1/academies/{academy_id}/staff-reminders"), "", "cover:read", ("attendance_manager", TEACHER)),
    line("get_cover_fairness", ("GET", "/v1/academies/{academy_id}/cover/fairness?from=2026-11-16&to=2026-11-20"), "", "cover:read", ("cover_manager", TEACHER)),
    line("get_cover_ledger", ("GET", "/v1/staff/{staff_id}/cover-ledger?from=2026-11-16&to=2026-11-20"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("get_cover_quality", ("GET", "/v1/staff/{staff_id}/quality?from=2026-11-16&to=2026-11-20"), "", "cover:read", (PERSONNEL, "external_caseworker")),
    line("get_working_time", ("GET", "/v1/staff/{staff_id}/working-time?week=2026-11-16"), "", "cover:read", (PERSONNEL, "external_caseworker")),
    line("list_cover_look_ahead", ("GET", "/v1/academies/{academy_id}/cover/look-ahead"), "", "cover:read", ("cover_manager", TEACHER)),
    line("get_supply_options", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/supply-options"), "", "cover:read", ("cover_manager", TEACHER)),
    line("get_supply_rates", ("GET", "/v1/academies/{academy_id}/supply-rates"), "", "cover:read", ("cover_manager", TEACHER)),
    line("put_supply_rates", ("PUT", "/v1/academies/{academy_id}/supply-rates"), r#"{"half_day_pence":9000,"day_pence":17000}"#, "cover:write", ("cover_manager", TEACHER)),
    line("create_return_to_work", ("POST", "/v1/staff-absences/{returning_id}/return-to-work"), r#"{"held_on":"2026-11-18","outcome":"full_return"}"#, "cover:write", ("cover_manager", TEACHER)),
    line("get_return_to_work", ("GET", "/v1/staff-absences/{returning_id}/return-to-work"), "", "cover:read", (PERSONNEL, "cover_manager")),
    line("create_fit_note", ("POST", "/v1/staff-absences/{returning_id}/fit-notes"), FIT_NOTE, "cover:write", ("cover_manager", TEACHER)),
    line("get_fit_notes", ("GET", "/v1/staff-absences/{returning_id}/fit-notes"), "", "cover:read", (PERSONNEL, "cover_manager")),
    line("get_absence_record", ("GET", "/v1/staff/{staff_id}/absence-record"), "", "cover:read", (PERSONNEL, "cover_manager")),
    line("get_workforce_census", ("GET", "/v1/academies/{academy_id}/workforce-census?year=2025-26"), "", "cover:read", (PERSONNEL, "cover_manager")),
    line("get_staff_absence_trends", ("GET", "/v1/academies/{academy_id}/staff-absence-trends"), "", "cover:read", ("cover_manager", TEACHER)),
    line("get_staff_absence_settings", ("GET", "/v1/academies/{academy_id}/staff-absence-settings"), "", "cover:read", ("cover_manager", TEACHER)),
    line("put_staff_absence_settings", ("PUT", "/v1/academies/{academy_id}/staff-absence-settings"), "{}", "cover:write", (PERSONNEL, "cover_manager")),
    line("list_agency_workers", ("GET", "/v1/agency-workers"), "", "cover:read", ("cover_manager", TEACHER)),
    line("create_agency_worker", ("POST", "/v1/agency-workers"), WORKER, "cover:write", ("cover_manager", TEACHER)),
    line("get_agency_worker", ("GET", "/v1/agency-workers/{agency_worker_id}"), "", "cover:read", (TRUST, TEACHER)),
    line("update_agency_worker", ("PATCH", "/v1/agency-workers/{agency_worker_id}"), r#"{"certificate_discloses":false}"#, "cover:write", (PERSONNEL, "safeguarding_lead")),
    line("list_staff_absences", ("GET", "/v1/academies/{academy_id}/staff-absences"), "", "cover:read", ("cover_manager", TEACHER)),
    line("record_staff_absence", ("POST", "/v1/academies/{academy_id}/staff-absences"), ABSENCE, "cover:write", ("cover_manager", TEACHER)),
    line("report_own_absence", ("POST", "/v1/academies/{academy_id}/staff-absences/report"), r#"{"first_day":"2027-03-01","last_day":"2027-03-01"}"#, "cover:write", (TEACHER, "external_caseworker")),
    line("get_staff_absence", ("GET", "/v1/staff-absences/{staff_absence_id}"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("update_staff_absence", ("PATCH", "/v1/staff-absences/{staff_absence_id}"), r#"{"foreseeable":true}"#, "cover:write", ("cover_manager", "external_caseworker")),
    line("cancel_staff_absence", ("DELETE", "/v1/staff-absences/{spare_absence_id}"), "", "cover:write", ("cover_manager", "external_caseworker")),
    line("list_cover_events", ("GET", "/v1/academies/{academy_id}/cover-events"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("create_cover_event", ("POST", "/v1/academies/{academy_id}/cover-events"), EVENT, "cover:write", ("cover_manager", TEACHER)),
    line("get_cover_event", ("GET", "/v1/cover-events/{cover_event_id}"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("update_cover_event", ("PATCH", "/v1/cover-events/{cover_event_id}"), r#"{"name":"Museum"}"#, "cover:write", ("cover_manager", TEACHER)),
    line("remove_cover_event", ("DELETE", "/v1/cover-events/{spare_event_id}"), "", "cover:write", ("cover_manager", TEACHER)),
    line("get_cover_settings", ("GET", "/v1/academies/{academy_id}/cover-settings"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("put_cover_settings", ("PUT", "/v1/academies/{academy_id}/cover-settings"), "{}", "cover:write", ("cover_manager", TEACHER)),
    line("get_cover_day", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("get_cover_slips", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/slips"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("get_cover_board", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/board"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("solve_cover", ("POST", "/v1/academies/{academy_id}/cover/2026-11-27/solve"), r#"{"save":false}"#, "cover:write", ("cover_manager", TEACHER)),
    line("assign_cover", ("POST", "/v1/academies/{academy_id}/cover/2026-11-27/assignments"), r#"{"requirement_id":"{requirement_id}","staff_id":"{staff_id}"}"#, "cover:write", ("cover_manager", TEACHER)),
    line("decide_cover_requirement", ("PUT", "/v1/academies/{academy_id}/cover/2026-11-27/requirements/{requirement_id}"), "{}", "cover:write", ("cover_manager", TEACHER)),
    line("change_cover_room", ("PUT", "/v1/academies/{academy_id}/cover/2026-11-27/rooms"), r#"{"period":"1","class":"8x/Ma1"}"#, "cover:write", ("cover_manager", TEACHER)),
    line("get_room_proposals", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/room-proposals"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("get_cover_assignment", ("GET", "/v1/cover-assignments/{cover_assignment_id}"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("offer_cover", ("POST", "/v1/cover-assignments/{cover_assignment_id}/offer"), "", "cover:write", ("cover_manager", TEACHER)),
    line("accept_cover", ("POST", "/v1/cover-assignments/{cover_assignment_id}/accept"), "", "cover:write", ("cover_manager", "external_caseworker")),
    line("release_cover", ("POST", "/v1/cover-assignments/{cover_assignment_id}/release"), "", "cover:write", ("cover_manager", TEACHER)),
    line("decline_cover", ("POST", "/v1/cover-assignments/{cover_assignment_id}/decline"), "", "cover:write", ("cover_manager", "external_caseworker")),
    line("call_for_cover", ("POST", "/v1/academies/{academy_id}/cover/2026-12-11/requirements/{open_requirement_id}/calls"), "{}", "cover:write", ("cover_manager", TEACHER)),
    line("get_cover_call", ("GET", "/v1/cover-calls/{cover_call_id}"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("list_own_cover_calls", ("GET", "/v1/staff/{staff_id}/cover-calls"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("accept_cover_call", ("POST", "/v1/cover-calls/{cover_call_id}/accept"), "", "cover:write", ("", "external_caseworker")),
    line("decline_cover_call", ("POST", "/v1/cover-calls/{cover_call_id}/decline"), "", "cover:write", ("", "external_caseworker")),
    line("withdraw_cover_call", ("POST", "/v1/cover-calls/{cover_call_id}/withdraw"), "", "cover:write", ("cover_manager", TEACHER)),
    line("offer_all_cover", ("POST", "/v1/academies/{academy_id}/cover/2026-12-11/offers"), "", "cover:write", ("cover_manager", TEACHER)),
    line("get_cover_briefing", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/requirements/{requirement_id}/briefing"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("get_class_notes", ("GET", "/v1/groups/{group_id}/cover-notes"), "", "cover:read", ("cover_manager", "trust_officer")),
    line("put_class_notes", ("PUT", "/v1/groups/{group_id}/cover-notes"), "{}", "cover:write", ("cover_manager", "trust_officer")),
    line("remove_class_notes", ("DELETE", "/v1/groups/{group_id}/cover-notes"), "", "cover:write", ("cover_manager", "trust_officer")),
    line("publish_cover", ("POST", "/v1/academies/{academy_id}/cover/2026-11-27/publish"), "", "cover:write", ("cover_manager", TEACHER)),
    line("list_cover_versions", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/versions"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("get_cover_version", ("GET", "/v1/academies/{academy_id}/cover/2026-11-27/versions/1"), "", "cover:read", (TEACHER, "external_caseworker")),
    line("create_calendar_token", ("POST", "/v1/staff/{staff_id}/calendar-token"), "{}", "cover:write", ("", "external_caseworker")),
    line("get_calendar_token", ("GET", "/v1/staff/{staff_id}/calendar-token"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("revoke_calendar_token", ("DELETE", "/v1/staff/{staff_id}/calendar-token"), "", "cover:write", ("cover_manager", "external_caseworker")),
    line("get_calendar_feed", ("GET", "/v1/calendar-feeds/{token}/cover.ics"), "", "", ("", "")),
    line("get_cover_calendar", ("GET", "/v1/staff/{staff_id}/cover.ics"), "", "cover:read", ("cover_manager", "external_caseworker")),
    line("list_events", ("GET", "/v1/academies/{academy_id}/events"), "", "admin", (TRUST, TEACHER)),
];
