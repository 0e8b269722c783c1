//! The explorer: any operation of any cloud, found, filled in, looked at, called, and remembered.
//!
//! A read is sent at once. Whatever else an operation does, it takes the one way that acts take: a plan.

pub mod call;
pub mod commands;
pub mod operations;
pub mod paste;
pub mod table;
