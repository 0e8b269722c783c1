//! What the window needs to know of each cloud.

use std::collections::BTreeMap;

use serde::Serialize;
use yundeck_catalogue::cloud::{CredentialWords, SigningScheme};
use yundeck_catalogue::help::CloudHelp;
use yundeck_domain::{CloudAdapter, ImageSource, Text};

use crate::reads::Reads;

/// A cloud, as the window shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CloudView {
    /// Id.
    pub id: String,
    /// Name.
    pub title: Text,
    /// The product.
    pub product: Text,
    /// `#rrggbb`.
    pub colour: String,
    /// What the parts of a credential are called.
    pub credential: CredentialWords,
    /// Signing schemes, the default first.
    pub signing: Vec<SigningScheme>,
    /// Whether an account has to name its endpoint.
    pub endpoint_required: bool,
    /// Known regions.
    pub regions: Vec<RegionView>,
    /// The sites by which its prices are in one currency or another, where it has several.
    pub currencies: Vec<CurrencyView>,
    /// Whether its instances are in projects.
    pub has_projects: bool,
    /// How often a second an operation may be called, unless it has a limit of its own.
    pub rate_limit_per_second: u32,
    /// The operation that creates instances.
    pub create_operation: String,
    /// Whether creating can be priced.
    pub has_quote: bool,
    /// Why not, otherwise.
    pub no_quote: Option<Text>,
    /// Whether images can be shared.
    pub has_sharing: bool,
    /// How many accounts an image can be shared with.
    pub share_limit: Option<u32>,
    /// Whether it has a history of spot prices.
    pub has_spot_history: bool,
    /// Whether it sells instance types.
    pub has_instance_types: bool,
    /// The image sources it has.
    pub image_sources: Vec<ImageSource>,
    /// Which operation does which job of the window.
    pub jobs: BTreeMap<String, String>,
    /// What it does not offer, by job.
    pub lacks: BTreeMap<String, Text>,
    /// What the help says of it.
    pub help: CloudHelp,
}

/// A region, as the window shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RegionView {
    /// Id.
    pub id: String,
    /// Name.
    pub title: Text,
    /// Known zones.
    pub zones: Vec<String>,
}

/// A site that charges in a currency.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CurrencyView {
    /// ISO 4217.
    pub currency: String,
    /// The site.
    pub title: Text,
}

impl Reads {
    /// All clouds, in the order they are shown.
    pub fn clouds(&self) -> Vec<CloudView> {
        self.reach.clouds.iter().map(|adapter| view(*adapter)).collect()
    }
}

/// A cloud, as the window shows it.
pub fn view(adapter: &dyn CloudAdapter) -> CloudView {
    let spec = adapter.spec();
    let create = spec.job("create_instance");
    CloudView {
        id: spec.id.clone(),
        title: spec.title.clone(),
        product: spec.product.clone(),
        colour: spec.colour.clone(),
        credential: spec.credential.clone(),
        signing: spec.signing.clone(),
        endpoint_required: spec.endpoint_required,
        regions: spec
            .regions
            .iter()
            .map(|region| RegionView {
                id: region.id.clone(),
                title: region.title.clone(),
                zones: region.zones.clone(),
            })
            .collect(),
        currencies: spec
            .currency
            .titles
            .iter()
            .map(|(currency, title)| CurrencyView { currency: currency.clone(), title: title.clone() })
            .collect(),
        has_projects: spec.instance_project.is_some(),
        rate_limit_per_second: spec.rate_limit_per_second,
        create_operation: create.map(|operation| operation.name.clone()).unwrap_or_default(),
        has_quote: create.is_some_and(|operation| operation.quote.is_some()),
        no_quote: create.and_then(|operation| operation.no_quote.clone()),
        has_sharing: spec.jobs.contains_key("share_image"),
        share_limit: spec.limits.get("image_share_accounts").copied(),
        has_spot_history: spec.jobs.contains_key("spot_history"),
        has_instance_types: adapter.instance_types(None).is_some(),
        image_sources: [ImageSource::Private, ImageSource::Public, ImageSource::Shared, ImageSource::Market]
            .into_iter()
            .filter(|source| adapter.images(*source).is_some())
            .collect(),
        jobs: spec.jobs.clone().into_iter().collect(),
        lacks: spec.lacks.clone().into_iter().collect(),
        help: spec.help.clone(),
    }
}
