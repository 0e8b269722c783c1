//! Changing the settings, and the passwords of proxies.

use yundeck_domain::{Account, AccountId, Error, Proxy};

use crate::desk::Desk;
use crate::ground::secrets::SecretInput;
use crate::records::proxy::{asks_for_password, entry};
use crate::records::settings::Settings;

impl Desk {
    /// The settings; the defaults until something was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn settings(&self) -> Result<Settings, Error> {
        self.reach.settings.get()
    }

    /// Saves the settings; from now on they hold.
    ///
    /// # Errors
    /// `InvalidParams` with every problem; when the database cannot be written. The settings before stay in force then.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), Error> {
        settings.check()?;
        self.reach.settings.save(settings)?;
        self.reach.take_settings()
    }

    /// Keeps the password of the application's proxy, or of an account's, in the keychain; an empty one forgets it.
    ///
    /// # Errors
    /// `NotFound` when there is no such account; `KeychainUnavailable`.
    pub async fn keep_proxy_password(&self, account: Option<&AccountId>, password: SecretInput) -> Result<(), Error> {
        if let Some(id) = account {
            self.reach.accounts.get(id)?;
        }
        if password.secret.expose().is_empty() {
            return self.reach.secrets.forget(&entry(account)).await;
        }
        self.reach.secrets.keep(&entry(account), password, false).await
    }

    /// Forgets the password of the proxy that an account had, when it has none any more that asks for one.
    pub(crate) async fn forget_proxy_password(&self, before: &Option<Proxy>, account: &Account) -> Result<(), Error> {
        let asks = |proxy: &Option<Proxy>| proxy.as_ref().is_some_and(asks_for_password);
        if asks(before) && !asks(&account.proxy) {
            self.reach.secrets.forget(&entry(Some(&account.id))).await?;
        }
        Ok(())
    }
}
