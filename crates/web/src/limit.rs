//! How many items of a list to answer with.

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// The parameter `limit` of every list: 1 to 500, 50 where it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit(u16);

impl Limit {
    /// The most items that one answer holds.
    pub const MOST: u16 = 500;
    /// The number of items where the caller does not say.
    pub const DEFAULT: u16 = 50;

    /// The limit, where it is one that a list takes.
    pub fn new(items: u16) -> Option<Self> {
        (1..=Self::MOST).contains(&items).then_some(Self(items))
    }

    /// The number of items.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(Self::DEFAULT)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u16::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("out of range"))
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("How many items to answer with."))
            .minimum(Some(1))
            .maximum(Some(Self::MOST))
            .default(Some(Self::DEFAULT.into()))
            .into()
    }
}

impl ToSchema for Limit {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Limit")
    }
}
