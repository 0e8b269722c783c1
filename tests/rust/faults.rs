//! What the sandbox's clouds do when something goes wrong, on every cloud: in this process, on tokio's paused clock.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "faults/same.rs"]
mod same;
