//! A plan: what an act will do, at which price, and what has to be done to confirm it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use yundeck_catalogue::Text;
use yundeck_domain::adapter::Summary;
pub use yundeck_wire::Preview;

use crate::records::act::Act;
use crate::records::activity::ActivityPhase;
use crate::records::inventory::InstanceKey;

/// A plan, as the window shows it for confirmation.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// What will be done, and where. The id is good for one application.
    #[serde(flatten)]
    pub act: Act,
    /// Whether it interrupts service.
    pub disruptive: bool,
    /// What will be bought.
    pub summary: Option<Summary>,
    /// Why there is no price, for a purchase without.
    pub no_quote: Option<Text>,
    /// What the person has to do to confirm.
    pub confirm: Confirmation,
    /// The same order, of which nobody knows yet what became: it is confirmed by itself that this one is wanted as well.
    pub repeats: Option<Repeats>,
    /// The request, secrets masked.
    pub request: Preview,
    /// Until when it can be applied (RFC 3339).
    pub expires_at: String,
}

impl Deref for Plan {
    type Target = Act;

    fn deref(&self) -> &Act {
        &self.act
    }
}

/// An act that would be done once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Repeats {
    /// The earlier act's id.
    pub id: String,
    /// When it was confirmed (RFC 3339).
    pub at: String,
    /// How far it is.
    pub phase: ActivityPhase,
}

/// What the person has to do to confirm. Derived from the effect, never from the operation's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Confirmation {
    /// Nothing.
    None,
    /// Confirm.
    Confirm,
    /// Type the name.
    TypeName {
        /// The name.
        name: String,
    },
}

/// What the person did to confirm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Confirmed {
    /// The name that was typed.
    pub typed_name: Option<String>,
    /// Whether the same order is wanted once more, although nobody knows what became of the first.
    pub repeat: bool,
}

impl Confirmed {
    /// Confirmed by typing a name.
    pub fn typed(name: impl Into<String>) -> Self {
        Self { typed_name: Some(name.into()), repeat: false }
    }
}

/// Which instances an action can be done to, and which would be skipped.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ActionPreview {
    /// Those it can be done to.
    pub allowed: Vec<InstanceKey>,
    /// Those it cannot, each with the reason.
    pub skipped: Vec<SkippedInstance>,
}

/// An instance that an action would skip.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct SkippedInstance {
    /// Which.
    pub key: InstanceKey,
    /// Why.
    pub reason: Text,
}
