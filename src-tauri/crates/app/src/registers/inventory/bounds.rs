//! How much of an account's instances is held: a cloud, or who answers in its place, may show any number of any size.

use std::mem::size_of;

use serde_json::Value;
use yundeck_domain::Instance;

/// About as many bytes of instances are held of an account: some twenty thousand.
pub(super) const MOST: usize = 24 << 20;

/// About as many bytes of the cloud's own records are held beside them; that of any other instance is asked for when one looks at
/// it.
pub(super) const RECORDS: usize = 16 << 20;

/// What is held of an account or a scope, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// The instances without the cloud's own records.
    pub rows: usize,
    /// Those records.
    pub records: usize,
}

impl Weight {
    /// That of one instance.
    pub fn of(instance: &Instance) -> Self {
        Self { rows: row(instance), records: value(&instance.raw) }
    }

    pub fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.records += other.records;
    }

    pub fn take(&mut self, other: Self) {
        self.rows = self.rows.saturating_sub(other.rows);
        self.records = self.records.saturating_sub(other.records);
    }
}

fn row(instance: &Instance) -> usize {
    let Instance { id, name, vendor_state, instance_type, zone, image_id, os, vpc_id, subnet_id, .. } = instance;
    let some = [instance_type, zone, image_id, os, vpc_id, subnet_id].into_iter().flatten();
    let lists = [&instance.private_ips, &instance.public_ips, &instance.security_group_ids, &instance.key_pair_ids];
    let texts = [id, name, vendor_state].into_iter().chain(some).chain(lists.into_iter().flatten());
    let tags = instance.tags.iter().flat_map(|tag| [&tag.key, &tag.value]);
    let disks = instance.disks.iter().flat_map(|disk| [&disk.id, &disk.disk_type]).flatten();
    let texts: usize = texts.chain(tags).chain(disks).map(|text| size_of::<String>() + text.len()).sum();
    // The id stands there a second time, as its key.
    size_of::<Instance>() + texts + size_of::<String>() + id.len()
}

fn value(json: &Value) -> usize {
    let own = size_of::<Value>();
    match json {
        Value::Null => 0,
        Value::Bool(_) | Value::Number(_) => own,
        Value::String(text) => own + text.len(),
        Value::Array(elements) => own + elements.iter().map(value).sum::<usize>(),
        Value::Object(members) => {
            own + members
                .iter()
                .map(|(name, member)| 2 * size_of::<String>() + name.len() + value(member))
                .sum::<usize>()
        }
    }
}
