//! One line for each operation: how it is called, which scope opens it, which role may and which may not.

/// One operation.
pub(super) struct Line {
    pub(super) id: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// What the path of the table has in the place of a parameter of the document.
    pub(super) names: &'static [(&'static str, &'static str)],
    pub(super) body: &'static str,
    /// The scope that is enough; empty where any client may.
    pub(super) scope: &'static str,
    /// A role that may; empty where no person may, or none is asked.
    pub(super) may: &'static str,
    /// A role that may not; empty where everybody may.
    pub(super) may_not: &'static str,
}

const NONE: &[(&str, &str)] = &[];
const YEAR: &[(&str, &str)] = &[("/2026-27", "/{academic_year}")];
const DATE: &[(&str, &str)] = &[("/2026-11-23", "/{date}")];
/// A pupil is in one registration group at a time, so memberships are tried on a teaching group.
const CLASS: &[(&str, &str)] = &[("{class_id}", "{group_id}")];
const SLOT: &[(&str, &str)] = &[("/2026-11-20/am", "/{date}/{session}")];

const fn line(
    id: &'static str,
    (method, path): (&'static str, &'static str),
    names: &'static [(&'static str, &'static str)],
    body: &'static str,
    scope: &'static str,
    (may, may_not): (&'static str, &'static str),
) -> Line {
    Line { id, method, path, names, body, scope, may, may_not }
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
const MARK: &str = r#"{"code":"I","reason":"Parent telephoned"}"#;
const PLAN: &str = r#"{"code":"C","first_day":"2026-12-01","last_day":"2026-12-01"}"#;
const MEMBERS: &str = r#"{"members":[{"pupil_id":"{pupil_id}","first_day":"2026-12-01","last_day":"2026-12-01"}]}"#;

/// The table.
pub(super) const LINES: &[Line] = &[
    line("get_health", ("GET", "/healthz"), NONE, "", "", ("", "")),
    line("get_readiness", ("GET", "/readyz"), NONE, "", "", ("", "")),
    line("get_jwks", ("GET", "/.well-known/jwks.json"), NONE, "", "", ("", "")),
    line("get_authorization_server", ("GET", "/.well-known/oauth-authorization-server"), NONE, "", "", ("", "")),
    line("issue_token", ("POST", "/oauth/token"), NONE, "", "", ("", "")),
    line("get_me", ("GET", "/v1/me"), NONE, "", "", (PERSONNEL, "")),
    line("list_attendance_codes", ("GET", "/v1/attendance-codes"), NONE, "", "", (TEACHER, "")),
    line("list_academies", ("GET", "/v1/academies"), NONE, "", "", (TEACHER, "")),
    line("create_academy", ("POST", "/v1/academies"), NONE, ACADEMY, "admin", ("", "headteacher")),
    line("get_academy", ("GET", "/v1/academies/{academy_id}"), NONE, "", "", (TEACHER, "")),
    line(
        "update_academy",
        ("PATCH", "/v1/academies/{academy_id}"),
        NONE,
        r#"{"urn":"765432"}"#,
        "admin",
        ("headteacher", OFFICER),
    ),
    line("list_calendars", ("GET", "/v1/academies/{academy_id}/calendars"), NONE, "", "", (TEACHER, "")),
    line("get_calendar", ("GET", "/v1/academies/{academy_id}/calendars/2026-27"), YEAR, "", "", (TEACHER, "")),
    line(
        "put_calendar",
        ("PUT", "/v1/academies/{academy_id}/calendars/2026-27?preview=true"),
        YEAR,
        CALENDAR,
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line("list_pupils", ("GET", "/v1/academies/{academy_id}/pupils"), NONE, "", "roll:read", (OFFICER, PERSONNEL)),
    line(
        "create_pupil",
        ("POST", "/v1/academies/{academy_id}/pupils"),
        NONE,
        PUPIL,
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line(
        "search_pupils",
        ("POST", "/v1/academies/{academy_id}/pupils/search"),
        NONE,
        r#"{"surname":"Exa"}"#,
        "roll:read",
        (OFFICER, PERSONNEL),
    ),
    line("get_pupil", ("GET", "/v1/pupils/{pupil_id}"), NONE, "", "roll:read", (OFFICER, PERSONNEL)),
    line(
        "update_pupil",
        ("PATCH", "/v1/pupils/{pupil_id}"),
        NONE,
        r#"{"ethnicity":"WBRI"}"#,
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line("list_pupil_history", ("GET", "/v1/pupils/{pupil_id}/history"), NONE, "", "roll:read", (OFFICER, PERSONNEL)),
    line("list_contacts", ("GET", "/v1/pupils/{pupil_id}/contacts"), NONE, "", "roll:read", (OFFICER, TEACHER)),
    line(
        "create_contact",
        ("POST", "/v1/pupils/{pupil_id}/contacts"),
        NONE,
        r#"{"surname":"Example","relationship":"Aunt"}"#,
        "roll:write",
        (OFFICER, TEACHER),
    ),
    line(
        "get_contact",
        ("GET", "/v1/pupils/{pupil_id}/contacts/{contact_id}"),
        NONE,
        "",
        "roll:read",
        (OFFICER, TEACHER),
    ),
    line(
        "list_staff",
        ("GET", "/v1/academies/{academy_id}/staff"),
        NONE,
        "",
        "roll:read",
        (PERSONNEL, "external_caseworker"),
    ),
    line("create_staff", ("POST", "/v1/academies/{academy_id}/staff"), NONE, STAFF, "roll:write", (PERSONNEL, TEACHER)),
    line("get_staff", ("GET", "/v1/staff/{staff_id}"), NONE, "", "cover:read", (PERSONNEL, "external_caseworker")),
    line(
        "update_staff",
        ("PATCH", "/v1/staff/{staff_id}"),
        NONE,
        r#"{"email":"new@example.org"}"#,
        "roll:write",
        (PERSONNEL, TEACHER),
    ),
    line(
        "list_groups",
        ("GET", "/v1/academies/{academy_id}/groups"),
        NONE,
        "",
        "attendance:read",
        (TEACHER, PERSONNEL),
    ),
    line(
        "create_group",
        ("POST", "/v1/academies/{academy_id}/groups"),
        NONE,
        r#"{"name":"8y/En2","kind":"teaching"}"#,
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line("get_group", ("GET", "/v1/groups/{group_id}"), NONE, "", "roll:read", (TEACHER, PERSONNEL)),
    line("list_group_members", ("GET", "/v1/groups/{group_id}/members"), NONE, "", "roll:read", (TEACHER, PERSONNEL)),
    line(
        "add_group_members",
        ("POST", "/v1/groups/{class_id}/members"),
        CLASS,
        MEMBERS,
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line(
        "put_group_member",
        ("PUT", "/v1/groups/{class_id}/members/{pupil_id}"),
        CLASS,
        r#"{"first_day":"2026-12-03"}"#,
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line(
        "remove_group_member",
        ("DELETE", "/v1/groups/{class_id}/members/{pupil_id}?first_day=2026-12-03"),
        CLASS,
        "",
        "roll:write",
        ("attendance_manager", TEACHER),
    ),
    line(
        "create_import",
        ("POST", "/v1/academies/{academy_id}/imports?format=marks-csv&dry_run=true"),
        NONE,
        "upn,date,session,code\n",
        "attendance:write",
        ("attendance_manager", TEACHER),
    ),
    line("list_imports", ("GET", "/v1/academies/{academy_id}/imports"), NONE, "", "roll:read", (OFFICER, TEACHER)),
    line("get_import", ("GET", "/v1/imports/{import_id}"), NONE, "", "attendance:read", (OFFICER, TEACHER)),
    line(
        "list_import_rejections",
        ("GET", "/v1/imports/{import_id}/rejections"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, TEACHER),
    ),
    line(
        "list_registers",
        ("GET", "/v1/academies/{academy_id}/registers"),
        NONE,
        "",
        "attendance:read",
        (TEACHER, PERSONNEL),
    ),
    line(
        "get_register",
        ("GET", "/v1/academies/{academy_id}/registers/2026-11-20/am/{group_id}"),
        SLOT,
        "",
        "attendance:read",
        (TEACHER, PERSONNEL),
    ),
    line(
        "put_register",
        ("PUT", "/v1/academies/{academy_id}/registers/2026-11-20/am/{group_id}"),
        SLOT,
        r#"{"marks":[]}"#,
        "attendance:write",
        (TEACHER, PERSONNEL),
    ),
    line(
        "get_pupil_attendance",
        ("GET", "/v1/pupils/{pupil_id}/attendance"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, PERSONNEL),
    ),
    line(
        "get_mark",
        ("GET", "/v1/pupils/{pupil_id}/marks/2026-11-20/am"),
        SLOT,
        "",
        "attendance:read",
        (OFFICER, PERSONNEL),
    ),
    line(
        "amend_mark",
        ("PATCH", "/v1/pupils/{pupil_id}/marks/2026-11-20/am"),
        SLOT,
        MARK,
        "attendance:write",
        (OFFICER, TEACHER),
    ),
    line(
        "settle_conflicts",
        ("POST", "/v1/pupils/{pupil_id}/marks/2026-11-20/am/settlement"),
        SLOT,
        "",
        "attendance:write",
        (OFFICER, TEACHER),
    ),
    line(
        "list_planned_absences",
        ("GET", "/v1/pupils/{pupil_id}/planned-absences"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, PERSONNEL),
    ),
    line(
        "plan_absence",
        ("POST", "/v1/pupils/{pupil_id}/planned-absences"),
        NONE,
        PLAN,
        "attendance:write",
        (OFFICER, TEACHER),
    ),
    line(
        "get_planned_absence",
        ("GET", "/v1/planned-absences/{planned_absence_id}"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, PERSONNEL),
    ),
    line(
        "cancel_planned_absence",
        ("DELETE", "/v1/planned-absences/{planned_absence_id}"),
        NONE,
        "",
        "attendance:write",
        (OFFICER, TEACHER),
    ),
    line(
        "get_day_board",
        ("GET", "/v1/academies/{academy_id}/day/2026-11-23"),
        DATE,
        "",
        "attendance:read",
        (OFFICER, PERSONNEL),
    ),
    line(
        "get_roll_call",
        ("GET", "/v1/academies/{academy_id}/roll-call"),
        NONE,
        "",
        "attendance:read",
        (TEACHER, "external_caseworker"),
    ),
    line(
        "get_attendance_summary",
        ("GET", "/v1/academies/{academy_id}/attendance/summary"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, PERSONNEL),
    ),
    line(
        "list_concerns",
        ("GET", "/v1/academies/{academy_id}/attendance/concerns"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, TEACHER),
    ),
    line(
        "list_conflicts",
        ("GET", "/v1/academies/{academy_id}/attendance/conflicts"),
        NONE,
        "",
        "attendance:read",
        (OFFICER, TEACHER),
    ),
    line(
        "get_trust_attendance_summary",
        ("GET", "/v1/trust/attendance/summary"),
        NONE,
        "",
        "attendance:read",
        (TRUST, PERSONNEL),
    ),
    line("list_events", ("GET", "/v1/academies/{academy_id}/events"), NONE, "", "admin", (TRUST, TEACHER)),
];
