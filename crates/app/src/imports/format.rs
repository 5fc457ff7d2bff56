//! The formats that an import may have.

use std::{fmt, str::FromStr};

/// The format of an imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `pupils-csv`: one pupil a row.
    PupilsCsv,
    /// `marks-csv`: one mark a row.
    MarksCsv,
    /// `ctf`: Common Transfer File XML, pupils with their marks.
    Ctf,
    /// `timetable-csv`: one person in one period a row.
    TimetableCsv,
    /// `periods-csv`: one period of the school day a row.
    PeriodsCsv,
}

/// The text names no format of imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an import has the format pupils-csv, marks-csv, ctf, timetable-csv or periods-csv")]
pub struct NotAFormat;

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::PupilsCsv, Self::MarksCsv, Self::Ctf, Self::TimetableCsv, Self::PeriodsCsv];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PupilsCsv => "pupils-csv",
            Self::MarksCsv => "marks-csv",
            Self::Ctf => "ctf",
            Self::TimetableCsv => "timetable-csv",
            Self::PeriodsCsv => "periods-csv",
        }
    }

    /// Whether such a file changes the roll.
    pub const fn has_pupils(self) -> bool {
        matches!(self, Self::PupilsCsv | Self::Ctf)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = NotAFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or(NotAFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_read_by_its_name_only() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!("marks_csv".parse::<Format>(), Err(NotAFormat));
    }
}
