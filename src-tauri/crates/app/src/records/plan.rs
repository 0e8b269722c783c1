//! A plan: what an act will do, at which price, and what has to be done to confirm it.

use std::ops::Deref;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use yundeck_catalogue::Text;
use yundeck_catalogue::operation::Grants;
use yundeck_domain::adapter::Summary;
use yundeck_domain::instance::{BillingMode, Instance, InstanceDisk};
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
    /// What it gives away.
    pub grants: Option<Grants>,
    /// The cloud accounts that get at something by it, or no longer do.
    pub parties: Vec<String>,
    /// What will be bought.
    pub summary: Option<Summary>,
    /// The instances that it is done to, as far as they are known.
    pub targets: Vec<PlanTarget>,
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

/// An instance that something is about to be done to: what tells it from others of its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanTarget {
    /// The cloud's id.
    pub id: String,
    /// Its name; empty when it has none.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub name: String,
    /// Private addresses.
    pub private_ips: Vec<String>,
    /// Public addresses.
    pub public_ips: Vec<String>,
    /// How it is paid.
    pub billing: BillingMode,
    /// Until when it is paid.
    pub expires: Option<DateTime<FixedOffset>>,
    /// Until when it is paid afterwards, where what is done pays for it longer.
    pub paid_until: Option<DateTime<FixedOffset>>,
    /// Its disks, each with whether it is deleted with it.
    pub disks: Vec<InstanceDisk>,
}

impl PlanTarget {
    /// What is told of an instance.
    pub(crate) fn of(instance: Instance) -> Self {
        Self {
            id: instance.id,
            name: instance.name,
            private_ips: instance.private_ips,
            public_ips: instance.public_ips,
            billing: instance.billing,
            expires: instance.expires,
            paid_until: None,
            disks: instance.disks,
        }
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
    /// Type the name, or what stands for it.
    TypeName {
        /// The name.
        name: String,
        /// The end of the id, where that is shorter: it does as well.
        short: Option<String>,
        /// Where several are confirmed together: what is typed once for all of them, in either language, in place of each name.
        phrase: Option<Text>,
    },
}

impl Confirmation {
    /// What has to be typed; `None` where nothing has.
    pub fn asks_for(&self) -> Option<String> {
        match self {
            Self::None | Self::Confirm => None,
            Self::TypeName { name, phrase, .. } => {
                Some(phrase.as_ref().map_or_else(|| name.clone(), |phrase| phrase.en.clone()))
            }
        }
    }
}

/// What the person did to confirm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Confirmed {
    /// What was typed, as it was typed.
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
