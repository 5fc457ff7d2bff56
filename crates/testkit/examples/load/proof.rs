//! What was answered 200 is in the database.

use crate::taking::Register;
use crate::world;
use crate::{Ground, world::PUPILS};
use store::attendance::sheets;

/// How many events there are.
pub(crate) fn events(ground: &Ground) -> i64 {
    let mut db = ground.open();
    store::events::watermark(&mut db).expect("the watermark") + store::events::waiting(&mut db).expect("a count")
}

/// A hash of what is added, in its order (FNV-1a).
struct Checksum(u64);

impl Checksum {
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn add_mark(&mut self, register: Register, pupil: u32, byte: u8) {
        let place = world::this_year().index_of(register.at).unwrap_or(0) as u64;
        let number = (u64::from(register.academy) << 48) | (u64::from(pupil) << 24) | (place << 8) | u64::from(byte);
        self.add(&number.to_be_bytes());
    }
}

/// A hash of bytes, to see at a glance whether two answers are the same.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mut checksum = Checksum::EMPTY;
    checksum.add(bytes);
    checksum.0
}

/// Compares every mark of the registers with the sheets in the database.
pub(crate) fn marks_are_there(ground: &Ground, taken: &[Register]) {
    let mut db = ground.open();
    let mut taken = taken.to_vec();
    taken.sort_by_key(|register| (register.academy, register.at, register.group));
    let (mut sent, mut kept) = (Checksum::EMPTY, Checksum::EMPTY);
    let mut missing = 0_usize;
    for of_academy in taken.chunk_by(|one, two| one.academy == two.academy) {
        let Some(Register { academy, .. }) = of_academy.first().copied() else { continue };
        let which = sheets::Which::Year(world::this_year());
        let sheets: std::collections::HashMap<_, _> = sheets::load(&mut db, world::academy(academy), which)
            .expect("the sheets")
            .into_iter()
            .map(|sheet| (sheet.enrolment_id, sheet.marks))
            .collect();
        for register in of_academy {
            let place = world::this_year().index_of(register.at).expect("a place");
            for pupil in register.pupils() {
                let wanted = world::code(academy, pupil, register.at) as u8;
                let found = sheets.get(&world::enrolment(academy, pupil)).map_or(0, |marks| marks[place]);
                sent.add_mark(*register, pupil, wanted);
                kept.add_mark(*register, pupil, found);
                missing += usize::from(wanted != found);
            }
        }
    }
    println!(
        "{} marks sent, {missing} not in the database; checksum sent {:016x}, kept {:016x}",
        taken.len() * PUPILS as usize,
        sent.0,
        kept.0
    );
    assert_eq!(missing, 0, "marks were lost");
}
