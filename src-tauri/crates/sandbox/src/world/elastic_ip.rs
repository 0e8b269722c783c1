//! An elastic IP.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::shelf::Thing;

/// An elastic IP.
#[derive(Debug, Clone, PartialEq)]
pub struct ElasticIp {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// Address.
    pub address: String,
    /// Bandwidth in Mbps.
    pub bandwidth_mbps: u32,
    /// The instance it is bound to.
    pub instance_id: Option<String>,
    /// Whether it goes with its instance.
    pub delete_with_instance: bool,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Thing for ElasticIp {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}
