use super::WorkedDay;
use crate::staff::Span;
use serde::Serialize;
use utoipa::ToSchema;

/// Whoever works longer than this has a break.
const LONG_DAY: u16 = 6 * 60;
/// The shortest break, in minutes.
const SHORTEST: u16 = 20;

/// The rest break of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RestBreak)]
pub struct Rest {
    /// Minutes from the beginning of work to its end.
    pub from_first_to_last: u16,
    /// The longest time in between with nothing timetabled and no cover.
    pub longest_gap: u16,
    /// Whether a break of 20 minutes is left; null on a day of six hours or less, which needs none.
    pub kept: Option<bool>,
}

/// The rest break that the timetable and the covers of a day leave. It lies within the working time, so a gap at its beginning
/// or end is one only where work goes on beside it.
pub fn rest(day: &WorkedDay) -> Rest {
    let ends = day.works.iter().chain(&day.covers);
    let (Some(from), Some(to)) = (ends.clone().map(|span| span.from).min(), ends.map(|span| span.to).max()) else {
        return Rest { from_first_to_last: 0, longest_gap: 0, kept: None };
    };
    let mut busy: Vec<Span> = day.timetabled.iter().chain(&day.covers).copied().collect();
    busy.sort_unstable();
    let (mut longest, mut kept, mut free_from) = (0, false, from);
    let mut gap = |gap_from: u16, gap_to: u16| {
        let length = gap_to.saturating_sub(gap_from);
        let at_an_edge = gap_from == from || gap_to == to;
        longest = longest.max(length);
        kept |= if at_an_edge { length > SHORTEST } else { length >= SHORTEST };
    };
    for span in busy.iter().filter(|span| span.from < to && from < span.to) {
        gap(free_from, span.from);
        free_from = free_from.max(span.to);
    }
    gap(free_from, to);
    // Who works in two parts of a day is off between them.
    kept |= day.works.windows(2).any(|pair| pair[1].from.saturating_sub(pair[0].to) >= SHORTEST);
    let length = to.saturating_sub(from);
    Rest { from_first_to_last: length, longest_gap: longest, kept: (length > LONG_DAY).then_some(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(works: &[(u16, u16)], busy: &[(u16, u16)], covers: &[(u16, u16)]) -> WorkedDay {
        let spans = |list: &[(u16, u16)]| list.iter().map(|(from, to)| Span { from: *from, to: *to }).collect();
        WorkedDay {
            date: "2026-11-23".parse().unwrap(),
            works: spans(works),
            timetabled: spans(busy),
            lunches: Vec::new(),
            covers: spans(covers),
        }
    }

    #[test]
    fn a_long_day_needs_twenty_minutes_in_between() {
        // 08:30 to 15:30, a lunch of half an hour that a cover takes.
        let busy = [(510, 720), (750, 930)];
        assert_eq!(
            rest(&day(&[(510, 930)], &busy, &[])),
            Rest { from_first_to_last: 420, longest_gap: 30, kept: Some(true) }
        );
        assert_eq!(rest(&day(&[(510, 930)], &busy, &[(720, 750)])).kept, Some(false));
        assert_eq!(rest(&day(&[(510, 930)], &[(510, 910)], &[])).kept, Some(false), "going home early is no break");
        assert_eq!(rest(&day(&[(510, 930)], &[(510, 900)], &[])).kept, Some(true));
    }

    #[test]
    fn six_hours_need_none_and_cover_makes_a_day_longer() {
        assert_eq!(rest(&day(&[(510, 870)], &[(510, 870)], &[])).kept, None);
        assert_eq!(rest(&day(&[(510, 870)], &[(510, 870)], &[(870, 900)])).kept, Some(false));
        assert_eq!(rest(&day(&[], &[], &[])).from_first_to_last, 0);
        assert_eq!(rest(&day(&[(510, 720), (780, 960)], &[(510, 720), (780, 960)], &[])).kept, Some(true));
    }
}
