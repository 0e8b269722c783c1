//! Flat networks, further interfaces and the public interface of a creation, which only the vendor's Java SDK of 2026 has.
//!
//! **Assumed**: one flat network, whose addresses are given in order; a line is the public segment that there is.

use serde_json::Value;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::order::OPERATOR;
use super::{absent, unusable};

/// The parameter, and where an instance notes it.
pub const NETWORK: &str = "FlatNetworkID";

/// The flat network that the platform's administrator set up.
pub const FLAT_NETWORK: &str = "flatnet-sandbox";

/// Looks up what a creation names of flat networks and public interfaces.
///
/// # Errors
/// There is no such network or line, or a flat network stands beside the VPC in whose place it is.
pub fn check(incoming: &Incoming) -> Result<(), Refusal> {
    let interfaces = incoming.params.get("NICs").and_then(Value::as_array).into_iter().flatten();
    let networks = interfaces.filter_map(|interface| interface.get(NETWORK).and_then(Value::as_str));
    if let Some(strange) = networks.chain(incoming.text(NETWORK)).find(|network| *network != FLAT_NETWORK) {
        return Err(absent(strange));
    }
    if incoming.text(NETWORK).is_some()
        && let Some(name) = ["VPCID", "SubnetID", "OperatorName"].into_iter().find(|name| incoming.text(name).is_some())
    {
        return Err(unusable(name));
    }
    let strange =
        addresses(incoming).any(|it| it.get("SegmentID").and_then(Value::as_str).is_some_and(|id| id != OPERATOR));
    if strange { Err(unusable("WANNetworkConfig.NICConfigs.0.IPConfigs.0.SegmentID")) } else { Ok(()) }
}

/// The address in the flat network of a creation.
pub fn address(world: &World, incoming: &Incoming) -> Option<String> {
    incoming.text(NETWORK)?;
    let taken = world.instances.iter().filter(|instance| instance.extra.contains_key(NETWORK)).count();
    Some(format!("172.30.0.{}", taken + 10))
}

/// A public address that a creation declares.
pub struct PublicAddress {
    /// The one that it asks for.
    pub address: Option<String>,
    /// Its bandwidth.
    pub bandwidth_mbps: u32,
}

/// The public addresses of `WANNetworkConfig`.
pub fn public_addresses(incoming: &Incoming) -> Vec<PublicAddress> {
    let bandwidth =
        |it: &Value| it.get("Bandwidth").and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    let asked = |it: &Value| PublicAddress {
        address: it.get("IP").and_then(Value::as_str).map(str::to_owned),
        bandwidth_mbps: bandwidth(it).unwrap_or(1),
    };
    addresses(incoming).map(asked).collect()
}

fn addresses(incoming: &Incoming) -> impl Iterator<Item = &Value> {
    let interfaces =
        incoming.params.pointer("/WANNetworkConfig/NICConfigs").and_then(Value::as_array).into_iter().flatten();
    interfaces.filter_map(|interface| interface.get("IPConfigs").and_then(Value::as_array)).flatten()
}
