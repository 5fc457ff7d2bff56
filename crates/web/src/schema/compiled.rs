//! Schemas compiled once for each type.

use super::{MOST_VIOLATIONS, once::OnceForType, ranges, violations};
use jsonschema::Validator;
use school::Violation;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

static CHECKERS: OnceForType<Checker> = OnceForType::new();

/// A schema ready to check values.
#[derive(Debug)]
pub(crate) struct Checker(Result<Validator, String>);

impl Checker {
    /// The checker of a type's own schema, compiled at the first call.
    pub(crate) fn of<T: ToSchema + 'static>() -> Arc<Self> {
        CHECKERS.of::<T>(|| {
            let mut named = Vec::new();
            T::schemas(&mut named);
            Self::compile(with_components(&T::schema(), &named))
        })
    }

    /// Compiles a JSON Schema of draft 2020-12. One that does not compile is a fault of the program: it is logged, and
    /// the value is left to its type to check.
    pub(crate) fn compile(mut schema: Value) -> Self {
        ranges::spell_out(&mut schema);
        let compiled = jsonschema::draft202012::options().should_validate_formats(true).offline().build(&schema);
        if let Err(error) = &compiled {
            tracing::error!(%error, "a schema does not compile");
        }
        Self(compiled.map_err(|error| error.to_string()))
    }

    /// Everything that is wrong with a value, up to a limit.
    pub(crate) fn check(&self, value: &Value) -> Vec<Violation> {
        let Ok(validator) = &self.0 else { return Vec::new() };
        if validator.is_valid(value) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for error in validator.iter_errors(value) {
            violations::list(&error, &mut found);
            if found.len() >= MOST_VIOLATIONS {
                break;
            }
        }
        found.truncate(MOST_VIOLATIONS);
        found
    }

    /// Why the schema did not compile, if it did not.
    #[cfg(test)]
    pub(crate) fn fault(&self) -> Option<&str> {
        self.0.as_ref().err().map(String::as_str)
    }
}

/// A schema that stands alone: what it refers to is added where the references point.
fn with_components(schema: &RefOr<Schema>, named: &[(String, RefOr<Schema>)]) -> Value {
    let components: Map<String, Value> = named.iter().map(|(name, schema)| (name.clone(), json!(schema))).collect();
    let mut root = json!(schema);
    if let Value::Object(object) = &mut root {
        object.insert("components".to_owned(), json!({ "schemas": components }));
    }
    root
}
