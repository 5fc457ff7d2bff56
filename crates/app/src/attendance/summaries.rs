//! Figures of a pupil, an academy or the trust.

use super::marks;
use crate::state::range;
use crate::{AcademyState, Context, Result};
use attendance::MarkSheet;
use attendance::summary::{
    Cohort, EnrolmentYear, Grouping, Held, Period, PupilRecord, Query, Summary, SummaryAnswer, YearSoFar, summarise,
};
use school::calendar::SessionSet;
use school::{AcademicYear, AcademyId, Date, EnrolmentId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::attendance::sheets::{self, StoredSheet};
use store::roll::snapshot::{Roll, RollPupil};

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The first day; the first of the academic year where it is left out.
    pub from: Option<Date>,
    /// The last day; today where it is left out.
    pub to: Option<Date>,
    /// What is grouped by.
    pub by: Grouping,
    /// Whom the figures are about.
    pub cohort: Cohort,
}

/// The sheets of one academy in the years that a period touches, with what those years have behind them.
struct Years {
    state: Arc<AcademyState>,
    so_far: BTreeMap<AcademicYear, YearSoFar>,
    sheets: HashMap<(AcademicYear, EnrolmentId), MarkSheet>,
    empty: BTreeMap<AcademicYear, MarkSheet>,
}

/// The figures of one academy.
pub fn academy_summary(cx: &mut Context<'_>, academy: AcademyId, asked: &Asked) -> Result<SummaryAnswer> {
    trust_summary_of(cx, &[academy], asked)
}

/// The figures across all academies in reach, as one: never an average of averages.
pub fn trust_summary(cx: &mut Context<'_>, asked: &Asked) -> Result<SummaryAnswer> {
    let all = store::roll::academies::all(cx.db)?;
    let reach = &cx.acting.reach;
    let ids: Vec<_> = all.into_iter().map(|academy| academy.id).filter(|id| reach.covers(*id)).collect();
    trust_summary_of(cx, &ids, asked)
}

fn trust_summary_of(cx: &mut Context<'_>, academies: &[AcademyId], asked: &Asked) -> Result<SummaryAnswer> {
    let (from, to) = marks::range(cx, asked.from, asked.to)?;
    let query = Query { period: Period { from, to }, by: asked.by, cohort: asked.cohort };
    let mut all = Vec::with_capacity(academies.len());
    for academy in academies {
        let state = cx.state(*academy)?;
        all.push(Years::load(cx, *academy, state, from, to)?);
    }
    let records: Vec<PupilRecord<'_>> = all
        .iter()
        .flat_map(|years| years.state.roll.pupils.iter().map(move |pupil| years.record(pupil, from, to, asked.by)))
        .filter(|record| !record.years.is_empty())
        .collect();
    Ok(summarise(&query, &records))
}

/// The figures of one pupil from sheets that are already read.
pub(crate) fn pupil_summary(
    cx: &Context<'_>,
    state: &Arc<AcademyState>,
    pupil: &RollPupil,
    stored: &[StoredSheet],
    from: Date,
    to: Date,
) -> Result<Summary> {
    let years = Years::of(cx, Arc::clone(state), stored, from, to)?;
    let mut tally = attendance::summary::Tally::default();
    for enrolment in years.record(pupil, from, to, Grouping::None).years {
        let begun = enrolment.sessions.and(enrolment.so_far.begun());
        let closed = enrolment.sessions.and(enrolment.so_far.closed());
        tally.merge(&attendance::summary::Tally::of(enrolment.sheet, &begun, &closed));
    }
    Ok(tally.summary())
}

/// The sheet that was stored.
pub(crate) fn sheet_of(stored: &StoredSheet) -> Result<MarkSheet> {
    MarkSheet::from_bytes(stored.year, &stored.marks)
        .map_err(|error| store::Error::Corrupt { table: "mark_sheets", why: error.to_string() }.into())
}

impl Years {
    fn load(cx: &mut Context<'_>, academy: AcademyId, state: Arc<AcademyState>, from: Date, to: Date) -> Result<Self> {
        let mut stored = Vec::new();
        for year in touched(&state, from, to) {
            stored.extend(sheets::load(cx.db, academy, sheets::Which::Year(year))?);
        }
        Self::of(cx, state, &stored, from, to)
    }

