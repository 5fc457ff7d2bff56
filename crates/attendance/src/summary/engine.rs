//! Counting pupils' sheets into groups.

use super::{
    Cohort, Definition, EnrolmentYear, FourYearOlds, GroupSummary, Grouping, LeftOut, LeftOutReason, PupilRecord,
    Query, SummaryAnswer, Tally,
    cohort::{self, Standing},
    groups::{Groups, Part, UNKNOWN, held_sessions},
    is_persistent, is_severe,
    walk::{ByteCounts, Own, bytes_of, count},
};
use crate::code::Code;
use school::{SESSIONS_IN_SHEET, calendar::SessionSet};
use sift::Sifted;

/// The figures of any number of pupils, grouped as asked.
pub fn summarise<'a: 'b, 'b>(query: &Query, pupils: impl IntoIterator<Item = &'b PupilRecord<'a>>) -> SummaryAnswer {
    let mut counting = Counting::new(query);
    for pupil in pupils {
        counting.add(pupil);
    }
    counting.finish()
}

/// What one group has counted so far.
#[derive(Default)]
struct Group {
    pupils: u64,
    persistent: u64,
    severe: u64,
    missing: u64,
    counts: Vec<ByteCounts>,
    own: Own,
}

/// Figures that are being counted. Those of some pupils and those of others can be counted apart and put together; pupils are
/// in one of them only.
pub struct Counting<'q> {
    query: &'q Query,
    groups: Groups,
    counted: Vec<Group>,
    touched: Vec<usize>,
    parts: Vec<Part>,
    left_out: [(u64, u64); LeftOutReason::ALL.len()],
    left_out_here: [(bool, u64); LeftOutReason::ALL.len()],
    four_year_olds: FourYearOlds,
    sifted: Sifted,
}

impl std::fmt::Debug for Counting<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counting").field("query", self.query).finish_non_exhaustive()
    }
}

impl<'q> Counting<'q> {
    /// Nothing counted yet.
    pub fn new(query: &'q Query) -> Self {
        Self {
            query,
            groups: Groups::by(query.by),
            counted: Vec::new(),
            touched: Vec::new(),
            parts: Vec::new(),
            left_out: Default::default(),
            left_out_here: Default::default(),
            four_year_olds: FourYearOlds::default(),
            sifted: Sifted::default(),
        }
    }

    /// Counts one pupil.
    pub fn add(&mut self, pupil: &PupilRecord<'_>) {
        let mut four = Own::default();
        let sessions: Vec<SessionSet> =
            pupil.years.iter().map(|enrolment| self.counted_sessions(pupil, enrolment, &mut four)).collect();
        if self.query.cohort == Cohort::OnRoll || self.has_possible(pupil, &sessions) {
            for (enrolment, sessions) in pupil.years.iter().zip(sessions) {
                self.count_enrolment(pupil, enrolment, sessions);
            }
        }
        self.close_pupil(four);
    }

    /// The sessions of an enrolment that the cohort counts; what is left out is noted.
    fn counted_sessions(
        &mut self,
        pupil: &PupilRecord<'_>,
        enrolment: &EnrolmentYear<'_>,
        four: &mut Own,
    ) -> SessionSet {
        let year = enrolment.so_far.year();
        let mut sessions = enrolment.sessions;
        for boarding in &pupil.boarding {
            let boarded = sessions.and(&held_sessions(boarding, year));
            sessions = self.leave_out(LeftOutReason::Boarder, enrolment, sessions, &boarded);
        }
        if self.query.cohort == Cohort::OnRoll {
            return sessions;
        }
        match cohort::standing(pupil, enrolment) {
            Standing::Counted => sessions,
            Standing::CountedBefore(day) => {
                let from = year.day_index(day).map_or(SESSIONS_IN_SHEET, |days| 2 * days);
                let late = sessions.and(&SessionSet::between(from, SESSIONS_IN_SHEET));
                self.leave_out(LeftOutReason::AgedFifteenAfterMayHalfTerm, enrolment, sessions, &late)
            }
            Standing::FourYearOld => {
                count(enrolment, &sessions, &mut Vec::new(), four, &mut self.sifted);
                self.leave_out(LeftOutReason::AgedFour, enrolment, sessions, &sessions)
            }
            Standing::LeftOut(reason) => self.leave_out(reason, enrolment, sessions, &sessions),
        }
    }

