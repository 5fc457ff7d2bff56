//! National figures of absence in England, as reference data with their sources.
//!
//! Figures are published percentages in hundredths of a per cent. Where a source was only seen at second hand the row says
//! so; nothing is filled in.

use school::Phase;
use serde::Serialize;
use utoipa::ToSchema;

/// Which of the DfE's two series a figure belongs to. They differ by a few tenths of a percentage point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// Accredited statistics from the School Census: Pupil absence in schools in England.
    Accredited,
    /// The daily series from management information systems: Pupil attendance in schools.
    Daily,
}

/// Which part of an academic year a figure covers. Absence rises through the year, so parts compare with parts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOfYear {
    /// The autumn term.
    Autumn,
    /// The autumn and spring terms.
    AutumnAndSpring,
    /// The whole year.
    Year,
}

/// A national figure; every rate is a fraction from 0 to 1, null where it was not published or not to be had.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NationalFigure {
    /// The series.
    pub series: Series,
    /// The academic year.
    #[schema(value_type = String, example = "2025-26")]
    pub academic_year: &'static str,
    /// The part of the year.
    pub part_of_year: PartOfYear,
    /// The phase; null for all of primary, secondary and special together.
    pub phase: Option<Phase>,
    /// Absence.
    pub absence_rate: Option<f64>,
    /// Authorised absence.
    pub authorised_rate: Option<f64>,
    /// Unauthorised absence.
    pub unauthorised_rate: Option<f64>,
    /// Illness, code I.
    pub illness_rate: Option<f64>,
    /// Holiday without leave, code G.
    pub unauthorised_holiday_rate: Option<f64>,
    /// Persistent absentees among enrolments.
    pub persistent_absence_rate: Option<f64>,
    /// Severe absentees among enrolments.
    pub severe_absence_rate: Option<f64>,
    /// Whether every figure of the row was confirmed at its source.
    pub confirmed: bool,
    /// Where it comes from.
    #[schema(value_type = String)]
    pub source: &'static str,
}

/// One row of the table: absence, authorised, unauthorised, illness, unauthorised holiday, persistent, severe, in hundredths
/// of a per cent; none where unknown.
type Row = (Series, &'static str, PartOfYear, Option<Phase>, [Option<u16>; 7], bool, &'static str);

const CENSUS: &str = "DfE, Pupil absence in schools in England (Explore education statistics)";
const CENSUS_AND_BANDS: &str = "DfE, Pupil absence in schools in England (Explore education statistics); persistent and severe absence computed from the \
     DfE's file of absence bands";
const BANDS_FILE: &str = "DfE, file of absence bands (absence-distributions-dashboard), computed";
const CENSUS_AND_FFT: &str =
    "DfE, Pupil absence in schools in England (Explore education statistics); FFT Education Datalab, October 2025";
const DAILY_24: &str = "DfE, Pupil attendance in schools, 9 September 2024 to 18 July 2025";
const DAILY_25: &str = "DfE, Pupil attendance in schools, 8 September 2025 to 10 July 2026";
const DAILY_AUTUMN: &str = "DfE, Pupil attendance in schools, autumn term";

const P: Option<Phase> = Some(Phase::Primary);
const S: Option<Phase> = Some(Phase::Secondary);
const SP: Option<Phase> = Some(Phase::Special);
const NO: Option<u16> = None;

const fn some(hundredths: u16) -> Option<u16> {
    Some(hundredths)
}

use PartOfYear::{Autumn, AutumnAndSpring, Year};
use Series::{Accredited, Daily};

