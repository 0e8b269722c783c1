//! The world behind one cloud account: what exists in it, and what time it is there.
//!
//! It is the same for every cloud. What a cloud records beyond it goes into a thing's `extra`; ids have the cloud's own
//! shape (`IdShapes`). Time is the world's own: states are computed from its clock when they are read.

pub mod account;
pub mod clock;
pub mod course;
pub mod crowd;
pub mod disk;
pub mod elastic_ip;
pub mod ids;
pub mod image;
pub mod imaging;
pub mod instance;
pub mod instance_type;
pub mod key_pair;
pub mod lifecycle;
pub mod network;
pub mod obstacle;
pub mod order;
pub mod partial;
mod past;
pub mod region;
pub mod shelf;
pub mod snapshot;
pub mod spot;
pub mod tokens;
pub mod trouble;

use chrono::{DateTime, Duration, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value};
use yundeck_catalogue::cloud::CloudSpec;

use crate::prices::PriceBook;

pub use account::Account;
pub use clock::Clock;
pub use course::Course;
pub use disk::{Disk, DiskState};
pub use elastic_ip::ElasticIp;
pub use ids::{IdShapes, Ids};
pub use image::{Image, ImageOrigin, ImageState};
pub use instance::{Billing, Instance, InstanceState};
pub use instance_type::InstanceType;
pub use key_pair::KeyPair;
pub use lifecycle::Act;
pub use network::{SecurityGroup, Subnet, Vpc};
pub use obstacle::Obstacle;
pub use order::{DiskOrder, ImageOrder, InstanceOrder};
pub use partial::Partial;
pub use region::Region;
pub use shelf::{Shelf, Thing};
pub use snapshot::{Snapshot, SnapshotState};
pub use tokens::Tokens;

/// Everything in one account of one cloud.
#[derive(Debug, Clone)]
pub struct World {
    /// The world's time.
    pub clock: Clock,
    /// Where new ids come from.
    pub ids: Ids,
    /// How the cloud's ids look.
    pub shapes: IdShapes,
    /// The account itself.
    pub account: Account,
    /// Regions with their zones; filled from the catalogue.
    pub regions: Vec<Region>,
    /// What sizes are on sale.
    pub instance_types: Vec<InstanceType>,
    /// Instances, also those that are being removed.
    pub instances: Shelf<Instance>,
    /// Images of every origin.
    pub images: Shelf<Image>,
    /// Key pairs.
    pub key_pairs: Shelf<KeyPair>,
    /// VPCs.
    pub vpcs: Shelf<Vpc>,
    /// Subnets.
    pub subnets: Shelf<Subnet>,
    /// Security groups.
    pub security_groups: Shelf<SecurityGroup>,
    /// Disks, the system disks among them.
    pub disks: Shelf<Disk>,
    /// Snapshots.
    pub snapshots: Shelf<Snapshot>,
    /// Elastic IPs.
    pub elastic_ips: Shelf<ElasticIp>,
    /// What the account may have, by noun (`instances`, `images`, `key_pairs`, ...). What is not here is not limited.
    pub quotas: IndexMap<String, u32>,
    /// Replies to calls that carried an idempotency token.
    pub tokens: Tokens,
    /// What things cost.
    pub prices: PriceBook,
    /// Things of one cloud only, by noun.
    pub extra: Map<String, Value>,
    /// Ids that the next instances get in place of new ones: clouds give ids of what is gone again.
    pub reused_ids: Vec<String>,
    /// What the operation at hand refuses of a batch.
    pub partial: Option<Partial>,
    /// The id of the request that is being done; empty for what is done late, and without a request.
    pub request_id: String,
    /// How many addresses outside subnets have been given out.
    addresses: u32,
    /// What time it is taken to be, while something is done late or looked at as it was.
    at: Option<DateTime<Utc>>,
}

/// How far back lists can lag.
const PAST_KEPT: Duration = Duration::hours(1);

