//! Cover over HTTP: a morning from the first call to the last slip, and what other systems get wrong.

mod absences;
mod briefing;
mod calendar;
mod calls;
mod changes;
mod clashes;
mod corrections;
mod events;
mod exams;
mod feeds;
mod given;
mod ground;
mod ledger;
mod morning;
mod pains;
mod parted;
mod protected;
mod registers;
mod rooms;
mod stories;
mod supply;
mod terms;
mod weights;
mod years;
