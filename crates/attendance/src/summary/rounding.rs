//! Rounding as the DfE publishes it.

/// A fraction as a percentage in units of the last decimal place, rounded half up in exact integers: `percentage(1, 16, 1)`
/// is 63, read 6.3 %. None when the denominator is 0, or the answer is beyond 64 bits.
pub fn percentage(numerator: u64, denominator: u64, decimals: u32) -> Option<u64> {
    if denominator == 0 {
        return None;
    }
    let scale = 10_u128.checked_pow(decimals)?.checked_mul(100)?;
    let doubled = u128::from(numerator).checked_mul(scale)?.checked_mul(2)?.checked_add(u128::from(denominator))?;
    u64::try_from(doubled / (2 * u128::from(denominator))).ok()
}

/// The same as text: `percentage_text(1, 16, 1)` is `6.3`.
pub fn percentage_text(numerator: u64, denominator: u64, decimals: u32) -> Option<String> {
    let units = percentage(numerator, denominator, decimals)?;
    let scale = 10_u64.checked_pow(decimals)?;
    let width = decimals as usize;
    Some(if decimals == 0 { units.to_string() } else { format!("{}.{:0width$}", units / scale, units % scale) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_goes_up() {
        assert_eq!(percentage(1, 16, 1), Some(63));
        assert_eq!(percentage_text(1, 16, 1).as_deref(), Some("6.3"));
        assert_eq!(percentage_text(1, 2_000, 1).as_deref(), Some("0.1"));
        assert_eq!(percentage_text(49, 100_000, 1).as_deref(), Some("0.0"));
        assert_eq!(percentage_text(1, 3, 2).as_deref(), Some("33.33"));
        assert_eq!(percentage_text(7, 8, 0).as_deref(), Some("88"));
        assert_eq!(percentage_text(1, 0, 1), None);
    }

    #[test]
    fn absurd_numbers_do_not_panic() {
        for decimals in [0, 1, 19, 20, 36, 37, 400, u32::MAX] {
            let _ = percentage_text(u64::MAX, 1, decimals);
            let _ = percentage_text(u64::MAX, u64::MAX, decimals);
        }
    }
}
