//! The sandbox: it behaves like the clouds over HTTP on loopback, so that everything can be tried without an account.
//!
//! A cloud's folder implements [`Behaviour`]: how a request is authenticated, what it asks for, what it does to the
//! [`World`] and how the answer looks. Everything that is the same for every cloud is here: the listeners, the
//! signature verifiers, the decoders, the world with its clock, the price book and the faults.
//!
//! This crate depends on the catalogue only. It shares no encoder, percent-encoder or signer with the client: a
//! mistake that both sides make would verify itself.
//!
//! Way of a request: `server` reads it (or `InProcess` is given it) -> `Behaviour::authenticate` -> `Behaviour::decode` -> faults and rate limits
//! -> parameters against the catalogue's schema -> `Behaviour::handle` on the world -> `Behaviour::reply`.

pub mod answer;
pub mod behaviour;
mod connection;
mod control;
pub mod decode;
mod delivery;
mod door_clock;
pub mod endpoint;
pub mod fault;
mod hold;
mod house;
pub mod in_process;
mod limits;
mod named;
pub mod options;
mod page;
pub mod prices;
pub mod raw;
pub mod record;
pub mod refusal;
pub mod running;
pub mod sample;
mod server;
mod stage;
mod validate;
pub mod verify;
pub mod world;
pub mod xml;

pub use answer::Answer;
pub use behaviour::{Behaviour, Incoming};
pub use endpoint::Endpoint;
pub use fault::{Fault, FaultKind};
pub use in_process::InProcess;
pub use options::Options;
pub use raw::{RawReply, RawRequest};
pub use record::Done;
pub use refusal::Refusal;
pub use running::{Sandbox, StartError};
pub use sample::Sample;
pub use world::World;
