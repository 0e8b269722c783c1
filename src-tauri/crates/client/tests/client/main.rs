//! The client against a loopback server that answers with raw bytes, so that every way of misbehaving can be written down.

// The lint knows tests by their attribute; what they share has none.
#![allow(clippy::unwrap_used)]

mod acts;
mod again;
mod cloud;
mod lists;
mod polling;
mod ports;
mod reads;
mod server;
mod throttling;
mod tls;
mod world;
