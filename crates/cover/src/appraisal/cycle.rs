//! The appraisal cycle: objectives in autumn, a mid-year review, a final review.

use school::{AcademicYear, Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far an appraisal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppraisalStatus {
    /// Objectives are being written.
    #[default]
    Draft,
    /// Objectives are agreed.
    Agreed,
    /// The mid-year review was held.
    MidYearReviewed,
    /// The final review was held: nothing changes any more.
    Completed,
    /// It was ended without a final review, such as by leaving.
    Cancelled,
}

/// What an objective is about; of the usual three one is of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveKind {
    /// The role.
    Role,
    /// A priority of the academy.
    SchoolPriority,
    /// The person's own development.
    Development,
}

/// How an objective stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveStatus {
    /// Not yet judged.
    #[default]
    Open,
    /// Met.
    Met,
    /// Met in part.
    PartlyMet,
    /// Not met.
    NotMet,
}

/// One objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AppraisalObjective)]
pub struct Objective {
    /// What it is about.
    pub kind: ObjectiveKind,
    /// What is to be reached.
    #[schema(min_length = 1, max_length = 500)]
    pub title: String,
    /// How one will see that it is.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub measure: String,
    /// What shows how far it is.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub evidence: Option<String>,
    /// How it stands.
    #[serde(default)]
    pub status: ObjectiveStatus,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AppraisalReview)]
pub struct Review {
    /// When it was held.
    pub held_on: Date,
    /// What it came to.
    #[schema(min_length = 1, max_length = 4000)]
    pub summary: String,
}

/// One person's appraisal of one academic year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraisal {
    /// The person.
    pub staff_id: StaffId,
    /// Who appraises: the line manager, who alone beside human resources sees it.
    pub line_manager_id: StaffId,
    /// The academic year.
    pub academic_year: AcademicYear,
    /// Whether the year is one of probation (reviews after one, three and six months are usual).
    pub probation: bool,
    /// How far it has come.
    pub status: AppraisalStatus,
    /// The objectives.
    pub objectives: Vec<Objective>,
    /// The reviews of probation that were held, in their order.
    #[serde(default)]
    pub probation_reviews: Vec<Review>,
    /// The mid-year review.
    pub mid_year_review: Option<Review>,
    /// The final review.
    pub final_review: Option<Review>,
}

impl Record for Appraisal {
    const KIND: &'static str = "appraisal";
    const NAME: &'static str = "appraisal";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.academic_year.first_day()), Some(self.academic_year.last_day()))
    }

    fn natural_key(&self) -> Option<String> {
        // One that was cancelled makes room for another.
        let open = self.status != AppraisalStatus::Cancelled;
        open.then(|| format!("{}/{}", self.staff_id, self.academic_year))
    }
}

impl AppraisalStatus {
    /// Whether an appraisal may go from this to the other.
    pub fn may_become(self, next: Self) -> bool {
        use AppraisalStatus::{Agreed, Cancelled, Completed, Draft, MidYearReviewed};
        self == next
            || matches!(
                (self, next),
                (Draft, Agreed | Cancelled)
                    | (Agreed, Draft | MidYearReviewed | Completed | Cancelled)
                    | (MidYearReviewed, Completed | Cancelled)
            )
    }
}

/// Everything that is wrong with a new appraisal.
pub fn check_new(appraisal: &Appraisal, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    if appraisal.staff_id == appraisal.line_manager_id {
        errors.push(Violation::new("/line_manager_id", "own_manager", "nobody appraises themselves"));
    }
    errors.extend(state_faults(appraisal, today));
    errors
}

/// Everything that is wrong with going from one state of an appraisal to another.
pub fn change(before: &Appraisal, after: &Appraisal, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    if matches!(before.status, AppraisalStatus::Completed | AppraisalStatus::Cancelled) {
        if before != after {
            errors.push(Violation::new("", "closed", "the appraisal is closed: nothing in it changes any more"));
        }
        return errors;
    }
    if !before.status.may_become(after.status) {
        errors.push(Violation::new(
            "/status",
            "not_the_next_step",
            "the appraisal cannot go from its status to this one",
        ));
    }
    let titles = |appraisal: &Appraisal| -> Vec<(String, String)> {
        appraisal.objectives.iter().map(|each| (each.title.clone(), each.measure.clone())).collect()
    };
    if before.status != AppraisalStatus::Draft
        && after.status != AppraisalStatus::Draft
        && titles(before) != titles(after)
    {
        let detail = "agreed objectives keep their words: go back to draft to agree others";
        errors.push(Violation::new("/objectives", "agreed", detail));
    }
    errors.extend(state_faults(after, today));
    errors
}

