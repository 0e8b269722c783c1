//! What takes effect of an account that a file brings, and under which id it may come in.

use serde::Serialize;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_client::authorities;
use yundeck_domain::{Account, Error, Proxy};
use yundeck_wire::Endpoint;

use super::{AccountChange, AccountFate, PendingImport};
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

    /// Has the person say yes to the proxies of a file that would take effect.
    pub(super) async fn confirm_proxies(&self, id: &str, taken: &[String]) -> Result<(), Error> {
        let (proxy, accounts) = match self.pending_import().as_ref().filter(|pending| pending.id == id) {
            Some(PendingImport { file, settings, .. }) => {
                let fates = self.account_changes(file)?;
                let added = |change: &AccountChange| change.fate == AccountFate::Added && taken.contains(&change.id);
                let added = file.accounts.iter().zip(&fates).filter(|(_, change)| added(change));
                (settings.proxy.clone(), added.map(|(account, _)| account.clone()).collect::<Vec<_>>())
            }
            None => return Ok(()),
        };
        let before = self.settings()?.proxy;
        self.confirm_proxy(Some(&before), Some(&proxy), None).await?;
        for account in &accounts {
            self.confirm_proxy(None, account.proxy.as_ref(), Some(account)).await?;
        }
        Ok(())
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
