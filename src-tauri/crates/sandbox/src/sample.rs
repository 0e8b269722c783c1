//! Ids that exist in a cloud's world, for tests and for whoever wants to try something.

use indexmap::IndexMap;

/// One of each thing a purchase needs. They fit together: the subnet is in the zone and in the VPC, the type is on sale
/// there and the image can be used with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sample {
    /// Region.
    pub region: String,
    /// Zone.
    pub zone: String,
    /// A public image.
    pub image_id: String,
    /// Instance type; where the cloud sells CPU and memory by number, its VM type.
    pub instance_type: String,
    /// VPC.
    pub vpc_id: String,
    /// Subnet.
    pub subnet_id: String,
    /// Security group.
    pub security_group_id: String,
    /// What else the cloud's tests need, by name.
    pub extra: IndexMap<String, String>,
}

impl Sample {
    /// The members of the report, in its order.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        [
            ("region", &self.region),
            ("zone", &self.zone),
            ("image_id", &self.image_id),
            ("instance_type", &self.instance_type),
            ("vpc_id", &self.vpc_id),
            ("subnet_id", &self.subnet_id),
            ("security_group_id", &self.security_group_id),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.as_str()))
        .chain(self.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}
