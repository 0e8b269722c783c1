//! A region and its zones.

use yundeck_catalogue::cloud::RegionSpec;

/// A region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The cloud's id.
    pub id: String,
    /// Its name in Chinese.
    pub title_zh: String,
    /// Its name in English.
    pub title_en: String,
    /// Its zones.
    pub zones: Vec<String>,
}

impl Region {
    /// A region as the catalogue knows it.
    pub fn from_spec(spec: &RegionSpec) -> Self {
        Self {
            id: spec.id.clone(),
            title_zh: spec.title.zh.clone(),
            title_en: spec.title.en.clone(),
            zones: spec.zones.clone(),
        }
    }

    /// Whether the zone belongs to it.
    pub fn has_zone(&self, zone: &str) -> bool {
        self.zones.iter().any(|known| known == zone)
    }
}
