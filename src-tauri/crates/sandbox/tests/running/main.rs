//! A running sandbox, seen through real sockets, with a cloud made up for the purpose.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod clock;
mod crowd;
mod faults;
mod guest;
mod holds;
mod listeners;
mod toy;
