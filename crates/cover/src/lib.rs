//! Staff cover.
