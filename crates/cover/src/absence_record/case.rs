//! What follows from somebody's absence: referrals to occupational health, the stages of the policy, and the pay.

use chrono::Days;
use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// For so long a stage stands: after it, the policy begins again with the informal one (local policy, unconfirmed).
const STAGE_HOLDS_DAYS: u64 = 365;

/// A referral to occupational health. What the illness is does not belong here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// When the person was referred.
    pub referred_on: Date,
    /// When they are seen.
    #[serde(default)]
    pub appointment_on: Option<Date>,
    /// When the report came.
    #[serde(default)]
    pub report_on: Option<Date>,
    /// The adjustments that it advises.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub advice: Option<String>,
}

/// A stage of the academy's policy on absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyStage {
    /// A conversation.
    Informal,
    /// The first formal stage.
    #[serde(rename = "stage_1")]
    Stage1,
    /// The second formal stage.
    #[serde(rename = "stage_2")]
    Stage2,
    /// A hearing.
    Hearing,
}

/// A stage that was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AbsencePolicyStep)]
pub struct PolicyStep {
    /// Which.
    pub stage: PolicyStage,
    /// When the meeting was held that decided it.
    pub decided_on: Date,
    /// When it is looked at again.
    #[serde(default)]
    pub review_on: Option<Date>,
    /// When it was closed; null while it stands.
    #[serde(default)]
    pub closed_on: Option<Date>,
}

/// What somebody is paid while away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SickPay {
    /// Full pay.
    Full,
    /// Half pay.
    Half,
    /// None.
    None,
}

/// From when on somebody is paid what. It follows from the contract (Burgundy Book, Green Book), and is entered, not computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AbsencePayStep)]
pub struct PayStep {
    /// From this day on.
    pub from: Date,
    /// What is paid.
    pub pay: SickPay,
}

/// What follows from somebody's absence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"stages": [{"stage": "informal", "decided_on": "2026-11-16", "review_on": "2027-01-11"}]}))]
pub struct AbsenceCase {
    /// Referrals to occupational health, the earliest first.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub referrals: Vec<Referral>,
    /// The stages of the policy, the earliest first.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub stages: Vec<PolicyStep>,
    /// The pay, the earliest first.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub pay: Vec<PayStep>,
}

impl AbsenceCase {
    /// The stage that stands on a day.
    pub fn stage_on(&self, date: Date) -> Option<&PolicyStep> {
        self.stages.iter().rev().find(|step| step.decided_on <= date).filter(|step| step.stands(date))
    }
}

impl PolicyStep {
    /// Whether it stands on a day: not closed, and not lapsed.
    fn stands(&self, date: Date) -> bool {
        let lapses = self.decided_on.checked_add_days(Days::new(STAGE_HOLDS_DAYS));
        self.closed_on.is_none_or(|closed| date < closed) && lapses.is_none_or(|lapses| date < lapses)
    }
}

/// What follows from the absence of one person as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceCaseRecord {
    /// The person.
    pub staff_id: StaffId,
    /// What follows.
    pub case: AbsenceCase,
}

impl Record for AbsenceCaseRecord {
    const KIND: &'static str = "absence_case";
    const NAME: &'static str = "absence case";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.staff_id.to_string())
    }
}

