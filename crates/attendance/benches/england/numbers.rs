//! The same random numbers on every machine.

/// A small generator (splitmix64): every pupil has an own one, so the order of work changes nothing.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn of(seed: u64, pupil: u64) -> Self {
        let mut numbers = Self(seed ^ pupil.wrapping_mul(0xD605_BBB5_8C8A_BBC9));
        numbers.next();
        numbers
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// From 0 up to 1, exclusive.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Exponentially distributed with mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        -(1.0 - self.fraction()).ln()
    }

    /// How often something happens that is expected so often.
    pub(crate) fn times(&mut self, expected: f64) -> usize {
        let limit = (-expected).exp();
        let mut product = self.fraction();
        let mut times = 0;
        while product > limit && times < 400 {
            product *= self.fraction();
            times += 1;
        }
        times
    }
}
