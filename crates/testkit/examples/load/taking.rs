//! Registers of thirty marks at fixed times.

use crate::arrivals::{drive, report, report_by_second};
use crate::wire::request;
use crate::world::{self, GROUPS, PUPILS};
use crate::{Ground, proof};
use clap::Args;
use school::{Clock, SessionAt, SystemClock};
use serde_json::json;
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

/// Settings of `run`.
#[derive(Args)]
pub(crate) struct Load {
    /// Registers a second.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    per_second: u32,
    /// How long.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=300))]
    seconds: u32,
    /// How many sessions before today are left alone: a second run on one database begins where the first ended.
    #[arg(long, default_value_t = 0)]
    skip_sessions: usize,
    /// Do not have the rolls read before the first register is sent.
    #[arg(long)]
    cold: bool,
}

/// A register that is to be taken.
#[derive(Clone, Copy)]
pub(crate) struct Register {
    pub(crate) academy: u32,
    pub(crate) group: u32,
    pub(crate) at: SessionAt,
}

impl Register {
    /// The pupils by their numbers.
    pub(crate) fn pupils(self) -> std::ops::Range<u32> {
        self.group * PUPILS..(self.group + 1) * PUPILS
    }

    pub(crate) fn path(self) -> String {
        let (academy, group) = (world::academy(self.academy), world::group(self.academy, self.group));
        format!("/v1/academies/{academy}/registers/{}/{}/{group}", self.at.date, self.at.session)
    }

    /// The request that takes it.
    pub(crate) fn put(self, token: &str) -> Vec<u8> {
        let marks: Vec<_> = self
            .pupils()
            .map(|pupil| {
                let (id, code) = (world::pupil(self.academy, pupil), world::code(self.academy, pupil, self.at));
                if code == 'U' {
                    json!({ "pupil_id": id, "code": "U", "minutes_late": 35 })
                } else {
                    json!({ "pupil_id": id, "code": code.to_string() })
                }
            })
            .collect();
        request("PUT", &self.path(), token, &json!({ "marks": marks }).to_string())
    }
}

/// Every group of the trust in some order, session after session.
fn registers(academies: u32, count: usize, skip: usize) -> Vec<Register> {
    let mut groups: Vec<(u32, u32)> =
        (0..academies).flat_map(|academy| (0..GROUPS).map(move |group| (academy, group))).collect();
    let mut all = Vec::with_capacity(count);
    for (turn, at) in (0_u64..).zip(world::sessions_before(SystemClock.today()).into_iter().skip(skip)) {
        groups.sort_by_key(|(academy, group)| {
            world::mixed((turn << 48) | (u64::from(*academy) << 16) | u64::from(*group))
        });
        all.extend(groups.iter().map(|(academy, group)| Register { academy: *academy, group: *group, at }));
        if all.len() >= count {
            break;
        }
    }
    all.truncate(count);
    all
}

pub(crate) fn run(ground: &Ground, load: &Load) {
    let count = (load.per_second * load.seconds) as usize;
    let registers = registers(ground.academies, count, load.skip_sessions);
    assert_eq!(registers.len(), count, "there are not enough sessions before today: prepare a larger trust");
    let different: HashSet<_> = registers.iter().map(|each| (each.academy, each.group)).collect();
    let sessions: HashSet<_> = registers.iter().map(|each| each.at).collect();
    let token = ground.token();
    let api = ground.api(&token);
    if !load.cold {
        // As on any morning: somebody has looked at a register of each academy before.
        for academy in 0..ground.academies {
            api.get(&Register { academy, ..registers[0] }.path()).expect(200);
        }
    }
    let requests: Vec<_> = registers.iter().map(|register| register.put(&token)).collect();
    println!(
        "{count} registers of {PUPILS} marks over {} different groups and {} sessions, {} a second",
        different.len(),
        sessions.len(),
        load.per_second
    );
    let events = proof::events(ground);
    let outcomes = drive(ground.server, &requests, load.per_second, &AtomicBool::new(false));
    report("registers", &outcomes);
    report_by_second(&outcomes, load.per_second);
    let taken: Vec<_> =
        outcomes.iter().filter(|outcome| outcome.status == 200).map(|outcome| registers[outcome.number]).collect();
    println!("{} events for {} registers answered 200", proof::events(ground) - events, taken.len());
    proof::marks_are_there(ground, &taken);
}
