//! A set of sessions of one academic year, one bit each.

use crate::SESSIONS_IN_SHEET;

/// How many words of 64 places a set has.
pub const SESSION_WORDS: usize = SESSIONS_IN_SHEET.div_ceil(64);

/// A set of sessions of one academic year by their place in the mark sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionSet([u64; SESSION_WORDS]);

impl SessionSet {
    /// Puts a session in. A place outside the sheet is ignored.
    #[inline]
    pub fn insert(&mut self, index: usize) {
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    /// Takes a session out.
    #[inline]
    pub fn remove(&mut self, index: usize) {
        if let Some(word) = self.0.get_mut(index / 64) {
            *word &= !(1 << (index % 64));
        }
    }

    /// Whether the session is in.
    #[inline]
    pub fn contains(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// How many sessions are in.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether none is in.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The sessions of both sets.
    #[inline]
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine &= theirs;
        }
        self
    }

    /// The sessions of either set.
    #[inline]
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
        self
    }

    /// The sessions of this set that are not in the other.
    #[inline]
    #[must_use]
    pub fn without(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine &= !theirs;
        }
        self
    }

    /// All sessions from one place up to, not including, another.
    #[inline]
    pub fn between(from: usize, to: usize) -> Self {
        let to = to.min(SESSIONS_IN_SHEET);
        let mut set = Self::default();
        for (place, word) in set.0.iter_mut().enumerate() {
            // The bits of the word that stand for places below a number.
            let below = |number: usize| match number.saturating_sub(64 * place) {
                bits @ 0..64 => (1_u64 << bits) - 1,
                _ => u64::MAX,
            };
            *word = below(to) & !below(from);
        }
        set
    }

    /// The set as words of 64 places each: the place of a bit is 64 times that of its word and its own.
    #[inline]
    pub const fn from_words(words: [u64; SESSION_WORDS]) -> Self {
        let mut set = Self(words);
        set.0[SESSION_WORDS - 1] &= (1 << (SESSIONS_IN_SHEET % 64)) - 1;
        set
    }

    /// The words of [`SessionSet::from_words`].
    #[inline]
    pub const fn words(&self) -> &[u64; SESSION_WORDS] {
        &self.0
    }

    /// The places in their order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self.0;
        (0..SESSION_WORDS).flat_map(move |place| {
            let mut word = words[place];
            std::iter::from_fn(move || {
                if word == 0 {
                    return None;
                }
                let bit = word.trailing_zeros() as usize;
                word &= word - 1;
                Some(64 * place + bit)
            })
        })
    }
}

impl FromIterator<usize> for SessionSet {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut set = Self::default();
        places.into_iter().for_each(|place| set.insert(place));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_behaves_like_a_set_of_numbers() {
        let set: SessionSet = [0, 63, 64, 731].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 731]);
        assert_eq!(set.len(), 4);
        assert!(!set.contains(732) && !set.contains(9_999));
        let low = SessionSet::between(0, 64);
        assert_eq!(set.and(&low).len(), 2);
        assert_eq!(set.without(&low).iter().collect::<Vec<_>>(), [64, 731]);
        assert_eq!(set.or(&low).len(), 66);
    }

    #[test]
    fn a_range_holds_the_numbers_of_the_range() {
        let ends = [0, 1, 62, 63, 64, 65, 127, 128, 380, 700, 731, 732, 733, 768, 9_999];
        for from in ends {
            for to in ends {
                let places: Vec<usize> = (from..to.min(SESSIONS_IN_SHEET)).collect();
                assert_eq!(SessionSet::between(from, to).iter().collect::<Vec<_>>(), places, "{from} to {to}");
            }
        }
    }
}