    fn leave_out(
        &mut self,
        reason: LeftOutReason,
        enrolment: &EnrolmentYear<'_>,
        sessions: SessionSet,
        left_out: &SessionSet,
    ) -> SessionSet {
        let here = &mut self.left_out_here[reason as usize];
        here.0 |= !left_out.is_empty();
        here.1 += left_out.and(enrolment.so_far.begun()).len() as u64;
        sessions.without(left_out)
    }

    /// Whether a pupil has a possible session; one who has none is noted as left out.
    fn has_possible(&mut self, pupil: &PupilRecord<'_>, sessions: &[SessionSet]) -> bool {
        let mut own = Own::default();
        for (enrolment, sessions) in pupil.years.iter().zip(sessions) {
            count(enrolment, sessions, &mut Vec::new(), &mut own, &mut self.sifted);
        }
        if own.possible == 0 {
            for (enrolment, sessions) in pupil.years.iter().zip(sessions) {
                self.leave_out(LeftOutReason::NoPossibleSession, enrolment, *sessions, sessions);
            }
        }
        own.possible > 0
    }

    fn count_enrolment(&mut self, pupil: &PupilRecord<'_>, enrolment: &EnrolmentYear<'_>, sessions: SessionSet) {
        let mut parts = std::mem::take(&mut self.parts);
        self.groups.split(pupil, enrolment, sessions, &mut parts);
        for (place, part) in &parts {
            self.open_group(*place);
            let group = &mut self.counted[*place];
            group.own.on_roll = true;
            group.missing += count(enrolment, part, &mut group.counts, &mut group.own, &mut self.sifted);
        }
        self.parts = parts;
    }

    /// Makes the group at a place, noted as one that the pupil being counted is in.
    fn open_group(&mut self, place: usize) {
        while self.counted.len() <= place {
            self.counted.push(Group::default());
        }
        if !self.counted[place].own.on_roll {
            self.touched.push(place);
        }
    }

    /// The pupil is counted to the end: judges the pupil's own absence in each group.
    fn close_pupil(&mut self, four: Own) {
        for place in self.touched.drain(..) {
            let group = &mut self.counted[place];
            let own = std::mem::take(&mut group.own);
            let counted = self.query.cohort == Cohort::OnRoll || own.possible > 0;
            if self.query.by == Grouping::Code {
                // Place 0 only held this pupil's own marks until now: they belong to the groups of their codes.
                let counts = std::mem::take(&mut group.counts);
                let missing = std::mem::take(&mut group.missing);
                share_by_code(&mut self.groups, &mut self.counted, &counts, missing, own);
                break;
            }
            group.pupils += u64::from(counted);
            group.persistent += u64::from(is_persistent(own.absent, own.possible));
            group.severe += u64::from(is_severe(own.absent, own.possible));
        }
        self.touched.clear();
        for (total, here) in self.left_out.iter_mut().zip(std::mem::take(&mut self.left_out_here)) {
            total.0 += u64::from(here.0);
            total.1 += here.1;
        }
        self.four_year_olds.pupils += u64::from(four.possible > 0);
        self.four_year_olds.possible += four.possible;
        self.four_year_olds.absent += four.absent;
    }

