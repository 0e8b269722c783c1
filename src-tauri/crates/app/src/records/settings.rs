//! The person's settings: what they are, and what is wrong with them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use yundeck_catalogue::Problem;
use yundeck_catalogue::problem::Rule;
use yundeck_client::Tuning;
use yundeck_domain::{Error, Proxy, Text};

use crate::ground::logs::LogLevel;
use crate::ground::store::from_json;
use crate::records::proxy;

/// The seconds that connecting may be given.
pub const CONNECT_SECONDS: (u32, u32) = (1, 120);

/// The seconds that a request may be given.
pub const REQUEST_SECONDS: (u32, u32) = (3, 300);

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The language of the window.
    pub language: Language,
    /// Light, dark, or what the system says.
    pub theme: Theme,
    /// Seconds between two automatic refreshes of the instances; 0: only by hand.
    pub refresh_seconds: u32,
    /// By which proxy requests go, unless their account says otherwise.
    pub proxy: Proxy,
    /// Seconds that connecting may take; `None`: the usual ones.
    pub connect_seconds: Option<u32>,
    /// Seconds that a request may take; `None`: the usual ones.
    pub request_seconds: Option<u32>,
    /// How much of a cloud's documented rate limits is used, in percent, by the cloud's id; all of it when it is not there.
    pub rate_percent: BTreeMap<String, u8>,
    /// How much is written to the log.
    pub log_level: LogLevel,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Zh,
            theme: Theme::System,
            refresh_seconds: 120,
            proxy: Proxy::System,
            connect_seconds: None,
            request_seconds: None,
            rate_percent: BTreeMap::new(),
            log_level: LogLevel::Info,
        }
    }
}

/// The languages of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub enum Language {
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// The window's brightness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Settings {
    /// Every problem at once.
    ///
    /// # Errors
    /// `InvalidParams`.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let mut problems: Vec<Problem> = proxy::problem(&self.proxy, "/proxy").into_iter().collect();
        let seconds = [
            ("connectSeconds", Text::new("连接超时", "Connection timeout"), self.connect_seconds, CONNECT_SECONDS),
            ("requestSeconds", Text::new("请求超时", "Request timeout"), self.request_seconds, REQUEST_SECONDS),
        ];
        for (name, field, value, (least, most)) in seconds {
            let Some(value) = value else { continue };
            let rule = match value {
                value if value < least => Rule::Minimum { limit: least.to_string() },
                value if value > most => Rule::Maximum { limit: most.to_string() },
                _ => continue,
            };
            problems.push(Problem { path: format!("/{name}"), field, rule, words: None });
        }
        for (cloud, percent) in &self.rate_percent {
            let rule = match percent {
                0 => Rule::Minimum { limit: "1".to_owned() },
                1..=100 => continue,
                _ => Rule::Maximum { limit: "100".to_owned() },
            };
            let field = Text::new("请求频率", "Request rate");
            problems.push(Problem { path: format!("/ratePercent/{cloud}"), field, rule, words: None });
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::invalid(problems)) }
    }

    /// What of them the client heeds.
    pub(crate) fn tuning(&self) -> Tuning {
        let seconds = |value: Option<u32>| value.map(|value| Duration::from_secs(value.into()));
        Tuning {
            connect_timeout: seconds(self.connect_seconds),
            read_timeout: seconds(self.request_seconds),
            rate_percent: self.rate_percent.clone(),
        }
    }
}

/// Stored settings. Each stands for itself: one that is not there, or that this version cannot understand since a newer one wrote
/// it, takes its default, and the others stay as they are.
pub(crate) fn over_defaults(text: &str) -> Settings {
    let mut settings = Settings::default();
    for (name, value) in from_json::<Map<String, Value>>(text).unwrap_or_default() {
        // The clouds' rates are settings of their own.
        let parts = match value {
            Value::Object(rates) if name == RATES => {
                rates.into_iter().map(|(cloud, rate)| json!({ cloud: rate })).collect()
            }
            value => vec![value],
        };
        for part in parts {
            match with(&settings, &name, part) {
                Ok(changed) => settings = changed,
                Err(error) => {
                    tracing::warn!(setting = name, %error, "a stored setting is not understood; its default holds")
                }
            }
        }
    }
    settings
}

/// In stored settings, the clouds' rates.
const RATES: &str = "ratePercent";

/// The settings with one of them changed; of the clouds' rates, the ones named.
fn with(settings: &Settings, name: &str, value: Value) -> serde_json::Result<Settings> {
    let mut all = serde_json::to_value(settings)?;
    match (&mut all[name], value) {
        (Value::Object(rates), Value::Object(more)) if name == RATES => rates.extend(more),
        (place, value) => *place = value,
    }
    serde_json::from_value(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_older_version_keep_what_they_say() {
        let settings = over_defaults(r#"{ "language": "en" }"#);
        assert_eq!(settings, Settings { language: Language::En, ..Settings::default() });
    }

    #[test]
    fn over_defaults_with_unknown_values_keeps_the_others() {
        let stored = r#"{ "language": "tlh", "theme": "sepia", "refreshSeconds": 30, "connectSeconds": "soon",
            "proxy": { "kind": "manual", "url": "http://proxy:3128", "username": "me" },
            "ratePercent": { "a": 50, "b": "half", "c": 25 }, "logLevel": "debug", "colour": "red" }"#;
        let kept = Settings {
            refresh_seconds: 30,
            proxy: Proxy::Manual { url: "http://proxy:3128".to_owned(), username: Some("me".to_owned()) },
            rate_percent: [("a".to_owned(), 50), ("c".to_owned(), 25)].into(),
            log_level: LogLevel::Debug,
            ..Settings::default()
        };
        assert_eq!(over_defaults(stored), kept);
        let proxy = r#"{ "language": "en", "proxy": { "kind": "pac", "url": "http://pac" }, "ratePercent": 50 }"#;
        assert_eq!(over_defaults(proxy), Settings { language: Language::En, ..Settings::default() });
        assert_eq!(over_defaults("[]"), Settings::default());
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let manual = |url: &str| Proxy::Manual { url: url.to_owned(), username: None };
        let settings = Settings {
            proxy: manual("http://me:secret@proxy:3128"),
            connect_seconds: Some(0),
            request_seconds: Some(301),
            rate_percent: [("a".to_owned(), 0), ("b".to_owned(), 50), ("c".to_owned(), 101)].into(),
            ..Settings::default()
        };
        let error = settings.check().unwrap_err();
        let paths: Vec<&str> = error.problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(paths, ["/proxy/url", "/connectSeconds", "/requestSeconds", "/ratePercent/a", "/ratePercent/c"]);
        assert!(!format!("{error:?}").contains("secret"));
        let good = Settings {
            proxy: manual("socks5h://127.0.0.1:1080"),
            connect_seconds: Some(1),
            request_seconds: Some(300),
            rate_percent: [("a".to_owned(), 100)].into(),
            ..Settings::default()
        };
        good.check().unwrap();
        Settings::default().check().unwrap();
    }
}
