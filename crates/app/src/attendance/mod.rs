//! Registers, marks and what follows from them.
