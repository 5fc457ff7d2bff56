//! A query string taken apart.

use crate::schema::escaped_step;
use percent_encoding::percent_decode;
use school::Violation;

/// Names and values, decoded. Parts that cannot be decoded are left out and listed.
pub(super) fn pairs(query: &str) -> (Vec<(String, String)>, Vec<Violation>) {
    let (mut pairs, mut violations) = (Vec::new(), Vec::new());
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let Ok(name) = decoded(name) else {
            violations.push(Violation::new("/query", "unknown_parameter", "a name cannot be decoded"));
            continue;
        };
        match decoded(value) {
            Ok(value) => pairs.push((name, value)),
            Err(fault) => {
                let pointer = format!("/query{}", escaped_step(&name));
                violations.push(Violation::new(pointer, fault.0, fault.1));
            }
        }
    }
    (pairs, violations)
}

struct Fault(&'static str, &'static str);

fn decoded(text: &str) -> Result<String, Fault> {
    let spaced = text.replace('+', " ");
    if !escapes_are_whole(spaced.as_bytes()) {
        return Err(Fault("wrong_escape", "a percent sign must stand before two hexadecimal digits"));
    }
    let decoded = percent_decode(spaced.as_bytes()).decode_utf8();
    let text = decoded.map_err(|_| Fault("not_utf8", "the value must be UTF-8"))?.into_owned();
    if text.contains('\0') {
        return Err(Fault("forbidden_character", "a text may not hold the NUL character"));
    }
    Ok(text)
}

fn escapes_are_whole(bytes: &[u8]) -> bool {
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    bytes.iter().enumerate().all(|(at, byte)| *byte != b'%' || (is_hex(at + 1) && is_hex(at + 2)))
}
