//! What observations of covered lessons say beside their words, counted.

use super::{Definition, Part};
use crate::appraisal::{Observation, ObservationKind, Rating};
use serde::Serialize;
use utoipa::ToSchema;

/// What was seen in the covered lessons that were observed. A fact that nobody looked at is in no denominator.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = QualityObserved)]
pub struct Observed {
    /// Observations of covered lessons.
    pub observations: u32,
    /// Lessons that started on time.
    pub started_on_time: Part,
    /// Lessons whose work was clear to the class.
    pub work_clear: Part,
    /// Lessons whose work was returned to the teacher.
    pub work_returned: Part,
    /// Lessons in which behaviour was strong or sound.
    pub behaviour_sound: Part,
    /// Call-outs because of behaviour, by the lessons in which they were counted.
    pub call_outs: Part,
    /// How each figure is made.
    pub definitions: Vec<Definition>,
}

/// Counts observations; those of somebody's own work and those that were withdrawn are left out.
pub fn observed<'a>(observations: impl Iterator<Item = &'a Observation>) -> Observed {
    let counts = |each: &&Observation| each.kind == ObservationKind::CoveredLesson && each.withdrawn.is_none();
    let all: Vec<&Observation> = observations.filter(counts).collect();
    let part = |fact: fn(&Observation) -> Option<bool>| {
        let known: Vec<bool> = all.iter().filter_map(|each| fact(each)).collect();
        Part::of(small(known.iter().filter(|held| **held).count()), small(known.len()))
    };
    let call_outs: Vec<u32> = all.iter().filter_map(|each| each.facts.call_outs.map(u32::from)).collect();
    Observed {
        observations: small(all.len()),
        started_on_time: part(|each| each.facts.started_on_time),
        work_clear: part(|each| each.facts.work_clear),
        work_returned: part(|each| each.facts.work_returned),
        behaviour_sound: part(|each| Some(matches!(each.behaviour, Rating::Strong | Rating::Sound))),
        call_outs: Part::of(call_outs.iter().sum(), small(call_outs.len())),
        definitions: definitions(),
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn definitions() -> Vec<Definition> {
    let of = "of the observations of covered lessons in the range that stand and say so";
    [
        ("started_on_time", format!("the observer saw the lesson start on time, {of}")),
        ("work_clear", format!("the work was clear to the class, {of}")),
        ("work_returned", format!("the work was collected and returned to the teacher, {of}")),
        ("behaviour_sound", format!("behaviour was rated strong or sound, {of}")),
        (
            "call_outs",
            format!(
                "how often somebody was called to the lesson because of behaviour; the value is for one lesson, {of}"
            ),
        ),
    ]
    .into_iter()
    .map(|(figure, says)| Definition { figure, says })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation(changes: &serde_json::Value) -> Observation {
        let mut whole = serde_json::json!({ "staff_id": uuid::Uuid::nil(), "line_manager_id": uuid::Uuid::nil(), "observed_on": "2026-11-20",
            "period": "1", "class": null, "start": "sound", "work": "sound", "behaviour": "sound", "register_taken": true, "follow_up": null });
        for (name, value) in changes.as_object().unwrap() {
            whole[name.as_str()] = value.clone();
        }
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn what_nobody_looked_at_is_in_no_denominator() {
        let all = [
            observation(&serde_json::json!({ "facts": { "started_on_time": true, "call_outs": 3 } })),
            observation(
                &serde_json::json!({ "facts": { "started_on_time": false, "work_returned": true, "call_outs": 0 }, "behaviour": "concern" }),
            ),
            observation(&serde_json::json!({})),
            observation(&serde_json::json!({ "kind": "own_work", "facts": { "call_outs": 9 } })),
            observation(&serde_json::json!({ "withdrawn": "Wrong person", "facts": { "call_outs": 9 } })),
        ];
        let found = observed(all.iter());
        assert_eq!(
            (found.observations, found.started_on_time, found.work_returned),
            (3, Part::of(1, 2), Part::of(1, 1))
        );
        assert_eq!(
            (found.behaviour_sound, found.call_outs, found.work_clear.value),
            (Part::of(2, 3), Part::of(3, 2), None)
        );
    }
}
