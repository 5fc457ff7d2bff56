//! What the academies know of a pupil's needs, in the shares that a trust sees.

use super::families::Family;
use super::random::Random;
use school::pupil::{Characteristics, SenStatus};

/// The characteristics of a pupil, without the year group. The rare ones come in turn, so that every academy has some.
pub(super) fn characteristics(family: &Family, number: usize, random: &mut Random) -> Characteristics {
    let every = |count: usize, place: usize| Some(number % count == place);
    let child_protection = every(211, 17);
    let looked_after = every(149, 11);
    let sen_status = match number {
        number if number % 27 == 8 => SenStatus::Ehcp,
        _ if random.chance(0.14) => SenStatus::Support,
        _ => SenStatus::None,
    };
    let free_school_meals = family.poor || looked_after == Some(true);
    Characteristics {
        year_group: None,
        free_school_meals: Some(free_school_meals),
        pupil_premium: Some(free_school_meals || random.chance(0.03)),
        sen_status: Some(sen_status),
        english_additional_language: Some(family.background.language != "en"),
        looked_after,
        previously_looked_after: every(131, 77),
        social_worker: Some(number % 43 == 5 || child_protection == Some(true) || looked_after == Some(true)),
        child_protection,
        young_carer: every(101, 40),
        ethnicity: Some(family.background.ethnicity.to_owned()),
        boarder: false,
    }
}
