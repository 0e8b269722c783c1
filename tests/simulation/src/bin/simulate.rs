//! Runs many seeds, and writes what came of them. `simulate [--seeds N] [--from N] [--threads N] [--report FILE] [--until-red]`,
//! or `simulate --seed N` for one seed with its trace.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a tool of the tests"
)]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use yundeck_simulation::coverage::Coverage;
use yundeck_simulation::run::{run, run_of};
use yundeck_simulation::schedule::Schedule;
use yundeck_simulation::shrink::shrink;

/// Each so many seeds run twice, and have to do the same.
const TWICE: u64 = 20;

/// From so many seeds on every cell has to be reached that often.
const LEAST: (u64, u64) = (10_000, 3);

#[derive(Default)]
struct Total {
    coverage: Coverage,
    failed: BTreeMap<u64, String>,
    repeated: u64,
    slowest: (Duration, u64),
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name: &str, default: u64| value(name).map_or(default, |text| text.parse().unwrap());
    if let Some(seed) = value("--seed") {
        one(seed.parse().unwrap(), arguments.iter().any(|argument| argument == "--shrink"));
        return;
    }
    let (from, seeds, threads) = (number("--from", 0), number("--seeds", 10_000), number("--threads", 2));
    let until_red = arguments.iter().any(|argument| argument == "--until-red");
    let (next, stop) = (AtomicU64::new(from), AtomicBool::new(false));
    let total = Mutex::new(Total::default());
    let began = Instant::now();
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + seeds {
                        return;
                    }
                    try_seed(seed, &total);
                    if until_red && !total.lock().unwrap().failed.is_empty() {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let total = total.into_inner().unwrap();
    let ran = (next.into_inner().min(from + seeds)) - from;
    finish(&total, ran, began.elapsed(), value("--report"), until_red);
}

fn try_seed(seed: u64, total: &Mutex<Total>) {
    let began = Instant::now();
    let outcome = std::panic::catch_unwind(|| run(seed));
    let took = began.elapsed();
    let repeated = seed.is_multiple_of(TWICE);
    let failed = match &outcome {
        Err(_) => Some("a panic".to_owned()),
        Ok(outcome) => outcome.violations.first().map(|violation| format!("{} {}", violation.rule, violation.what)),
    };
    let failed = failed.or_else(|| {
        let again = repeated.then(|| run(seed))?;
        let first = outcome.as_ref().ok()?;
        (again.trace != first.trace).then(|| {
            let at = again.trace.iter().zip(&first.trace).position(|(one, other)| one != other);
            let lines = at.map(|at| (first.trace[at].clone(), again.trace[at].clone()));
            format!("D1 the same seed did something else: {lines:?}")
        })
    });
    let mut total = total.lock().unwrap();
    if let Ok(outcome) = &outcome {
        total.coverage.add(&outcome.coverage);
    }
    total.repeated += u64::from(repeated);
    total.slowest = total.slowest.max((took, seed));
    if let Some(failed) = failed {
        eprintln!("seed {seed}: {failed}");
        total.failed.insert(seed, failed);
    }
}

fn one(seed: u64, shrunk: bool) {
    let schedule = Schedule::of(seed);
    let outcome = run(seed);
    let rule = outcome.violations.first().map(|violation| violation.rule);
    let (schedule, outcome) = match rule {
        Some(rule) if shrunk => {
            let small = shrink(&schedule, rule);
            let outcome = run_of(&small);
            (small, outcome)
        }
        _ => (schedule, outcome),
    };
    println!("{schedule:#?}");
    for line in &outcome.trace {
        println!("{line}");
    }
    println!("{} violations", outcome.violations.len());
    std::process::exit(i32::from(!outcome.violations.is_empty()));
}

fn finish(total: &Total, ran: u64, took: Duration, report: Option<String>, until_red: bool) {
    let cells = Coverage::wanted().len();
    let least = if ran >= LEAST.0 { LEAST.1 } else { 0 };
    let thin = total.coverage.below(least);
    let text = yundeck_simulation::coverage::report(
        &total.coverage,
        ran,
        took,
        total.repeated,
        total.slowest,
        &total.failed,
        &thin,
    );
    println!("{text}");
    if let Some(file) = report {
        std::fs::write(file, &text).unwrap();
    }
    if let Some((seed, failed)) = total.failed.iter().next() {
        eprintln!("first failing seed {seed}: {failed}");
        if !until_red {
            let schedule = Schedule::of(*seed);
            let rule = failed.split(' ').next().unwrap_or_default();
            if matches!(rule, "S1" | "S2" | "S3" | "S4" | "L1") {
                let small = shrink(&schedule, rule);
                eprintln!("{small:#?}");
                run_of(&small).trace.iter().for_each(|line| eprintln!("{line}"));
            }
        }
        eprintln!("again with: cargo run -p yundeck-simulation --bin simulate -- --seed {seed} --shrink");
        std::process::exit(1);
    }
    for (cell, times) in &thin {
        eprintln!("{cell:?} was reached {times} times of at least {least}; {cells} cells");
    }
    std::process::exit(i32::from(!thin.is_empty()));
}
