//! Where calls go and what they see: hosts, permissions, regions and projects of an account.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "places/account.rs"]
mod account;
#[path = "places/connection.rs"]
mod connection;
#[path = "places/hosts.rs"]
mod hosts;
#[path = "places/regions.rs"]
mod regions;
#[path = "places/rejected.rs"]
mod rejected;
#[path = "places/short.rs"]
mod short;
#[path = "places/throttling.rs"]
mod throttling;