    fn of(cx: &Context<'_>, state: Arc<AcademyState>, stored: &[StoredSheet], from: Date, to: Date) -> Result<Self> {
        let years = touched(&state, from, to);
        let so_far = years
            .iter()
            .filter_map(|year| Some((*year, YearSoFar::new(*year, state.calendars.get(year)?, cx.at, None))))
            .collect();
        let mut sheets = HashMap::with_capacity(stored.len());
        for sheet in stored.iter().filter(|sheet| years.contains(&sheet.year)) {
            sheets.insert((sheet.year, sheet.enrolment_id), sheet_of(sheet)?);
        }
        let empty = years.iter().map(|year| (*year, MarkSheet::empty(*year))).collect();
        Ok(Self { state, so_far, sheets, empty })
    }

    fn record<'a>(&'a self, pupil: &'a RollPupil, from: Date, to: Date, by: Grouping) -> PupilRecord<'a> {
        let mut years = Vec::new();
        for (year, so_far) in &self.so_far {
            let period = range(*year, from, Some(to));
            for (enrolment, sessions) in self.state.sessions_on_roll(pupil, *year) {
                let sessions: SessionSet = sessions.and(&period);
                let (Some(empty), false) = (self.empty.get(year), sessions.is_empty()) else { continue };
                let stay = pupil.enrolments.iter().find(|each| each.id == enrolment);
                years.push(EnrolmentYear {
                    sheet: self.sheets.get(&(*year, enrolment)).unwrap_or(empty),
                    sessions,
                    starting_day: stay.map_or(from, |each| each.stay.starting_day),
                    so_far,
                });
            }
        }
        PupilRecord {
            date_of_birth: pupil.record.identity.date_of_birth,
            years,
            boarding: boarding(pupil),
            values: values(&self.state.roll, pupil, by),
        }
    }
}

/// The academic years with a calendar that a period touches.
fn touched(state: &AcademyState, from: Date, to: Date) -> Vec<AcademicYear> {
    state.calendars.keys().copied().filter(|year| year.first_day() <= to && year.last_day() >= from).collect()
}

/// The days from which, to which and what was said of a pupil; what is said first holds from the beginning.
fn spells(pupil: &RollPupil) -> impl Iterator<Item = (Date, Option<Date>, &school::pupil::Characteristics)> {
    pupil.characteristics.iter().enumerate().map(|(place, (from, values))| {
        let first = if place == 0 { Date::MIN } else { *from };
        let last = pupil.characteristics.get(place + 1).and_then(|(next, _)| next.pred_opt());
        (first, last, values)
    })
}

/// The spells in which a pupil boards, by first and last day.
pub(crate) fn boarding_spells(pupil: &RollPupil) -> Vec<(Date, Option<Date>)> {
    boarding(pupil).into_iter().map(|held| (held.first_day, held.last_day)).collect()
}

fn boarding(pupil: &RollPupil) -> Vec<Held<()>> {
    spells(pupil)
        .filter(|(_, _, values)| values.boarder)
        .map(|(first_day, last_day, _)| Held { first_day, last_day, value: () })
        .collect()
}

fn values(roll: &Roll, pupil: &RollPupil, by: Grouping) -> Vec<Held<Option<String>>> {
    let by_spell = |of: fn(&school::pupil::Characteristics) -> Option<String>| {
        spells(pupil).map(|(first_day, last_day, values)| Held { first_day, last_day, value: of(values) }).collect()
    };
    match by {
        Grouping::None | Grouping::Weekday | Grouping::Week | Grouping::Code => Vec::new(),
        Grouping::YearGroup => by_spell(|values| values.year_group.map(|group| group.to_string())),
        Grouping::FreeSchoolMeals => by_spell(|values| values.free_school_meals.map(|flag| flag.to_string())),
        Grouping::PupilPremium => by_spell(|values| values.pupil_premium.map(|flag| flag.to_string())),
        Grouping::SenStatus => by_spell(|values| values.sen_status.map(sen_word)),
        Grouping::Ethnicity => by_spell(|values| values.ethnicity.clone()),
        Grouping::Sex => {
            let sex = match pupil.record.identity.sex {
                school::pupil::Sex::F => "F",
                school::pupil::Sex::M => "M",
            };
            vec![Held { first_day: Date::MIN, last_day: None, value: Some(sex.to_owned()) }]
        }
        Grouping::RegistrationGroup => pupil
            .registration
            .iter()
            .map(|member| Held {
                first_day: member.first_day,
                last_day: member.last_day,
                value: roll.group_names.get(&member.group_id).cloned(),
            })
            .collect(),
    }
}

fn sen_word(status: school::pupil::SenStatus) -> String {
    match status {
        school::pupil::SenStatus::None => "none",
        school::pupil::SenStatus::Support => "support",
        school::pupil::SenStatus::Ehcp => "ehcp",
    }
    .to_owned()
}
