//! The header of a CSV file.

use super::scanner::Record;
use crate::{DateOrder, HeaderFaults, Unreadable, values};

/// The most columns that a header may have.
const MOST_COLUMNS: usize = 200;
/// As much of an unknown column's name as is repeated.
const SHOWN_NAME: usize = 60;
/// The two columns of which a file about pupils has at least one.
pub(super) const PUPIL_KEYS: [&str; 2] = ["upn", "mis_id"];

/// The columns of a file by their names.
pub(crate) struct Columns {
    places: Vec<(&'static str, usize)>,
    width: usize,
}

/// A column that is known, and where it stands if the file has it.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) place: Option<usize>,
}

impl Columns {
    /// Reads the header: names in any case and order, blanks around them ignored. Of `keys` one must be there, if there are any.
    pub(super) fn read(
        header: &Record<'_>,
        known: &'static [&'static str],
        required: &[&'static str],
        keys: &[&str],
    ) -> Result<Self, Unreadable> {
        if header.len() > MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns { found: header.len(), most: MOST_COLUMNS });
        }
        if header.iter().any(|name| name.contains('\r')) {
            return Err(Unreadable::LineEnds);
        }
        if header.iter().any(is_value) {
            return Err(Unreadable::NoHeader);
        }
        let mut columns = Self { places: Vec::with_capacity(header.len()), width: header.len() };
        let mut faults = HeaderFaults::default();
        for (place, name) in header.iter().enumerate() {
            match known.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                None => faults.unknown.push(shown(name, place)),
                Some(known) if columns.has(known) => faults.duplicate.push(known),
                Some(known) => columns.places.push((known, place)),
            }
        }
        if !keys.is_empty() && !keys.iter().any(|key| columns.has(key)) {
            faults.missing.push("upn or mis_id");
        }
        faults.missing.extend(required.iter().filter(|name| !columns.has(name)));
        if faults.is_empty() { Ok(columns) } else { Err(Unreadable::Header(faults)) }
    }

    /// How many cells each row has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Where a column stands.
    pub(crate) fn find(&self, name: &'static str) -> Column {
        let place = self.places.iter().find(|(known, _)| *known == name).map(|(_, place)| *place);
        Column { name, place }
    }

    fn has(&self, name: &str) -> bool {
        self.places.iter().any(|(known, _)| *known == name)
    }
}

/// Whether a cell is a pupil's number or a date, which no column is called.
fn is_value(cell: &str) -> bool {
    values::upn(cell).is_ok() || [DateOrder::Iso, DateOrder::Uk].iter().any(|order| order.parse(cell).is_ok())
}

fn shown(name: &str, place: usize) -> String {
    if name.is_empty() {
        return format!("(column {} has no name)", place + 1);
    }
    let short: String =
        name.chars().take(SHOWN_NAME).map(|letter| if letter.is_control() { '?' } else { letter }).collect();
    format!("{short:?}")
}
