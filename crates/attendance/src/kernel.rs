//! The kernel: everything that is counted of a pupil's year, in one pass over the mark sheet as it is stored.
//!
//! [`summarise`](crate::summary::summarise) adds pupils up into groups and [`concerns`](crate::concerns::concerns)
//! explains each finding with its sessions; both walk a sheet mark by mark. The kernel answers the questions that are
//! asked of every pupil at once, a school's, a trust's or England's: how many sessions of each code, persistent and
//! severe absence, the ten-school-week window and the runs of unauthorised absence. It knows nine marks in ten by
//! comparing 64 at a time with what is usual (the crate `sift`), looks only at the others, and at the order of sessions only where
//! ten of them were unauthorised (`order.rs`). Property tests hold it to the rules that the API answers with.
//!
//! A kernel sees one sheet. A window or a run that began in the year before, or in another enrolment, is seen from the
//! first session of the sheet on; who needs more asks [`concerns`](crate::concerns::concerns), as the API does.

mod order;
mod span;

use crate::{
    Code, MarkSheet,
    code::{Packed, place_of},
    summary::{is_persistent, is_severe},
};
use order::Order;
use school::{
    AcademicYear, Date, SESSIONS_IN_SHEET, SchoolWeeks,
    calendar::{SESSION_WORDS, SessionSet},
};
use sift::Sifted;
use span::{Found, Span};

/// Unauthorised sessions from which their order matters: the threshold of a penalty notice.
const UNAUTHORISED: u64 = 10;

/// Counts sheets of one academic year by one calendar on one day.
#[derive(Debug, Clone)]
pub struct Kernel {
    counter: Counter,
    order: Order,
}

/// The part of the kernel that counts codes: windows and runs stay 0.
#[derive(Debug, Clone)]
pub struct Counter {
    sessions: SessionSet,
    spans: Vec<Span>,
    /// The places of the day asked for: a mark that is not there is not missing yet.
    today: [usize; 2],
}

/// Where the marks of one pupil after the other are sifted.
#[derive(Debug, Clone, Default)]
pub struct Room(Sifted);

/// One pupil's year, as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct PupilSheet<'a> {
    /// The marks.
    pub sheet: &'a MarkSheet,
    /// The sessions held for the pupil while on roll.
    pub sessions: &'a SessionSet,
    /// Decides compulsory school age.
    pub date_of_birth: Date,
}

/// What one pupil's year comes to: 94 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PupilYear {
    /// Sessions by the place of their code in [`Code::all`]; those without a mark are behind the last.
    by_code: [u16; Code::COUNT + 1],
    possible: u16,
    authorised: u16,
    unauthorised: u16,
    missing: u16,
    in_window: u16,
    first_met: u16,
    run: u16,
    longest_run: u16,
}

impl Default for PupilYear {
    fn default() -> Self {
        Self {
            by_code: [0; Code::COUNT + 1],
            possible: 0,
            authorised: 0,
            unauthorised: 0,
            missing: 0,
            in_window: 0,
            first_met: NEVER,
            run: 0,
            longest_run: 0,
        }
    }
}

/// No place of a sheet.
const NEVER: u16 = u16::MAX;

impl Kernel {
    /// For sheets of `year`, of which `sessions` were held for anybody, counted up to and including `as_of`. `weeks` are
    /// those of the academy over all years whose calendars are known.
    pub fn new(year: AcademicYear, sessions: &SessionSet, weeks: &SchoolWeeks, as_of: Date) -> Self {
        Self { counter: Counter::new(year, sessions, as_of), order: Order::new(year, weeks, as_of) }
    }

    /// Counts one pupil's year. `room` is where marks are sifted, the same for any number of pupils.
    #[inline]
    pub fn count(&self, pupil: &PupilSheet<'_>, room: &mut Room) -> PupilYear {
        let mut counted = self.counter.count(pupil, room);
        if u64::from(counted.unauthorised) >= UNAUTHORISED {
            let (possible, unauthorised) = self.counter.sort(pupil, room);
            self.order.judge(&possible, &unauthorised, pupil.date_of_birth, &mut counted);
        }
        counted
    }

    /// Asks for a sheet that is to be counted soon, eight or so pupils ahead: where there are more sheets than the
    /// processor's caches hold, the next ones come from memory while this one is counted.
    #[inline]
    pub fn fetch(sheet: &MarkSheet) {
        sift::fetch(sheet.as_bytes());
    }
}