    /// Puts what was counted of other pupils to it, by the same query.
    pub fn merge(&mut self, other: Self) {
        let shared = usize::from(self.query.by == Grouping::Code);
        let mut theirs = other.counted;
        for (name, place) in other.groups.in_order() {
            let mine = self.groups.place(&name) + shared;
            if let Some(group) = theirs.get_mut(place + shared).map(std::mem::take) {
                self.counted.resize_with(self.counted.len().max(mine + 1), Group::default);
                self.counted[mine].merge(&group);
            }
        }
        for (total, theirs) in self.left_out.iter_mut().zip(other.left_out) {
            total.0 += theirs.0;
            total.1 += theirs.1;
        }
        self.four_year_olds.pupils += other.four_year_olds.pupils;
        self.four_year_olds.possible += other.four_year_olds.possible;
        self.four_year_olds.absent += other.four_year_olds.absent;
    }

    /// The figures.
    pub fn finish(mut self) -> SummaryAnswer {
        let shared = usize::from(self.query.by == Grouping::Code);
        let mut data = Vec::new();
        for (group, place) in self.groups.in_order() {
            let counted = self.counted.get_mut(place + shared).map(std::mem::take).unwrap_or_default();
            let figures = counted.named(group);
            if self.query.by == Grouping::None || figures.has_anything() {
                data.push(figures);
            }
        }
        let left_out = LeftOutReason::ALL.into_iter().zip(self.left_out).filter(|(_, (pupils, _))| *pupils > 0);
        let left_out = left_out.map(|(reason, (pupils, sessions))| LeftOut { reason, pupils, sessions }).collect();
        let missing = data.iter().map(|group| group.summary.missing).sum();
        let mut four = self.four_year_olds;
        four.absence_rate = (four.possible > 0).then(|| four.absent as f64 / four.possible as f64);
        SummaryAnswer {
            data,
            four_year_olds: (self.query.cohort == Cohort::Dfe).then_some(four),
            definition: Definition::of(self.query, left_out, missing),
            suppression: None,
        }
    }
}

impl Group {
    fn merge(&mut self, other: &Self) {
        self.pupils += other.pupils;
        self.persistent += other.persistent;
        self.severe += other.severe;
        self.missing += other.missing;
        for (era, bytes) in &other.counts {
            let mine = bytes_of(&mut self.counts, era);
            mine.iter_mut().zip(bytes.iter()).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    fn named(self, group: String) -> GroupSummary {
        let mut tally = Tally { missing: self.missing, ..Tally::default() };
        for (era, bytes) in &self.counts {
            for code in Code::all() {
                tally.add_in(era, code, bytes[usize::from(code.byte())]);
            }
        }
        GroupSummary {
            group,
            pupils: self.pupils,
            summary: tally.summary(),
            persistent_absentees: self.persistent,
            severe_absentees: self.severe,
        }
    }
}

impl GroupSummary {
    fn has_anything(&self) -> bool {
        self.pupils > 0 || self.summary.missing > 0 || !self.summary.by_code.is_empty()
    }
}

/// Shares one pupil's marks out to the groups of their codes, which stand one place after their number.
fn share_by_code(groups: &mut Groups, counted: &mut Vec<Group>, counts: &[ByteCounts], missing: u64, own: Own) {
    let mut codes = Vec::new();
    for (era, bytes) in counts {
        for (byte, sessions) in (0..=u8::MAX).zip(bytes.iter()).filter(|(byte, sessions)| *byte > 0 && **sessions > 0) {
            let place = groups.place(Code::from_byte(byte).map_or(UNKNOWN, Code::as_str)) + 1;
            counted.resize_with(counted.len().max(place + 1), Group::default);
            bytes_of(&mut counted[place].counts, era)[usize::from(byte)] += sessions;
            codes.push(place);
        }
    }
    if missing > 0 {
        let place = groups.place(UNKNOWN) + 1;
        counted.resize_with(counted.len().max(place + 1), Group::default);
        counted[place].missing += missing;
        codes.push(place);
    }
    codes.sort_unstable();
    codes.dedup();
    for place in codes {
        counted[place].pupils += 1;
        counted[place].persistent += u64::from(is_persistent(own.absent, own.possible));
        counted[place].severe += u64::from(is_severe(own.absent, own.possible));
    }
}
