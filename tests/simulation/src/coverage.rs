//! Which cells of act, crash and fault were reached, and how often.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use crate::schedule::{Crash, Fault, Kind, ReadFault};
use crate::stage::State;

/// How often each cell was reached.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    pub cells: BTreeMap<(Kind, Crash, Fault), u64>,
    pub read_faults: BTreeMap<ReadFault, u64>,
    /// Acts whose request went out.
    pub acts: u64,
    pub requests: u64,
}

impl Coverage {
    /// What a run reached.
    pub fn of(state: &State) -> Self {
        let mut coverage = Self { requests: state.requests, ..Self::default() };
        for order in &state.orders {
            if order.sends > 0 || order.crashed != Crash::None || order.met != Fault::None {
                *coverage.cells.entry((order.act.kind, order.crashed, order.met)).or_default() += 1;
            }
            coverage.acts += u64::from(order.sends > 0);
        }
        coverage.read_faults.clone_from(&state.read_faults);
        coverage
    }

    /// Adds what others reached.
    pub fn add(&mut self, other: &Self) {
        for (cell, times) in &other.cells {
            *self.cells.entry(*cell).or_default() += times;
        }
        for (fault, times) in &other.read_faults {
            *self.read_faults.entry(*fault).or_default() += times;
        }
        self.acts += other.acts;
        self.requests += other.requests;
    }

    /// Every cell that there is.
    pub fn wanted() -> Vec<(Kind, Crash, Fault)> {
        let mut cells = Vec::new();
        for kind in Kind::ALL {
            for crash in Crash::ALL {
                let faults = Fault::ALL.into_iter().filter(|fault| match crash.meets_faults() {
                    // Which items a batch refuses depends on the cloud; not every cloud refuses single ones.
                    true => fault.suits(kind) && *fault != Fault::Partial,
                    false => *fault == Fault::None,
                });
                cells.extend(faults.map(|fault| (kind, crash, fault)));
            }
        }
        cells
    }

    /// The cells that were reached less often than that.
    pub fn below(&self, least: u64) -> Vec<((Kind, Crash, Fault), u64)> {
        let times = |cell: &(Kind, Crash, Fault)| self.cells.get(cell).copied().unwrap_or_default();
        Self::wanted().into_iter().map(|cell| (cell, times(&cell))).filter(|(_, times)| *times < least).collect()
    }
}

/// What `bench/simulation.md` says of the seeds.
pub fn report(
    coverage: &Coverage,
    ran: u64,
    took: Duration,
    repeated: u64,
    slowest: (Duration, u64),
    failed: &BTreeMap<u64, String>,
    thin: &[((Kind, Crash, Fault), u64)],
) -> String {
    let wanted = Coverage::wanted();
    let times: Vec<u64> = wanted.iter().map(|cell| coverage.cells.get(cell).copied().unwrap_or_default()).collect();
    let reached = times.iter().filter(|times| **times > 0).count();
    let least = times.iter().min().copied().unwrap_or_default();
    let mut text = format!(
        "## Seeds\n\n| | |\n|---|---|\n| seeds | {ran} |\n| violations | {} |\n| time | {:.0} s on {} cores |\n\
         | acts sent | {} |\n| requests | {} |\n| seeds run twice, with the same trace | {repeated} |\n\
         | slowest seed | {} ({:.1} s) |\n| cells of act, crash and fault | {} |\n| reached | {reached} |\n\
         | the thinnest cell | {least} times |\n",
        failed.len(),
        took.as_secs_f64(),
        std::thread::available_parallelism().map_or(0, usize::from),
        coverage.acts,
        coverage.requests,
        slowest.1,
        slowest.0.as_secs_f64(),
        wanted.len(),
    );
    let sum = |of: &dyn Fn(&(Kind, Crash, Fault)) -> bool| {
        coverage.cells.iter().filter(|(cell, _)| of(cell)).map(|(_, times)| times).sum::<u64>()
    };
    text.push_str("\n| act | times | with a crash | with a fault |\n|---|---|---|---|\n");
    for kind in Kind::ALL {
        let all = sum(&|cell| cell.0 == kind);
        let crashed = sum(&|cell| cell.0 == kind && cell.1 != Crash::None);
        let struck = sum(&|cell| cell.0 == kind && cell.2 != Fault::None);
        let _ = writeln!(text, "| {kind:?} | {all} | {crashed} | {struck} |");
    }
    text.push_str("\n| crash | times |\n|---|---|\n");
    for crash in Crash::ALL {
        let _ = writeln!(text, "| {crash:?} | {} |", sum(&|cell| cell.1 == crash));
    }
    text.push_str("\n| fault of an act | times |\n|---|---|\n");
    for fault in Fault::ALL {
        let _ = writeln!(text, "| {fault:?} | {} |", sum(&|cell| cell.2 == fault));
    }
    text.push_str("\n| fault of a read | times |\n|---|---|\n");
    for (fault, times) in &coverage.read_faults {
        let _ = writeln!(text, "| {fault:?} | {times} |");
    }
    if !thin.is_empty() {
        text.push_str("\nCells that were reached too seldom:\n\n");
        for (cell, times) in thin {
            let _ = writeln!(text, "- {cell:?}: {times}");
        }
    }
    for (seed, what) in failed {
        let _ = writeln!(text, "\n- seed {seed}: {what}");
    }
    text
}
