//! What takes effect of an account that a file brings, and under which id it may come in.

use serde::Serialize;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_client::authorities;
use yundeck_domain::{Account, Error, Proxy};
use yundeck_wire::Endpoint;

use crate::desk::Desk;
use crate::ground::secrets::SecretPlace;
use crate::records::destination::Destination;

/// What takes effect of an account of a file: who takes it in sees all of it before.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountEffect {
    /// The public part of the key.
    pub key_id: String,
    /// The regions.
    pub regions: Vec<String>,
    /// The address in place of the cloud's public one.
    pub endpoint: Option<String>,
    /// The signing scheme, when not the cloud's default.
    pub signing: Option<SigningScheme>,
    /// The proxy, when not the application's.
    pub proxy: Option<Proxy>,
    /// The digest (SHA-256) of the certificates of its own authority.
    pub authority: Option<String>,
    /// Whether it goes to the cloud's own hosts, as this program names them, and trusts what the system trusts.
    pub usual: bool,
}

impl Desk {
    pub(super) fn effect_of(&self, account: &Account) -> AccountEffect {
        let vendors = |endpoint: &str| {
            let spec = self.reach.adapter(&account.cloud).ok()?.spec();
            let endpoint = Endpoint::parse(endpoint).ok()?;
            let bare = endpoint.scheme == "https" && endpoint.prefix.is_empty();
            spec.site_of(&endpoint.authority).filter(|_| bare).map(drop)
        };
        AccountEffect {
            key_id: account.access_key_id.clone(),
            regions: account.regions.clone(),
            endpoint: account.endpoint.clone(),
            signing: account.signing,
            proxy: account.proxy.clone(),
            authority: account.authority.as_deref().map(authorities::digest),
            usual: account.endpoint.as_deref().is_none_or(|endpoint| vendors(endpoint).is_some())
                && account.authority.is_none()
                && matches!(account.proxy, None | Some(Proxy::System | Proxy::Direct)),
        }
    }

    /// Whether an account of a file can have its id here: where there is a secret under it, it has to be kept for there.
    pub(super) async fn may_keep_id(&self, account: &Account) -> Result<bool, Error> {
        let destination = Destination::of(account, self.reach.adapter(&account.cloud)?.spec());
        Ok(match self.reach.secrets.find(&account.id).await {
            Ok(None) => true,
            Ok(Some(kept)) => kept.place.as_deref() == Some(destination.text().as_str()),
            // Without a keychain there is nothing in it.
            Err(_) => self.reach.secrets.place(&account.id, false) == SecretPlace::Unavailable,
        })
    }
}
