//! Sheets that are kept between questions: what was written since is always seen, what never came to be never.

use crate::scene::{Scene, at, on_each_database, pupils};
use app::attendance::marks::{Amending, amend_mark};
use app::attendance::summaries::{Asked, Of, summary};
use app::imports::Format;
use app::{Acting, App, Context, Error, Settings};
use attendance::measures::Audience;
use school::Session::{Am, Pm};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The codes of the academy's marks with their numbers, from the figures.
fn codes(cx: &mut Context<'_>, scene: &Scene) -> app::Result<BTreeMap<String, u64>> {
    let answer = summary(cx, Of::Academy(scene.academy), &Asked::default(), Audience::Pastoral)?;
    let by_code = answer.data.into_iter().flat_map(|group| group.summary.by_code);
    Ok(by_code.map(|(code, marks)| (code.as_str().to_owned(), marks)).collect())
}

fn asked(app: &App, by: &Acting, scene: &Scene) -> Vec<(String, u64)> {
    app.read(by, |cx| codes(cx, scene)).unwrap().into_iter().collect()
}

fn expected(codes: &[(&str, u64)]) -> Vec<(String, u64)> {
    codes.iter().map(|(code, marks)| ((*code).to_owned(), *marks)).collect()
}

#[test]
fn what_another_node_writes_is_seen_and_what_was_rolled_back_is_not() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(3));
        scene.marks(&["0 2026-11-20 am I", "0 2026-11-20 pm I", "1 2026-11-20 am L"]);
        let other = App::new(scene.app.pool.clone(), Arc::new(scene.clock.clone()), Settings::default());
        for app in [&scene.app, &other, &scene.app] {
            assert_eq!(asked(app, &scene.client, scene), expected(&[("I", 2), ("L", 1)]));
        }
        // A write that asks for figures in the middle and then fails must leave nothing behind, though the next write gives the
        // sheet the same version.
        let (pupil, morning) = (scene.pupil(0), at("2026-11-20", Am));
        let to_m = Amending { code: Some("M".to_owned()), reason: Some("made up".to_owned()), ..Amending::default() };
        let failed = scene.app.write(&scene.officer, |cx| {
            amend_mark(cx, pupil, morning, &to_m, &|_| true)?;
            assert_eq!(
                codes(cx, scene)?,
                BTreeMap::from([("I", 1), ("L", 1), ("M", 1)].map(|(c, n)| (c.to_owned(), n)))
            );
            Err::<(), Error>(Error::Precondition)
        });
        assert!(matches!(failed, Err(Error::Precondition)));
        assert_eq!(asked(&scene.app, &scene.client, scene), expected(&[("I", 2), ("L", 1)]));
        scene.amend(0, morning, "B");
        for app in [&scene.app, &other] {
            assert_eq!(asked(app, &scene.client, scene), expected(&[("B", 1), ("I", 1), ("L", 1)]));
        }
        // A pupil's first sheet.
        scene.marks(&["2 2026-11-20 pm C"]);
        scene.amend(1, at("2026-11-20", Am), "/");
        scene.amend(0, at("2026-11-20", Pm), "\\");
        for app in [&scene.app, &other] {
            assert_eq!(asked(app, &scene.client, scene), expected(&[("/", 1), ("B", 1), ("C", 1), ("\\", 1)]));
        }
    });
}

#[test]
fn without_room_the_answers_are_the_same() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(2));
        scene.marks(&["0 2026-11-20 am I", "1 2026-11-20 am L"]);
        let settings = Settings { sheet_cache: 0, ..Settings::default() };
        let other = App::new(scene.app.pool.clone(), Arc::new(scene.clock.clone()), settings);
        for _ in 0..2 {
            assert_eq!(asked(&other, &scene.client, scene), expected(&[("I", 1), ("L", 1)]));
        }
    });
}
