//! Figures of a pupil, an academy or the trust.

use super::marks;
use super::scoped::Scoped;
use super::sheets::Sheets;
use crate::state::range;
use crate::{AcademyState, Context, Result, parallel};
use attendance::MarkSheet;
use attendance::measures::{Audience, Guarded, phase_word};
use attendance::summary::{
    Cohort, Counting, EnrolmentYear, Grouping, Held, Period, PupilRecord, Query, Summary, SummaryAnswer, YearSoFar,
};
use school::calendar::SessionSet;
use school::{AcademicYear, AcademyId, Date, Phase, clock};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::attendance::sheets::StoredSheet;
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
    sheets: Sheets,
    empty: BTreeMap<AcademicYear, MarkSheet>,
}

/// Whose figures are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// One academy's.
    Academy(AcademyId),
    /// Those of all academies in the caller's reach, as one: never an average of averages.
    Trust,
}

/// The figures of an academy or of all academies in reach.
pub fn summary(cx: &mut Context<'_>, of: Of, asked: &Asked, audience: Audience) -> Result<SummaryAnswer> {
    let (query, academies) = read(cx, of, asked)?;
    let counted = parallel::each(&academies, |academy| academy.count(&query));
    let mut all = Counting::new(&query);
    counted.into_iter().for_each(|academy| all.merge(academy));
    let mut answer = all.finish();
    guard(cx, of, &mut answer, audience)?;
    Ok(answer)
}

/// The figures of one academy beside those of the others.
#[derive(Debug)]
pub struct OfAcademy {
    /// The academy.
    pub academy: school::Academy,
    /// Its figures.
    pub answer: SummaryAnswer,
}

/// The figures of each academy in reach, in the order of their ids.
pub fn by_academy(cx: &mut Context<'_>, asked: &Asked, audience: Audience) -> Result<Vec<OfAcademy>> {
    let (query, academies) = read(cx, Of::Trust, asked)?;
    let answers = parallel::each(&academies, |academy| academy.count(&query).finish());
    let mut found = Vec::with_capacity(academies.len());
    for (read, mut answer) in academies.into_iter().zip(answers) {
        guard(cx, Of::Academy(read.academy.id), &mut answer, audience)?;
        found.push(OfAcademy { academy: read.academy, answer });
    }
    found.sort_by_key(|each| each.academy.id);
    Ok(found)
}

/// An academy with everything that its figures count.
struct Read {
    academy: school::Academy,
    years: Years,
    period: Period,
}

impl Read {
    fn count<'q>(&self, query: &'q Query) -> Counting<'q> {
        let mut counting = Counting::new(query);
        let Period { from, to } = self.period;
        let values = Values::Grouping(query.by);
        for pupil in &self.years.state.roll.pupils {
            let record = self.years.record(pupil, from, to, &values, self.academy.phase);
            if !record.years.is_empty() {
                counting.add(&record);
            }
        }
        counting
    }
}

/// Reads what the figures of the academies asked for count.
fn read(cx: &mut Context<'_>, of: Of, asked: &Asked) -> Result<(Query, Vec<Read>)> {
    let (from, to) = marks::range(cx, asked.from, asked.to)?;
    let period = Period { from, to };
    let query = Query { period, by: asked.by, cohort: asked.cohort };
    let academies = academies_of(cx, of)?;
    let ids: Vec<AcademyId> = academies.iter().map(|academy| academy.id).collect();
    let mut sheets = cx.sheets_of(&ids, |year| is_touched(year, from, to))?;
    let mut all = Vec::with_capacity(academies.len());
    for academy in academies {
        let state = cx.state(academy.id)?;
        let sheets = sheets.remove(&academy.id).unwrap_or_default();
        all.push(Read { years: Years::of(cx, state, sheets, from, to), academy, period });
    }
    Ok((query, all))
}

/// Makes figures fit for who will see them: callers who may not read why pupils were absent are outside the pastoral team
/// whatever they ask for.
pub(crate) fn guard(cx: &mut Context<'_>, of: Of, answer: &mut impl Guarded, audience: Audience) -> Result<()> {
    let pastoral = cx.acting.reach.comments == access::Comments::Shown;
    if audience != Audience::Public && pastoral {
        return Ok(());
    }
    let today = clock::local(cx.at).0;
    let mut smallest = cx.app.settings.smallest_published_group;
    for academy in academies_of(cx, of)? {
        // Who has said more than the server hides more.
        smallest = smallest.max(cx.state(academy.id)?.smallest_group(today));
    }
    answer.guard(smallest);
    Ok(())
}

/// What pupils are grouped by while they are counted.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    /// What the query says.
    Grouping(Grouping),
    /// The phase of their academy, or of their year group where the academy has two.
    Phase,
    /// Whether they are in a scope.
    Scope(Scoped),
}

impl From<Grouping> for Values {
    fn from(by: Grouping) -> Self {
        Self::Grouping(by)
    }
}

