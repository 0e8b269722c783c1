//! The person's settings.

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_domain::Error;

use crate::app::App;
use crate::store::{from_json, to_json};

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
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: Language::Zh, theme: Theme::System, refresh_seconds: 120 }
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

impl App {
    /// The settings; the defaults until something was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn settings(&self) -> Result<Settings, Error> {
        let text: Option<String> = self
            .store()
            .with(|db| db.query_row("SELECT body FROM settings WHERE id = 1", [], |row| row.get(0)).optional())?;
        Ok(text.as_deref().map(over_defaults).unwrap_or_default())
    }

    /// Saves the settings.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), Error> {
        let body = to_json(settings)?;
        self.store()
            .with(|db| {
                db.execute("INSERT INTO settings VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET body = ?1", [body])
            })
            .map(drop)
    }
}

/// Stored settings; what an older version did not know yet takes its default.
fn over_defaults(text: &str) -> Settings {
    let mut settings = serde_json::to_value(Settings::default()).unwrap_or_default();
    if let (Some(all), Some(stored)) = (settings.as_object_mut(), from_json::<serde_json::Map<String, Value>>(text)) {
        all.extend(stored);
    }
    serde_json::from_value(settings).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_older_version_keep_what_they_say() {
        let settings = over_defaults(r#"{ "language": "en" }"#);
        assert_eq!(settings, Settings { language: Language::En, ..Settings::default() });
        assert_eq!(over_defaults(r#"{ "language": "tlh" }"#), Settings::default());
    }
}
