//! Spot prices: they move from hour to hour, and are the same again whenever one looks at the same hour.

use chrono::{DateTime, Duration, DurationRound, Utc};
use rust_decimal::Decimal;

use super::ids::Ids;

/// One hour's spot price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotPoint {
    /// When the hour begins.
    pub at: DateTime<Utc>,
    /// The spot price per hour.
    pub spot: Decimal,
    /// The regular price per hour.
    pub original: Decimal,
}

/// The spot price of something in that hour: between a tenth and six tenths of the regular one.
pub fn price(what: &str, zone: &str, original: Decimal, at: DateTime<Utc>) -> Decimal {
    let hour = at.timestamp().div_euclid(3600);
    let noise = Ids::seeded(&format!("{what}/{zone}/{hour}")).below(100);
    // A daily swell under the noise, so that a chart of some days looks like one.
    let swell = [0_u64, 2, 5, 9, 13, 16, 18, 19, 19, 18, 16, 13, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0];
    let at_hour = usize::try_from(hour.rem_euclid(24)).unwrap_or_default();
    let per_mille = 100 + swell.get(at_hour).copied().unwrap_or_default() * 20 + noise;
    (original * Decimal::new(i64::try_from(per_mille).unwrap_or(500), 3)).round_dp(5)
}

/// The spot prices of every full hour from `from` to `to`, the oldest first; at most 31 days of them.
pub fn history(what: &str, zone: &str, original: Decimal, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<SpotPoint> {
    let start = from.duration_trunc(Duration::hours(1)).unwrap_or(from);
    (0..31 * 24)
        .map(|hours| start + Duration::hours(hours))
        .skip_while(|at| *at < from)
        .take_while(|at| *at <= to)
        .map(|at| SpotPoint { at, spot: price(what, zone, original, at), original })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_price_is_below_the_regular_one_and_does_not_change_with_a_second_look() {
        let to = DateTime::UNIX_EPOCH + Duration::days(20_000) + Duration::minutes(7);
        let points = history("type", "zone", Decimal::ONE, to - Duration::days(3), to);
        assert_eq!(points.len(), 72);
        assert_eq!(points, history("type", "zone", Decimal::ONE, to - Duration::days(3), to));
        assert!(points.iter().all(|point| point.spot >= Decimal::new(1, 1) && point.spot <= Decimal::new(6, 1)));
        assert!(points.windows(2).any(|pair| pair[0].spot != pair[1].spot), "it moves");
    }
}
