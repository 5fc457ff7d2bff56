//! For tests only: a running server on either database, an HTTP client with a token, and a clock that stands still.
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where its ground is missing")]

mod api;
mod database;
mod house;
pub mod port;
mod postgres;

pub use api::{Answer, Api};
pub use database::{Backend, Database};
pub use house::House;

/// Makes two tests of one function: `sqlite` and `postgres`. Where there is no PostgreSQL the second says so and passes,
/// unless `ROLLCALL_TEST_REQUIRE_POSTGRES` is set.
#[macro_export]
macro_rules! on_both {
    ($(#[$doc:meta])* fn $name:ident($house:ident: &$kind:ty) $body:block) => {
        $(#[$doc])*
        mod $name {
            #[expect(clippy::wildcard_imports, reason = "the body is written in the scope around it")]
            use super::*;

            fn story($house: &$kind) $body

            #[test]
            fn sqlite() {
                story(&$crate::House::on($crate::Backend::Sqlite).unwrap());
            }

            #[test]
            fn postgres() {
                if let Some(house) = $crate::House::on($crate::Backend::Postgres) {
                    story(&house);
                }
            }
        }
    };
}