fn state_faults(appraisal: &Appraisal, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: String, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    let agreed = !matches!(appraisal.status, AppraisalStatus::Draft | AppraisalStatus::Cancelled);
    if agreed && appraisal.objectives.is_empty() {
        refuse("/objectives".to_owned(), "missing", "objectives are agreed when there is at least one");
    }
    for (place, objective) in appraisal.objectives.iter().enumerate() {
        if agreed && objective.measure.trim().is_empty() {
            refuse(format!("/objectives/{place}/measure"), "missing", "an agreed objective says how it is measured");
        }
        if appraisal.status == AppraisalStatus::Completed && objective.status == ObjectiveStatus::Open {
            refuse(format!("/objectives/{place}/status"), "still_open", "the final review judges every objective");
        }
    }
    let reviews = [
        ("/mid_year_review", &appraisal.mid_year_review, AppraisalStatus::MidYearReviewed),
        ("/final_review", &appraisal.final_review, AppraisalStatus::Completed),
    ];
    for (pointer, review, status) in reviews {
        if review.is_none() && appraisal.status == status {
            refuse(pointer.to_owned(), "missing", "the status says that this review was held");
        }
        if review.as_ref().is_some_and(|review| review.held_on > today) {
            refuse(format!("{pointer}/held_on"), "in_the_future", "a review is recorded once it was held");
        }
    }
    if !appraisal.probation && !appraisal.probation_reviews.is_empty() {
        refuse("/probation_reviews".to_owned(), "not_on_probation", "the year is not one of probation");
    }
    for (place, review) in appraisal.probation_reviews.iter().enumerate() {
        let pointer = format!("/probation_reviews/{place}/held_on");
        let before = place.checked_sub(1).and_then(|place| appraisal.probation_reviews.get(place));
        if review.held_on > today {
            refuse(pointer, "in_the_future", "a review is recorded once it was held");
        } else if before.is_some_and(|before| before.held_on >= review.held_on) {
            refuse(pointer, "not_after", "each review of probation is after the one before");
        }
    }
    if let (Some(middle), Some(last)) = (&appraisal.mid_year_review, &appraisal.final_review)
        && last.held_on < middle.held_on
    {
        refuse("/final_review/held_on".to_owned(), "before_the_mid_year", "the final review comes last");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appraisal(status: AppraisalStatus) -> Appraisal {
        let objective = Objective {
            kind: ObjectiveKind::Role,
            title: "Registers on time".to_owned(),
            measure: "19 of 20".to_owned(),
            evidence: None,
            status: ObjectiveStatus::Open,
        };
        Appraisal {
            staff_id: StaffId(Uuid::from_u128(1)),
            line_manager_id: StaffId(Uuid::from_u128(2)),
            academic_year: "2026-27".parse().unwrap(),
            probation: false,
            status,
            objectives: vec![objective],
            probation_reviews: Vec::new(),
            mid_year_review: None,
            final_review: None,
        }
    }

    fn today() -> Date {
        "2027-07-01".parse().unwrap()
    }

    fn codes(before: &Appraisal, after: &Appraisal) -> Vec<String> {
        change(before, after, today()).into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn the_cycle_goes_step_by_step() {
        use AppraisalStatus::*;
        let review = Review { held_on: "2027-06-20".parse().unwrap(), summary: "Held".to_owned() };
        let draft = appraisal(Draft);
        assert_eq!(codes(&draft, &appraisal(Agreed)), Vec::<String>::new());
        assert_eq!(
            codes(&draft, &appraisal(Completed)),
            ["/status not_the_next_step", "/objectives/0/status still_open", "/final_review missing"]
        );
        let mut done = Appraisal { final_review: Some(review.clone()), ..appraisal(Completed) };
        done.objectives[0].status = ObjectiveStatus::Met;
        assert_eq!(codes(&appraisal(Agreed), &done), Vec::<String>::new());
        let mut reopened = done.clone();
        reopened.status = Agreed;
        assert_eq!(codes(&done, &reopened), [" closed"]);
        assert_eq!(codes(&done, &done.clone()), Vec::<String>::new());
    }

    #[test]
    fn probation_is_reviewed_in_order_and_only_where_there_is_one() {
        let review = |day: &str| Review { held_on: day.parse().unwrap(), summary: "Held".to_owned() };
        let reviewed = |probation, days: &[&str]| {
            let probation_reviews = days.iter().map(|day| review(day)).collect();
            Appraisal { probation, probation_reviews, ..appraisal(AppraisalStatus::Draft) }
        };
        let before = appraisal(AppraisalStatus::Draft);
        assert_eq!(codes(&before, &reviewed(true, &["2026-10-01", "2026-12-01"])), Vec::<String>::new());
        assert_eq!(codes(&before, &reviewed(false, &["2026-10-01"])), ["/probation_reviews not_on_probation"]);
        assert_eq!(
            codes(&before, &reviewed(true, &["2026-12-01", "2026-12-01", "2027-07-02"])),
            ["/probation_reviews/1/held_on not_after", "/probation_reviews/2/held_on in_the_future"]
        );
    }

    #[test]
    fn agreed_objectives_keep_their_words() {
        use AppraisalStatus::*;
        let mut other = appraisal(Agreed);
        other.objectives[0].title = "Something else".to_owned();
        assert_eq!(codes(&appraisal(Agreed), &other), ["/objectives agreed"]);
        other.status = Draft;
        assert_eq!(codes(&appraisal(Agreed), &other), Vec::<String>::new());
        let mut evidence = appraisal(Agreed);
        evidence.objectives[0].evidence = Some("Seen".to_owned());
        assert_eq!(codes(&appraisal(Agreed), &evidence), Vec::<String>::new());
    }

    #[test]
    fn what_is_agreed_is_whole() {
        use AppraisalStatus::*;
        let mut empty = appraisal(Agreed);
        empty.objectives[0].measure = " ".to_owned();
        assert_eq!(codes(&appraisal(Draft), &empty), ["/objectives/0/measure missing"]);
        empty.objectives.clear();
        assert_eq!(codes(&appraisal(Draft), &empty), ["/objectives missing"]);
        let own = Appraisal { line_manager_id: StaffId(Uuid::from_u128(1)), ..appraisal(Draft) };
        assert_eq!(check_new(&own, today())[0].code, "own_manager");
    }
}
