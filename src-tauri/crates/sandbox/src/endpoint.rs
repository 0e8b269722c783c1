//! Where one cloud of the sandbox is, with which key, and what is in it.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::sample::Sample;
use crate::verify::Key;

/// One cloud of a running sandbox.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The cloud's id.
    pub cloud: String,
    /// The member of the start report that describes it.
    pub report_key: String,
    /// Base URL, without a path.
    pub url: String,
    /// Base URLs of services with a listener of their own, by member of the report.
    pub service_urls: IndexMap<String, String>,
    /// A key that works.
    pub key: Key,
    /// The cloud's own words for the key, where the report has them too.
    pub key_members: Vec<(&'static str, String)>,
    /// The cloud's id of the account.
    pub account_id: String,
    /// Ids that exist.
    pub sample: Sample,
}

impl Endpoint {
    /// Its part of the start report: the address, the key and the ids. The key is worth nothing outside this sandbox.
    pub fn report(&self) -> Value {
        let mut members = Map::new();
        let mut put = |name: &str, value: &str| members.insert(name.to_owned(), Value::String(value.to_owned()));
        put("url", &self.url);
        put("secret_id", &self.key.id);
        put("secret_key", &self.key.secret);
        for (name, value) in &self.key_members {
            put(name, value);
        }
        put("account_id", &self.account_id);
        for (name, value) in self.sample.members() {
            put(name, value);
        }
        for (name, url) in &self.service_urls {
            put(name, url);
        }
        Value::Object(members)
    }
}
