//! The tables, under one set of names for both databases.

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    trusts (id) {
        id -> Key,
        name -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    academies (id) {
        id -> Key,
        name -> Text,
        urn -> Nullable<Text>,
        la_code -> Nullable<Text>,
        establishment_number -> Nullable<Text>,
        phase -> Text,
        mark_authority -> Text,
        roll_version -> Integer,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    calendars (academy_id, academic_year) {
        academy_id -> Key,
        academic_year -> SmallInt,
        body -> Document,
        revision -> Integer,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    pupils (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        person_id -> Key,
        upn -> Nullable<Text>,
        former_upn -> Nullable<Text>,
        surname -> Text,
        forename -> Text,
        legal_surname -> Nullable<Text>,
        legal_forename -> Nullable<Text>,
        other_names -> Nullable<Text>,
        date_of_birth -> Date,
        sex -> Text,
        address -> Nullable<Text>,
        last_school -> Nullable<Text>,
        next_school -> Nullable<Text>,
        mis_id -> Nullable<Text>,
        search_name -> Text,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    enrolments (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        pupil_id -> Key,
        kind -> Text,
        starting_day -> Date,
        leaving_day -> Nullable<Date>,
        ground -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    characteristics (academy_id, pupil_id, valid_from) {
        academy_id -> Key,
        pupil_id -> Key,
        valid_from -> Date,
        year_group -> Nullable<SmallInt>,
        free_school_meals -> Nullable<Bool>,
        pupil_premium -> Nullable<Bool>,
        sen_status -> Nullable<Text>,
        english_additional_language -> Nullable<Bool>,
        looked_after -> Nullable<Bool>,
        previously_looked_after -> Nullable<Bool>,
        social_worker -> Nullable<Bool>,
        child_protection -> Nullable<Bool>,
        young_carer -> Nullable<Bool>,
        ethnicity -> Nullable<Text>,
        boarder -> Bool,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    pupil_changes (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        pupil_id -> Key,
        field -> Text,
        original -> Nullable<Text>,
        amended -> Nullable<Text>,
        reason -> Text,
        at -> Instant,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    groups (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        name -> Text,
        kind -> Text,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    group_members (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        group_id -> Key,
        pupil_id -> Key,
        first_day -> Date,
        last_day -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    contacts (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        surname -> Text,
        forename -> Nullable<Text>,
        title -> Nullable<Text>,
        telephone -> Nullable<Text>,
        email -> Nullable<Text>,
        address -> Nullable<Text>,
        language -> Nullable<Text>,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    pupil_contacts (academy_id, pupil_id, contact_id) {
        academy_id -> Key,
        pupil_id -> Key,
        contact_id -> Key,
        relationship -> Text,
        parent_basis -> Text,
        lives_with_pupil -> Bool,
        priority -> SmallInt,
        restrictions -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    staff (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        staff_code -> Text,
        surname -> Text,
        forename -> Text,
        title -> Nullable<Text>,
        position -> Text,
        email -> Nullable<Text>,
        sign_in_subject -> Nullable<Text>,
        roles -> Document,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    mark_sheets (academy_id, academic_year, enrolment_id) {
        academy_id -> Key,
        academic_year -> SmallInt,
        enrolment_id -> Key,
        pupil_id -> Key,
        version -> Integer,
        marks -> Binary,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    mark_details (academy_id, enrolment_id, date, session) {
        academy_id -> Key,
        enrolment_id -> Key,
        date -> Date,
        session -> SmallInt,
        entries -> Integer,
        minutes_late -> Nullable<SmallInt>,
        comment -> Nullable<Text>,
        raw_code -> Nullable<Text>,
        amended_by_person -> Bool,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    register_submissions (academy_id, academic_year, id) {
        academy_id -> Key,
        academic_year -> SmallInt,
        id -> Key,
        group_id -> Nullable<Key>,
        date -> Date,
        session -> SmallInt,
        kind -> Text,
        at -> Instant,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
        marks -> Binary,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    imported_marks (academy_id, academic_year, id) {
        academy_id -> Key,
        academic_year -> SmallInt,
        id -> Key,
        enrolment_id -> Key,
        import_id -> Key,
        at -> Instant,
        version -> Integer,
        marks -> Binary,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    amendments (academy_id, academic_year, id) {
        academy_id -> Key,
        academic_year -> SmallInt,
        id -> Key,
        enrolment_id -> Key,
        pupil_id -> Key,
        date -> Date,
        session -> SmallInt,
        original -> Text,
        amended -> Text,
        minutes_late -> Nullable<SmallInt>,
        comment -> Nullable<Text>,
        reason -> Text,
        source -> Text,
        import_id -> Nullable<Key>,
        version -> Integer,
        at -> Instant,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    planned_absences (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        pupil_id -> Key,
        first_day -> Date,
        last_day -> Date,
        code -> Text,
        weekdays -> Nullable<Document>,
        sessions -> Nullable<Document>,
        comment -> Nullable<Text>,
        source -> Text,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        cancelled_at -> Nullable<Instant>,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    mark_issues (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        pupil_id -> Key,
        date -> Date,
        session -> SmallInt,
        kind -> Text,
        code -> Text,
        detail -> Text,
        standing_code -> Nullable<Text>,
        other_code -> Nullable<Text>,
        source -> Text,
        at -> Instant,
        settled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    imports (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        format -> Text,
        dry_run -> Bool,
        day_first -> Bool,
        status -> Text,
        bytes -> BigInt,
        rows_read -> BigInt,
        created -> BigInt,
        updated -> BigInt,
        unchanged -> BigInt,
        rejected -> BigInt,
        warnings -> BigInt,
        conflicts -> BigInt,
        problem -> Nullable<Text>,
        notes -> Nullable<Document>,
        created_at -> Instant,
        updated_at -> Instant,
        started_at -> Nullable<Instant>,
        finished_at -> Nullable<Instant>,
        lease_until -> Nullable<Instant>,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
        effective_from -> Nullable<Date>,
        complete -> Nullable<Bool>,
        exported_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    import_chunks (academy_id, import_id, number) {
        academy_id -> Key,
        import_id -> Key,
        number -> Integer,
        body -> Binary,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    import_rejections (academy_id, import_id, number) {
        academy_id -> Key,
        import_id -> Key,
        number -> BigInt,
        line -> BigInt,
        field -> Text,
        code -> Text,
        detail -> Text,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    events (id) {
        id -> Key,
        academy_id -> Nullable<Key>,
        subject_kind -> Text,
        subject_id -> Key,
        kind -> Text,
        at -> Instant,
        client_id -> Nullable<Key>,
        staff_id -> Nullable<Key>,
        fields -> Document,
        position -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    clients (id) {
        id -> Key,
        name -> Text,
        secret_hash -> Text,
        scopes -> Text,
        academies -> Nullable<Document>,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    signing_keys (kid) {
        kid -> Text,
        private_pem -> Text,
        created_at -> Instant,
        retired_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    idempotency_keys (client_id, method, path, key) {
        client_id -> Key,
        method -> Text,
        path -> Text,
        key -> Text,
        body_hash -> Text,
        started_at -> Instant,
        finished_at -> Nullable<Instant>,
        status -> Nullable<SmallInt>,
        headers -> Nullable<Document>,
        body -> Nullable<Binary>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    records (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        kind -> Text,
        subject_id -> Nullable<Key>,
        natural_key -> Nullable<Text>,
        first_day -> Nullable<Date>,
        last_day -> Nullable<Date>,
        body -> Document,
        revision -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        removed_at -> Nullable<Instant>,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    record_versions (academy_id, record_id, revision) {
        academy_id -> Key,
        record_id -> Key,
        revision -> Integer,
        body -> Document,
        removed -> Bool,
        at -> Instant,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    closure_marks (academy_id, closure_id, date, session, enrolment_id) {
        academy_id -> Key,
        closure_id -> Key,
        date -> Date,
        session -> SmallInt,
        enrolment_id -> Key,
        byte_before -> SmallInt,
        minutes_late -> Nullable<SmallInt>,
        entries -> Integer,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    lesson_registers (academy_id, date, period, group_id) {
        academy_id -> Key,
        date -> Date,
        period -> Text,
        group_id -> Key,
        marks -> Document,
        revision -> Integer,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    lesson_entries (academy_id, id) {
        academy_id -> Key,
        id -> Key,
        date -> Date,
        period -> Text,
        group_id -> Key,
        at -> Instant,
        marks -> Document,
        client_id -> Nullable<Key>,
        client_name -> Nullable<Text>,
        staff_id -> Nullable<Key>,
        staff_name -> Nullable<Text>,
        staff_position -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    pupil_concerns (academy_id, pupil_id) {
        academy_id -> Key,
        pupil_id -> Key,
        rules -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    concern_reviews (academy_id) {
        academy_id -> Key,
        reviewed_at -> Instant,
        imports -> BigInt,
    }
}

diesel::table! {
    use crate::sql_types::{Document, Instant, Key};
    use diesel::sql_types::*;

    words_of_files (academy_id, academic_year, enrolment_id) {
        academy_id -> Key,
        academic_year -> SmallInt,
        enrolment_id -> Key,
        runs -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    trusts,
    academies,
    calendars,
    pupils,
    enrolments,
    characteristics,
    pupil_changes,
    groups,
    group_members,
    contacts,
    pupil_contacts,
    staff,
    mark_sheets,
    mark_details,
    register_submissions,
    imported_marks,
    words_of_files,
    amendments,
    planned_absences,
    mark_issues,
    imports,
    import_chunks,
    import_rejections,
    events,
    clients,
    signing_keys,
    idempotency_keys,
    lesson_registers,
    lesson_entries,
    records,
    record_versions,
    closure_marks,
    pupil_concerns,
    concern_reviews
);
