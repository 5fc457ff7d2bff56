DROP TABLE idempotency_keys, signing_keys, clients, events, import_rejections, import_chunks, imports, mark_issues,
  planned_absences, amendments, imported_marks, register_submissions, mark_details, mark_sheets, staff, pupil_contacts,
  contacts, group_members, groups, pupil_changes, characteristics, enrolments, pupils, calendars, academies, trusts;
