//! Telling of new versions: what is compiled in says where one looks, or that nobody does. `packaging/update.json` is it;
//! `.github/RELEASING.md` says how it is filled in, and what lies at that address.

use std::sync::LazyLock;
use std::time::Duration;

use semver::Version;
use yundeck_app::App;
use yundeck_app::records::update::UpdateSource;

/// The configuration, as the package was built.
const CONFIGURED: &str = include_str!("../packaging/update.json");

/// The start is not made to wait for it.
const AFTER_START: Duration = Duration::from_secs(30);

/// How often it is seen whether a day has passed; the application asks no more often.
const AGAIN: Duration = Duration::from_secs(60 * 60);

/// Where one looks, and which version runs.
pub struct Looking {
    /// Who tells of new versions.
    pub source: UpdateSource,
    /// The version that runs.
    pub current: Version,
}

/// Where one looks. `None`: nobody looks.
pub fn looking() -> Option<&'static Looking> {
    static LOOKING: LazyLock<Option<Looking>> = LazyLock::new(|| {
        let read = || -> Result<Option<Looking>, String> {
            let current = env!("CARGO_PKG_VERSION").parse::<Version>().map_err(|error| error.to_string())?;
            Ok(UpdateSource::parse(CONFIGURED)?.map(|source| Looking { source, current }))
        };
        read().unwrap_or_else(|why| {
            tracing::error!(why, "where new versions are told of cannot be understood; nobody looks");
            None
        })
    });
    LOOKING.as_ref()
}

/// Looks once a day for as long as the application runs, if that is configured.
pub async fn follow(app: App) {
    let Some(Looking { source, current }) = looking() else { return };
    tokio::time::sleep(AFTER_START).await;
    loop {
        // What went wrong is in the log, and no more is made of it.
        let _ = app.desk.look_for_update(source, current).await;
        tokio::time::sleep(AGAIN).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_in_can_be_understood() {
        UpdateSource::parse(CONFIGURED).unwrap();
        env!("CARGO_PKG_VERSION").parse::<Version>().unwrap();
    }
}
