//! Accounts: add, test, edit, give a new key, remove.

pub mod ca_file;

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;
use yundeck_catalogue::Problem;
use yundeck_catalogue::problem::Rule;
use yundeck_client::{Access, Client, authorities};
use yundeck_domain::{Account, AccountId, Error, ErrorKind, Text};

use crate::desk::Desk;
use crate::ground::secrets::{SecretInput, SecretPlace};
use crate::records::account::{AccountDraft, AccountView, ConnectionReport, SandboxSeat};
use crate::records::event::Event;
use crate::records::proxy;

impl Desk {
    /// All accounts, in the order they were added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Error> {
        let mut views = Vec::new();
        for (account, last_test) in self.reach.accounts.all()? {
            let secret_place = self.reach.secrets.place(&account.id).await;
            views.push(AccountView { account, secret_place, last_test });
        }
        Ok(views)
    }

    /// Adds an account: the secret into the keychain first, so that no account is ever without one.
    ///
    /// # Errors
    /// `InvalidParams` with every problem; `KeychainUnavailable`. Nothing is kept then.
    pub async fn add_account(&self, draft: AccountDraft, secret: SecretInput) -> Result<AccountView, Error> {
        self.check(&draft, Some(&secret))?;
        let account = self.account_of(self.reach.new_id(), &draft, false);
        self.insert_account(account, secret, draft.keep_for_session).await
    }

    /// Changes everything but the key.
    ///
    /// # Errors
    /// `InvalidParams`, `NotFound`, or when the database cannot be written.
    pub async fn update_account(&self, id: &AccountId, draft: AccountDraft) -> Result<AccountView, Error> {
        let before = self.reach.accounts.get(id)?;
        self.check(&draft, None)?;
        if draft.cloud != before.cloud {
            return Err(Error::bug("an account does not change its cloud"));
        }
        let account = Account {
            access_key_id: before.access_key_id.clone(),
            ..self.account_of(id.clone(), &draft, before.sandbox)
        };
        self.forget_proxy_password(&before.proxy, &account).await?;
        self.reach.accounts.save(&account)?;
        self.inventory.forget_regions(id, &account.regions);
        self.accounts_changed();
        self.view(account).await
    }

    /// Gives the account another key.
    ///
    /// # Errors
    /// `InvalidParams`, `NotFound`, `KeychainUnavailable`; the old key stays in use then.
    pub async fn rekey_account(
        &self,
        id: &AccountId,
        access_key_id: String,
        secret: SecretInput,
    ) -> Result<AccountView, Error> {
        let mut account = self.reach.accounts.get(id)?;
        if access_key_id.trim().is_empty() || secret.secret.expose().is_empty() {
            return Err(Error::invalid(vec![missing("accessKeyId")]));
        }
        let for_session = self.reach.secrets.place(id).await == SecretPlace::Session;
        self.reach.secrets.keep(id, secret, for_session).await?;
        access_key_id.trim().clone_into(&mut account.access_key_id);
        self.reach.accounts.save(&account)?;
        self.accounts_changed();
        self.view(account).await
    }

    /// Removes the account, its keychain entry and what is cached of it. Its journal lines stay.
    ///
    /// # Errors
    /// `Conflict` when it is not known yet what became of acts of it, which can never be told without the account, unless it
    /// is removed `anyway`. `KeychainUnavailable`: then the account stays too, so that no secret is left behind unseen.
    pub async fn remove_account(&self, id: &AccountId, anyway: bool) -> Result<(), Error> {
        let open = self.journal.open_acts_of(id)?;
        if open > 0 && !anyway {
            return Err(Error::not_sent(ErrorKind::Conflict, format!("{open} acts have no outcome")).with_words(Text::new(
                format!("这个账号还有 {open} 个操作不知道结果；移除之后就再也查不到了。账号没有被移除。"),
                format!("{open} acts of this account have no known outcome; without it they can never be told. The account was not removed."),
            )));
        }
        if let Ok(account) = self.reach.accounts.get(id) {
            self.forget_proxy_password(&account.proxy, &Account { proxy: None, ..account.clone() }).await?;
        }
        self.reach.secrets.forget(id).await?;
        self.reach.accounts.remove(id)?;
        self.inventory.forget_regions(id, &[]);
        self.accounts_changed();
        Ok(())
    }

    /// Signs a harmless read and remembers how it went.
    ///
    /// # Errors
    /// `NotFound` when there is no such account; a failed test is a report, not an error.
    pub async fn test_account(&self, id: &AccountId) -> Result<ConnectionReport, Error> {
        let report = match self.reach.access(id).await {
            Ok((access, _)) => self.probe(&access).await?,
            Err(error) if error.kind == ErrorKind::NotFound => return Err(error),
            Err(error) => report(self.reach.now(), Duration::ZERO, "", Err(error)),
        };
        self.reach.accounts.note_test(id, &report)?;
        self.accounts_changed();
        Ok(report)
    }

    /// Signs a harmless read with what was filled in; nothing is kept.
    ///
    /// # Errors
    /// `InvalidParams` when it is not filled in properly; a failed test is a report, not an error.
    pub async fn test_draft(&self, draft: AccountDraft, secret: SecretInput) -> Result<ConnectionReport, Error> {
        self.check(&draft, Some(&secret))?;
        let cloud = self.reach.adapter(&draft.cloud)?.spec();
        let account = self.account_of("draft".to_owned(), &draft, false);
        let route = self.reach.route(&account).await?;
        self.probe(&Access { account, secret: secret.secret, session_token: secret.session_token, cloud, route }).await
    }

    /// Makes the sandbox's accounts, or points the existing ones at where the sandbox listens now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn adopt_sandbox(&self, seats: Vec<SandboxSeat>) -> Result<Vec<AccountView>, Error> {
        for seat in seats {
            let known = self
                .reach
                .accounts
                .all()?
                .into_iter()
                .map(|(account, _)| account)
                .find(|a| a.sandbox && a.cloud == seat.cloud);
            let account = Account {
                id: known.as_ref().map_or_else(|| self.reach.new_id(), |account| account.id.clone()),
                cloud: seat.cloud,
                label: known.map_or(seat.label, |account| account.label),
                access_key_id: seat.access_key_id,
                regions: vec![seat.region],
                endpoint: Some(seat.endpoint),
                ca_file: None,
                signing: None,
                sandbox: true,
                owner_id: seat.owner_id,
                proxy: None,
            };
            // Play money needs no keychain: its keys die with the process.
            let secret = SecretInput { secret: seat.secret, session_token: None };
            self.reach.secrets.keep(&account.id, secret, true).await?;
            self.reach.accounts.save(&account)?;
        }
        self.accounts_changed();
        self.accounts().await
    }

    /// Whether there is an account of the sandbox.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_sandbox_accounts(&self) -> Result<bool, Error> {
        Ok(self.reach.accounts.all()?.iter().any(|(account, _)| account.sandbox))
    }

    async fn insert_account(
        &self,
        account: Account,
        secret: SecretInput,
        for_session: bool,
    ) -> Result<AccountView, Error> {
        self.reach.secrets.keep(&account.id, secret, for_session).await?;
        if let Err(error) = self.reach.accounts.save(&account) {
            self.reach.secrets.forget(&account.id).await?;
            return Err(error);
        }
        self.accounts_changed();
        self.view(account).await
    }

    async fn view(&self, account: Account) -> Result<AccountView, Error> {
        let last_test = self
            .reach
            .accounts
            .all()?
            .into_iter()
            .find(|(stored, _)| stored.id == account.id)
            .and_then(|(_, test)| test);
        Ok(AccountView { secret_place: self.reach.secrets.place(&account.id).await, account, last_test })
    }

    fn accounts_changed(&self) {
        self.events.emit(Event::Accounts);
    }

    async fn probe(&self, access: &Access) -> Result<ConnectionReport, Error> {
        let call = self.reach.adapter(&access.account.cloud)?.probe();
        let region = access.account.regions.first().map_or("", String::as_str);
        let started = Instant::now();
        let answer = self.reach.client.read(access, region, &call).await;
        Ok(report(self.reach.now(), started.elapsed(), &call.operation, answer.map(|answer| answer.request_id)))
    }

    fn account_of(&self, id: AccountId, draft: &AccountDraft, sandbox: bool) -> Account {
        let text =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Account {
            id,
            cloud: draft.cloud.clone(),
            label: draft.label.trim().to_owned(),
            access_key_id: draft.access_key_id.trim().to_owned(),
            regions: draft.regions.clone(),
            endpoint: text(&draft.endpoint),
            ca_file: text(&draft.ca_file),
            signing: draft.signing,
            sandbox,
            owner_id: text(&draft.owner_id),
            proxy: draft.proxy.clone(),
        }
    }

    /// Every problem of a filled-in account at once.
    fn check(&self, draft: &AccountDraft, secret: Option<&SecretInput>) -> Result<(), Error> {
        let spec = self.reach.adapter(&draft.cloud)?.spec();
        let mut problems = Vec::new();
        for (name, text) in [("label", &draft.label), ("accessKeyId", &draft.access_key_id)] {
            if text.trim().is_empty() {
                problems.push(missing(name));
            }
        }
        if secret.is_some_and(|secret| secret.secret.expose().trim().is_empty()) {
            problems.push(missing("secret"));
        }
        if draft.regions.iter().all(|region| region.trim().is_empty()) {
            problems.push(missing("regions"));
        }
        match draft.endpoint.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            None if spec.endpoint_required => problems.push(missing("endpoint")),
            Some(text) if !Client::allows_endpoint(text).is_ok_and(|allowed| allowed) => problems.push(Problem {
                path: "/endpoint".to_owned(),
                field: Text::new("接入地址", "Endpoint"),
                rule: Rule::Pattern { pattern: "https://host[:port]".to_owned() },
                words: Some(Text::new(
                    "请填写 https 地址（可以带路径前缀）；只有本机地址可以用 http。",
                    "An https address, with a path prefix if need be; http only for this machine itself.",
                )),
            }),
            _ => {}
        }
        if let Some(file) = draft.ca_file.as_deref().map(str::trim).filter(|text| !text.is_empty())
            && let Err(error) = authorities::read(file)
        {
            problems.push(Problem {
                path: "/caFile".to_owned(),
                field: Text::new("CA 证书文件", "CA file"),
                rule: Rule::Combination,
                words: error.words,
            });
        }
        problems.extend(draft.proxy.as_ref().and_then(|proxy| proxy::problem(proxy, "/proxy")));
        if problems.is_empty() { Ok(()) } else { Err(Error::invalid(problems)) }
    }
}

fn missing(name: &str) -> Problem {
    Problem { path: format!("/{name}"), field: Text::same(name), rule: Rule::Required, words: None }
}

fn report(
    at: DateTime<Utc>,
    took: Duration,
    operation: &str,
    outcome: Result<Option<String>, Error>,
) -> ConnectionReport {
    let (request_id, error) = match outcome {
        Ok(request_id) => (request_id, None),
        Err(error) => (error.vendor.as_ref().and_then(|vendor| vendor.request_id.clone()), Some(error)),
    };
    ConnectionReport {
        at: at.to_rfc3339(),
        ok: error.is_none(),
        millis: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        operation: operation.to_owned(),
        request_id,
        error,
    }
}
