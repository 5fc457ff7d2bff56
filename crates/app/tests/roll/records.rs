//! The record store: every version of a record is kept, pages are stable, and nobody overwrites what they did not see.

use crate::house::{House, on_each_database};
use app::records::{self, Filter};
use app::roll::Ask;
use app::{Error, feed};
use school::{Date, Record};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Loan {
    book: String,
    to: Uuid,
    first_day: Date,
    last_day: Option<Date>,
    #[serde(default)]
    remark: Option<String>,
}

impl Record for Loan {
    const KIND: &'static str = "loan";
    const NAME: &'static str = "loan";

    fn subject(&self) -> Option<Uuid> {
        Some(self.to)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), self.last_day)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.book.clone())
    }
}

fn loan(book: &str, to: u128, first_day: &str, last_day: Option<&str>) -> Loan {
    let day = |text: &str| text.parse().unwrap();
    Loan {
        book: book.to_owned(),
        to: Uuid::from_u128(to),
        first_day: day(first_day),
        last_day: last_day.map(day),
        remark: None,
    }
}

#[test]
fn every_version_of_a_record_is_kept() {
    on_each_database(|house: &House| {
        let academy = house.academy("Made-up Academy").id;
        let made = house.write(|cx| records::add(cx, academy, loan("Atlas", 1, "2026-11-23", None))).unwrap();
        assert_eq!(made.revision, 1);
        let twice = house.write(|cx| records::add(cx, academy, loan("Atlas", 2, "2026-11-24", None)));
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");

        let back = Loan { last_day: Some("2026-11-27".parse().unwrap()), ..made.value.clone() };
        let next = house.write(|cx| records::change(cx, made.clone(), back.clone(), &|_| true)).unwrap();
        assert_eq!((next.revision, &next.value), (2, &back));
        let same = house.write(|cx| records::change(cx, next.clone(), back.clone(), &|_| true)).unwrap();
        assert_eq!(same.revision, 2, "the same again is no version");
        let stale =
            house.write(|cx| records::change(cx, made.clone(), loan("Atlas", 9, "2026-11-23", None), &|_| true));
        assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
        let held = house.write(|cx| records::remove(cx, &next, &|revision| revision == 1));
        assert!(matches!(held, Err(Error::Precondition)), "{held:?}");

        house.write(|cx| records::remove(cx, &next, &|_| true)).unwrap();
        let gone = house.read(|cx| records::find::<Loan>(cx, made.id));
        assert!(matches!(gone, Err(Error::NotFound(_))), "{gone:?}");
        let versions = house.read(|cx| records::versions(cx, &next)).unwrap();
        let told: Vec<_> = versions.iter().map(|each| (each.revision, each.removed, each.value.last_day)).collect();
        assert_eq!(told, [(1, false, None), (2, false, back.last_day), (3, true, back.last_day)]);
        house.write(|cx| records::add(cx, academy, loan("Atlas", 3, "2026-11-30", None))).unwrap();
    });
}

#[test]
fn records_are_found_by_whom_they_are_about_and_by_day() {
    on_each_database(|house: &House| {
        let academy = house.academy("Made-up Academy").id;
        let all =
            [("A", 1, "2026-11-02", Some("2026-11-06")), ("B", 1, "2026-11-09", None), ("C", 2, "2026-11-05", None)];
        for (book, to, first, last) in all {
            house.write(|cx| records::add(cx, academy, loan(book, to, first, last))).unwrap();
        }
        let books = |subject: Option<u128>, from: Option<&str>, to: Option<&str>| {
            let subject = subject.map(|number| [Uuid::from_u128(number)]);
            let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
            let filter = Filter { subjects: subject.as_ref().map(|one| &one[..]), from: day(from), to: day(to) };
            let found = house.read(|cx| records::all::<Loan>(cx, academy, &filter)).unwrap();
            let mut books: Vec<_> = found.into_iter().map(|each| each.value.book).collect();
            books.sort();
            books.concat()
        };
        assert_eq!(books(None, None, None), "ABC");
        assert_eq!(books(Some(1), None, None), "AB");
        assert_eq!(books(None, Some("2026-11-07"), None), "BC");
        assert_eq!(books(None, Some("2026-11-06"), Some("2026-11-08")), "AC");
        let elsewhere = house.only(house.academy("Another Academy").id);
        let foreign = elsewhere.read(|cx| records::all::<Loan>(cx, academy, &Filter::default()));
        assert!(matches!(foreign, Err(Error::NotFound(_))), "{foreign:?}");

        let ask = Ask { limit: 2, ..Ask::default() };
        let page = house.read(|cx| records::list::<Loan>(cx, academy, &Filter::default(), &ask)).unwrap();
        assert_eq!((page.data.len(), page.next.is_some()), (2, true));
        house.place_events();
        let since = house.read(|cx| feed::watermark(cx.db)).unwrap();
        house.write(|cx| records::remove(cx, &page.data[0], &|_| true)).unwrap();
        house.place_events();
        let ask = Ask { limit: 50, after: None, updated_since: Some(since) };
        let changed = house.read(|cx| records::list::<Loan>(cx, academy, &Filter::default(), &ask)).unwrap();
        assert_eq!((changed.data.len(), changed.removed), (0, vec![page.data[0].id.0]));
    });
}