/// The table, the oldest first; of one year the accredited figures first.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    (Accredited, "2018-19", Year, None, [NO, NO, NO, NO, NO, some(1090), some(85)], true, BANDS_FILE),
    (Accredited, "2019-20", Autumn, None, [NO, NO, NO, NO, NO, some(1314), some(86)], true, CENSUS),
    (Accredited, "2021-22", Year, None, [NO, NO, NO, NO, NO, some(2250), some(165)], true, BANDS_FILE),
    (Accredited, "2022-23", Year, None, [some(740), some(500), NO, NO, NO, some(2120), some(203)], true, CENSUS_AND_BANDS),
    (Accredited, "2022-23", Year, P, [some(590), some(420), some(160), NO, NO, some(1620), some(75)], true, CENSUS_AND_BANDS),
    (Accredited, "2022-23", Year, S, [some(900), some(560), some(340), NO, NO, some(2650), some(340)], true, CENSUS_AND_BANDS),
    (Accredited, "2022-23", Year, SP, [some(1300), some(990), some(320), NO, NO, some(3830), some(624)], true, CENSUS_AND_BANDS),
    (Accredited, "2023-24", Autumn, None, [some(669), NO, NO, NO, NO, some(1944), some(197)], true, CENSUS),
    (Accredited, "2023-24", Autumn, P, [some(525), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", Autumn, S, [some(815), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", Autumn, SP, [some(1271), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", AutumnAndSpring, None, [some(693), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", AutumnAndSpring, P, [some(540), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", AutumnAndSpring, S, [some(849), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", AutumnAndSpring, SP, [some(1295), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", Year, None, [some(710), some(470), NO, NO, NO, some(2000), some(230)], false, CENSUS_AND_FFT),
    (Accredited, "2023-24", Year, P, [some(550), some(390), some(160), NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", Year, S, [some(890), some(540), some(350), NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2023-24", Year, SP, [some(1300), some(970), some(330), NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", Autumn, None, [some(638), NO, NO, NO, NO, some(1779), some(204)], true, CENSUS),
    (Accredited, "2024-25", Autumn, P, [some(507), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", Autumn, S, [some(766), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", Autumn, SP, [some(1255), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", AutumnAndSpring, None, [some(663), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", AutumnAndSpring, P, [some(516), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", AutumnAndSpring, S, [some(809), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Accredited, "2024-25", AutumnAndSpring, SP, [some(1277), NO, NO, NO, NO, NO, NO], true, CENSUS),
    (Daily, "2024-25", Autumn, None, [some(654), NO, NO, NO, NO, some(1920), NO], true, DAILY_AUTUMN),
    (Daily, "2024-25", Year, None, [some(687), some(454), some(233), some(324), some(46), some(1870), NO], true, DAILY_24),
    (Daily, "2024-25", Year, P, [some(525), some(374), some(151), some(286), some(56), some(1350), NO], true, DAILY_24),
    (Daily, "2024-25", Year, S, [some(859), some(530), some(330), some(363), some(34), some(2432), NO], true, DAILY_24),
    (Daily, "2024-25", Year, SP, [some(1288), some(951), some(337), some(512), some(41), some(3580), NO], true, DAILY_24),
    (Daily, "2025-26", Autumn, None, [some(662), NO, NO, NO, NO, some(1947), NO], true, DAILY_AUTUMN),
    (Daily, "2025-26", Year, None, [some(688), some(452), some(236), some(321), some(43), some(1878), NO], true, DAILY_25),
    (Daily, "2025-26", Year, P, [some(528), some(373), some(155), some(279), some(53), some(1377), NO], true, DAILY_25),
    (Daily, "2025-26", Year, S, [some(849), some(522), some(327), some(363), some(31), some(2377), NO], true, DAILY_25),
    (Daily, "2025-26", Year, SP, [some(1317), some(957), some(360), some(502), some(41), some(3606), NO], true, DAILY_25),
];

/// Every national figure known, the oldest first.
pub static NATIONAL: std::sync::LazyLock<Vec<NationalFigure>> =
    std::sync::LazyLock::new(|| ROWS.iter().map(figure).collect());

fn figure(row: &Row) -> NationalFigure {
    let (series, academic_year, part_of_year, phase, rates, confirmed, source) = *row;
    let [absence, authorised, unauthorised, illness, holiday, persistent, severe] =
        rates.map(|rate| rate.map(|hundredths| f64::from(hundredths) / 10_000.0));
    NationalFigure {
        series,
        academic_year,
        part_of_year,
        phase,
        absence_rate: absence,
        authorised_rate: authorised,
        unauthorised_rate: unauthorised,
        illness_rate: illness,
        unauthorised_holiday_rate: holiday,
        persistent_absence_rate: persistent,
        severe_absence_rate: severe,
        confirmed,
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use school::AcademicYear;

    #[test]
    fn every_row_is_possible_and_says_where_it_is_from() {
        for row in NATIONAL.iter() {
            assert!(row.academic_year.parse::<AcademicYear>().is_ok() && !row.source.is_empty());
            let parts = [row.authorised_rate, row.unauthorised_rate, row.illness_rate];
            for part in parts.into_iter().flatten() {
                assert!(row.absence_rate.is_some_and(|whole| part <= whole), "{row:?}");
            }
            if let [Some(authorised), Some(unauthorised), _] = parts {
                let whole = row.absence_rate.unwrap();
                assert!((authorised + unauthorised - whole).abs() < 0.0015, "more than rounding: {row:?}");
            }
            assert!(row.severe_absence_rate.is_none_or(|severe| Some(severe) < row.persistent_absence_rate));
        }
    }

    #[test]
    fn no_row_stands_twice() {
        let keys: std::collections::HashSet<_> =
            NATIONAL.iter().map(|row| (row.series, row.academic_year, row.part_of_year, row.phase)).collect();
        assert_eq!(keys.len(), NATIONAL.len());
    }

    #[test]
    fn the_daily_figures_are_those_of_the_published_file() {
        let file = include_str!("../../testdata/ytd-2025-26-national-and-regional.csv");
        let mut seen = 0;
        for row in csv::Reader::from_reader(file.as_bytes()).deserialize::<std::collections::HashMap<String, String>>()
        {
            let row = row.unwrap();
            let phase = match row["education_phase"].as_str() {
                "Primary" => P,
                "Secondary" => S,
                "Special" => SP,
                _ => None,
            };
            if row["geographic_level"] != "National" {
                continue;
            }
            let ours = NATIONAL.iter().find(|each| {
                each.series == Daily
                    && each.academic_year == "2025-26"
                    && each.part_of_year == Year
                    && each.phase == phase
            });
            let percent = |name: &str| (row[name].parse::<f64>().unwrap() * 100.0).round() as u16;
            let ours = ours.unwrap();
            for (name, rate) in [
                ("overall_absence_perc", ours.absence_rate),
                ("authorised_absence_perc", ours.authorised_rate),
                ("illness_perc", ours.illness_rate),
                ("unauth_hol_perc", ours.unauthorised_holiday_rate),
                ("pa_perc", ours.persistent_absence_rate),
            ] {
                assert_eq!((rate.unwrap() * 10_000.0).round() as u16, percent(name), "{name} {phase:?}");
            }
            seen += 1;
        }
        assert!(seen >= 3);
    }
}
