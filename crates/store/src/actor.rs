//! The columns that say who did something.

use crate::sql_types::Id;
use crate::{db::MultiBackend, schema};
use diesel::prelude::*;
use school::{Actor, Signatory};

macro_rules! actor_columns {
    ($($name:ident of $table:ident),+ $(,)?) => {$(
        /// Who wrote the row.
        #[derive(Debug, Clone, Queryable, Selectable, Insertable)]
        #[diesel(table_name = schema::$table, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
        pub(crate) struct $name {
            client_id: Option<Id>,
            client_name: Option<String>,
            staff_id: Option<Id>,
            staff_name: Option<String>,
            staff_position: Option<String>,
        }

        impl From<&Actor> for $name {
            fn from(actor: &Actor) -> Self {
                let Actor { client, person } = actor;
                Self {
                    client_id: client.as_ref().map(|(id, _)| (*id).into()),
                    client_name: client.as_ref().map(|(_, name)| name.clone()),
                    staff_id: person.as_ref().map(|person| person.staff_id.into()),
                    staff_name: person.as_ref().map(|person| person.name.clone()),
                    staff_position: person.as_ref().map(|person| person.position.clone()),
                }
            }
        }

        impl From<$name> for Actor {
            fn from(row: $name) -> Self {
                let $name { client_id, client_name, staff_id, staff_name, staff_position } = row;
                let person = staff_id.map(|id| Signatory {
                    staff_id: id.into(),
                    name: staff_name.unwrap_or_default(),
                    position: staff_position.unwrap_or_default(),
                });
                Self { client: client_id.map(|id| (id.into(), client_name.unwrap_or_default())), person }
            }
        }
    )+};
}

actor_columns!(
    PupilChangeActor of pupil_changes,
    SubmissionActor of register_submissions,
    AmendmentActor of amendments,
    PlannedActor of planned_absences,
    ImportActor of imports,
    LessonActor of lesson_entries,
    RecordActor of records,
    VersionActor of record_versions,
);
