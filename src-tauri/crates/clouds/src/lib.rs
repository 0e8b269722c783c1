//! The clouds: one folder each with that cloud's data, mapping and sandbox behaviour, and nothing else.
//!
//! Adding a cloud is one new folder and one line in `REGISTRY`.

use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;
use yundeck_domain::CloudAdapter;
use yundeck_sandbox::Behaviour;

#[cfg(feature = "jdcloud")]
pub mod jdcloud;
#[cfg(feature = "kingsoft")]
pub mod kingsoft;
mod numbered;
#[cfg(feature = "tencent")]
pub mod tencent;
#[cfg(feature = "ucloudstack")]
pub mod ucloudstack;

/// One cloud: what the application talks to it with, and how the sandbox plays it.
pub struct Cloud {
    /// Names its operations and reads its replies.
    pub adapter: &'static dyn CloudAdapter,
    /// Plays it in the sandbox.
    pub behaviour: &'static dyn Behaviour,
}

/// Every cloud Yundeck knows, in the order they are shown.
pub static REGISTRY: &[Cloud] = &[
    #[cfg(feature = "tencent")]
    Cloud { adapter: &tencent::adapter::Tencent, behaviour: &tencent::sandbox::Tencent },
    #[cfg(feature = "kingsoft")]
    Cloud { adapter: &kingsoft::adapter::Kingsoft, behaviour: &kingsoft::sandbox::Kingsoft },
    #[cfg(feature = "jdcloud")]
    Cloud { adapter: &jdcloud::adapter::Jdcloud, behaviour: &jdcloud::sandbox::Jdcloud },
    #[cfg(feature = "ucloudstack")]
    Cloud { adapter: &ucloudstack::adapter::Ucloudstack, behaviour: &ucloudstack::sandbox::Ucloudstack },
];

/// Loads a catalogue that is embedded in the binary; each cloud keeps its own in a `LazyLock`.
#[expect(clippy::expect_used, reason = "the texts are part of the binary, and a test loads every one of them")]
fn embedded(sources: &Sources) -> CloudSpec {
    sources.load().expect("an embedded catalogue loads")
}
