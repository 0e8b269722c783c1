//! Flat networks, further interfaces and the public interface of a creation, which only the vendor's Java SDK of 2026 has.
//!
//! **Assumed**: one flat network, whose addresses are given in order; a line is the public segment that there is.

use serde_json::Value;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::order::OPERATOR;
use super::{absent, conflict, unusable};

/// The parameter, and where an instance notes it.
pub const NETWORK: &str = "FlatNetworkID";

/// The flat network that the platform's administrator set up.
pub const FLAT_NETWORK: &str = "flatnet-sandbox";

/// Looks up what a creation names of flat networks and public interfaces.
///
/// # Errors
/// There is no such network or line, an address is taken, or a flat network stands beside the VPC in whose place it is.
pub fn check(world: &World, incoming: &Incoming) -> Result<(), Refusal> {
    let networks = interfaces(incoming).filter_map(|interface| interface.get(NETWORK).and_then(Value::as_str));
    if let Some(strange) = networks.chain(incoming.text(NETWORK)).find(|network| *network != FLAT_NETWORK) {
        return Err(absent(strange));
    }
    let own = incoming.text(NETWORK).and_then(|_| incoming.text("InternalIP"));
    if let Some(address) = interfaces(incoming).filter_map(asked).chain(own).find(|address| is_taken(world, address)) {
        return Err(conflict(format!("IP [{address}] in use")));
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

/// Gives a new instance its address in the flat network that it is in, and those of its further interfaces.
pub fn add_interfaces(world: &mut World, incoming: &Incoming, instance_id: &str) {
    let own = incoming.text(NETWORK).map(|_| incoming.text("InternalIP"));
    for wanted in own.into_iter().chain(interfaces(incoming).map(asked)) {
        let address = wanted.map(str::to_owned).or_else(|| next(world));
        if let Some(instance) = world.instances.get_mut(instance_id) {
            instance.private_ips.extend(address);
        }
    }
}

fn interfaces(incoming: &Incoming) -> impl Iterator<Item = &Value> {
    incoming.params.get("NICs").and_then(Value::as_array).into_iter().flatten()
}

fn asked(interface: &Value) -> Option<&str> {
    interface.get("IP").and_then(Value::as_str)
}

fn next(world: &World) -> Option<String> {
    (10..255).map(|host| format!("172.30.0.{host}")).find(|address| !is_taken(world, address))
}

fn is_taken(world: &World, address: &str) -> bool {
    world.instances.iter().any(|instance| instance.private_ips.iter().any(|known| known == address))
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
