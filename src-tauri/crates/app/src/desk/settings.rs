//! Changing the settings, and the passwords of proxies.

use yundeck_domain::{Account, AccountId, Error, ErrorKind, Proxy, Text};

use crate::desk::Desk;
use crate::ground::secrets::{SecretInput, SecretPlace};
use crate::records::destination;
use crate::records::proxy::entry;
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
    /// `InvalidParams` with every problem; `Cancelled` when the person does not agree to another proxy; when the database cannot
    /// be written. The settings before stay in force then.
    pub async fn save_settings(&self, settings: &Settings) -> Result<(), Error> {
        settings.check()?;
        let before = self.reach.settings.get()?.proxy;
        self.confirm_proxy(Some(&before), Some(&settings.proxy), None).await?;
        self.forget_password(&before, &settings.proxy, entry(None)).await?;
        self.reach.settings.save(settings)?;
        self.reach.take_settings()
    }

    /// Keeps the password of the application's proxy, or of an account's, in the keychain; an empty one forgets it.
    ///
    /// # Errors
    /// `NotFound` when there is no such account; `KeychainUnavailable`.
    pub async fn keep_proxy_password(&self, account: Option<&AccountId>, password: SecretInput) -> Result<(), Error> {
        let proxy = match account {
            Some(id) => self.reach.accounts.get(id)?.proxy.unwrap_or_default(),
            None => self.reach.settings.get()?.proxy,
        };
        if password.secret.expose().is_empty() {
            return self.reach.secrets.forget(&entry(account)).await;
        }
        let place = destination::of_proxy(&proxy).ok_or_else(|| {
            Error::not_sent(ErrorKind::InvalidParams, "no proxy that asks for a password").with_words(Text::new(
                "当前的代理没有用户名，用不到密码，没有保存。请先填写代理地址和用户名。",
                "The proxy has no user name, so no password belongs to it; it was not kept. Fill in its address and user name first.",
            ))
        })?;
        self.reach.secrets.keep(&entry(account), password, &place, false).await
    }

    /// Forgets the password of the proxy that an account had, when it is another one now or none.
    pub(crate) async fn forget_proxy_password(&self, before: &Option<Proxy>, account: &Account) -> Result<(), Error> {
        let [before, now] = [before, &account.proxy].map(|proxy| proxy.clone().unwrap_or_default());
        self.forget_password(&before, &now, entry(Some(&account.id))).await
    }

    /// A password belongs to one proxy: scheme, host, port and user.
    pub(crate) async fn forget_password(&self, before: &Proxy, now: &Proxy, entry: String) -> Result<(), Error> {
        match destination::of_proxy(before) {
            Some(place) if destination::of_proxy(now).as_ref() != Some(&place) => {}
            _ => return Ok(()),
        }
        match self.reach.secrets.forget(&entry).await {
            // Where there is no keychain, nothing is kept in it.
            Err(_) if self.reach.secrets.place(&entry, false) == SecretPlace::Unavailable => Ok(()),
            forgotten => forgotten,
        }
    }
}
