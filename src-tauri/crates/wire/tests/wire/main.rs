//! What the crate promises, by its public functions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test binary; its own check functions are not seen as tests"
)]

#[path = "../shared/clouds.rs"]
mod clouds;
mod encoding;
mod parsing;
mod previewing;
mod signing;
