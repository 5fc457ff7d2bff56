//! Who works in human resources is to themselves what everybody else is.

use super::absence;
use crate::ground::{Ground, column, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
/// What their line manager writes about somebody of human resources is not theirs to read, correct or withdraw.
fn nobody_is_in_charge_of_themselves(house: &House) {
    let ground = Ground::new(house);
    let [hana, other] = ["Hana", "Oskar"].map(|name| ground.person(name, "Personnel officer", &["human_resources"]));
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let [own, colleague, as_manager] = [&hana, &other, &manager].map(|id| ground.api.acting_for(id));
    let of = |what: &str| format!("/v1/staff/{hana}/{what}");
    let begun = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    let refused = problem(house, own.post(&of("appraisals"), &begun), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id not_the_line_manager"]);
    let appraisal = format!("/v1/appraisals/{}", colleague.post(&of("appraisals"), &begun).expect(201).id());
    let meeting = json!({ "line_manager_id": manager, "held_on": "2026-11-20", "notes": "Went through the week" });
    let note = format!("/v1/one-to-ones/{}", as_manager.post(&of("one-to-ones"), &meeting).expect(201).id());
    let seen = json!({ "line_manager_id": manager, "kind": "own_work", "observed_on": "2026-11-20", "class": "7z/Ma1",
        "start": "sound", "work": "sound", "behaviour": "concern", "register_taken": true, "follow_up": "Seen again in two weeks" });
    let concern = format!("/v1/observations/{}", as_manager.post(&of("observations"), &seen).expect(201).id());
    for (list, one, change) in [
        ("appraisals", &appraisal, json!({ "status": "agreed" })),
        ("one-to-ones", &note, json!({ "notes": "Something else" })),
        ("observations", &concern, json!({ "withdrawn": "It was not so" })),
    ] {
        problem(house, own.get(one), &[404]);
        problem(house, own.patch(one, &change), &[404]);
        assert_eq!(own.get(&of(list)).expect(200).json["data"], json!([]), "{list}");
        assert_eq!(colleague.get(&of(list)).expect(200).json["data"].as_array().unwrap().len(), 1, "{list}");
    }
    let refused = problem(house, own.post(&of("one-to-ones"), &meeting), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id not_the_line_manager"]);
    let course = json!({ "kind": "first_aid", "title": "First aid at work", "completed_on": "2026-11-02" });
    problem(house, own.post(&of("trainings"), &course), &[404]);
    let training = format!("/v1/trainings/{}", colleague.post(&of("trainings"), &course).expect(201).id());
    own.get(&training).expect(200);
    problem(house, own.patch(&training, &json!({ "impact": "Confident now" })), &[403]);
    let told = |api: &testkit::Api| {
        let all = api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
        let own = all.as_array().unwrap().iter().filter(|each| each["staff_id"] == hana.as_str());
        own.filter(|each| each["kind"].as_str().unwrap().starts_with("appraisal")).count()
    };
    assert_eq!((told(&own), told(&colleague)), (0, 1));
}
}

on_both! {
/// Nobody says of their own absence that it is protected, certified, or what follows from it.
fn others_write_of_an_absence_of_human_resources(house: &House) {
    let ground = Ground::new(house);
    let [hana, other] = ["Hana", "Oskar"].map(|name| ground.person(name, "Personnel officer", &["human_resources"]));
    let [own, colleague] = [&hana, &other].map(|id| ground.api.acting_for(id));
    let away = json!({ "staff_id": hana, "first_day": "2026-11-03", "last_day": "2026-11-13", "category": "SIC" });
    let ill = absence(house, &ground.id, &away);
    let of = |what: &str| format!("/v1/staff-absences/{ill}/{what}");
    let note = json!({ "kind": "not_fit", "issued_on": "2026-11-10", "first_day": "2026-11-10", "last_day": "2026-11-13" });
    let writes: [(String, Value); 3] = [
        (of("protection"), json!({ "protection": "disability" })),
        (of("fit-notes"), json!({ "notes": [note] })),
        (format!("/v1/staff/{hana}/absence-case"), json!({ "stages": [] })),
    ];
    for (path, body) in &writes {
        problem(house, own.put(path, body), &[403]);
        colleague.put(path, body).expect(200);
    }
    let meeting = json!({ "held_on": "2026-11-16", "outcome": "adjustments", "agreed": "Mornings", "review_on": "2026-11-20" });
    problem(house, own.post(&of("return-to-work"), &meeting), &[403]);
    colleague.post(&of("return-to-work"), &meeting).expect(201);
    problem(house, own.post(&of("return-to-work/reviews"), &json!({ "held_on": "2026-11-20" })), &[403]);
    colleague.post(&of("return-to-work/reviews"), &json!({ "held_on": "2026-11-20" })).expect(201);
    let figures = own.get(&format!("/v1/staff/{hana}/absence-record?as_of=2026-11-23")).expect(200).json["figures"].clone();
    assert_eq!(column(&figures["left_out"], "protection"), ["disability"], "{figures}");
}
}
