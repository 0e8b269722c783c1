//! The page of a noun: which list fills it, its columns, the words of its states.
//!
//! What can be done with a noun is not said here: it follows from the parameters of the operations, see [`crate::act`].

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::cloud::{CloudSpec, RefSpec};
use crate::path::Path;
use crate::text::Text;

/// A noun of a cloud that has a page: a key pair, a disk, a subnet. The same noun of several clouds is one page, with the columns of
/// all of them; what is called by the same id there has the same title.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NounSpec {
    /// What several of it are called.
    pub title: Text,
    /// Where its page stands among the others.
    pub group: NounGroup,
    /// The key of `refs` that lists it, which is also its `x-ref` kind; its own name where this is left out.
    #[serde(rename = "ref")]
    pub kind: Option<String>,
    /// Whether it is the account's, the same in all of its regions: its list is read in one of them.
    #[serde(default)]
    pub of_account: bool,
    /// What it is doing.
    pub state: Option<StateSpec>,
    /// What else is shown of it, the most telling first: what does not fit on the screen is left out from the end.
    pub columns: Vec<ColumnSpec>,
    /// The operations of which most is made of its acts, so that they stand first.
    #[serde(default)]
    pub common: Vec<String>,
}

/// Where a page stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum NounGroup {
    /// What machines are made of and stand on: templates, groups, hosts.
    Compute,
    /// What lets people in: key pairs.
    Access,
    /// Disks and their snapshots.
    Storage,
    /// Networks, interfaces, addresses.
    Network,
}

/// A state as the cloud has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateSpec {
    /// Within an item: the cloud's word.
    pub path: Path,
    /// What that is called, by the cloud's word. A word that is not among them is shown as it is.
    pub words: IndexMap<String, StateWord>,
}

/// What a state is called.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateWord {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What that means to whoever wants to use it.
    pub tone: StateTone,
}

impl StateWord {
    /// Both languages.
    pub fn text(&self) -> Text {
        Text { zh: self.zh.clone(), en: self.en.clone() }
    }
}

/// What a state means to whoever wants to use the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum StateTone {
    /// It is in use, or can be.
    Ready,
    /// It is there and nobody uses it.
    Idle,
    /// It is on its way to another state.
    Busy,
    /// It cannot be used.
    Failed,
}

/// A column of a noun's page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ColumnSpec {
    /// What tells it from the others; the same in every cloud that has it.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Within an item: its values.
    pub path: Path,
    /// What they are, which decides how they are shown and sorted.
    #[serde(default)]
    pub kind: ColumnKind,
    /// For `size`: the unit (`GiB`, `Mbps`).
    pub unit: Option<String>,
    /// For `time`: the offset from UTC of times that name none (`+08:00`).
    pub zone: Option<String>,
    /// For `time`: the offset of the times, whatever they say of it themselves.
    pub zone_always: Option<String>,
    /// For `link`: the `x-ref` kind of what the values are the ids of.
    #[serde(rename = "ref")]
    pub of: Option<String>,
    /// For `tags`: the members of an element.
    pub tag: Option<TagSpec>,
    /// What values are called, by the cloud's word.
    #[serde(default)]
    pub words: IndexMap<String, Text>,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Words.
    #[default]
    Text,
    /// What is told by its letters: an id, a range of addresses.
    Id,
    /// The ids of other things.
    Link,
    /// A moment: a text, or seconds since 1970.
    Time,
    /// A number with a unit.
    Size,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// Names with values.
    Tags,
    /// IP addresses.
    Addresses,
}

/// The members of a tag.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagSpec {
    /// Of its name.
    pub key: Path,
    /// Of its value.
    pub value: Path,
}

impl CloudSpec {
    /// The `x-ref` kind of a noun that has a page here.
    pub fn kind_of_noun(&self, noun: &str) -> Option<&str> {
        let (name, spec) = self.nouns.get_key_value(noun)?;
        Some(spec.kind.as_deref().unwrap_or(name))
    }

    /// The noun whose page shows things of an `x-ref` kind.
    pub fn noun_of_kind(&self, kind: &str) -> Option<&str> {
        self.nouns.keys().map(String::as_str).find(|noun| self.kind_of_noun(noun) == Some(kind))
    }

    /// How the rows of a noun's page are listed.
    pub fn listing_of_noun(&self, noun: &str) -> Option<&RefSpec> {
        self.refs.get(self.kind_of_noun(noun)?)
    }
}
