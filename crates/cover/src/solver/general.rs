use super::budget::Budget;
use super::objective::Objective;
use crate::instance::Instance;

pub(crate) fn solve(_day: &Instance, _objective: &Objective<'_>, _budget: &mut Budget<'_>) -> (Vec<Option<u32>>, i64, i64) {
    (Vec::new(), 0, 0)
}
