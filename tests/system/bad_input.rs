//! What is wrong is refused, precisely and without harm: each refusal is a problem that names what is wrong, tells nothing
//! about anybody, and leaves everything as it was.

mod bodies;
mod marks;
mod queries;
mod retries;
mod uploads;
