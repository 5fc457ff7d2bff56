//! The pattern that nearly every mark follows.

/// Which of 64 marks, the first of them of a morning, are the `/` of a morning or the `\` of an afternoon.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn as_usual(marks: &[u8; 64]) -> u64 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi16};
    let usual = _mm_set1_epi16(i16::from_le_bytes(*b"/\\"));
    let (quarters, _) = marks.as_chunks::<16>();
    let mut found = 0;
    for (place, quarter) in quarters.iter().enumerate() {
        let both = u128::from_le_bytes(*quarter);
        let marks = _mm_set_epi64x((both >> 64) as i64, both as i64);
        let equal = _mm_movemask_epi8(_mm_cmpeq_epi8(marks, usual));
        found |= u64::from(equal as u16) << (16 * place);
    }
    found
}

/// Which of 64 marks, the first of them of a morning, are the `/` of a morning or the `\` of an afternoon.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(super) fn as_usual(marks: &[u8; 64]) -> u64 {
    anywhere(marks)
}

/// The same on any machine, eight marks at a time.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn anywhere(marks: &[u8; 64]) -> u64 {
    const USUAL: u64 = u64::from_le_bytes(*b"/\\/\\/\\/\\");
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    // Gathers the lowest bit of each byte in the highest byte, first byte first.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eighths, _) = marks.as_chunks::<8>();
    let mut found = 0;
    for (place, eighth) in eighths.iter().enumerate() {
        let differs = u64::from_le_bytes(*eighth) ^ USUAL;
        let equal = !(((differs & LOW) + LOW) | differs | LOW) >> 7;
        found |= (equal.wrapping_mul(GATHER) >> 56) << (8 * place);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one_by_one(marks: &[u8; 64]) -> u64 {
        let usual = |place: usize| if place.is_multiple_of(2) { b'/' } else { b'\\' };
        (0..64).filter(|place| marks[*place] == usual(*place)).map(|place| 1 << place).sum()
    }

    proptest! {
        #[test]
        fn both_ways_agree_with_looking_one_by_one(
            marks in proptest::collection::vec(prop_oneof![Just(b'/'), Just(b'\\'), Just(b'.'), any::<u8>()], 64)
        ) {
            let marks: [u8; 64] = marks.try_into().unwrap();
            prop_assert_eq!(as_usual(&marks), one_by_one(&marks));
            prop_assert_eq!(anywhere(&marks), one_by_one(&marks));
        }
    }

    #[test]
    fn every_byte_is_told_apart() {
        for byte in 0..=255 {
            let mut marks = [byte; 64];
            assert_eq!(as_usual(&marks), one_by_one(&marks));
            assert_eq!(anywhere(&marks), one_by_one(&marks));
            marks[9] = b'\\';
            assert_eq!(anywhere(&marks), one_by_one(&marks));
        }
    }
}
