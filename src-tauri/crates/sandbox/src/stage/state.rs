//! What exists in a cloud, for tests outside the process.

use serde_json::{Value, json};

use super::Stage;
use crate::world::Thing as _;

impl Stage {
    /// What exists, and how often each operation was called.
    pub(crate) fn state(&self) -> Value {
        let world = self.world();
        let now = world.now();
        let instances: Vec<Value> = world
            .instances
            .iter()
            .map(|instance| {
                json!({ "id": instance.id, "name": instance.name, "region": instance.region,
                    "state": instance.state(now).word() })
            })
            .collect();
        let images: Vec<Value> = world
            .images
            .iter()
            .map(|image| {
                json!({ "id": image.id(), "name": image.name, "shares": image.shares.keys().collect::<Vec<_>>() })
            })
            .collect();
        let key_pairs: Vec<&str> = world.key_pairs.iter().map(|pair| pair.name.as_str()).collect();
        json!({
            "now": now.to_rfc3339(),
            "count": instances.len(),
            "instances": instances,
            "images": images,
            "key_pairs": key_pairs,
            "balance": world.account.balance.to_string(),
            "calls": self.record.report(),
            "undelivered": self.deliveries.len(),
        })
    }
}
