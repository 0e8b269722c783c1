//! Tests of accounts: of one that is kept, and of what stands in a form.

use std::time::Duration;

use yundeck_client::{Access, Route};
use yundeck_domain::{Account, AccountId, Error, ErrorKind, Proxy};

use super::{connection, secret};
use crate::acts::trial::Tried;
use crate::desk::Desk;
use crate::ground::secrets::SecretInput;
use crate::reads::regions;
use crate::records::account::{Ability, AccountDraft, ConnectionReport};

/// What is tested from a form goes by this name, so that nothing is learned of it for the account that is kept.
const DRAFT: &str = "draft";

impl Desk {
    /// Tries one small read of each kind that the pages need, and remembers how it went.
    ///
    /// # Errors
    /// `NotFound` when there is no such account; a failed test is a report, not an error.
    pub async fn test_account(&self, id: &AccountId) -> Result<ConnectionReport, Error> {
        self.test_account_knowing(id, Tried::default()).await
    }

    /// The same, with what was tried of the key besides.
    ///
    /// # Errors
    /// As of a test.
    pub async fn test_account_knowing(&self, id: &AccountId, tried: Tried) -> Result<ConnectionReport, Error> {
        let mut report = match self.reach.access(id).await {
            Ok((access, _)) => self.probe(&access).await?,
            Err(error) if error.kind == ErrorKind::NotFound => return Err(error),
            Err(error) => connection::report(self.reach.now(), Duration::ZERO, "", Err(error)),
        };
        // What a read has shown to be lacking stays so.
        for (may, tried) in [(&mut report.may.operate, tried.operate), (&mut report.may.buy, tried.buy)] {
            if *may == Ability::NotTried {
                *may = tried;
            }
        }
        self.reach.accounts.note_test(id, &report)?;
        if report.ok
            && let Ok((access, _)) = self.reach.access(id).await
        {
            regions::list(&self.reach, &access).await?;
            // What was refused before may be there now.
            self.inventory.ask_again(id);
        }
        self.accounts_changed();
        Ok(report)
    }

    /// The same with what was filled in for a new account; nothing is kept.
    ///
    /// # Errors
    /// `InvalidParams` when it is not filled in properly; `Cancelled` when the person does not agree to where it would go, or by
    /// which proxy. A failed test is a report, not an error.
    pub async fn test_draft(
        &self,
        draft: AccountDraft,
        secret: SecretInput,
        proxy_password: Option<SecretInput>,
    ) -> Result<ConnectionReport, Error> {
        let secret = secret::clean(secret)?;
        self.check(&draft, Some(&secret))?;
        let account = self.account_of(DRAFT.to_owned(), &draft, None)?;
        self.confirm_place(&account).await?;
        self.confirm_proxy(None, account.proxy.as_ref(), Some(&account)).await?;
        self.test_filled_in(account, None, secret, proxy_password).await
    }

    /// The same with what the form of an account that is kept says now. Without a secret it goes out with the kept one, where that
    /// may be used; nothing is kept or noted.
    ///
    /// # Errors
    /// `InvalidParams` when it is not filled in properly; `SecretElsewhere` when the secret is kept for another place, and
    /// `CredentialRejected` when it is nowhere; `Cancelled` as of a new one: nothing was sent then. A failed test is a report, not an error.
    pub async fn test_change(
        &self,
        id: &AccountId,
        draft: AccountDraft,
        secret: Option<SecretInput>,
        proxy_password: Option<SecretInput>,
    ) -> Result<ConnectionReport, Error> {
        let secret = secret.map(secret::clean).transpose()?;
        let before = self.reach.accounts.get(id)?;
        let account = self.changed(&before, &draft, secret.as_ref())?;
        let secret = match secret {
            Some(secret) => {
                self.confirm_place(&account).await?;
                secret
            }
            None => self.reach.secret_as_filled_in(&account).await?,
        };
        self.confirm_proxy(before.proxy.as_ref(), account.proxy.as_ref(), Some(&account)).await?;
        self.test_filled_in(account, before.proxy, secret, proxy_password).await
    }

    async fn test_filled_in(
        &self,
        account: Account,
        proxy_before: Option<Proxy>,
        secret: SecretInput,
        proxy_password: Option<SecretInput>,
    ) -> Result<ConnectionReport, Error> {
        // A password belongs to its proxy: the one in the form gets that which stands beside it, and the kept one only where it is
        // the kept proxy.
        let route = match &account.proxy {
            Some(own) if proxy_password.is_some() || account.proxy != proxy_before => {
                Route { proxy: own.clone(), password: proxy_password.map(|input| input.secret) }
            }
            _ => self.reach.route(&account).await?,
        };
        let cloud = self.reach.adapter(&account.cloud)?.spec();
        let account = Account { id: DRAFT.to_owned(), ..account };
        self.probe(&Access { account, secret: secret.secret, session_token: secret.session_token, cloud, route }).await
    }

    async fn probe(&self, access: &Access) -> Result<ConnectionReport, Error> {
        let adapter = self.reach.adapter(&access.account.cloud)?;
        Ok(connection::test(&self.reach.client, access, adapter, self.reach.now()).await)
    }
}