impl World {
    /// An empty world with the catalogue's regions. Two worlds of the same cloud make the same ids.
    pub fn new(spec: &CloudSpec, clock: Clock) -> Self {
        Self {
            ids: Ids::seeded(&spec.id),
            shapes: IdShapes::default(),
            account: Account::default(),
            regions: spec.regions.iter().map(Region::from_spec).collect(),
            instance_types: Vec::new(),
            instances: Shelf::default(),
            images: Shelf::default(),
            key_pairs: Shelf::default(),
            vpcs: Shelf::default(),
            subnets: Shelf::default(),
            security_groups: Shelf::default(),
            disks: Shelf::default(),
            snapshots: Shelf::default(),
            elastic_ips: Shelf::default(),
            quotas: IndexMap::new(),
            tokens: Tokens::default(),
            prices: PriceBook::default(),
            extra: Map::new(),
            reused_ids: Vec::new(),
            partial: None,
            request_id: String::new(),
            addresses: 0,
            at: None,
            clock,
        }
    }

    /// The world's time.
    pub fn now(&self) -> DateTime<Utc> {
        self.at.unwrap_or_else(|| self.clock.now())
    }

    /// Does something as if it were that time, which is none before what was done last.
    pub(crate) fn at_time<T>(&mut self, at: DateTime<Utc>, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.at.replace(at);
        let done = act(self);
        self.at = before;
        done
    }

    /// From now on instances, images, key pairs, disks, snapshots and elastic IPs can be seen as they were.
    pub(crate) fn keep_past(&mut self) {
        let now = self.now();
        self.instances.keep_past(now);
        self.images.keep_past(now);
        self.key_pairs.keep_past(now);
        self.disks.keep_past(now);
        self.snapshots.keep_past(now);
        self.elastic_ips.keep_past(now);
    }

    /// The world as a list shows it that lags behind: what can be seen as it was is, and the time is then.
    pub(crate) fn as_of(&self, then: DateTime<Utc>) -> Self {
        let mut past = Self {
            instances: self.instances.as_of(then),
            images: self.images.as_of(then),
            key_pairs: self.key_pairs.as_of(then),
            disks: self.disks.as_of(then),
            snapshots: self.snapshots.as_of(then),
            elastic_ips: self.elastic_ips.as_of(then),
            at: Some(then),
            ..self.clone()
        };
        past.settle();
        past
    }

    /// The region of that id.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// The instance type of that name, when it is on sale in the zone (in any zone, when none is named).
    pub fn instance_type(&self, id: &str, zone: Option<&str>) -> Option<&InstanceType> {
        self.instance_types.iter().find(|kind| kind.id == id && zone.is_none_or(|zone| kind.offered_in(zone)))
    }

    /// How many of a noun the account may have.
    pub fn quota(&self, noun: &str) -> u32 {
        self.quotas.get(noun).copied().unwrap_or(u32::MAX)
    }

    /// A public address that has not been given out yet. It is from the range for benchmarks (RFC 2544), which nobody
    /// on the internet has.
    pub fn public_address(&mut self) -> String {
        self.addresses = (self.addresses + 1) % (1 << 17);
        std::net::Ipv4Addr::from(u32::from(std::net::Ipv4Addr::new(198, 18, 0, 0)) + self.addresses).to_string()
    }

    /// Removes what has been on its way out and is gone by now, and frees what it held.
    /// Runs before every request.
    pub fn settle(&mut self) {
        let now = self.now();
        let kept_from = now.checked_sub_signed(PAST_KEPT).unwrap_or(now);
        self.instances.turn_to(now, kept_from);
        self.images.turn_to(now, kept_from);
        self.key_pairs.turn_to(now, kept_from);
        self.disks.turn_to(now, kept_from);
        self.snapshots.turn_to(now, kept_from);
        self.elastic_ips.turn_to(now, kept_from);
        lifecycle::settle(self);
    }
}