impl Counter {
    /// For sheets of `year`, of which `sessions` were held for anybody, counted up to and including `as_of`.
    pub fn new(year: AcademicYear, sessions: &SessionSet, as_of: Date) -> Self {
        let up_to = match year.day_index(as_of) {
            Some(day) => 2 * day + 2,
            None if as_of < year.first_day() => 0,
            None => 2 * year.days(),
        };
        let sessions = sessions.and(&SessionSet::between(0, up_to.min(2 * year.days())));
        let today = year.day_index(as_of).map_or([SESSIONS_IN_SHEET; 2], |day| [2 * day, 2 * day + 1]);
        Self { sessions, spans: Span::all(year, &sessions), today }
    }

    /// Counts the codes of one pupil's year.
    #[inline]
    pub fn count(&self, pupil: &PupilSheet<'_>, room: &mut Room) -> PupilYear {
        let sifted = &mut room.0;
        let marks = pupil.sheet.as_bytes();
        let mine = pupil.sessions.and(&self.sessions);
        let mut found = Found::default();
        for span in &self.spans {
            span.count(marks, &mine, sifted, &mut found);
        }
        let packed = Packed(found.packed);
        let mut counted = PupilYear {
            by_code: found.by_code(),
            possible: packed.possible() as u16,
            authorised: packed.authorised() as u16,
            unauthorised: packed.unauthorised() as u16,
            missing: packed.unmarked() as u16,
            ..PupilYear::default()
        };
        if packed.unmarked() > 0 {
            counted.missing -= self.waiting(marks, &mine);
        }
        counted
    }

    /// The sessions of a pupil that were possible, and those that were unauthorised.
    #[inline]
    fn sort(&self, pupil: &PupilSheet<'_>, room: &mut Room) -> (SessionSet, SessionSet) {
        let mine = pupil.sessions.and(&self.sessions);
        let (mut possible, mut unauthorised) = ([0; SESSION_WORDS], [0; SESSION_WORDS]);
        for span in &self.spans {
            span.sort(pupil.sheet.as_bytes(), &mine, &mut room.0, (&mut possible, &mut unauthorised));
        }
        (SessionSet::from_words(possible), SessionSet::from_words(unauthorised))
    }

    /// Sessions of the day asked for that have no mark.
    fn waiting(&self, marks: &[u8; SESSIONS_IN_SHEET], mine: &SessionSet) -> u16 {
        let waits = |place: &usize| mine.contains(*place) && marks.get(*place) == Some(&0);
        self.today.iter().filter(|place| waits(place)).count() as u16
    }
}

impl PupilYear {
    /// Sessions with a code.
    pub fn of(&self, code: Code) -> u16 {
        self.by_code[code.place()]
    }

    /// Sessions without a mark, those of the day asked for among them.
    pub fn unmarked(&self) -> u16 {
        self.by_code[place_of(0)]
    }

    /// Sessions before the day asked for without a mark.
    pub fn missing(&self) -> u16 {
        self.missing
    }

    /// Possible sessions.
    pub fn possible(&self) -> u16 {
        self.possible
    }

    /// Sessions of authorised absence.
    pub fn authorised(&self) -> u16 {
        self.authorised
    }

    /// Sessions of unauthorised absence.
    pub fn unauthorised(&self) -> u16 {
        self.unauthorised
    }

    /// Sessions of absence.
    pub fn absent(&self) -> u16 {
        self.authorised + self.unauthorised
    }

    /// A tenth or more of the pupil's possible sessions missed, exactly.
    pub fn is_persistent(&self) -> bool {
        is_persistent(self.absent().into(), self.possible.into())
    }

    /// Half or more of them missed.
    pub fn is_severe(&self) -> bool {
        is_severe(self.absent().into(), self.possible.into())
    }

    /// Unauthorised sessions of compulsory school age in the ten school weeks that end with the last one begun; 0 where
    /// the year has fewer than ten unauthorised sessions.
    pub fn in_window(&self) -> u16 {
        self.in_window
    }

    /// The place in the sheet of the session with which ten school weeks first held ten of them.
    pub fn first_met(&self) -> Option<usize> {
        (self.first_met != NEVER).then_some(usize::from(self.first_met))
    }

    /// Unauthorised sessions of compulsory school age without a possible session between them at the end of the marks; 0
    /// where the year has fewer than ten unauthorised sessions.
    pub fn run(&self) -> u16 {
        self.run
    }

    /// The longest such run of the year.
    pub fn longest_run(&self) -> u16 {
        self.longest_run
    }
}
