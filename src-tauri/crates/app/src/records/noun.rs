//! The nouns that have a page: what stands on it, and what is asked of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::{ActGroup, ColumnKind, Effect, NounGroup, StateTone, Subject, Text};

use crate::records::inventory::InventoryStatus;

/// A noun with a page, of all the clouds that have it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NounView {
    /// Which.
    pub id: String,
    /// What several of it are called.
    pub title: Text,
    /// Where its page stands among the others.
    pub group: NounGroup,
    /// The clouds that have it.
    pub clouds: Vec<NounCloud>,
    /// What is shown of it beside name, state, cloud, account and region.
    pub columns: Vec<NounColumn>,
    /// Whether some cloud says what it is doing.
    pub has_state: bool,
}

/// A cloud that has a noun.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NounCloud {
    /// Which.
    pub cloud: String,
    /// The `x-ref` kind of its things.
    pub kind: String,
    /// Whether they are the account's, the same in all of its regions.
    pub of_account: bool,
    /// What makes new ones.
    pub creations: Vec<NounActView>,
}

/// A column of a noun's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NounColumn {
    /// What tells it from the others.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What its values are.
    pub kind: ColumnKind,
}

/// Something that can be done with a thing.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NounActView {
    /// The operation that does it.
    pub operation: String,
    /// What that does.
    pub title: Text,
    /// What it does to the account.
    pub effect: Effect,
    /// Whether it interrupts service.
    pub disruptive: bool,
    /// Where it stands among the others.
    pub group: ActGroup,
    /// The noun of the operation, which tells acts of the same group apart.
    pub noun: String,
    /// The parameter that takes the thing's id; none for what makes new ones.
    pub subject: Option<Subject>,
    /// Whether the window has a button or a page of its own for it.
    pub designed: bool,
    /// Whether more can be set than the thing: of what has a button, which asks for nothing.
    pub options: bool,
}

/// Tells a thing from all others of its noun.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub struct RowKey {
    /// Account.
    pub account: String,
    /// The region it was read in.
    pub region: String,
    /// The cloud's id.
    pub id: String,
}

/// What of a noun is shown, and in which order. The default is everything, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
pub struct NounFilter {
    /// Words that must all occur in what is shown of a thing.
    pub search: String,
    /// Account ids; none: all.
    pub accounts: Vec<String>,
    /// The column to sort by: `name`, `state`, `cloud`, `account`, `region`, or one of the noun's own.
    pub sort: String,
    /// From the end.
    pub descending: bool,
}

/// The rows of a noun from one place to another.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NounPage {
    /// How many rows there are.
    pub total: u32,
    /// How many there are without filters.
    pub all: u32,
    /// The rows asked for.
    pub rows: Vec<NounRow>,
    /// How reading them stands.
    pub status: InventoryStatus,
}

/// A thing as a table shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NounRow {
    /// Which.
    pub key: RowKey,
    /// Its cloud.
    pub cloud: String,
    /// Its account's label.
    pub account_label: String,
    /// Whether it is the sandbox's.
    pub sandbox: bool,
    /// Its name; its id where it has none.
    pub name: String,
    /// What it is doing.
    pub state: Option<NounState>,
    /// What else is said of it. A column that its cloud does not have is not among them.
    pub cells: Vec<NounCell>,
}

/// What a thing is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NounState {
    /// The cloud's word.
    pub word: String,
    /// What that is called, where it is known.
    pub text: Option<Text>,
    /// What it means to whoever wants to use the thing, where it is known.
    pub tone: Option<StateTone>,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NounCell {
    /// Which column.
    pub column: &'static str,
    /// The values: moments as RFC 3339 where they are understood, sizes with their unit, everything else as the cloud says it.
    pub values: Vec<String>,
    /// What the first of them is called, where it is called something.
    pub words: Option<Text>,
    /// The noun whose page shows the things that the values are the ids of.
    pub noun: Option<&'static str>,
}

/// A thing in full.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NounRecord {
    /// As a table shows it.
    pub row: NounRow,
    /// What it belongs to, by `x-ref` kind: filled in where an act asks for one of them.
    pub within: std::collections::BTreeMap<String, Vec<String>>,
    /// The cloud's own record, its secrets masked.
    #[specta(type = specta_typescript::Any)]
    pub raw: Value,
}
