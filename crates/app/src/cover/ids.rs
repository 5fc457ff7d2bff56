use cover::need::NeedKey;
use school::{AcademyId, Date};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The id of a requirement: the same whenever it is derived again, so it is made of what makes the requirement the same
/// (UUID version 8, RFC 9562).
pub fn requirement_id(academy: AcademyId, date: Date, key: &NeedKey) -> Uuid {
    let mut digest = Sha256::new();
    digest.update(academy.0.as_bytes());
    for part in [date.to_string().as_str(), &key.period, &key.class] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    digest.update(key.absent.0.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
