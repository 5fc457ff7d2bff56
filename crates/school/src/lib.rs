//! School words.
