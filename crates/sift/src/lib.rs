//! Sifts a row of bytes: how many hold the usual byte of their place, and which bytes the others are, packed together.
//!
//! The kernel of `attendance` looks only at what is left. Sifting is the part of it that a processor does 64 bytes at a
//! time or not at all fast: with AVX-512 a comparison and one packing instruction for each 64 bytes and no branch, which
//! is what brings nine million mark sheets near the speed of memory (`docs/performance.md` has the figures). This crate is
//! alone so that the rest of the workspace can forbid `unsafe`; it knows nothing of pupils.

#[cfg(target_arch = "x86_64")]
mod wide;

/// Bytes of a row.
pub const BYTES: usize = 732;
/// Words of a set of places: one bit a place.
pub const WORDS: usize = BYTES.div_ceil(BLOCK);

/// Bytes looked at together.
const BLOCK: usize = 64;
/// The last whole block of a row begins here; it overlaps the one before.
const TAIL: usize = BYTES - BLOCK;
/// By how many bytes.
const OVERLAP: usize = BLOCK * WORDS - BYTES;
/// The even places of a word.
const EVEN: u64 = 0x5555_5555_5555_5555;

const _: () = assert!(TAIL.is_multiple_of(2), "every block begins at an even place");

/// The usual byte of even and of odd places.
pub type Usual = [u8; 2];

/// What was sifted out of a row. Made once and used for any number of rows.
#[derive(Debug, Clone)]
pub struct Sifted {
    /// How many of the even places hold their usual byte.
    pub even: usize,
    /// How many of the odd places do.
    pub odd: usize,
    others: usize,
    places: [u64; WORDS],
    /// A block of room behind the last byte, so that blocks can be written whole.
    bytes: [u8; BYTES + BLOCK],
}

impl Default for Sifted {
    fn default() -> Self {
        Self { even: 0, odd: 0, others: 0, places: [0; WORDS], bytes: [0; BYTES + BLOCK] }
    }
}

impl Sifted {
    /// The bytes of the other places, in their order.
    #[inline]
    pub fn others(&self) -> &[u8] {
        self.bytes.get(..self.others).unwrap_or_default()
    }

    /// Where they stood: one bit a place, in the order of the bytes.
    #[inline]
    pub fn places(&self) -> &[u64; WORDS] {
        &self.places
    }

    /// Sifts the places of `row` that are in `places`; bits beyond the row are ignored.
    #[inline]
    pub fn sift(&mut self, row: &[u8; BYTES], places: &[u64; WORDS], usual: Usual) {
        #[cfg(target_arch = "x86_64")]
        if wide::sift(self, row, places, usual) {
            return;
        }
        self.sift_slowly(row, places, usual);
    }

    /// The same on any processor.
    fn sift_slowly(&mut self, row: &[u8; BYTES], places: &[u64; WORDS], usual: Usual) {
        (self.even, self.odd, self.others) = (0, 0, 0);
        let (blocks, _) = row.as_chunks::<BLOCK>();
        for (word, (block, places)) in blocks.iter().zip(places).enumerate() {
            self.places[word] = self.sift_block(block, *places, usual);
        }
        if let Some(tail) = row.last_chunk::<BLOCK>() {
            self.places[WORDS - 1] = self.sift_block(tail, places[WORDS - 1] << OVERLAP, usual) >> OVERLAP;
        }
    }

    #[inline]
    fn sift_block(&mut self, block: &[u8; BLOCK], places: u64, usual: Usual) -> u64 {
        let equal = equal(block, usual) & places;
        self.even += (equal & EVEN).count_ones() as usize;
        self.odd += (equal & !EVEN).count_ones() as usize;
        let mut rest = places & !equal;
        while rest != 0 {
            self.bytes[self.others] = block[rest.trailing_zeros() as usize];
            self.others += 1;
            rest &= rest - 1;
        }
        places & !equal
    }
}

/// Asks for a row that is wanted soon, so that it has come from memory by then. Changes nothing but time.
#[inline]
pub fn fetch(row: &[u8; BYTES]) {
    #[cfg(target_arch = "x86_64")]
    wide::fetch(row);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = row;
}

/// Bit by bit which of 64 bytes are usual, eight at a time in an ordinary register.
#[inline]
fn equal(block: &[u8; BLOCK], usual: Usual) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let usual = u64::from(u16::from_le_bytes(usual)) * 0x0001_0001_0001_0001;
    let (eights, _) = block.as_chunks::<8>();
    eights.iter().rev().fold(0, |word, eight| {
        let difference = u64::from_le_bytes(*eight) ^ usual;
        // The high bit of each byte that differs; then the low bit of each that does not.
        let other = (((difference & LOW) + LOW) | difference) & !LOW;
        let equal = (!other & !LOW) >> 7;
        // The product gathers the low bits of the eight bytes in its highest byte.
        word << 8 | equal.wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const USUAL: Usual = *b"/\\";

    fn any_row() -> impl Strategy<Value = [u8; BYTES]> {
        let byte = prop_oneof![8 => Just(b'/'), 8 => Just(b'\\'), 1 => Just(b'\\' ^ 0x80), 4 => any::<u8>()];
        proptest::collection::vec(byte, BYTES).prop_map(|bytes| bytes.try_into().unwrap())
    }

    fn obvious(row: &[u8; BYTES], places: &[u64; WORDS]) -> (usize, usize, Vec<u8>, [u64; WORDS]) {
        let (mut even, mut odd, mut others, mut stood) = (0, 0, Vec::new(), [0; WORDS]);
        for place in (0..BYTES).filter(|place| places[place / 64] >> (place % 64) & 1 == 1) {
            match (row[place] == USUAL[place % 2], place % 2) {
                (true, 0) => even += 1,
                (true, _) => odd += 1,
                (false, _) => {
                    others.push(row[place]);
                    stood[place / 64] |= 1 << (place % 64);
                }
            }
        }
        (even, odd, others, stood)
    }

    proptest! {
        #[test]
        fn both_ways_agree_with_the_obvious_one(row in any_row(), places in any::<[u64; WORDS]>()) {
            let expected = obvious(&row, &places);
            let mut sifted = Sifted::default();
            sifted.sift_slowly(&row, &places, USUAL);
            prop_assert_eq!((sifted.even, sifted.odd, sifted.others().to_vec(), *sifted.places()), expected.clone());
            sifted.sift(&row, &places, USUAL);
            prop_assert_eq!((sifted.even, sifted.odd, sifted.others().to_vec(), *sifted.places()), expected);
        }
    }

    #[test]
    fn a_row_of_others_fits() {
        let mut sifted = Sifted::default();
        sifted.sift(&[b'I'; BYTES], &[u64::MAX; WORDS], USUAL);
        assert_eq!((sifted.even, sifted.odd, sifted.others()), (0, 0, &[b'I'; BYTES][..]));
        sifted.sift(&[b'/'; BYTES], &[u64::MAX; WORDS], USUAL);
        assert_eq!((sifted.even, sifted.odd, sifted.others().len()), (BYTES / 2, 0, BYTES / 2));
    }
}
