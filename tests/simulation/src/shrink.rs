//! Makes the schedule of a failure small: drops what it fails without.

use crate::run::run_of;
use crate::schedule::{Crash, Fault, Schedule, What};

/// The most runs that shrinking takes.
const RUNS: u32 = 300;

/// A schedule that breaks the same rule, with as little in it as could be found.
pub fn shrink(schedule: &Schedule, rule: &str) -> Schedule {
    let mut best = schedule.clone();
    let mut runs = 0;
    let mut fails = |schedule: &Schedule| {
        runs += 1;
        runs <= RUNS && run_of(schedule).violations.iter().any(|violation| violation.rule == rule)
    };
    loop {
        let before = best.clone();
        for smaller in smaller(&best) {
            if fails(&smaller) {
                best = smaller;
                break;
            }
        }
        if best == before {
            return best;
        }
    }
}

/// The schedule with one thing less, in every way.
fn smaller(schedule: &Schedule) -> Vec<Schedule> {
    let mut all = Vec::new();
    for at in (0..schedule.steps.len()).rev() {
        let mut less = schedule.clone();
        less.steps.remove(at);
        all.push(less);
    }
    for at in 0..schedule.gusts.len() {
        let mut less = schedule.clone();
        less.gusts.remove(at);
        all.push(less);
    }
    if schedule.crowd > 0 {
        all.push(Schedule { crowd: 0, ..schedule.clone() });
    }
    for at in 0..schedule.steps.len() {
        let What::Act(act) = &schedule.steps[at].what else { continue };
        let mut plainer = Vec::new();
        let mut change = |changed: crate::schedule::Act| {
            if changed != *act {
                plainer.push(changed);
            }
        };
        change(crate::schedule::Act { fault: Fault::None, ..act.clone() });
        change(crate::schedule::Act { crash: Crash::None, ..act.clone() });
        change(crate::schedule::Act { count: 1, ..act.clone() });
        change(crate::schedule::Act { double_click: false, ..act.clone() });
        change(crate::schedule::Act { planned_twice: false, ..act.clone() });
        change(crate::schedule::Act { stranger: false, ..act.clone() });
        change(crate::schedule::Act { price_moves: false, ..act.clone() });
        change(crate::schedule::Act { cancelled: false, ..act.clone() });
        change(crate::schedule::Act { explored: false, ..act.clone() });
        change(crate::schedule::Act { prepaid: false, ..act.clone() });
        change(crate::schedule::Act { times: 1, ..act.clone() });
        for act in plainer {
            let mut less = schedule.clone();
            less.steps[at].what = What::Act(act);
            all.push(less);
        }
    }
    for at in 0..schedule.gusts.len() {
        if schedule.gusts[at].reads > 1 {
            let mut less = schedule.clone();
            less.gusts[at].reads /= 2;
            all.push(less);
        }
    }
    all
}
