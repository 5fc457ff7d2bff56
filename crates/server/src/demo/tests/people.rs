//! The people: how many, the same from the same seed, in families.

use super::{SEED, SMALL, WHOLE, day, small};
use crate::demo::world::{MadeAcademy, World};
use school::pupil::SenStatus;
use school::{Role, Upn};
use std::collections::{HashMap, HashSet};

fn on_roll(academy: &MadeAcademy, world: &World) -> usize {
    academy.pupils.iter().filter(|pupil| pupil.is_on_roll(world.day.today)).count()
}

#[test]
fn the_academies_have_1200_and_420_pupils() {
    let world = &*WHOLE;
    assert_eq!(world.academies.iter().map(|academy| on_roll(academy, world)).collect::<Vec<_>>(), [1_200, 420]);
    for academy in &world.academies {
        let upns: Vec<&Upn> = academy.pupils.iter().filter_map(|pupil| pupil.record.identity.upn.as_ref()).collect();
        assert_eq!(upns.iter().collect::<HashSet<_>>().len(), academy.pupils.len(), "every UPN once");
        for pupil in academy.pupils.iter().filter(|pupil| pupil.is_on_roll(world.day.today)) {
            assert!(pupil.group_on(world.day.today).is_some());
        }
        let values: Vec<_> = academy.pupils.iter().filter_map(|pupil| pupil.characteristics.last()).collect();
        assert!(values.iter().any(|(_, values)| values.looked_after == Some(true)));
        assert!(values.iter().any(|(_, values)| values.child_protection == Some(true)));
        assert!(values.iter().any(|(_, values)| values.sen_status == Some(SenStatus::Ehcp)));
        assert!(academy.pupils.iter().any(|pupil| pupil.enrolments.len() == 2), "somebody came back");
    }
    let roles: HashSet<Role> =
        world.academies.iter().flat_map(|academy| &academy.staff).flat_map(|member| member.roles.clone()).collect();
    assert_eq!(roles.len(), Role::ALL.len());
}

#[test]
fn siblings_are_at_both_academies_and_children_come_up() {
    let world = &*WHOLE;
    let families = |academy: &MadeAcademy| academy.pupils.iter().map(|pupil| pupil.family).collect::<HashSet<_>>();
    let (secondary, primary) = (families(&world.academies[0]), families(&world.academies[1]));
    assert!(secondary.intersection(&primary).count() > 50);
    let persons: HashMap<_, _> =
        world.academies[1].pupils.iter().map(|pupil| (pupil.record.person_id, &pupil.record.identity.upn)).collect();
    let came_up = world.academies[0]
        .pupils
        .iter()
        .filter_map(|pupil| persons.get(&pupil.record.person_id).map(|upn| **upn == pupil.record.identity.upn));
    let came_up: Vec<bool> = came_up.collect();
    assert!(came_up.len() > 10 && came_up.iter().all(|same| *same));
}

#[test]
fn the_same_seed_and_day_make_the_same_trust() {
    let (one, other) = (small("2026-11-24"), small("2026-11-24"));
    assert!(format!("{one:?}") == format!("{other:?}"), "a value differs");
    let another = World::make(day("2026-11-24"), SEED + 1, SMALL);
    let marks = |world: &World| {
        let sheets = world.academies.iter().flat_map(|academy| &academy.pupils).flat_map(|pupil| &pupil.sheets);
        sheets.map(|sheet| sheet.marks).collect::<Vec<_>>()
    };
    assert!(marks(&one) != marks(&another));
}
