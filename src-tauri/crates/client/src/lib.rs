//! The way of a call through the network: validate, limit, sign, send, parse, classify, retry; and on top of it paging and
//! polling for an effect.
//!
//! [`Client::read`] sends reads only. What is not a read goes through [`Client::apply`], which wants a [`Permit`]; a
//! permit exists only after its journal line is on disk. What cannot be known stays unknown: an act without a clear answer
//! ends as `OutcomeUnknown`, never as a failure. What is no call of a cloud is a public file ([`Client::public_file`]).
//!
//! Nothing here asks the world directly: the time of day is a [`Clock`]'s, chance is an [`Entropy`]'s, the network is a
//! [`Carrier`]'s, all given in with the [`Options`].
//!
//! `pipeline` is the entry point for readers: one function, a phase a line.

pub mod access;
pub mod answer;
pub mod authorities;
pub mod carrier;
pub mod classify;
pub mod client;
pub mod clock;
pub mod entropy;
pub mod failure;
mod limit;
mod network;
mod offsets;
pub mod options;
pub mod paginate;
pub mod permit;
mod pipeline;
mod places;
mod poll;
pub mod public_file;
mod redact;
mod retry;
pub mod route;
mod sign;
pub mod tuning;
mod validate;
mod weight;

pub use access::Access;
pub use answer::Answer;
pub use carrier::{Carrier, Manner, RawReply};
pub use client::Client;
pub use clock::Clock;
pub use entropy::Entropy;
pub use failure::Failure;
pub use options::Options;
pub use paginate::Listing;
pub use permit::{Ledger, Permit, SentLine};
pub use poll::Standing;
pub use public_file::Bounds;
pub use route::Route;
pub use tuning::Tuning;
