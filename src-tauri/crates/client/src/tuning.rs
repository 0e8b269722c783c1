//! What a person sets about calls while the application runs.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::options::Options;

/// Settings over the [`Options`]; what is `None` stays as the options say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tuning {
    /// How long connecting may take.
    pub connect_timeout: Option<Duration>,
    /// How long a read may take. What is not a read never gets less time than a read.
    pub read_timeout: Option<Duration>,
    /// How much of a cloud's documented rate limits is used, in percent, by the cloud's id. There is no more than 100.
    pub rate_percent: BTreeMap<String, u8>,
}

impl Tuning {
    /// The options with these settings over them.
    pub(crate) fn over(&self, options: &Options) -> Options {
        let read_timeout = self.read_timeout.unwrap_or(options.read_timeout);
        Options {
            connect_timeout: self.connect_timeout.unwrap_or(options.connect_timeout),
            read_timeout,
            act_timeout: options.act_timeout.max(self.read_timeout.unwrap_or_default()),
            ..options.clone()
        }
    }

    /// The time between two calls of an operation that may be called so often per second.
    pub(crate) fn spacing(&self, cloud: &str, per_second: u32) -> Duration {
        let percent = self.rate_percent.get(cloud).map_or(100, |percent| u32::from((*percent).clamp(1, 100)));
        Duration::from_secs(1) * 100 / (per_second.max(1).saturating_mul(percent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_can_only_be_lowered() {
        let tuned =
            |percent| Tuning { rate_percent: [("a".to_owned(), percent)].into(), ..Tuning::default() }.spacing("a", 10);
        assert_eq!(tuned(100), Duration::from_millis(100));
        assert_eq!(tuned(20), Duration::from_millis(500));
        assert_eq!(tuned(1), Duration::from_secs(10));
        assert_eq!(tuned(200), Duration::from_millis(100), "never above what is documented");
        assert_eq!(tuned(0), Duration::from_secs(10), "never nothing at all");
        assert_eq!(Tuning::default().spacing("b", 0), Duration::from_secs(1));
    }

    #[test]
    fn an_act_never_gets_less_time_than_a_read() {
        let tuned = |seconds| {
            let tuning = Tuning { read_timeout: Some(Duration::from_secs(seconds)), ..Tuning::default() };
            tuning.over(&Options::default())
        };
        assert_eq!((tuned(5).read_timeout.as_secs(), tuned(5).act_timeout.as_secs()), (5, 60));
        assert_eq!((tuned(90).read_timeout.as_secs(), tuned(90).act_timeout.as_secs()), (90, 90));
    }
}
