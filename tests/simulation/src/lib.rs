//! The simulation: the whole application and the whole sandbox in one thread, on tokio's paused clock, without a socket and
//! with a real SQLite file; everything follows from a seed.
//!
//! `schedule` says what happens in a run; `stage` is the world, the program that runs or does not, and what was seen of both;
//! `carrier` is the network with what goes wrong in it; `person` and `ordering` do what people do; `judge` looks into the sandbox's world,
//! the requests and the database, and never asks the program whether it was right; `run` puts them together; `shrink` makes
//! the schedule of a failure small; `coverage` counts which cells were reached.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test's harness fails by panicking")]

pub mod carrier;
pub mod coverage;
pub mod judge;
pub mod ordering;
pub mod orders;
pub mod person;
pub mod run;
pub mod schedule;
pub mod shrink;
pub mod stage;

pub use coverage::Coverage;
pub use run::{Outcome, run};
pub use schedule::Schedule;
