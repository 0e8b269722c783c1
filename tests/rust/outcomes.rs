//! What became of acts: each is told truly, on every cloud, whatever became of its answer.
//!
//! Everything runs in this process on a clock that does not tick: an hour takes no time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "outcomes/batch.rs"]
mod batch;
#[path = "outcomes/checked.rs"]
mod checked;
#[path = "outcomes/claims.rs"]
mod claims;
#[path = "outcomes/creation.rs"]
mod creation;
#[path = "outcomes/hosts.rs"]
mod hosts;
#[path = "outcomes/image.rs"]
mod image;
#[path = "outcomes/journal.rs"]
mod journal;
#[path = "outcomes/late.rs"]
mod late;
#[path = "outcomes/place.rs"]
mod place;
#[path = "outcomes/private_cloud.rs"]
mod private_cloud;
#[path = "outcomes/repeat.rs"]
mod repeat;
#[path = "outcomes/restart.rs"]
mod restart;
#[path = "outcomes/things.rs"]
mod things;
#[path = "outcomes/token.rs"]
mod token;
#[path = "outcomes/watch.rs"]
mod watch;

use yundeck_app::records::activity::{Activity, Standing};

/// How many of an act's things are so.
fn count(activity: &Activity, standing: Standing) -> usize {
    activity.resources.iter().filter(|resource| resource.standing == standing).count()
}

/// The ids of an act's things, in order.
fn ids(activity: &Activity) -> Vec<String> {
    sorted(activity.resources.iter().map(|resource| resource.id.clone()).collect())
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}
