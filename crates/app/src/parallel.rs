//! Questions about a whole trust, answered on all processors.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Threads at most: one question must not take a large machine to itself.
const MOST: usize = 8;

/// The outcome of `work` for each item, in the order of the items. What takes longer does not hold up the others: each thread
/// takes the next item.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST).min(items.len());
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { break done };
            done.push((place, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(theirs) => done.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn the_outcomes_stand_in_the_order_of_the_items() {
        let numbers: Vec<u64> = (0..1_000).collect();
        assert_eq!(each(&numbers, |number| number * number), numbers.iter().map(|n| n * n).collect::<Vec<_>>());
        assert!(each(&[] as &[u8], |byte| *byte).is_empty());
    }
}
