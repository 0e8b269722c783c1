//! New ids: in each cloud's own shape, and the same ones again in every world of that cloud.

use std::fmt::Write as _;

/// A source of ids: a sequence that looks random and repeats itself for the same seed.
#[derive(Debug, Clone)]
pub struct Ids {
    state: u64,
}

impl Ids {
    /// A source for a world; equal words give equal ids.
    pub fn seeded(word: &str) -> Self {
        // FNV-1a: any mixing will do, it only has to be the same tomorrow.
        let state = word
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self { state }
    }

    /// A source of its own for something that is named: equal sources and words give equal ids, and what is taken from it
    /// is not missing here.
    #[must_use]
    pub fn branch(&self, word: &str) -> Self {
        Self::seeded(&format!("{:016x}/{word}", self.state))
    }

    /// A source that nobody can foresee, for keys.
    pub fn random() -> Self {
        let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
        Self { state: high ^ low.rotate_left(32) }
    }

    /// The next number (splitmix64).
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.number() % end.max(1)
    }

    /// One of them; `None` when there are none.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let at = self.below(from.len() as u64);
        usize::try_from(at).ok().and_then(|at| from.get(at))
    }

    /// So many characters of `0-9a-f`.
    pub fn hex(&mut self, length: usize) -> String {
        self.of(b"0123456789abcdef", length)
    }

    /// So many characters of `0-9a-z`.
    pub fn lower(&mut self, length: usize) -> String {
        self.of(b"0123456789abcdefghijklmnopqrstuvwxyz", length)
    }

    /// So many characters of `0-9A-Za-z`.
    pub fn mixed(&mut self, length: usize) -> String {
        self.of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", length)
    }

    /// So many characters of `0-9`, the first one not 0.
    pub fn digits(&mut self, length: usize) -> String {
        let mut digits = self.of(b"123456789", length.min(1));
        digits.push_str(&self.of(b"0123456789", length.saturating_sub(1)));
        digits
    }

    /// A UUID in its usual text form.
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.number(), self.number());
        uuid::Builder::from_random_bytes(((u128::from(high) << 64) | u128::from(low)).to_be_bytes())
            .into_uuid()
            .to_string()
    }

    /// A hardware address in the range for private use.
    pub fn mac(&mut self) -> String {
        let mut text = String::from("02");
        for _ in 0..5 {
            let _ = write!(text, ":{:02x}", self.below(256));
        }
        text
    }

    fn of(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).filter_map(|_| self.pick(alphabet).copied()).map(char::from).collect()
    }
}

/// How a cloud's ids look, by noun. The default is `<word>-<8 characters>`.
#[derive(Debug, Clone, Copy)]
pub struct IdShapes {
    /// Instances.
    pub instance: fn(&mut Ids) -> String,
    /// Images.
    pub image: fn(&mut Ids) -> String,
    /// Key pairs.
    pub key_pair: fn(&mut Ids) -> String,
    /// Disks.
    pub disk: fn(&mut Ids) -> String,
    /// Snapshots.
    pub snapshot: fn(&mut Ids) -> String,
    /// Elastic IPs.
    pub elastic_ip: fn(&mut Ids) -> String,
    /// VPCs.
    pub vpc: fn(&mut Ids) -> String,
    /// Subnets.
    pub subnet: fn(&mut Ids) -> String,
    /// Security groups.
    pub security_group: fn(&mut Ids) -> String,
    /// Network interfaces.
    pub network_interface: fn(&mut Ids) -> String,
}

impl IdShapes {
    /// The cloud whose ids are all UUIDs.
    pub fn uuids() -> Self {
        Self {
            instance: Ids::uuid,
            image: Ids::uuid,
            key_pair: Ids::uuid,
            disk: Ids::uuid,
            snapshot: Ids::uuid,
            elastic_ip: Ids::uuid,
            vpc: Ids::uuid,
            subnet: Ids::uuid,
            security_group: Ids::uuid,
            network_interface: Ids::uuid,
        }
    }
}

impl Default for IdShapes {
    fn default() -> Self {
        Self {
            instance: |ids| format!("i-{}", ids.lower(8)),
            image: |ids| format!("img-{}", ids.lower(8)),
            key_pair: |ids| format!("key-{}", ids.lower(8)),
            disk: |ids| format!("disk-{}", ids.lower(8)),
            snapshot: |ids| format!("snap-{}", ids.lower(8)),
            elastic_ip: |ids| format!("eip-{}", ids.lower(8)),
            vpc: |ids| format!("vpc-{}", ids.lower(8)),
            subnet: |ids| format!("subnet-{}", ids.lower(8)),
            security_group: |ids| format!("sg-{}", ids.lower(8)),
            network_interface: |ids| format!("eni-{}", ids.lower(8)),
        }
    }
}
