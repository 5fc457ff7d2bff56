/// Orders the periods so that any two that share a double stand next to each other.
///
/// There is no such order when a period is linked with three others or the links form a ring.
pub(super) fn chain(periods: usize, links: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); periods];
    for &(first, second) in links {
        for (one, other) in [(first, second), (second, first)] {
            if !neighbours[one].contains(&other) {
                neighbours[one].push(other);
            }
        }
    }
    let mut order = Vec::with_capacity(periods);
    let mut placed = vec![false; periods];
    for end in 0..periods {
        // A chain is walked from one of its ends; what is left unplaced after the loop has no end.
        if placed[end] || neighbours[end].len() > 1 {
            continue;
        }
        let mut current = Some(end);
        while let Some(period) = current {
            placed[period] = true;
            order.push(period);
            current = neighbours[period].iter().copied().find(|&next| !placed[next]);
        }
    }
    let at_most_two = neighbours.iter().all(|around| around.len() <= 2);
    (at_most_two && order.len() == periods).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::chain;

    #[test]
    fn keeps_the_natural_order_of_a_timetable() {
        assert_eq!(chain(6, &[(0, 1), (1, 0), (2, 3), (3, 4)]), Some(vec![0, 1, 2, 3, 4, 5]));
        assert_eq!(chain(0, &[]), Some(vec![]));
    }

    #[test]
    fn brings_distant_halves_together() {
        assert_eq!(chain(4, &[(3, 0), (3, 1)]), Some(vec![0, 3, 1, 2]));
    }

    #[test]
    fn refuses_forks_and_rings() {
        assert_eq!(chain(4, &[(0, 1), (0, 2), (0, 3)]), None);
        assert_eq!(chain(3, &[(0, 1), (1, 2), (2, 0)]), None);
    }
}
