use school::PupilId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A pupil's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeatingPlace)]
pub struct Place {
    /// The row, 1 nearest to the board.
    #[schema(minimum = 1, maximum = 20)]
    pub row: u8,
    /// The seat in the row, 1 at the left as the teacher looks at the class.
    #[schema(minimum = 1, maximum = 20)]
    pub seat: u8,
    /// The pupil.
    #[schema(value_type = String, format = Uuid)]
    pub pupil_id: PupilId,
}

/// Who sits where in a room of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatingPlan {
    /// How many rows.
    #[schema(minimum = 1, maximum = 20)]
    pub rows: u8,
    /// How many seats a row has.
    #[schema(minimum = 1, maximum = 20)]
    pub seats: u8,
    /// Who sits where.
    #[schema(max_items = 400)]
    pub places: Vec<Place>,
}

/// Where those sit who are in the class on a day: the plan may be older than the class. Who has left it has no seat any more,
/// who has come since has none yet.
pub fn seats(plan: &SeatingPlan, members: &BTreeSet<PupilId>) -> BTreeMap<PupilId, Place> {
    plan.places.iter().filter(|place| members.contains(&place.pupil_id)).map(|place| (place.pupil_id, *place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_plan_older_than_the_class_seats_those_who_are_still_in_it() {
        let pupil = |number| PupilId(Uuid::from_u128(number));
        let places = vec![Place { row: 1, seat: 1, pupil_id: pupil(1) }, Place { row: 1, seat: 2, pupil_id: pupil(2) }];
        let plan = SeatingPlan { rows: 1, seats: 2, places };
        let now = seats(&plan, &BTreeSet::from([pupil(2), pupil(3)]));
        assert_eq!(now.keys().copied().collect::<Vec<_>>(), [pupil(2)]);
        assert_eq!(now[&pupil(2)].seat, 2);
    }
}
