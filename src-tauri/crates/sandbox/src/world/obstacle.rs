//! Why the world does not do what it is asked. Each cloud has its own code for these.

/// What is in the way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// There is no such thing here.
    #[error("no {noun} {id}")]
    NoSuch {
        /// Noun of the field: `instance`, `image`, `subnet`, ...
        noun: &'static str,
        /// The id asked for.
        id: String,
    },
    /// Its state does not allow it now.
    #[error("{noun} {id} is {state}")]
    WrongState {
        /// Noun.
        noun: &'static str,
        /// Its id.
        id: String,
        /// What it is doing.
        state: &'static str,
    },
    /// The account has as many as it may.
    #[error("quota of {limit} {noun} is used up")]
    Quota {
        /// Noun in the plural, as in `World::quotas`.
        noun: &'static str,
        /// How many it may have.
        limit: u32,
    },
    /// None left of this type in this zone.
    #[error("{instance_type} is sold out in {zone}")]
    SoldOut {
        /// Instance type.
        instance_type: String,
        /// Zone.
        zone: String,
    },
    /// The subnet has no free address.
    #[error("no free address in {subnet_id}")]
    NoAddress {
        /// Subnet.
        subnet_id: String,
    },
    /// The address asked for is taken.
    #[error("{address} is taken")]
    AddressTaken {
        /// Address.
        address: String,
    },
    /// The address asked for is not one of the subnet's.
    #[error("{address} is not in {subnet_id}")]
    AddressOutside {
        /// Address.
        address: String,
        /// Subnet.
        subnet_id: String,
    },
    /// The account cannot pay it.
    #[error("the balance does not suffice")]
    Balance,
    /// Something of that name exists.
    #[error("{noun} {name} exists")]
    Exists {
        /// Noun.
        noun: &'static str,
        /// Name or id.
        name: String,
    },
    /// The two do not go together: a subnet of another zone, a group of another VPC.
    #[error("{noun} {id} does not fit {with}")]
    Mismatch {
        /// Noun.
        noun: &'static str,
        /// Its id.
        id: String,
        /// What it does not fit.
        with: String,
    },
    /// It is in use.
    #[error("{noun} {id} is in use")]
    InUse {
        /// Noun.
        noun: &'static str,
        /// Its id.
        id: String,
    },
}
