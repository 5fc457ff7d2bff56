//! Something made once for each type.

use std::{
    any::TypeId,
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Keeps one value for each type that asks. (A `static` inside a generic function would be shared by all its types.)
pub(crate) struct OnceForType<V>(RwLock<BTreeMap<TypeId, Arc<V>>>);

impl<V> OnceForType<V> {
    pub(crate) const fn new() -> Self {
        Self(RwLock::new(BTreeMap::new()))
    }

    /// The value kept for `T`, made by `make` at the first call.
    pub(crate) fn of<T: 'static>(&self, make: impl FnOnce() -> V) -> Arc<V> {
        let id = TypeId::of::<T>();
        if let Some(kept) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Arc::clone(kept);
        }
        let made = Arc::new(make());
        Arc::clone(self.0.write().unwrap_or_else(PoisonError::into_inner).entry(id).or_insert(made))
    }
}
