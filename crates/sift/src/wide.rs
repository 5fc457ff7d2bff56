//! Sifting with AVX-512: a comparison and one packing instruction for each 64 bytes.

use super::{BLOCK, BYTES, EVEN, OVERLAP, Sifted, Usual, WORDS};
use std::arch::x86_64::{
    __m512i, _MM_HINT_T0, _mm_prefetch, _mm512_cmpeq_epi8_mask, _mm512_loadu_si512, _mm512_maskz_compress_epi8,
    _mm512_set1_epi16, _mm512_storeu_si512,
};

/// Sifts where the processor can; answers whether it could.
#[inline]
#[expect(unsafe_code, reason = "a function that needs a feature of the processor is called after asking for it")]
pub(super) fn sift(sifted: &mut Sifted, row: &[u8; BYTES], places: &[u64; WORDS], usual: Usual) -> bool {
    let able = is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("popcnt");
    if able {
        // SAFETY: the three features of the function have just been found.
        unsafe { sift_wide(sifted, row, places, usual) };
    }
    able
}

#[target_feature(enable = "avx512bw,avx512vbmi2,popcnt")]
fn sift_wide(sifted: &mut Sifted, row: &[u8; BYTES], places: &[u64; WORDS], usual: Usual) {
    let usual = _mm512_set1_epi16(i16::from_le_bytes(usual));
    let (mut all, mut even, mut others) = (0, 0, 0);
    let (blocks, _) = row.as_chunks::<BLOCK>();
    let mut one = |word: usize, block: &[u8; BLOCK], places: u64, overlap: usize| {
        let bytes = load(block);
        let equal = _mm512_cmpeq_epi8_mask(bytes, usual) & places;
        let different = places & !equal;
        all += equal.count_ones();
        even += (equal & EVEN).count_ones();
        if let Some(room) = sifted.bytes.get_mut(others..).and_then(<[u8]>::first_chunk_mut) {
            store(room, _mm512_maskz_compress_epi8(different, bytes));
        }
        others += different.count_ones() as usize;
        sifted.places[word] = different >> overlap;
    };
    for (word, (block, places)) in blocks.iter().zip(places).enumerate() {
        one(word, block, *places, 0);
    }
    if let Some(tail) = row.last_chunk::<BLOCK>() {
        one(WORDS - 1, tail, places[WORDS - 1] << OVERLAP, OVERLAP);
    }
    (sifted.even, sifted.odd, sifted.others) = (even as usize, (all - even) as usize, others);
}

#[inline]
#[target_feature(enable = "avx512bw")]
#[expect(unsafe_code, reason = "the standard library has no safe way from an array to a register")]
fn load(block: &[u8; BLOCK]) -> __m512i {
    // SAFETY: the pointer is to 64 readable bytes, and the load asks for no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512bw")]
#[expect(unsafe_code, reason = "the standard library has no safe way from a register to an array")]
fn store(room: &mut [u8; BLOCK], bytes: __m512i) {
    // SAFETY: the pointer is to 64 writable bytes that nobody else can see, and the store asks for no alignment.
    unsafe { _mm512_storeu_si512(room.as_mut_ptr().cast(), bytes) }
}

/// Asks for each line of a row.
#[inline]
#[expect(unsafe_code, reason = "the standard library has no safe way to ask for memory ahead")]
pub(super) fn fetch(row: &[u8; BYTES]) {
    for block in row.chunks(BLOCK) {
        // SAFETY: every x86-64 processor has the instruction, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(block.as_ptr().cast()) };
    }
}
