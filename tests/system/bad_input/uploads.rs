//! Files that are too large, not what they say, or malicious.

use crate::ground::{Ground, problem, text};
use server::Flags;
use std::io::{Read, Write};
use std::net::TcpStream;
use testkit::{Answer, Backend, House, on_both};

const BOMB: &str = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<CTfile><Header><DocumentName>&lol3;</DocumentName></Header></CTfile>"#;
const OUTSIDE: &str = r#"<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<CTfile><Header><DocumentName>&secret;</DocumentName></Header></CTfile>"#;
const DTD: &str = r#"<?xml version="1.0"?><!DOCTYPE CTfile SYSTEM "http://127.0.0.1:9/ctf.dtd"><CTfile></CTfile>"#;

fn upload(ground: &Ground, format: &str, kind: &str, file: &[u8]) -> Answer {
    let path = ground.path(&format!("imports?format={format}"));
    ground.api.with("Content-Type", kind).send("POST", &path, Some(file.to_vec()))
}

/// A file that cannot be read is refused at once, or ends as a failed import that says why; nothing of it is written.
#[track_caller]
fn unreadable(house: &House, ground: &Ground, format: &str, kind: &str, file: &[u8]) -> String {
    let answer = upload(ground, format, kind, file);
    let why = if answer.status == 202 {
        let import = house.finished(&ground.api, answer.header("location"));
        assert_eq!(import["status"], "failed", "{import}");
        assert_eq!((import["created"].as_i64(), import["updated"].as_i64()), (Some(0), Some(0)), "{import}");
        text(&import["problem"]).to_owned()
    } else {
        problem(house, answer, &[400, 413, 415, 422]).text
    };
    assert!(!why.is_empty());
    assert_eq!(ground.api.get(&ground.path("pupils")).expect(200).json["data"].as_array().unwrap().len(), 0);
    why
}

fn small_houses() -> Vec<House> {
    let flags = || Flags { largest_import_mb: Some(1), ..Flags::default() };
    [Backend::Sqlite, Backend::Postgres].into_iter().filter_map(|backend| House::with(backend, flags())).collect()
}

#[test]
fn an_upload_above_the_limit_is_413_and_leaves_nothing() {
    for house in small_houses() {
        let ground = Ground::new(&house);
        let mut file = crate::flow::pupils_csv().into_bytes();
        file.resize(1024 * 1024 + 4096, b'\n');
        problem(&house, upload(&ground, "pupils-csv", "text/csv", &file), &[413]);
        assert_eq!(ground.api.get(&ground.path("imports")).expect(200).json["data"], serde_json::json!([]));
        file.truncate(1000 * 1000);
        upload(&ground, "pupils-csv", "text/csv", &file).expect(202);
    }
}

/// Sends a request by hand: its head, and what follows in chunks until the server has had enough.
fn by_hand(house: &House, ground: &Ground, headers: &str, body: &[u8], times: usize) -> String {
    let mut stream = TcpStream::connect(house.base.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    let (id, secret) = house.credentials("roll:read roll:write attendance:write", &[]);
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: text/csv\r\n{headers}\r\n\r\n",
        ground.path("imports?format=pupils-csv"),
        house.token(&id, &secret),
    );
    stream.write_all(head.as_bytes()).unwrap();
    for _ in 0..times {
        if stream.write_all(body).is_err() {
            break;
        }
    }
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[test]
fn a_length_of_two_gigabytes_is_refused_before_they_are_sent() {
    for house in small_houses() {
        let ground = Ground::new(&house);
        let answer = by_hand(&house, &ground, "Content-Length: 2147483648", b"", 0);
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        ground.api.get("/v1/me").expect(200);
    }
}

#[test]
fn a_body_that_hides_its_length_is_cut_off_at_the_limit() {
    for house in small_houses() {
        let ground = Ground::new(&house);
        let chunk = [b"10000\r\n".as_slice(), &[b'a'; 0x10000], b"\r\n"].concat();
        let answer = by_hand(&house, &ground, "Transfer-Encoding: chunked", &chunk, 40);
        assert!(answer.starts_with("HTTP/1.1 413") || answer.is_empty(), "{answer}");
        ground.api.get("/v1/me").expect(200);
        assert_eq!(ground.api.get(&ground.path("imports")).expect(200).json["data"], serde_json::json!([]));
    }
}

#[test]
fn a_body_that_breaks_off_makes_no_import() {
    for house in small_houses() {
        let ground = Ground::new(&house);
        let mut stream = TcpStream::connect(house.base.trim_start_matches("http://")).unwrap();
        let (id, secret) = house.credentials("roll:write", &[]);
        let file = crate::flow::pupils_csv();
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: text/csv\r\n\
             Content-Length: {}\r\n\r\n{file}",
            ground.path("imports?format=pupils-csv"),
            house.token(&id, &secret),
            file.len() + 100,
        );
        stream.write_all(head.as_bytes()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(200));
        drop(stream);
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert_eq!(ground.api.get(&ground.path("imports")).expect(200).json["data"], serde_json::json!([]));
        assert_eq!(ground.api.get(&ground.path("pupils")).expect(200).json["data"], serde_json::json!([]));
    }
}

