//! Which regions an account has, and which zones these have: what its cloud lists, kept, with the catalogue's as a start.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use futures::StreamExt;
use serde_json::Value;
use yundeck_catalogue::CloudSpec;
use yundeck_client::Access;
use yundeck_domain::{Account, Call, Error};

use crate::reach::Reach;
use crate::reads::Reads;
use crate::reads::choices::choices_in;
use crate::records::account::{ListedRegion, ListedRegions};

/// The picker that lists regions.
const REGION: &str = "region";
/// For how long a list is taken for the present one.
const KEPT_FOR: TimeDelta = TimeDelta::days(1);

/// Asks an account's cloud for its regions and keeps what it lists. What it listed before is kept when it does not answer.
///
/// # Errors
/// When the database cannot be read or written.
pub(crate) async fn list(reach: &Reach, access: &Access) -> Result<(), Error> {
    let Some(listing) = access.cloud.refs.get(REGION) else { return Ok(()) };
    let call = Call::new(listing.operation.clone(), Value::Object(listing.params.clone()));
    let region = access.account.regions.first().map_or("", String::as_str);
    let before = reach.accounts.regions(&access.account.id)?.map(|before| before.regions).unwrap_or_default();
    let zones = |id: &str| {
        let region = before.iter().find(|region| region.id == id);
        region.map(|region| region.zones.clone()).unwrap_or_default()
    };
    let mut pages = std::pin::pin!(reach.client.pages(access, region, &call));
    let mut regions = Vec::new();
    let mut whole = true;
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                let open = choices_in(listing, &page).into_iter().filter(|choice| !choice.unavailable);
                regions.extend(open.map(|choice| ListedRegion {
                    zones: zones(&choice.id),
                    id: choice.id,
                    name: choice.label,
                }));
            }
            Err(error) => {
                tracing::warn!(cloud = access.cloud.id, kind = ?error.kind, "the regions of an account were not listed");
                whole = false;
            }
        }
    }
    if !whole || regions.is_empty() {
        regions = before;
    }
    let listed = ListedRegions { at: reach.now().to_rfc3339(), regions };
    reach.accounts.note_regions(&access.account.id, &listed)
}

impl Reads {
    /// Lists the regions of an account anew, unless that was done within the last day.
    pub(super) async fn refresh_regions(&self, account: &Account) {
        let now = self.reach.now();
        let is_fresh =
            |listed: &ListedRegions| listed.at.parse::<DateTime<Utc>>().is_ok_and(|at| (now - at).abs() < KEPT_FOR);
        if self.reach.accounts.regions(&account.id).is_ok_and(|listed| listed.as_ref().is_some_and(is_fresh)) {
            return;
        }
        let Ok((access, _)) = self.reach.access(&account.id).await else { return };
        match list(&self.reach, &access).await {
            Ok(()) => self.telling.tell_accounts(),
            Err(error) => tracing::warn!(%error, "the regions of an account could not be kept"),
        }
    }

    /// Keeps the zones that a cloud has just listed of a region of an account.
    pub(super) fn keep_zones(&self, account: &Account, region: &str, zones: Vec<String>) {
        let Ok(Some(mut listed)) = self.reach.accounts.regions(&account.id) else { return };
        let Some(kept) = listed.regions.iter_mut().find(|kept| kept.id == region) else { return };
        if kept.zones == zones {
            return;
        }
        kept.zones = zones;
        match self.reach.accounts.note_regions(&account.id, &listed) {
            Ok(()) => self.telling.tell_accounts(),
            Err(error) => tracing::warn!(%error, "the zones of an account could not be kept"),
        }
    }

    /// The zones of a region of an account as they are known: those that its cloud listed last, else the catalogue's.
    pub(super) fn known_zones(&self, cloud: &CloudSpec, account: &Account, region: &str) -> Vec<String> {
        let listed = self.reach.accounts.regions(&account.id).ok().flatten();
        let kept = listed.into_iter().flat_map(|listed| listed.regions).find(|kept| kept.id == region);
        let kept = kept.map(|kept| kept.zones).filter(|zones| !zones.is_empty());
        let start = || cloud.regions.iter().find(|known| known.id == region).map(|known| known.zones.clone());
        kept.or_else(start).unwrap_or_default()
    }

    /// The regions that an account's cloud lists for it; none where nobody knows.
    pub(super) fn listed_regions(&self, account: &Account) -> HashSet<String> {
        let listed = self.reach.accounts.regions(&account.id).ok().flatten();
        listed.map(|listed| listed.regions.into_iter().map(|region| region.id).collect()).unwrap_or_default()
    }
}
