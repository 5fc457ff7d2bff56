//! The form in which the digest of a client's secret is kept.

use web::SecretDigest;

/// The digest as it is kept: 64 hexadecimal digits.
pub fn kept_form(digest: &SecretDigest) -> String {
    digest.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest that was kept; none where the text is none.
pub(crate) fn digest_of(kept: &str) -> Option<SecretDigest> {
    let (pairs, rest) = kept.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> = pairs
        .iter()
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|text| u8::from_str_radix(text, 16).ok()))
        .collect();
    bytes.filter(|_| rest.is_empty()).and_then(|bytes| SecretDigest::from_bytes(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use web::ClientSecret;

    #[test]
    fn a_kept_digest_is_read_back_and_nothing_else_is() {
        let digest = ClientSecret::generate().unwrap().digest();
        assert_eq!(digest_of(&kept_form(&digest)).map(|read| *read.as_bytes()), Some(*digest.as_bytes()));
        for wrong in ["", "00", "zz", &"0".repeat(63), &"é".repeat(32)] {
            assert!(digest_of(wrong).is_none());
        }
    }
}
