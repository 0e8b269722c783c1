//! What is kept: each register owns its lock, and its table's SQL.
//!
//! Where two locks are held at once, they are taken in this order: `Plans`, `Activities`. No lock is held across an `.await`
//! or while another register but these is asked.

pub mod accounts;
pub mod activities;
pub mod calls;
pub mod drafts;
pub mod events;
pub mod inventory;
pub mod journal;
pub mod listeners;
pub mod plans;
pub mod replies;
pub mod rows;
pub mod settings;
pub mod updates;
