//! Accounts: add, test, edit, give a new key, remove.

pub mod ca_file;

use std::time::Instant;

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use yundeck_catalogue::Problem;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_catalogue::problem::Rule;
use yundeck_client::{Access, Client, authorities};
use yundeck_domain::{Account, AccountId, Error, ErrorKind, Proxy, Text};

use crate::app::App;
use crate::event::Event;
use crate::secrets::{SecretInput, SecretPlace};
use crate::settings::proxy_problem;
use crate::store::{from_json, to_json};

/// An account as the person fills it in, without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountDraft {
    /// The cloud.
    pub cloud: String,
    /// What to call it.
    pub label: String,
    /// The public part of the credential.
    pub access_key_id: String,
    /// Regions in use, the default one first.
    pub regions: Vec<String>,
    /// Base URL in place of the cloud's public one.
    pub endpoint: Option<String>,
    /// A PEM file with further certificate authorities.
    pub ca_file: Option<String>,
    /// The signing scheme, when not the cloud's default.
    pub signing: Option<SigningScheme>,
    /// The cloud's own id of the account.
    pub owner_id: Option<String>,
    /// By which proxy its calls go, when not by that of the application.
    pub proxy: Option<Proxy>,
    /// Keep the secret in memory only.
    pub keep_for_session: bool,
}

/// An account as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Where its secret is.
    pub secret_place: SecretPlace,
    /// How the last connection test went.
    pub last_test: Option<ConnectionReport>,
}

/// How a connection test went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// When (RFC 3339).
    pub at: String,
    /// Whether the cloud accepted key, signature and region.
    pub ok: bool,
    /// How long the answer took, in milliseconds.
    pub millis: u32,
    /// The read it was tested with.
    pub operation: String,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// What went wrong.
    pub error: Option<Error>,
}

/// An account of the sandbox, as the sandbox offers it.
#[derive(Debug, Clone)]
pub struct SandboxSeat {
    /// The cloud it plays.
    pub cloud: String,
    /// What to call the account.
    pub label: String,
    /// Its loopback address.
    pub endpoint: String,
    /// The public part of the credential.
    pub access_key_id: String,
    /// The secret part.
    pub secret: yundeck_domain::Secret,
    /// The region its things are in.
    pub region: String,
    /// The account's id in the sandbox.
    pub owner_id: Option<String>,
}

impl App {
    /// All accounts, in the order they were added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Error> {
        let mut views = Vec::new();
        for (account, last_test) in self.stored_accounts()? {
            let secret_place = self.secrets().place(&account.id).await;
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
        let account = self.account_of(uuid::Uuid::new_v4().to_string(), &draft, false);
        self.insert_account(account, secret, draft.keep_for_session).await
    }

    /// Changes everything but the key.
    ///
    /// # Errors
    /// `InvalidParams`, `NotFound`, or when the database cannot be written.
    pub async fn update_account(&self, id: &AccountId, draft: AccountDraft) -> Result<AccountView, Error> {
        let before = self.account(id)?;
        self.check(&draft, None)?;
        if draft.cloud != before.cloud {
            return Err(Error::bug("an account does not change its cloud"));
        }
        let account = Account {
            access_key_id: before.access_key_id.clone(),
            ..self.account_of(id.clone(), &draft, before.sandbox)
        };
        self.forget_proxy_password(&before.proxy, &account).await?;
        self.store_account(&account)?;
        self.inventory_mut().forget_regions(id, &account.regions);
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
        let mut account = self.account(id)?;
        if access_key_id.trim().is_empty() || secret.secret.expose().is_empty() {
            return Err(Error::invalid(vec![missing("accessKeyId")]));
        }
        let for_session = self.secrets().place(id).await == SecretPlace::Session;
        self.secrets().keep(id, secret, for_session).await?;
        access_key_id.trim().clone_into(&mut account.access_key_id);
        self.store_account(&account)?;
        self.accounts_changed();
        self.view(account).await
    }

    /// Removes the account, its keychain entry and what is cached of it. Its journal lines stay.
    ///
    /// # Errors
    /// `KeychainUnavailable`: then the account stays too, so that no secret is left behind unseen.
    pub async fn remove_account(&self, id: &AccountId) -> Result<(), Error> {
        if let Ok(account) = self.account(id) {
            self.forget_proxy_password(&account.proxy, &Account { proxy: None, ..account.clone() }).await?;
        }
        self.secrets().forget(id).await?;
        self.store().with(|db| {
            db.execute("DELETE FROM inventory WHERE account = ?1", [id])?;
            db.execute("DELETE FROM accounts WHERE id = ?1", [id])
        })?;
        self.inventory_mut().forget_regions(id, &[]);
        self.accounts_changed();
        Ok(())
    }

    /// Signs a harmless read and remembers how it went.
    ///
    /// # Errors
    /// `NotFound` when there is no such account; a failed test is a report, not an error.
    pub async fn test_account(&self, id: &AccountId) -> Result<ConnectionReport, Error> {
        let report = match self.access(id).await {
            Ok((access, _)) => self.probe(&access).await?,
            Err(error) if error.kind == ErrorKind::NotFound => return Err(error),
            Err(error) => report(Instant::now(), "", Err(error)),
        };
        let body = to_json(&report)?;
        self.store().with(|db| db.execute("UPDATE accounts SET last_test = ?2 WHERE id = ?1", (id, body)))?;
        self.accounts_changed();
        Ok(report)
    }

