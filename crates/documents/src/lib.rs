//! Rendering: values in, bytes out. So far calendars.

pub mod calendar;
