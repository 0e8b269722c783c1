//! The price book: one table from which every price of the sandbox is made.
//!
//! The numbers are round inventions in the order of magnitude of what clouds ask. They are decimal: what the client
//! shows can be compared digit by digit.

use indexmap::IndexMap;
use rust_decimal::Decimal;

/// What an instance with its disks and line is made of, as far as its price goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Priced {
    /// Number of virtual CPUs.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Number of GPUs.
    pub gpus: u32,
    /// Disks: the cloud's name for the type, and GiB.
    pub disks: Vec<(String, u32)>,
    /// Bandwidth that is paid by its width, in Mbps.
    pub bandwidth_mbps: u32,
}

/// A price before and after the account's discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Price {
    /// The list price.
    pub original: Decimal,
    /// What is paid.
    pub discounted: Decimal,
}

impl Price {
    /// The price of so many.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        let count = Decimal::from(count);
        Self { original: self.original * count, discounted: self.discounted * count }
    }

    /// Both prices together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { original: self.original + other.original, discounted: self.discounted + other.discounted }
    }
}

/// What things cost, in yuan.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceBook {
    /// A virtual CPU for an hour.
    pub vcpu_hour: Decimal,
    /// A GiB of memory for an hour.
    pub gib_hour: Decimal,
    /// A GPU for an hour.
    pub gpu_hour: Decimal,
    /// A GiB of disk for an hour, by the cloud's name for the type.
    pub disk_gib_hour: IndexMap<String, Decimal>,
    /// A GiB of disk for an hour, for the types that are not named.
    pub other_disk_gib_hour: Decimal,
    /// A Mbps of bandwidth for an hour.
    pub mbps_hour: Decimal,
    /// A GB of traffic.
    pub traffic_gb: Decimal,
    /// Hours that are paid for a month: fewer than it has, which is the discount for paying beforehand.
    pub hours_a_month: Decimal,
    /// Months that are paid for a year.
    pub months_a_year: Decimal,
    /// What the account pays of the list price.
    pub discount: Decimal,
}

impl Default for PriceBook {
    fn default() -> Self {
        Self {
            vcpu_hour: Decimal::new(12, 2),
            gib_hour: Decimal::new(4, 2),
            gpu_hour: Decimal::new(850, 2),
            disk_gib_hour: IndexMap::new(),
            other_disk_gib_hour: Decimal::new(9, 4),
            mbps_hour: Decimal::new(63, 3),
            traffic_gb: Decimal::new(80, 2),
            hours_a_month: Decimal::new(360, 0),
            months_a_year: Decimal::new(10, 0),
            discount: Decimal::new(85, 2),
        }
    }
}

impl PriceBook {
    /// Moves every price by a factor: 1.1 makes all of them a tenth dearer.
    pub fn multiply(&mut self, factor: Decimal) {
        for price in [
            &mut self.vcpu_hour,
            &mut self.gib_hour,
            &mut self.gpu_hour,
            &mut self.other_disk_gib_hour,
            &mut self.mbps_hour,
            &mut self.traffic_gb,
        ] {
            *price = (*price * factor).normalize();
        }
        self.disk_gib_hour.values_mut().for_each(|price| *price = (*price * factor).normalize());
    }

    /// CPU, memory and GPUs for an hour.
    pub fn compute_hour(&self, what: &Priced) -> Price {
        let memory = Decimal::from(what.memory_mib) / Decimal::from(1024);
        self.discounted(
            self.vcpu_hour * Decimal::from(what.vcpus)
                + self.gib_hour * memory
                + self.gpu_hour * Decimal::from(what.gpus),
        )
    }

    /// A disk for an hour.
    pub fn disk_hour(&self, disk_type: &str, gib: u32) -> Price {
        let rate = self.disk_gib_hour.get(disk_type).copied().unwrap_or(self.other_disk_gib_hour);
        self.discounted(rate * Decimal::from(gib))
    }

    /// All disks for an hour.
    pub fn disks_hour(&self, what: &Priced) -> Price {
        what.disks.iter().map(|(kind, gib)| self.disk_hour(kind, *gib)).fold(Price::default(), Price::plus)
    }

    /// Bandwidth for an hour.
    pub fn bandwidth_hour(&self, mbps: u32) -> Price {
        self.discounted(self.mbps_hour * Decimal::from(mbps))
    }

    /// A GB of traffic.
    pub fn traffic(&self) -> Price {
        self.discounted(self.traffic_gb)
    }

    /// Everything for an hour.
    pub fn hour(&self, what: &Priced) -> Price {
        self.compute_hour(what).plus(self.disks_hour(what)).plus(self.bandwidth_hour(what.bandwidth_mbps))
    }

    /// What an hourly price comes to for so many months, paid beforehand. Full years are cheaper.
    pub fn for_months(&self, hourly: Price, months: u32) -> Price {
        let paid = Decimal::from(months / 12) * self.months_a_year + Decimal::from(months % 12);
        let hours = paid * self.hours_a_month;
        Price { original: (hourly.original * hours).round_dp(2), discounted: (hourly.discounted * hours).round_dp(2) }
    }

    fn discounted(&self, original: Decimal) -> Price {
        Price { original: original.normalize(), discounted: (original * self.discount).round_dp(6).normalize() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_exact_decimals() {
        let book = PriceBook::default();
        let what = Priced { vcpus: 2, memory_mib: 4096, disks: vec![("x".into(), 50)], ..Priced::default() };
        let hour = book.hour(&what);
        assert_eq!((hour.original.to_string(), hour.discounted.to_string()), ("0.445".into(), "0.37825".into()));
        assert_eq!(book.for_months(hour, 1).original.to_string(), "160.20");
        assert_eq!(book.for_months(hour, 12).original, book.for_months(hour, 1).original * Decimal::from(10));
    }

    #[test]
    fn every_price_moves_by_the_factor() {
        let mut book = PriceBook::default();
        book.disk_gib_hour.insert("fast".into(), Decimal::new(2, 3));
        let what = Priced {
            vcpus: 2,
            memory_mib: 4096,
            gpus: 1,
            disks: vec![("fast".into(), 100), ("slow".into(), 50)],
            bandwidth_mbps: 5,
        };
        let (before, traffic) = (book.hour(&what).original, book.traffic().original);
        book.multiply(Decimal::new(15, 1));
        assert_eq!(book.hour(&what).original, before * Decimal::new(15, 1));
        assert_eq!(book.traffic().original, traffic * Decimal::new(15, 1));
    }

    #[test]
    fn a_named_disk_type_has_its_own_price() {
        let mut book = PriceBook::default();
        let plain = book.disk_hour("fast", 100);
        book.disk_gib_hour.insert("fast".into(), Decimal::new(2, 3));
        assert_eq!(book.disk_hour("fast", 100).original, Decimal::new(2, 1));
        assert_ne!(book.disk_hour("fast", 100), plain);
        assert_eq!(book.disk_hour("slow", 100), plain);
    }
}
