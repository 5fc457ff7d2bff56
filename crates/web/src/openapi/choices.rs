//! Schemas that are one of several.

use utoipa::openapi::{Components, RefOr, Schema, schema::AnyOf};

/// Says `anyOf` where utoipa says `oneOf` of an untagged choice. Objects may gain fields, so one value can be valid under
/// several of the schemas; which one is meant is said by another field, such as the rule beside its evidence.
pub(super) fn allow_overlaps(components: &mut Components) {
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::OneOf(choice)) = schema else { continue };
        let untagged = choice.discriminator.is_none() && choice.items.len() > 1;
        if !untagged || !choice.items.iter().all(|item| matches!(item, RefOr::Ref(_))) {
            continue;
        }
        let mut any = AnyOf::new();
        any.items = std::mem::take(&mut choice.items);
        any.description = choice.description.take();
        *schema = RefOr::T(Schema::AnyOf(any));
    }
}
