//! A process's life, without a process.

use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use yundeck_app::App;
use yundeck_app::ground::trouble::TroubleKind;

use crate::{open_app, options};

/// An application in a runtime of its own, so that it can end as a process does: whatever it was at is left off.
pub struct Life {
    /// The application.
    pub app: App,
    runtime: Runtime,
}

impl Life {
    /// Begins in a folder, which is its own until it ends.
    pub fn begin(folder: &Path) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let app = runtime.block_on(async { open_app(Some(folder.to_owned())) });
        Self { app, runtime }
    }

    /// Does something in it.
    pub fn run<Value>(&self, work: impl Future<Output = Value>) -> Value {
        self.runtime.block_on(work)
    }

    /// Ends it, now.
    pub fn end(self) {
        // What runs holds the application, too; with the runtime it is gone.
        drop(self.runtime);
        drop(self.app);
    }
}

/// An application in a folder that another one had until now: its last tasks may hold it for a moment longer.
pub async fn open_next(folder: &Path) -> App {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        match App::open(options(Some(folder.to_owned()))) {
            Err(trouble) if trouble.kind == TroubleKind::InUse && Instant::now() < end => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            opened => return opened.unwrap(),
        }
    }
}
