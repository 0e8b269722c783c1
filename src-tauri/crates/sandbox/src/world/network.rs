//! VPCs, subnets with their addresses, and security groups.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::shelf::Thing;

/// A VPC.
#[derive(Debug, Clone, PartialEq)]
pub struct Vpc {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// Name.
    pub name: String,
    /// Address range.
    pub cidr: String,
    /// Whether it is the account's default one.
    pub is_default: bool,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

/// A subnet, and which of its addresses are taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Subnet {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// Zone; empty when the cloud's subnets span zones.
    pub zone: String,
    /// VPC.
    pub vpc_id: String,
    /// Name.
    pub name: String,
    /// Address range.
    pub cidr: String,
    /// Whether it is the account's default one.
    pub is_default: bool,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
    taken: BTreeSet<u32>,
    next: u32,
}

/// Addresses a cloud keeps for itself at the start of a subnet (network, gateway and services) and at its end.
const KEPT_AT_START: u32 = 2;
const KEPT_AT_END: u32 = 1;

impl Subnet {
    /// A subnet with all its addresses free.
    pub fn new(id: String, vpc: &Vpc, zone: &str, name: &str, cidr: &str) -> Self {
        Self {
            id,
            region: vpc.region.clone(),
            zone: zone.to_owned(),
            vpc_id: vpc.id.clone(),
            name: name.to_owned(),
            cidr: cidr.to_owned(),
            is_default: vpc.is_default,
            created: vpc.created,
            extra: Map::new(),
            taken: BTreeSet::new(),
            next: 0,
        }
    }

    /// Takes the next free address; `None` when there is none left.
    pub fn allocate(&mut self) -> Option<Ipv4Addr> {
        let (first, last) = self.usable()?;
        if self.free() == 0 {
            return None;
        }
        let from = self.next.clamp(first, last);
        let free = (from..=last).chain(first..from).find(|address| !self.taken.contains(address))?;
        self.taken.insert(free);
        self.next = free.saturating_add(1);
        Some(Ipv4Addr::from(free))
    }

    /// Takes that address; `false` when it is taken or not one of the subnet's.
    pub fn take(&mut self, address: &str) -> bool {
        self.contains(address) && address.parse().is_ok_and(|address: Ipv4Addr| self.taken.insert(address.into()))
    }

    /// Whether the address can belong to an instance here.
    pub fn contains(&self, address: &str) -> bool {
        let (Some((first, last)), Ok(address)) = (self.usable(), address.parse::<Ipv4Addr>()) else { return false };
        (first..=last).contains(&u32::from(address))
    }

    /// Whether the address is taken.
    pub fn is_taken(&self, address: &str) -> bool {
        address.parse::<Ipv4Addr>().is_ok_and(|address| self.taken.contains(&address.into()))
    }

    /// Gives an address back.
    pub fn release(&mut self, address: &str) {
        if let Ok(address) = address.parse::<Ipv4Addr>() {
            self.taken.remove(&address.into());
        }
    }

    /// How many addresses instances can have here in all.
    pub fn capacity(&self) -> u32 {
        self.usable().map_or(0, |(first, last)| last - first + 1)
    }

    /// How many addresses are free.
    pub fn free(&self) -> u32 {
        self.capacity().saturating_sub(u32::try_from(self.taken.len()).unwrap_or(u32::MAX))
    }

    /// First and last address of an instance; `None` when the range is too small or not a range.
    fn usable(&self) -> Option<(u32, u32)> {
        let (network, bits) = self.cidr.split_once('/')?;
        let bits: u32 = bits.parse().ok().filter(|bits| (1..=30).contains(bits))?;
        let size = 1_u32 << (32 - bits);
        let start = u32::from(network.parse::<Ipv4Addr>().ok()?) & !(size - 1);
        let (first, last) = (start + KEPT_AT_START, start + (size - 1) - KEPT_AT_END);
        (first <= last).then_some((first, last))
    }
}

/// A security group.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityGroup {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// VPC; `None` when the cloud's groups span VPCs.
    pub vpc_id: Option<String>,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// Whether it is the account's default one.
    pub is_default: bool,
    /// Rules, in the cloud's own form.
    pub rules: Vec<Value>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Thing for Vpc {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}

impl Thing for Subnet {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}

impl Thing for SecurityGroup {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subnet(cidr: &str) -> Subnet {
        let vpc = Vpc {
            id: "vpc".into(),
            region: "r".into(),
            name: String::new(),
            cidr: "10.0.0.0/16".into(),
            is_default: true,
            created: DateTime::UNIX_EPOCH,
            extra: Map::new(),
        };
        Subnet::new("subnet".into(), &vpc, "z", "", cidr)
    }

    #[test]
    fn every_address_is_given_once_and_can_be_given_back() {
        let mut small = subnet("10.0.0.0/29");
        let all: Vec<String> = std::iter::from_fn(|| small.allocate()).map(|address| address.to_string()).collect();
        assert_eq!(all, ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]);
        assert_eq!((small.capacity(), small.free()), (5, 0));
        small.release("10.0.0.4");
        assert_eq!(small.allocate().map(|address| address.to_string()).as_deref(), Some("10.0.0.4"));
        assert_eq!(small.allocate(), None);
    }

    #[test]
    fn an_address_can_be_asked_for_only_within_the_range_and_once() {
        let mut subnet = subnet("10.0.1.0/24");
        assert!(subnet.take("10.0.1.77"));
        assert!(!subnet.take("10.0.1.77"), "taken");
        assert!(!subnet.take("10.0.1.0"), "the network itself");
        assert!(!subnet.take("10.0.1.255"), "broadcast");
        assert!(!subnet.take("10.0.2.9"), "outside");
        assert!(!subnet.take("text"), "not an address");
    }

    #[test]
    fn a_range_that_is_none_has_no_addresses() {
        for cidr in ["", "10.0.0.0", "10.0.0.0/31", "10.0.0.0/0", "x/24"] {
            assert_eq!(subnet(cidr).allocate(), None, "{cidr}");
        }
    }
}
