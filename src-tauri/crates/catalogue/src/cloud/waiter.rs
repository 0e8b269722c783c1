//! When an effect has been reached.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::path::{self, Path};

/// When an effect has been reached. A state, or an absence, in which a thing was before the act says nothing of the act: an
/// instance in the recycle bin that is to be removed for good is there already, and a broken one may be removed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Waiter {
    /// The read to ask with.
    pub operation: String,
    /// Its parameter that takes the ids.
    pub ids: String,
    /// Whether that parameter is a list (`false`: one call per id).
    #[serde(default = "yes")]
    pub ids_list: bool,
    /// The parameters of the read that take a parameter of the call that is waited for, so that it shows the place the call was
    /// about.
    #[serde(default)]
    pub like: IndexMap<String, String>,
    /// Further parameters with which the read shows what it hides otherwise (a recycle bin): what is missing without them is
    /// asked for once more with them.
    #[serde(default)]
    pub hidden: Map<String, Value>,
    /// The items in the reply.
    pub items: Path,
    /// Within an item: its id.
    pub id: Path,
    /// Within an item: its state.
    pub state: Path,
    /// States that mean it is reached. What is in none of the lists is on its way.
    pub success: Vec<String>,
    /// States from which it cannot be reached any more.
    pub failure: Vec<String>,
    /// Whether a missing item means it is reached (waiting for something to be gone).
    #[serde(default)]
    pub missing_is_success: bool,
    /// Seconds between two looks once the first, quicker ones are over.
    pub interval_seconds: u32,
    /// Seconds after which waiting ends without a verdict. What was accepted goes on at the cloud.
    pub timeout_seconds: u32,
}

fn yes() -> bool {
    true
}

impl Waiter {
    /// The parameters of the read that show the place which a call with these parameters was about.
    pub fn like_params(&self, call: &Value) -> Map<String, Value> {
        path::like(&self.like, call)
    }
}
