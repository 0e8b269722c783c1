//! Five hundred seeds, or as many as `YUNDECK_SEEDS` says, and the smallest schedules of what the simulation has found.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicU64, Ordering};

use yundeck_simulation::run::{Outcome, run, run_of};
use yundeck_simulation::schedule::{Act, Crash, Fault, Gust, Kind, ReadFault, Schedule, Step, What};

fn seeds() -> u64 {
    std::env::var("YUNDECK_SEEDS").map_or(500, |seeds| seeds.parse().unwrap())
}

/// A creation of one instance that nothing happens to.
const ACT: Act = Act {
    kind: Kind::Create,
    count: 1,
    name: 0,
    pick: 6,
    explored: false,
    prepaid: false,
    double_click: false,
    planned_twice: false,
    stranger: false,
    price_moves: false,
    cancelled: false,
    fault: Fault::None,
    times: 1,
    crash: Crash::None,
    down: 5,
    seconds: 20,
};

fn schedule(cloud: usize, steps: &[What], gusts: &[Gust]) -> Schedule {
    let steps = (0..).zip(steps).map(|(number, what)| Step { number, what: what.clone() }).collect();
    Schedule { seed: 1, cloud, crowd: 0, steps, gusts: gusts.to_vec() }
}

#[track_caller]
fn holds(outcome: &Outcome) {
    assert!(outcome.violations.is_empty(), "{:?}\n{}", outcome.violations, outcome.trace.join("\n"));
}

fn on_every_cloud(steps: &[What], gusts: &[Gust]) {
    for cloud in 0..yundeck_clouds::REGISTRY.len() {
        holds(&run_of(&schedule(cloud, steps, gusts)));
    }
}

#[test]
fn seeds_break_no_rule() {
    let (next, seeds) = (AtomicU64::new(0), seeds());
    let work = || {
        let mut failed = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds {
                return failed;
            }
            let violations = run(seed).violations;
            failed.extend(violations.first().map(|violation| (seed, violation.clone())));
        }
    };
    let failed = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        threads.map(|thread| thread.join().unwrap()).concat()
    });
    assert!(failed.is_empty(), "make simulate SEEDS=1 FROM=<seed> shows one: {failed:#?}");
}

#[test]
fn same_seed_twice_leaves_the_same_trace() {
    for seed in 0..10 {
        assert_eq!(run(seed).trace, run(seed).trace, "seed {seed}");
    }
}

#[test]
fn resume_by_a_second_window_takes_no_act_up_once_more() {
    on_every_cloud(
        &[
            What::Act(Act { fault: Fault::LostBefore, crash: Crash::Unheard, ..ACT }),
            What::Wait { seconds: 20 },
            What::ResumeAgain,
        ],
        &[],
    );
}

#[test]
fn resume_while_an_act_of_this_session_is_sent_leaves_it_alone() {
    on_every_cloud(&[What::Act(Act { fault: Fault::SlowAfter, seconds: 20, ..ACT }), What::ResumeAgain], &[]);
}

#[test]
fn program_that_ends_while_it_reads_instances_leaves_its_folder() {
    let modify = Act { kind: Kind::Modify, ..ACT };
    let slow = Gust { at: 0, reads: 9, what: ReadFault::Slow };
    on_every_cloud(&[What::Act(modify), What::Wait { seconds: 1 }, What::Quit { down: 1 }, What::Refresh], &[slow]);
}

#[test]
fn machine_that_a_list_shows_no_more_for_as_long_as_lists_lag_is_not_gone() {
    let behind = Gust { at: 4, reads: 36, what: ReadFault::Behind { seconds: 110 } };
    on_every_cloud(&[What::Act(ACT)], &[behind]);
}
