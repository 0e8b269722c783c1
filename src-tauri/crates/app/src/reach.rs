//! What every use case reaches for: the clouds, an account with its secret, the way out, the client.

use chrono::{DateTime, Utc};
use yundeck_client::{Access, Client, Route};
use yundeck_domain::{Account, AccountId, CloudAdapter, Error, ErrorKind, Text};

use crate::ground::secrets::Secrets;
use crate::records::proxy::{asks_for_password, entry};
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
        let found = self.secrets.find(id).await.map_err(|error| error.at(id, "", ""))?;
        let secret = found.ok_or_else(|| {
            Error::not_sent(ErrorKind::CredentialRejected, "no secret for the account")
                .with_words(Text::new(
                    "这个账号的密钥不在了（上次只保留到会话结束，或已从钥匙串删除）。请重新填写密钥；没有发出任何请求。",
                    "The secret of this account is gone (kept for a session only, or removed from the keychain). Enter it again; nothing was sent.",
                ))
                .at(id, "", "")
        })?;
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

    /// By which proxy an account's calls go.
    pub(crate) async fn route(&self, account: &Account) -> Result<Route, Error> {
        let (proxy, entry) = match &account.proxy {
            Some(own) => (own.clone(), entry(Some(&account.id))),
            None => (self.settings.get()?.proxy, entry(None)),
        };
        let password = match asks_for_password(&proxy) {
            true => self.secrets.find(&entry).await?.map(|found| found.secret),
            false => None,
        };
        Ok(Route { proxy, password })
    }

    /// Puts the stored settings into force.
    pub(crate) fn take_settings(&self) -> Result<(), Error> {
        self.client.tune(self.settings.get()?.tuning());
        Ok(())
    }
}
