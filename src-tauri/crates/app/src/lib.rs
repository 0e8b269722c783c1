//! The use cases: accounts, inventory, instances, images, quotes, plans, journal, secrets, settings.
//!
//! `App` is the one value the shell holds. It knows no cloud by name: the adapters are handed in. The modules are floors, each
//! importing lower ones only: `ground`, `records`, `registers`, `reach`, `reads`, `acts`, `desk`, `app`, `start`.

pub mod acts;
pub mod app;
pub mod desk;
pub mod ground;
pub mod reach;
pub mod reads;
pub mod records;
pub mod registers;
pub mod start;

pub use app::{App, Options};
pub use records::event::Event;
