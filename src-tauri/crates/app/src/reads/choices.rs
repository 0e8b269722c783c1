//! What a picker offers: the things that `x-ref` names, read from the cloud as `cloud.json` says.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::Path;
use yundeck_catalogue::cloud::RefSpec;
use yundeck_catalogue::path::text_of;
use yundeck_domain::{AccountId, Call, Error, ErrorKind, InstanceType, Text};

use crate::reads::Reads;
use crate::registers::rows::row::belongs_to;

/// The picker of zones.
const ZONE: &str = "zone";

/// The choices of a picker.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Choices {
    /// What can be chosen.
    pub items: Vec<Choice>,
    /// What kept the list from being complete. Typing by hand is always possible.
    pub failure: Option<Error>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Choice {
    /// The value to put into the form.
    pub id: String,
    /// Its name.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub label: String,
    /// What else helps to choose.
    pub detail: Vec<String>,
    /// What it belongs to, by `x-ref` kind.
    pub within: BTreeMap<String, Vec<String>>,
    /// Cannot be chosen now.
    pub unavailable: bool,
}

impl Reads {
    /// The choices for an `x-ref` kind in a region of an account.
    ///
    /// # Errors
    /// `NotFound` for an unknown account, `Unsupported` when the cloud lists no such thing. What fails at the cloud is in `failure`.
    pub async fn choices(&self, account: &AccountId, region: &str, kind: &str) -> Result<Choices, Error> {
        let (whose, adapter) = self.reach.account_and_adapter(account)?;
        let spec = adapter.spec();
        let listing = spec.refs.get(kind).ok_or_else(|| unlisted(kind))?;
        let known = || match kind {
            ZONE => {
                self.known_zones(spec, &whose, region).into_iter().map(|zone| zone_in(listing, region, zone)).collect()
            }
            _ => Vec::new(),
        };
        let (access, _) = match self.reach.access(account).await {
            Ok(access) => access,
            Err(error) => {
                return Ok(Choices { items: known(), failure: Some(error) });
            }
        };
        let call = Call::new(listing.operation.clone(), Value::Object(listing.params.clone()));
        let mut items = Vec::new();
        let mut failure = None;
        let mut pages = std::pin::pin!(self.reach.client.pages(&access, region, &call));
        while let Some(page) = futures::StreamExt::next(&mut pages).await {
            match page {
                Ok(result) => items.extend(choices_in(listing, &result)),
                Err(error) => failure = Some(error),
            }
        }
        let mut items = distinct(items);
        // Zones go on being offered while the cloud does not list them.
        if failure.is_some() && items.is_empty() {
            items = known();
        } else if kind == ZONE && failure.is_none() {
            self.keep_zones(&whose, region, items.iter().map(|zone| zone.id.clone()).collect());
        }
        Ok(Choices { items, failure })
    }

    /// The instance types on offer in a region, or in one of its zones.
    ///
    /// # Errors
    /// `Unsupported` when the cloud has no types; otherwise what the cloud or the way to it says.
    pub async fn instance_types(
        &self,
        account: &AccountId,
        region: &str,
        zone: Option<&str>,
    ) -> Result<Vec<InstanceType>, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let read = adapter.instance_types(zone).ok_or_else(|| unlisted("instance_type"))?;
        let mut listing = self.reach.client.list(&access, region, &read).await;
        for price in listing.items.iter_mut().flat_map(|kind| &mut kind.prices) {
            price.price = price.price.clone().or_in(access.currency());
        }
        listing.failure.map_or(Ok(listing.items), Err)
    }
}

/// The choices in one page of a picker's list, each once. What has no id cannot be chosen.
pub fn choices_in(listing: &RefSpec, page: &Value) -> Vec<Choice> {
    distinct(listing.items.find(page).into_iter().filter_map(|item| choice(listing, item)).collect())
}

fn choice(listing: &RefSpec, item: &Value) -> Option<Choice> {
    let id = listing.id.first(item).and_then(text_of)?;
    let texts = |path: &Path| path.texts(item);
    Some(Choice {
        label: listing
            .label
            .as_ref()
            .and_then(|path| texts(path).into_iter().next())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| id.clone()),
        detail: listing.detail.iter().flat_map(texts).filter(|text| !text.is_empty()).collect(),
        within: belongs_to(listing, item),
        unavailable: listing
            .unavailable
            .as_ref()
            .is_some_and(|bar| texts(&bar.path).iter().any(|state| bar.values.contains(state))),
        id,
    })
}

/// A zone of which only the id is known.
fn zone_in(listing: &RefSpec, region: &str, id: String) -> Choice {
    let within = listing.within.keys().filter(|kind| *kind == "region");
    Choice {
        label: id.clone(),
        detail: vec![],
        within: within.map(|kind| (kind.clone(), vec![region.to_owned()])).collect(),
        unavailable: false,
        id,
    }
}

/// Each id once: some clouds have no list of their own for a thing and name it beside every other.
fn distinct(items: Vec<Choice>) -> Vec<Choice> {
    let mut seen = HashSet::new();
    items.into_iter().filter(|item| seen.insert(item.id.clone())).collect()
}

fn unlisted(kind: &str) -> Error {
    Error::not_sent(ErrorKind::Unsupported, format!("no list of {kind}")).with_words(Text::new(
        "这个云的接口不提供该列表，请手动填写。",
        "This cloud's API has no such list. Type it by hand.",
    ))
}