on_both! {
fn a_csv_of_latin_1_bytes_is_refused_and_says_that_it_is_not_utf_8(house: &House) {
    let ground = Ground::new(house);
    let file = crate::flow::pupils_csv().replace("Bruno", "Bj*rn").into_bytes();
    let file: Vec<u8> = file.into_iter().map(|byte| if byte == b'*' { 0xf6 } else { byte }).collect();
    let why = unreadable(house, &ground, "pupils-csv", "text/csv", &file);
    assert!(why.to_lowercase().contains("utf-8"), "{why}");
    assert!(!why.contains("Beispiel"), "{why}");
}
}

on_both! {
fn a_ctf_with_entities_or_a_dtd_is_refused_and_reads_nothing_else(house: &House) {
    let ground = Ground::new(house);
    for file in [BOMB, OUTSIDE, DTD] {
        let why = unreadable(house, &ground, "ctf", "application/xml", file.as_bytes());
        assert!(!why.contains("root:") && !why.contains("lollol"), "{why}");
        assert!(["DTD", "DOCTYPE", "document type"].iter().any(|word| why.contains(word)), "{why}");
    }
}
}

on_both! {
fn what_is_no_ctf_is_refused(house: &House) {
    let ground = Ground::new(house);
    let deep = format!("<CTfile>{}", "<a>".repeat(100_000));
    let broken = "<CTfile><Header></CTfile>";
    for file in ["", "no xml at all", "<html><body/></html>", broken, "<CTfile><CTFpupilData><Pupil>", deep.as_str(), "\0\0\0"] {
        unreadable(house, &ground, "ctf", "application/xml", file.as_bytes());
    }
}
}

on_both! {
fn what_is_no_csv_of_that_format_is_refused(house: &House) {
    let ground = Ground::new(house);
    let without = "upn,surname\nA,B\n";
    let twice = "upn,upn,surname,forename,date_of_birth,sex,year_group,starting_day\n";
    let unknown = "upn,surname,forename,date_of_birth,sex,year_group,starting_day,shoe_size\n";
    for file in ["", "\n\n", "\0\0\0\0", "PK\u{3}\u{4}zip", without, twice, unknown] {
        unreadable(house, &ground, "pupils-csv", "text/csv", file.as_bytes());
    }
    let why = unreadable(house, &ground, "pupils-csv", "text/csv", without.as_bytes());
    assert!(why.contains("forename"), "{why}");
    for query in ["format=xlsx", "dry_run=true", "format=ctf&dry_run=maybe", "format=marks-csv&dates=us", "format=ctf&x=1"] {
        let path = ground.path(&format!("imports?{query}"));
        let sent = ground.api.with("Content-Type", "text/csv").send("POST", &path, Some(b"upn\n".to_vec()));
        problem(house, sent, &[400, 422]);
    }
}
}
