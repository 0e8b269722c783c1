//! What must hold. Judged by the sandbox's world, the requests and the database; the program is not asked whether it was right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use yundeck_app::records::activity::Activity;
use yundeck_sandbox::Done;
use yundeck_sandbox::world::InstanceState;

use crate::schedule::{Crash, Fault, Kind, What};
use crate::stage::{Order, Stage};

/// A list is behind by two minutes at most; with the network's time.
const LAG: i64 = 125;

const A_DAY: u64 = 24 * 60 * 60;

/// A line of the journal, read beside the program.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: String,
    pub operation: String,
    pub params: String,
    pub goal: String,
    pub token: Option<String>,
    pub answer: String,
    pub reached: String,
    pub resources: Vec<(String, String)>,
}

impl Line {
    pub fn is_of(&self, order: &Order) -> bool {
        self.operation == order.operation && self.params.contains(&order.mark)
    }

    /// Whether it says that nothing was done.
    fn says_nothing_was_done(&self) -> bool {
        matches!(self.answer.as_str(), "refused" | "not_sent" | "not_applied")
    }
}

fn database(folder: &Path) -> Option<Connection> {
    Connection::open_with_flags(folder.join("yundeck.db"), OpenFlags::SQLITE_OPEN_READ_WRITE).ok()
}

