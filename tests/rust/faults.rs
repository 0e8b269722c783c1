//! What the sandbox's clouds do when something goes wrong, on every cloud: in this process, on tokio's paused clock.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "faults/cloud.rs"]
mod cloud;
#[path = "faults/delivery.rs"]
mod delivery;
#[path = "faults/making.rs"]
mod making;
#[path = "faults/places.rs"]
mod places;
#[path = "faults/same.rs"]
mod same;
#[path = "faults/showing.rs"]
mod showing;
#[path = "faults/speed.rs"]
mod speed;