    /// Signs a harmless read with what was filled in; nothing is kept.
    ///
    /// # Errors
    /// `InvalidParams` when it is not filled in properly; a failed test is a report, not an error.
    pub async fn test_draft(&self, draft: AccountDraft, secret: SecretInput) -> Result<ConnectionReport, Error> {
        self.check(&draft, Some(&secret))?;
        let cloud = self.adapter(&draft.cloud)?.spec();
        let account = self.account_of("draft".to_owned(), &draft, false);
        let route = self.route(&account).await?;
        self.probe(&Access { account, secret: secret.secret, session_token: secret.session_token, cloud, route }).await
    }

    /// Makes the sandbox's accounts, or points the existing ones at where the sandbox listens now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn adopt_sandbox(&self, seats: Vec<SandboxSeat>) -> Result<Vec<AccountView>, Error> {
        for seat in seats {
            let known = self
                .stored_accounts()?
                .into_iter()
                .map(|(account, _)| account)
                .find(|a| a.sandbox && a.cloud == seat.cloud);
            let account = Account {
                id: known.as_ref().map_or_else(|| uuid::Uuid::new_v4().to_string(), |account| account.id.clone()),
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
            self.secrets().keep(&account.id, secret, true).await?;
            self.store_account(&account)?;
        }
        self.accounts_changed();
        self.accounts().await
    }

    /// Whether there is an account of the sandbox.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_sandbox_accounts(&self) -> Result<bool, Error> {
        Ok(self.stored_accounts()?.iter().any(|(account, _)| account.sandbox))
    }

    /// An account by its id.
    pub(crate) fn account(&self, id: &str) -> Result<Account, Error> {
        let body: Option<String> = self
            .store()
            .with(|db| db.query_row("SELECT body FROM accounts WHERE id = ?1", [id], |row| row.get(0)).optional())?;
        body.as_deref().and_then(from_json).ok_or_else(|| {
            Error::not_sent(ErrorKind::NotFound, format!("no account {id}"))
                .with_words(Text::new("这个账号已不存在。", "This account does not exist any more."))
        })
    }

    pub(crate) fn stored_accounts(&self) -> Result<Vec<(Account, Option<ConnectionReport>)>, Error> {
        let rows: Vec<(String, Option<String>)> = self.store().with(|db| {
            db.prepare("SELECT body, last_test FROM accounts ORDER BY position, id")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        Ok(rows
            .iter()
            .filter_map(|(body, test)| Some((from_json(body)?, test.as_deref().and_then(from_json))))
            .collect())
    }

    async fn insert_account(
        &self,
        account: Account,
        secret: SecretInput,
        for_session: bool,
    ) -> Result<AccountView, Error> {
        self.secrets().keep(&account.id, secret, for_session).await?;
        if let Err(error) = self.store_account(&account) {
            self.secrets().forget(&account.id).await?;
            return Err(error);
        }
        self.accounts_changed();
        self.view(account).await
    }

    fn store_account(&self, account: &Account) -> Result<(), Error> {
        let body = to_json(account)?;
        self.store()
            .with(|db| {
                db.execute(
                    "INSERT INTO accounts (id, position, body) VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM accounts), ?2)
                     ON CONFLICT (id) DO UPDATE SET body = ?2",
                    (&account.id, body),
                )
            })
            .map(drop)
    }

    async fn view(&self, account: Account) -> Result<AccountView, Error> {
        let last_test =
            self.stored_accounts()?.into_iter().find(|(stored, _)| stored.id == account.id).and_then(|(_, test)| test);
        Ok(AccountView { secret_place: self.secrets().place(&account.id).await, account, last_test })
    }

    fn accounts_changed(&self) {
        self.emit(Event::Accounts);
    }

    async fn probe(&self, access: &Access) -> Result<ConnectionReport, Error> {
        let call = self.adapter(&access.account.cloud)?.probe();
        let region = access.account.regions.first().map_or("", String::as_str);
        let started = Instant::now();
        let answer = self.client().read(access, region, &call).await;
        Ok(report(started, &call.operation, answer.map(|answer| answer.request_id)))
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
        let spec = self.adapter(&draft.cloud)?.spec();
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
        problems.extend(draft.proxy.as_ref().and_then(|proxy| proxy_problem(proxy, "/proxy")));
        if problems.is_empty() { Ok(()) } else { Err(Error::invalid(problems)) }
    }
}

fn missing(name: &str) -> Problem {
    Problem { path: format!("/{name}"), field: Text::same(name), rule: Rule::Required, words: None }
}

fn report(started: Instant, operation: &str, outcome: Result<Option<String>, Error>) -> ConnectionReport {
    let (request_id, error) = match outcome {
        Ok(request_id) => (request_id, None),
        Err(error) => (error.vendor.as_ref().and_then(|vendor| vendor.request_id.clone()), Some(error)),
    };
    ConnectionReport {
        at: chrono::Utc::now().to_rfc3339(),
        ok: error.is_none(),
        millis: u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX),
        operation: operation.to_owned(),
        request_id,
        error,
    }
}
