//! What every use case reaches for: the clouds, an account with its secret, the way out, the client.

use chrono::{DateTime, Utc};
use yundeck_catalogue::CloudSpec;
use yundeck_client::{Access, Client, Route, authorities};
use yundeck_domain::{Account, AccountId, CloudAdapter, Error, ErrorKind, Proxy, Secret, Text};

use crate::ground::secrets::{Kept, SecretInput, SecretPlace, Secrets};
use crate::records::destination::{self, Destination};
use crate::records::proxy::entry;
use crate::registers::accounts::Accounts;
use crate::registers::settings::SettingsRegister;

/// The way from an account's id to a call that can be sent for it. Cheap to clone.
#[derive(Clone)]
pub struct Reach {
    pub(crate) clouds: Vec<&'static dyn CloudAdapter>,
    pub(crate) accounts: Accounts,
    pub(crate) settings: SettingsRegister,
    pub(crate) secrets: Secrets,
    pub(crate) client: Client,
}

impl Reach {
    /// The time now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.client.clock().now()
    }

    /// The time now by the clock of an account's cloud, as far as that is known: what it says of its things is compared with
    /// this one. This computer's may be wrong by any time.
    pub(crate) fn now_at(&self, account: &AccountId) -> DateTime<Utc> {
        self.now() + self.client.clock_offset(account).unwrap_or_default()
    }

    /// A new id.
    pub(crate) fn new_id(&self) -> String {
        self.client.entropy().uuid()
    }

    /// The adapter of a cloud.
    pub(crate) fn adapter(&self, cloud: &str) -> Result<&'static dyn CloudAdapter, Error> {
        self.clouds.iter().copied().find(|adapter| adapter.spec().id == cloud).ok_or_else(|| {
            Error::not_sent(ErrorKind::Unsupported, format!("no cloud {cloud}"))
                .with_words(Text::new("这个版本不支持该云。", "This version does not know that cloud."))
        })
    }

    /// An account and its cloud.
    pub(crate) fn account_and_adapter(&self, id: &str) -> Result<(Account, &'static dyn CloudAdapter), Error> {
        let account = self.accounts.get(id)?;
        let adapter = self.adapter(&account.cloud)?;
        Ok((account, adapter))
    }

    /// What calls for an account are made as.
    pub(crate) async fn access(&self, id: &AccountId) -> Result<(Access, &'static dyn CloudAdapter), Error> {
        let (account, adapter) = self.account_and_adapter(id)?;
        let (account, secret) = self.secret_for(account, adapter.spec()).await.map_err(|error| error.at(id, "", ""))?;
        let route = self.route(&account).await?;
        let access = Access {
            account,
            secret: secret.secret,
            session_token: secret.session_token,
            cloud: adapter.spec(),
            route,
        };
        Ok((access, adapter))
    }

    /// An account's secret, if it may be used where the account's calls go. This, and [`Self::secret_as_filled_in`] for a form, are
    /// the only ways from an account that is kept to something that can be signed.
    async fn secret_for(&self, account: Account, cloud: &CloudSpec) -> Result<(Account, SecretInput), Error> {
        let kept = self.kept(&account).await?;
        if kept.place.is_none() {
            return self.take_over(account, kept.input, cloud).await;
        }
        let destination = Destination::of(&account, cloud);
        if kept.place.as_deref() != Some(destination.text().as_str()) {
            self.secrets.note(&account.id, SecretPlace::Elsewhere);
            return Err(destination.refused(kept.place.as_deref()));
        }
        if self.secrets.place(&account.id, account.session_only) == SecretPlace::Elsewhere {
            self.secrets.note(&account.id, SecretPlace::Keychain);
        }
        Ok((account, kept.input))
    }

    /// The secret of an account for what stands in its form: the kept one, if it may be used where the form's calls go. What is
    /// known of the account that is kept stays as it is.
    pub(crate) async fn secret_as_filled_in(&self, filled_in: &Account) -> Result<SecretInput, Error> {
        let cloud = self.adapter(&filled_in.cloud)?.spec();
        let mut kept = self.kept(filled_in).await?;
        if kept.place.is_none() {
            // One of a version before is bound to where the account's calls go, never to where a form leads.
            self.access(&filled_in.id).await?;
            kept = self.kept(filled_in).await?;
        }
        let destination = Destination::of(filled_in, cloud);
        match kept.place.as_deref() {
            Some(place) if place == destination.text() => Ok(kept.input),
            place => Err(destination.refused(place)),
        }
    }

    /// What is kept of an account's secret.
    async fn kept(&self, account: &Account) -> Result<Kept, Error> {
        // What is kept for a session is not looked for in the keychain, where an older one may be.
        let found = match account.session_only {
            true => self.secrets.of_session(&account.id),
            false => self.secrets.find(&account.id).await?,
        };
        found.ok_or_else(|| {
            Error::not_sent(ErrorKind::CredentialRejected, "no secret for the account").with_words(Text::new(
                "这个账号的密钥不在了（上次只保留到会话结束，或已从钥匙串删除）。请重新填写密钥；没有发出任何请求。",
                "The secret of this account is gone (kept for a session only, or removed from the keychain). Enter it again; nothing was sent.",
            ))
        })
    }

    /// Binds a secret of a version that did not write down where it may be used to where the account's calls go now, once. The
    /// certificates of its own authority are read for the last time.
    async fn take_over(
        &self,
        account: Account,
        secret: SecretInput,
        cloud: &CloudSpec,
    ) -> Result<(Account, SecretInput), Error> {
        let account = with_authority(account)?;
        let destination = Destination::of(&account, cloud);
        self.secrets.keep(&account.id, secret.clone(), &destination.text(), false).await?;
        self.accounts.save(&account)?;
        Ok((account, secret))
    }

    /// By which proxy an account's calls go.
    pub(crate) async fn route(&self, account: &Account) -> Result<Route, Error> {
        match &account.proxy {
            Some(own) => self.route_by(own.clone(), &entry(Some(&account.id))).await,
            None => self.usual_route().await,
        }
    }

    /// The way out of what is no account's, and of accounts without a proxy of their own.
    pub(crate) async fn usual_route(&self) -> Result<Route, Error> {
        self.route_by(self.settings.get()?.proxy, &entry(None)).await
    }

    /// The way by a proxy, with the password that is kept for it.
    async fn route_by(&self, proxy: Proxy, entry: &str) -> Result<Route, Error> {
        let password = match destination::of_proxy(&proxy) {
            Some(place) => self.proxy_password(entry, &place).await?,
            None => None,
        };
        Ok(Route { proxy, password })
    }

    /// The password of a proxy, if it is kept for this one.
    async fn proxy_password(&self, entry: &str, place: &str) -> Result<Option<Secret>, Error> {
        let Some(kept) = self.secrets.find(entry).await? else { return Ok(None) };
        match kept.place.as_deref() {
            Some(known) if known == place => Ok(Some(kept.input.secret)),
            Some(_) => Ok(None),
            // Of a version that did not write down whose it is: this one's, from now on.
            None => {
                self.secrets.keep(entry, kept.input.clone(), place, false).await?;
                Ok(Some(kept.input.secret))
            }
        }
    }

    /// Puts the stored settings into force.
    pub(crate) fn take_settings(&self) -> Result<(), Error> {
        self.client.tune(self.settings.get()?.tuning());
        Ok(())
    }
}

/// The account with the certificates of its own authority, where a version before kept only the file's name.
///
/// # Errors
/// When that file cannot be used.
pub(crate) fn with_authority(account: Account) -> Result<Account, Error> {
    let file = account.ca_file.as_deref().map(str::trim).filter(|file| !file.is_empty());
    match file {
        Some(file) if account.authority.is_none() => {
            let authority = Some(authorities::load(file)?);
            Ok(Account { authority, ..account })
        }
        _ => Ok(account),
    }
}