/// The lines that are on disk.
pub fn lines(folder: &Path) -> Vec<Line> {
    let Some(database) = database(folder) else { return Vec::new() };
    let query = "SELECT id, operation, params, goal, token, answer, reached, resources FROM journal ORDER BY at, id";
    let mut statement = database.prepare(query).unwrap();
    let rows = statement.query_map([], |row| {
        let resources: String = row.get(7)?;
        let resources: Vec<Value> = serde_json::from_str(&resources).unwrap_or_default();
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Ok(Line {
            id: row.get(0)?,
            operation: row.get(1)?,
            params: row.get(2)?,
            goal: row.get(3)?,
            token: row.get(4)?,
            answer: row.get(5)?,
            reached: row.get(6)?,
            resources: resources.iter().map(|it| (text(it, "id"), text(it, "standing"))).collect(),
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The steps of all acts: act, step, note.
fn steps(folder: &Path) -> Vec<(String, String, String)> {
    let Some(database) = database(folder) else { return Vec::new() };
    let mut statement = database.prepare("SELECT act, step, coalesce(note, '') FROM journal_steps").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

/// What the cloud did for an order; what somebody else ordered is left out.
fn done_for<'d>(done: &'d [Done], order: &Order, strangers: &BTreeSet<String>) -> Vec<&'d Done> {
    // An answer that refuses every item changed nothing.
    let refused = |done: &Done| {
        let verdicts = order.described.verdicts(&done.result);
        !verdicts.is_empty() && verdicts.iter().all(|verdict| !verdict.accepted)
    };
    let mine = |done: &&Done| {
        done.operation == order.operation
            && done.params.to_string().contains(&order.mark)
            && !done.made.iter().any(|id| strangers.contains(id))
            && !refused(done)
            // A call that the cloud recognised by its token is answered, and makes nothing.
            && !(order.act.kind == Kind::Create && done.made.is_empty())
    };
    done.iter().filter(mine).collect()
}

/// What must hold at every step.
pub fn always(stage: &Stage) {
    let done = stage.sandbox.done(&stage.spec.id);
    let lines = lines(&stage.folder);
    let (orders, strangers, recycled, forgotten) = {
        let state = stage.state();
        (state.orders.clone(), state.strangers.clone(), state.recycled.clone(), state.tokens_forgotten)
    };
    for (number, order) in orders.iter().enumerate() {
        let here = |what: String| format!("{} {} (order {number}): {what}", order.operation, order.mark);
        let mine = done_for(&done, order, &strangers);
        // The network, not the program, did it once more; where a token protects it, it could not.
        let doubled = if order.token.is_none() || forgotten { order.doubled } else { 0 };
        let again = if forgotten { order.sends } else { 0 };
        let most = order.intended + order.pending + doubled + again;
        if mine.len() > most as usize {
            stage.violated("S1", here(format!("done {} times, wanted {most} times", mine.len())));
        }
        if let Some(done) = mine.iter().find(|done| done.made.len() > order.count as usize) {
            stage.violated("S1", here(format!("made {:?}, ordered {}", done.made, order.count)));
        }
        if !mine.is_empty() && !lines.iter().any(|line| line.is_of(order)) {
            stage.violated("S3", here("done without a line".to_owned()));
        }
    }
    claims(stage, &lines, &done, &orders, &strangers, &recycled);
}

/// Each thing belongs to one act at most, and to one that made it.
fn claims(
    stage: &Stage,
    lines: &[Line],
    done: &[Done],
    orders: &[Order],
    strangers: &BTreeSet<String>,
    recycled: &BTreeSet<String>,
) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for line in lines.iter().filter(|line| matches!(line.answer.as_str(), "accepted" | "found")) {
        let Some(order) = orders.iter().find(|order| line.is_of(order)) else { continue };
        if order.act.kind != Kind::Create {
            continue;
        }
        for (id, _) in line.resources.iter().filter(|(id, _)| !recycled.contains(id)) {
            if let Some(other) = owners.insert(id, &line.id) {
                stage.violated("S3", format!("{id} belongs to two acts, {other} and {}", line.id));
            }
            let made = done_for(done, order, strangers).iter().any(|done| done.made.contains(id));
            if !made {
                stage.violated("S3", format!("{id} was not made by {} ({})", order.mark, line.id));
            }
        }
    }
}

/// What must hold in the end, when nothing goes wrong any more and everything had its time.
pub fn finally(stage: &Stage, activities: &[Activity], idle_requests: u64) {
    for activity in activities.iter().filter(|activity| activity.ended_at.is_none()) {
        let what = format!("{} {} is still {:?}", activity.operation, activity.subject, activity.phase);
        stage.violated("L1", what);
    }
    if idle_requests > 0 {
        stage.violated("L1", format!("{idle_requests} requests though there is nothing to look for"));
    }
    let lines = lines(&stage.folder);
    for line in &lines {
        if line.reached == "open" && matches!(line.answer.as_str(), "sent" | "unknown" | "accepted" | "found") {
            stage.violated("L1", format!("{} {} is {} and open", line.operation, line.id, line.answer));
        }
    }
    nothing_was_done(stage, &lines, activities);
    told_too_early(stage);
    gone(stage, &lines);
    taken_up_once(stage);
    charged(stage);
}

/// Failed, not sent and not applied: nothing was ever done, or it was said that something turned up.
fn nothing_was_done(stage: &Stage, lines: &[Line], activities: &[Activity]) {
    let done = stage.sandbox.done(&stage.spec.id);
    let (orders, strangers, forgotten, unheard) = {
        let state = stage.state();
        // What comes late is compared for a day, and with the key that the order went with.
        let away = state.schedule.steps.iter().any(|step| matches!(step.what, What::Quit { down } if down > A_DAY));
        (state.orders.clone(), state.strangers.clone(), state.tokens_forgotten, state.rekeyed || away)
    };
    let alarmed: BTreeSet<String> = steps(&stage.folder)
        .into_iter()
        .filter(|(_, step, _)| step == "resembled" || step == "found")
        .map(|(act, ..)| act)
        .chain(activities.iter().filter(|it| !it.resembling.is_empty()).map(|it| it.act.id.clone()))
        .collect();
    let still_there =
        |id: &String| stage.sandbox.world(&stage.spec.id, |world| world.instances.contains(id)).unwrap_or_default();
    for (number, order) in orders.iter().enumerate() {
        let mine: Vec<&Line> = lines.iter().filter(|line| line.is_of(order)).collect();
        let deeds = done_for(&done, order, &strangers);
        let seen = deeds.iter().filter(|done| done.made.is_empty() || done.made.iter().any(still_there)).count();
        let doubled = if order.token.is_none() || forgotten { order.doubled } else { 0 };
        let again = if forgotten { order.sends.saturating_sub(u32::try_from(mine.len()).unwrap_or(0)) } else { 0 };
        let nothing = mine.iter().filter(|line| line.says_nothing_was_done() && !alarmed.contains(&line.id)).count();
        let seen = seen.saturating_sub((doubled + again) as usize);
        // An image or a key pair that vanished before anybody could see it raises no alarm.
        let vanished = order.met == Fault::Vanished && order.act.kind != Kind::Create;
        let late = order.met == Fault::Late || order.crashed == Crash::HalfSent;
        if nothing + seen > mine.len() && nothing > 0 && !vanished && !(late && unheard) {
            let answers: Vec<&str> = mine.iter().map(|line| line.answer.as_str()).collect();
            let what = format!(
                "{} {} (order {number}): done {} times, lines say {answers:?}",
                order.operation,
                order.mark,
                deeds.len()
            );
            stage.violated("S2", what);
        }
    }
}

/// Not applied is said only after the time in which it had to be seen.
fn told_too_early(stage: &Stage) {
    let done = stage.sandbox.done(&stage.spec.id);
    let (orders, told, strangers) = {
        let state = stage.state();
        (state.orders.clone(), state.told.clone(), state.strangers.clone())
    };
    let renames = |deed: &Done| deed.operation.to_lowercase().ends_with("attribute");
    let renamed = |id: &String| done.iter().any(|deed| renames(deed) && mentions(&deed.params, id));
    for order in orders.iter().filter(|order| order.plans.len() == 1 && order.doubled == 0) {
        let said = told.iter().filter(|told| told.phase == "NotApplied" && order.plans.contains(&told.id));
        for told in said {
            let late = matches!(order.met, Fault::Late | Fault::SlowBefore) || order.crashed == Crash::HalfSent;
            let seen_by: DateTime<Utc> = if late { told.at - Duration::seconds(LAG) } else { told.at };
            for deed in done_for(&done, order, &strangers).iter().filter(|deed| deed.at <= seen_by) {
                // What vanished before anybody could see it was not there to be seen; what was renamed, not by its name.
                if order.met == Fault::Vanished || deed.made.iter().any(renamed) {
                    continue;
                }
                let what = format!("{} was not applied at {}, and had been done at {}", order.mark, told.at, deed.at);
                stage.violated("S2", what);
            }
        }
    }
}

/// Whether a call names a thing.
fn mentions(params: &Value, id: &str) -> bool {
    params.to_string().contains(&format!("\"{id}\""))
}

/// What is said to be gone is.
fn gone(stage: &Stage, lines: &[Line]) {
    for line in lines {
        for (id, _) in line.resources.iter().filter(|(_, standing)| standing == "gone") {
            let state = stage.sandbox.world(&stage.spec.id, |world| {
                let now = world.now();
                world.instances.get(id).map(|instance| instance.state(now))
            });
            let there = matches!(state.flatten(), Some(InstanceState::Running | InstanceState::Stopped));
            if there && !stage.state().recycled.contains(id) {
                stage.violated("S2", format!("{} {} says that {id} is gone, and it is there", line.operation, line.id));
            }
        }
        let removes = line.goal.contains("\"terminate\"");
        if removes && line.reached == "reached" {
            let id = line.resources.first().map(|(id, _)| id.clone()).unwrap_or_default();
            let state = stage.sandbox.world(&stage.spec.id, |world| {
                let now = world.now();
                world.instances.get(&id).map(|instance| instance.state(now))
            });
            if state.flatten() == Some(InstanceState::Running) && !stage.state().recycled.contains(&id) {
                stage.violated("S2", format!("{} {} says that {id} was removed, and it runs", line.operation, line.id));
            }
        }
    }
}

/// At each start an act is taken up once.
fn taken_up_once(stage: &Stage) {
    let starts = stage.machine().starts;
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for (act, step, note) in steps(&stage.folder) {
        if step == "unanswered" && note == "restarted" {
            *times.entry(act).or_default() += 1;
        }
    }
    for (act, times) in times {
        if times >= starts.max(1) {
            stage.violated("L1", format!("{act} was taken up {times} times in {starts} starts"));
        }
    }
}

/// What was paid is what was confirmed.
fn charged(stage: &Stage) {
    let done = stage.sandbox.done(&stage.spec.id);
    let (orders, strangers, price) = {
        let state = stage.state();
        (state.orders.clone(), state.strangers.clone(), state.price)
    };
    if price > 0 {
        return;
    }
    for order in orders.iter().filter(|order| order.act.kind == Kind::Create) {
        let Some(quoted) = &order.quoted else { continue };
        for deed in done_for(&done, order, &strangers).iter().filter(|deed| deed.made.len() == order.count as usize) {
            if deed.paid.normalize().to_string() != *quoted {
                stage.violated("S1", format!("{}: {quoted} was confirmed, {} was paid", order.mark, deed.paid));
            }
        }
    }
}
