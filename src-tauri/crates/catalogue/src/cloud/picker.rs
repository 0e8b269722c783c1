//! What can be chosen for a parameter, and how it is listed.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::path::Path;

/// How the things that `x-ref` names are listed for a picker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RefSpec {
    /// The read that lists them.
    pub operation: String,
    /// Constant parameters of that read.
    #[serde(default)]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The items in the reply.
    pub items: Path,
    /// Within an item: its id, the value put into the form.
    pub id: Path,
    /// Within an item: its name.
    pub label: Option<Path>,
    /// Within an item: what else helps to choose.
    #[serde(default)]
    pub detail: Vec<Path>,
    /// Within an item: other refs it belongs to, by ref kind, so that choices can be narrowed in the picker (`vpc` -> `VpcId`); and
    /// its processor's `architecture`, which nothing lists and which all that goes together must have in common.
    #[serde(default)]
    pub within: IndexMap<String, Path>,
    /// Within an item: a flag or state, and the values with which it cannot be chosen.
    pub unavailable: Option<Unavailable>,
}

/// When an item of a picker cannot be chosen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Unavailable {
    /// Within an item: the state.
    pub path: Path,
    /// The states that bar it.
    pub values: Vec<String>,
}
