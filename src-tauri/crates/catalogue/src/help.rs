//! What people are told about a cloud in the help: facts of the vendor, so they stand with its other data.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// A cloud's part of the help. Each text is one step or one paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct CloudHelp {
    /// How to get a key that may do no more than is needed, step by step.
    pub account: Vec<Text>,
    /// Where its prices come from, and what they do not contain.
    pub prices: Vec<Text>,
    /// How an act whose answer was lost is told.
    pub unanswered: Vec<Text>,
    /// Pages of the vendor that say more.
    pub links: Vec<HelpLink>,
}

/// A page of the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct HelpLink {
    /// What is to be read there.
    pub title: Text,
    /// Its address, `https` only.
    pub url: String,
}