/// Everything that is wrong with it: each stage follows the one before, and nothing is recorded before it happened.
pub fn check_case(case: &AbsenceCase, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: String, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    let order = "they are told in the order of their days";
    for (place, referral) in case.referrals.iter().enumerate() {
        let at = |field: &str| format!("/referrals/{place}/{field}");
        if referral.referred_on > today {
            refuse(at("referred_on"), "in_the_future", "a referral is recorded once it was made");
        }
        if place > 0 && referral.referred_on < case.referrals[place - 1].referred_on {
            refuse(at("referred_on"), "out_of_order", order);
        }
        if referral.appointment_on.is_some_and(|day| day < referral.referred_on) {
            refuse(at("appointment_on"), "ends_before_it_begins", "the appointment is before the referral");
        }
        if referral.report_on.is_some_and(|day| day < referral.referred_on || day > today) {
            refuse(at("report_on"), "out_of_range", "the report comes after the referral and not after today");
        }
    }
    for (place, step) in case.stages.iter().enumerate() {
        let at = |field: &str| format!("/stages/{place}/{field}");
        if step.decided_on > today {
            refuse(at("decided_on"), "in_the_future", "a stage is recorded once it was decided");
        }
        for (field, day) in [("review_on", step.review_on), ("closed_on", step.closed_on)] {
            if day.is_some_and(|day| day < step.decided_on) {
                refuse(at(field), "ends_before_it_begins", "that is before the stage was decided");
            }
        }
        let before = place.checked_sub(1).map(|before| &case.stages[before]);
        if before.is_some_and(|before| step.decided_on < before.decided_on) {
            refuse(at("decided_on"), "out_of_order", order);
        }
        let highest = before.filter(|before| before.stands(step.decided_on)).map_or(PolicyStage::Informal, next);
        if step.stage > highest {
            let detail = "a stage follows the one before: none is left out, and after a year or when it was closed the \
                policy begins again with the informal one";
            refuse(at("stage"), "skips_a_stage", detail);
        }
    }
    for (place, pair) in case.pay.windows(2).enumerate() {
        let at = |field: &str| format!("/pay/{}/{field}", place + 1);
        if pair[1].from <= pair[0].from {
            refuse(at("from"), "out_of_order", order);
        }
        if pair[1].pay == pair[0].pay {
            refuse(at("pay"), "unchanged", "the same is paid already");
        }
    }
    errors
}

/// The highest stage that may follow one that stands.
fn next(step: &PolicyStep) -> PolicyStage {
    match step.stage {
        PolicyStage::Informal => PolicyStage::Stage1,
        PolicyStage::Stage1 => PolicyStage::Stage2,
        PolicyStage::Stage2 | PolicyStage::Hearing => PolicyStage::Hearing,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lost::tests::day;
    use super::*;
    use PolicyStage::{Hearing, Informal, Stage1, Stage2};

    fn steps(steps: &[(PolicyStage, &str)]) -> AbsenceCase {
        let steps = steps.iter().map(|(stage, decided)| PolicyStep {
            stage: *stage,
            decided_on: day(decided),
            review_on: None,
            closed_on: None,
        });
        AbsenceCase { stages: steps.collect(), ..AbsenceCase::default() }
    }

    fn codes(case: &AbsenceCase) -> Vec<String> {
        check_case(case, day("2026-11-23")).into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn a_stage_follows_the_one_before() {
        let all = [(Informal, "2026-01-12"), (Stage1, "2026-03-02"), (Stage2, "2026-06-01"), (Hearing, "2026-10-05")];
        assert_eq!(codes(&steps(&all)), [""; 0]);
        assert_eq!(codes(&steps(&[(Stage1, "2026-03-02")])), ["/stages/0/stage skips_a_stage"]);
        assert_eq!(codes(&steps(&[all[0], all[2]])), ["/stages/1/stage skips_a_stage"]);
        let late = [(Informal, "2025-01-12"), (Stage1, "2026-03-02")];
        assert_eq!(codes(&steps(&late)), ["/stages/1/stage skips_a_stage"], "the informal stage has lapsed");
        let mut closed = steps(&all[..2]);
        closed.stages[0].closed_on = Some(day("2026-02-01"));
        assert_eq!(codes(&closed), ["/stages/1/stage skips_a_stage"]);
        assert_eq!(closed.stage_on(day("2026-03-02")).map(|step| step.stage), Some(Stage1));
        assert_eq!(closed.stage_on(day("2026-02-20")), None);
        assert_eq!(codes(&steps(&[all[1], all[0]]))[1..], ["/stages/1/decided_on out_of_order"]);
    }

    #[test]
    fn pay_and_referrals_have_an_order() {
        let case: AbsenceCase = serde_json::from_str(
            r#"{"referrals":[{"referred_on":"2026-11-30","appointment_on":"2026-11-02"}],
                "pay":[{"from":"2026-09-01","pay":"full"},{"from":"2026-09-01","pay":"full"}]}"#,
        )
        .unwrap();
        assert_eq!(
            codes(&case),
            [
                "/referrals/0/referred_on in_the_future",
                "/referrals/0/appointment_on ends_before_it_begins",
                "/pay/1/from out_of_order",
                "/pay/1/pay unchanged"
            ]
        );
    }
}
