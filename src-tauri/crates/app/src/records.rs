//! What is known, asked and told: types, and what follows from them alone.

pub mod account;
pub mod act;
pub(crate) mod act_name;
pub mod activity;
pub mod call;
pub(crate) mod destination;
pub mod draft;
pub mod event;
pub mod goal;
pub mod inventory;
pub mod journal;
pub mod noun;
pub mod plan;
pub(crate) mod proxy;
pub mod question;
pub mod settings;
pub(crate) mod token;
pub mod unfinished;
pub mod unreadable;
pub mod update;
