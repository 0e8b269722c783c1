//! How another instance like one that is there is ordered: what of its record goes where in the order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A parameter of an order that tells a fact of an instance. One without `from` is there so that a person learns that the
/// record does not say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AgainRule {
    /// What of the instance it tells.
    pub fact: AgainFact,
    /// The parameter, as member names joined by `/`.
    pub field: String,
    /// Where the cloud's own record of the instance says it: member names joined by `.`, `[]` behind a list,
    /// `[Type=Boot]` behind a list for those of its elements that say so. The first one counts where the parameter takes one.
    #[serde(default)]
    pub from: Option<String>,
    /// For a list of structures: its members (joined by `/`), and where each element of the record's list says them.
    #[serde(default)]
    pub items: BTreeMap<String, String>,
}

/// What of an instance a parameter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum AgainFact {
    /// How it is paid.
    Billing,
    /// For how long it is paid beforehand.
    Period,
    /// Its processor, memory and cards, where no type says them.
    Size,
    /// The disk with its system.
    SystemDisk,
    /// Its other disks.
    DataDisks,
    /// Its address in the internet, and how wide the way to it is.
    PublicAddress,
    /// What lets traffic through to it.
    SecurityGroup,
    /// Its name.
    Name,
    /// Whose it is: a project, a tenant.
    Owner,
    /// What it is labelled with.
    Tags,
    /// How it behaves otherwise.
    Manner,
}
