//! Logs: one file a day, a week of them, without secrets or account ids by construction of what is logged.

use std::path::Path;

use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

/// Sends the log to files in a folder. A log that cannot be written is not a reason not to start.
pub fn log_to(folder: &Path) {
    let files = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("yundeck")
        .filename_suffix("log")
        .max_log_files(7)
        .build(folder);
    if let Ok(files) = files {
        let filter = EnvFilter::try_from_env("YUNDECK_LOG").unwrap_or_else(|_| EnvFilter::new("warn,yundeck=info"));
        // Set once per process; a second start in tests keeps the first.
        let _ = tracing_subscriber::fmt().with_writer(files).with_ansi(false).with_env_filter(filter).try_init();
    }
}
