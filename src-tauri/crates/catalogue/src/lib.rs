//! What operations exist: the catalogue of every cloud, as data.
//!
//! A cloud is one `cloud.json` (protocol, endpoints, error table, pickers) and one file per noun with its operations.
//! This crate loads them into a closed model (unknown keys are refused), validates parameters against an
//! operation's JSON Schema, and lints the data. It does no IO, has no clock and knows no cloud by name.

pub mod act;
pub mod again;
pub mod batch;
pub mod cloud;
pub mod credential_source;
pub mod help;
pub mod lint;
pub mod load;
pub mod noun;
pub mod operation;
pub mod path;
pub mod problem;
pub mod region;
pub mod reply;
pub mod schema;
pub mod shown;
pub mod site;
pub mod text;

pub use act::{ActGroup, NounAct, Subject};
pub use again::{AgainFact, AgainRule};
pub use batch::ItemVerdict;
pub use cloud::CloudSpec;
pub use credential_source::CredentialSource;
pub use noun::{ColumnKind, ColumnSpec, NounGroup, NounSpec, StateTone};
pub use operation::{Effect, Operation};
pub use path::Path;
pub use problem::{Problem, Rule};
pub use region::RegionText;
pub use text::Text;
