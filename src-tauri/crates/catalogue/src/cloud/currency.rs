//! What a cloud's prices are in.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::text::Text;

/// What a cloud's prices are in, where its replies do not say it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CurrencySpec {
    /// ISO 4217 code; none where nobody knows.
    pub usual: Option<String>,
    /// Other sites of the cloud, by the end of their hosts' names.
    #[serde(default)]
    pub sites: IndexMap<String, String>,
    /// The sites that charge in each currency, for the person who knows of which an account is.
    #[serde(default)]
    pub titles: IndexMap<String, Text>,
}

impl CurrencySpec {
    /// The currency of the site that an endpoint belongs to (`None`: the cloud's public one), where it is known.
    pub(super) fn of(&self, endpoint: Option<&str>) -> Option<&str> {
        let host = endpoint.map(|text| {
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            text.split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase()
        });
        let is_of = |site: &str| {
            host.as_deref()
                .and_then(|host| host.strip_suffix(site))
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let site = self.sites.iter().find(|(site, _)| is_of(site));
        site.map(|(_, currency)| currency).or(self.usual.as_ref()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::CurrencySpec;

    #[test]
    fn currency_is_that_of_the_endpoints_site() {
        let text = serde_json::json!({ "usual": "CNY", "sites": { "intl.example.com": "USD" } });
        let prices: CurrencySpec = serde_json::from_value(text).unwrap();
        for (endpoint, currency) in [
            (None, "CNY"),
            (Some("https://things.example.com"), "CNY"),
            (Some("https://things.intl.example.com/v1"), "USD"),
            (Some("HTTPS://INTL.example.com:8443"), "USD"),
            (Some("https://notintl.example.com"), "CNY"),
        ] {
            assert_eq!(prices.of(endpoint), Some(currency), "{endpoint:?}");
        }
        assert_eq!(CurrencySpec::default().of(None), None);
    }
}