/// The pupils on roll in the period, with everything a figure counts, handed to `work`.
pub(crate) fn with_records<T>(
    cx: &mut Context<'_>,
    of: Of,
    asked: &Asked,
    values: impl Into<Values>,
    work: impl FnOnce(&Query, &[PupilRecord<'_>]) -> T,
) -> Result<T> {
    let values = values.into();
    let (query, all) = read(cx, of, asked)?;
    let Period { from, to } = query.period;
    let records: Vec<PupilRecord<'_>> = all
        .iter()
        .flat_map(|read| {
            let values = &values;
            let pupils = read.years.state.roll.pupils.iter();
            pupils.map(move |pupil| read.years.record(pupil, from, to, values, read.academy.phase))
        })
        .filter(|record| !record.years.is_empty())
        .collect();
    Ok(work(&query, &records))
}

pub(crate) fn academies_of(cx: &mut Context<'_>, of: Of) -> Result<Vec<school::Academy>> {
    match of {
        Of::Academy(id) => Ok(vec![cx.academy(id)?]),
        Of::Trust => {
            let all = store::roll::academies::all(cx.db)?;
            let reach = &cx.acting.reach;
            Ok(all.into_iter().filter(|academy| reach.covers(academy.id)).collect())
        }
    }
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
    let years = Years::of(cx, Arc::clone(state), Sheets::of(stored)?, from, to);
    let mut tally = attendance::summary::Tally::default();
    for enrolment in years.record(pupil, from, to, &Grouping::None.into(), Phase::AllThrough).years {
        let begun = enrolment.sessions.and(enrolment.so_far.begun());
        let closed = enrolment.sessions.and(enrolment.so_far.closed());
        tally.merge(&attendance::summary::Tally::of(enrolment.sheet, &begun, &closed));
    }
    Ok(tally.summary())
}

impl Years {
    fn of(cx: &Context<'_>, state: Arc<AcademyState>, sheets: Sheets, from: Date, to: Date) -> Self {
        let years = touched(&state, from, to);
        let times = state.register_times(clock::local(cx.at).0);
        let so_far = |year: &AcademicYear| {
            let times = times.as_ref().unwrap_or(&state.calendars.get(year)?.sessions);
            Some((*year, YearSoFar::new(*year, times, cx.at, None)))
        };
        let so_far = years.iter().filter_map(so_far).collect();
        let empty = years.iter().map(|year| (*year, MarkSheet::empty(*year))).collect();
        Self { state, so_far, sheets, empty }
    }

    fn record<'a>(
        &'a self,
        pupil: &'a RollPupil,
        from: Date,
        to: Date,
        values: &Values,
        phase: Phase,
    ) -> PupilRecord<'a> {
        let mut years = Vec::new();
        for (year, so_far) in &self.so_far {
            let period = range(*year, from, Some(to));
            for (enrolment, sessions) in self.state.sessions_on_roll(pupil, *year) {
                let sessions: SessionSet = sessions.and(&period);
                let (Some(empty), false) = (self.empty.get(year), sessions.is_empty()) else { continue };
                let stay = pupil.enrolments.iter().find(|each| each.id == enrolment);
                years.push(EnrolmentYear {
                    sheet: self.sheets.get(*year, enrolment).unwrap_or(empty),
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
            values: match values {
                Values::Grouping(by) => values_of(&self.state.roll, pupil, *by),
                Values::Phase => phases_of(pupil, phase),
                Values::Scope(scoped) => scoped.values(pupil),
            },
        }
    }
}

/// The academic years with a calendar that a period touches.
fn touched(state: &AcademyState, from: Date, to: Date) -> Vec<AcademicYear> {
    state.calendars.keys().copied().filter(|year| is_touched(*year, from, to)).collect()
}

fn is_touched(year: AcademicYear, from: Date, to: Date) -> bool {
    year.first_day() <= to && year.last_day() >= from
}

/// The days from which, to which and what was said of a pupil; what is said first holds from the beginning.
pub(crate) fn spells(pupil: &RollPupil) -> impl Iterator<Item = (Date, Option<Date>, &school::pupil::Characteristics)> {
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

/// The last year group of a primary school.
const LAST_PRIMARY_YEAR: i16 = 6;

/// The phase in which the national figures count a pupil.
fn phases_of(pupil: &RollPupil, phase: Phase) -> Vec<Held<Option<String>>> {
    let of_group = |year_group: Option<i16>| match (phase, year_group) {
        (Phase::AllThrough, Some(group)) if group <= LAST_PRIMARY_YEAR => Phase::Primary,
        (Phase::AllThrough, Some(_)) => Phase::Secondary,
        _ => phase,
    };
    let word = |values: &school::pupil::Characteristics| Some(phase_word(of_group(values.year_group)).to_owned());
    spells(pupil).map(|(first_day, last_day, values)| Held { first_day, last_day, value: word(values) }).collect()
}

fn values_of(roll: &Roll, pupil: &RollPupil, by: Grouping) -> Vec<Held<Option<String>>> {
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
