//! One run, from its seed to its verdict.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::coverage::Coverage;
use crate::judge;
use crate::person::Person;
use crate::schedule::Schedule;
use crate::stage::{Stage, Violation};

/// Longer than any waiter of any catalogue, and than anything is delivered late.
const DRAIN: Duration = Duration::from_secs(2 * 60 * 60);

/// In which nothing may be asked for any more.
const IDLE: Duration = Duration::from_secs(10 * 60);

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    pub violations: Vec<Violation>,
    pub trace: Vec<String>,
    pub coverage: Coverage,
}

/// The run of a seed.
pub fn run(seed: u64) -> Outcome {
    run_of(&Schedule::of(seed))
}

/// The run of a schedule.
pub fn run_of(schedule: &Schedule) -> Outcome {
    let folder = Folder::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let outcome = runtime.block_on(play(schedule, folder.0.clone()));
    drop(runtime);
    outcome
}

async fn play(schedule: &Schedule, folder: PathBuf) -> Outcome {
    let stage = Arc::new(Stage::new(schedule, folder));
    let person = Person { stage: stage.clone() };
    let app = person.app().await;
    app.reads.refresh_inventory().await.unwrap();
    drop(app);
    {
        let mut state = stage.state();
        state.troubled = true;
        state.reads = 0;
    }
    for step in &schedule.steps {
        person.take(step).await;
        judge::always(&stage);
        if !stage.state().violations.is_empty() {
            break;
        }
    }
    if stage.state().violations.is_empty() {
        drain(&stage, &person).await;
    }
    let start = stage.machine().starts;
    stage.crash(start, 0, "end");
    // What of the program still runs sees that it has ended.
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let state = stage.state();
    Outcome { violations: state.violations.clone(), trace: state.trace.clone(), coverage: Coverage::of(&state) }
}

/// Nothing goes wrong any more, and everything has its time.
async fn drain(stage: &Arc<Stage>, person: &Person) {
    // What the schedule has still to break breaks before that.
    tokio::time::sleep(Duration::from_secs(300)).await;
    stage.note("DRAIN");
    stage.state().troubled = false;
    stage.state().crash_in_resume = None;
    stage.sandbox.clear_faults();
    stage.state().ahead = 0;
    drop(person.app().await);
    tokio::time::sleep(DRAIN).await;
    let app = person.app().await;
    app.reads.refresh_inventory().await.unwrap();
    // What turned up late is looked at once more where somebody said that it is the order's.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = stage.state().requests;
    tokio::time::sleep(IDLE).await;
    let idle = stage.state().requests - before;
    let activities = app.acts.activities();
    drop(app);
    judge::always(stage);
    judge::finally(stage, &activities, idle);
}

/// A folder of its own, in memory where there is such a place; removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let memory = PathBuf::from("/dev/shm");
        let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let folder = base.join(format!("yundeck-simulation-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
