//! The roll and the calendar.
