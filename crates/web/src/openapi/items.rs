//! Pages that refer to their items.

use utoipa::openapi::{Components, Ref, RefOr, Schema, schema::ArrayItems};

/// utoipa writes the schema of a page's items into the page; a reference says the same in one line, and lets generated
/// clients use one type for both.
pub(super) fn refer_to_items(components: &mut Components) {
    let names: Vec<String> = components.schemas.keys().cloned().collect();
    for (name, schema) in &mut components.schemas {
        let Some(item) = name.strip_prefix("Page_").filter(|item| names.iter().any(|name| name == item)) else {
            continue;
        };
        let RefOr::T(Schema::Object(page)) = schema else { continue };
        if let Some(RefOr::T(Schema::Array(data))) = page.properties.get_mut("data") {
            data.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(item))));
        }
    }
}
