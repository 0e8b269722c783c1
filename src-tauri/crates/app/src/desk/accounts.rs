//! Accounts: add, test, edit, give a new key, remove.

pub mod ca_file;
mod connection;
pub mod endpoint;
mod place;
mod secret;
mod testing;

use yundeck_catalogue::Problem;
use yundeck_catalogue::problem::Rule;
use yundeck_client::{Client, authorities};
use yundeck_domain::{Account, AccountId, Error, ErrorKind, Text};

use crate::desk::Desk;
use crate::ground::secrets::{Kept, SecretInput};
use crate::reach::with_authority;
use crate::records::account::{AccountDraft, AccountView, SandboxSeat};
use crate::records::destination::Destination;
use crate::records::event::Event;
use crate::records::proxy;
use crate::records::unreadable::Unreadable;

impl Desk {
    /// All accounts that can be used, in the order they were added; see [`Self::unreadable_accounts`] for the others.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Error> {
        let mut views = Vec::new();
        for (account, last_test) in self.reach.accounts.all()? {
            if self.reach.adapter(&account.cloud).is_err() {
                continue;
            }
            let secret_place = self.reach.secrets.place(&account.id, account.session_only);
            let listed = self.reach.accounts.regions(&account.id)?;
            views.push(AccountView { account, secret_place, last_test, listed });
        }
        Ok(views)
    }

    /// The accounts that this version cannot read, and those of clouds that it does not know. They are kept as they are;
    /// [`Self::remove_account`] removes them, too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unreadable_accounts(&self) -> Result<Vec<Unreadable>, Error> {
        let unknown = |account: &Account| self.reach.adapter(&account.cloud).is_err();
        let strange = self.reach.accounts.all()?.into_iter().map(|(account, _)| account).filter(unknown);
        let strange =
            strange.map(|Account { id, label, cloud, .. }| Unreadable { id, label: Some(label), cloud: Some(cloud) });
        Ok(self.reach.accounts.unreadable()?.into_iter().chain(strange).collect())
    }

    /// Adds an account: the secret into the keychain first, so that no account is ever without one.
    ///
    /// # Errors
    /// `InvalidParams` with every problem; `Cancelled` when the person does not agree to another address than the cloud's own, or to
    /// a proxy; `KeychainUnavailable`. Nothing is kept then.
    pub async fn add_account(&self, draft: AccountDraft, secret: SecretInput) -> Result<AccountView, Error> {
        let secret = secret::clean(secret)?;
        self.check(&draft, Some(&secret))?;
        let account =
            Account { session_only: draft.keep_for_session, ..self.account_of(self.reach.new_id(), &draft, None)? };
        self.confirm_place(&account).await?;
        self.confirm_proxy(None, account.proxy.as_ref(), Some(&account)).await?;
        self.keep_and_save(&account, secret).await?;
        self.accounts_changed();
        self.view(account)
    }

    /// Changes everything but the key and where its calls go.
    ///
    /// # Errors
    /// `SecretElsewhere` when they would go elsewhere than the secret is kept for; `Cancelled` when the person does not agree to
    /// another proxy; `InvalidParams`, `NotFound`, or when the database cannot be written.
    pub async fn update_account(&self, id: &AccountId, draft: AccountDraft) -> Result<AccountView, Error> {
        self.change_account(id, draft, None).await
    }

    /// Changes everything but the key's id, where its calls go included: with the secret, which is kept for there from then on.
    ///
    /// # Errors
    /// `InvalidParams`, `NotFound`, `KeychainUnavailable`, `Cancelled` as when one is added; nothing is changed then.
    pub async fn move_account(
        &self,
        id: &AccountId,
        draft: AccountDraft,
        secret: SecretInput,
    ) -> Result<AccountView, Error> {
        self.change_account(id, draft, Some(secret)).await
    }

    async fn change_account(
        &self,
        id: &AccountId,
        draft: AccountDraft,
        secret: Option<SecretInput>,
    ) -> Result<AccountView, Error> {
        let before = self.reach.accounts.get(id)?;
        let secret = secret.map(secret::clean).transpose()?;
        let account = self.changed(&before, &draft, secret.as_ref())?;
        match secret {
            Some(secret) => {
                self.confirm_place(&account).await?;
                self.confirm_proxy(before.proxy.as_ref(), account.proxy.as_ref(), Some(&account)).await?;
                self.forget_proxy_password(&before.proxy, &account).await?;
                self.keep_and_save(&account, secret).await?;
            }
            None => {
                self.check_destination(before.clone(), &account).await?;
                self.confirm_proxy(before.proxy.as_ref(), account.proxy.as_ref(), Some(&account)).await?;
                self.forget_proxy_password(&before.proxy, &account).await?;
                self.reach.accounts.save(&account)?;
            }
        }
        self.inventory.forget_regions(id, &account.regions);
        self.inventory.ask_again(id);
        self.rows.account_changed(id, &account.regions);
        self.accounts_changed();
        self.view(account)
    }

    /// The account as the form would leave it.
    fn changed(&self, before: &Account, draft: &AccountDraft, secret: Option<&SecretInput>) -> Result<Account, Error> {
        self.check(draft, secret)?;
        if draft.cloud != before.cloud {
            return Err(Error::bug("an account does not change its cloud"));
        }
        Ok(Account {
            access_key_id: before.access_key_id.clone(),
            session_only: if secret.is_some() { draft.keep_for_session } else { before.session_only },
            ..self.account_of(before.id.clone(), draft, Some(before))?
        })
    }

    /// Whether the secret may be used where the changed account's calls go.
    async fn check_destination(&self, before: Account, account: &Account) -> Result<(), Error> {
        let spec = self.reach.adapter(&account.cloud)?.spec();
        let destination = Destination::of(account, spec);
        // What a version before kept of its authority is a file's name; as long as it can be read, nothing has changed.
        if with_authority(before).is_ok_and(|before| Destination::of(&before, spec) == destination) {
            return Ok(());
        }
        match self.reach.secrets.find(&account.id).await {
            Ok(None) => Ok(()),
            Ok(Some(kept)) if kept.place.as_deref() == Some(destination.text().as_str()) => Ok(()),
            Ok(Some(kept)) => Err(destination.refused(kept.place.as_deref())),
            Err(_) => Err(destination.refused(None)),
        }
    }

    /// Keeps a secret for where the account's calls go now. For tests, whose accounts are made without the form.
    ///
    /// # Errors
    /// `NotFound`, `KeychainUnavailable`.
    pub async fn keep_secret(&self, id: &AccountId, secret: SecretInput, for_session: bool) -> Result<(), Error> {
        let account = self.reach.accounts.get(id)?;
        let destination = Destination::of(&account, self.reach.adapter(&account.cloud)?.spec());
        self.reach.secrets.keep(id, secret, &destination.text(), for_session).await
    }

    /// Gives the account another key, kept as the one before was.
    ///
    /// # Errors
    /// As of [`Desk::rekey_account_kept`].
    pub async fn rekey_account(
        &self,
        id: &AccountId,
        access_key_id: String,
        secret: SecretInput,
    ) -> Result<AccountView, Error> {
        let for_session = self.reach.accounts.get(id)?.session_only;
        self.rekey_account_kept(id, access_key_id, secret, for_session).await
    }

    /// Gives the account another key; `for_session`: it is never put into the keychain, now and whenever it is entered again.
    ///
    /// # Errors
    /// `InvalidParams`, `NotFound`, `KeychainUnavailable`; `Cancelled` when the person does not agree to a key of another id. The
    /// old key stays in use then.
    pub async fn rekey_account_kept(
        &self,
        id: &AccountId,
        access_key_id: String,
        secret: SecretInput,
        for_session: bool,
    ) -> Result<AccountView, Error> {
        let secret = secret::clean(secret)?;
        let mut account = with_authority(self.reach.accounts.get(id)?)?;
        if access_key_id.trim().is_empty() || secret.secret.expose().is_empty() {
            return Err(Error::invalid(vec![missing("accessKeyId")]));
        }
        let before = std::mem::replace(&mut account.access_key_id, access_key_id.trim().to_owned());
        account.session_only = for_session;
        self.confirm_place(&account).await?;
        self.confirm_key(&before, &account).await?;
        self.keep_and_save(&account, secret).await?;
        self.accounts_changed();
        self.view(account)
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
        self.rows.account_changed(id, &[]);
        self.accounts_changed();
        Ok(())
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
                // Play money needs no keychain: its keys die with the process.
                session_only: true,
                ..Account::default()
            };
            let secret = SecretInput { secret: seat.secret, session_token: None };
            self.keep_and_save(&account, secret).await?;
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

    /// Keeps a secret for where an account's calls go, and the account. What could not be kept as a whole is as it was before.
    async fn keep_and_save(&self, account: &Account, secret: SecretInput) -> Result<(), Error> {
        let secrets = &self.reach.secrets;
        let spec = self.reach.adapter(&account.cloud)?.spec();
        let destination = Destination::of(account, spec).text();
        let known = self.reach.accounts.get(&account.id).ok();
        let leaves_keychain = account.session_only && known.as_ref().is_some_and(|known| !known.session_only);
        let before = match &known {
            Some(known) if known.session_only => secrets.of_session(&account.id),
            Some(_) => secrets.find(&account.id).await.ok().flatten(),
            None => None,
        };
        if leaves_keychain && before.is_some() {
            secrets.forget(&account.id).await?;
        }
        secrets.keep(&account.id, secret, &destination, account.session_only).await?;
        let Err(error) = self.reach.accounts.save(account) else {
            self.inventory.ask_again(&account.id);
            return Ok(());
        };
        match (before, known) {
            (Some(Kept { input, place }), Some(known)) => {
                let place = place.unwrap_or_else(|| Destination::of(&known, spec).text());
                secrets.keep(&account.id, input, &place, known.session_only).await?;
            }
            _ => secrets.forget(&account.id).await?,
        }
        Err(error)
    }

    fn view(&self, account: Account) -> Result<AccountView, Error> {
        let last_test = self
            .reach
            .accounts
            .all()?
            .into_iter()
            .find(|(stored, _)| stored.id == account.id)
            .and_then(|(_, test)| test);
        let listed = self.reach.accounts.regions(&account.id)?;
        Ok(AccountView {
            secret_place: self.reach.secrets.place(&account.id, account.session_only),
            account,
            last_test,
            listed,
        })
    }

    fn accounts_changed(&self) {
        self.events.emit(Event::Accounts);
    }

    /// The account that was filled in; its regions by their ids, however they were written.
    fn account_of(&self, id: AccountId, draft: &AccountDraft, before: Option<&Account>) -> Result<Account, Error> {
        let spec = self.reach.adapter(&draft.cloud)?.spec();
        let text =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let texts = |texts: &[String]| {
            let texts = texts.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            texts.fold(Vec::new(), |mut distinct: Vec<String>, text| {
                if !distinct.contains(&text) {
                    distinct.push(text);
                }
                distinct
            })
        };
        let ca_file = text(&draft.ca_file);
        let kept = before.filter(|before| !draft.ca_anew && before.ca_file == ca_file);
        let authority = match (&ca_file, kept.and_then(|before| before.authority.clone())) {
            (None, _) => None,
            (Some(_), Some(kept)) => Some(kept),
            (Some(file), None) => Some(authorities::load(file).map_err(|error| unusable_ca(error.words))?),
        };
        Ok(Account {
            id,
            cloud: draft.cloud.clone(),
            label: draft.label.trim().to_owned(),
            access_key_id: draft.access_key_id.trim().to_owned(),
            regions: spec.region_ids(&draft.regions, "/regions").map_err(|problem| Error::invalid(vec![*problem]))?,
            endpoint: text(&draft.endpoint),
            ca_file,
            authority,
            signing: draft.signing,
            sandbox: before.is_some_and(|before| before.sandbox),
            owner_id: text(&draft.owner_id),
            proxy: draft.proxy.clone(),
            currency: text(&draft.currency),
            projects: texts(&draft.projects),
            session_only: false,
        })
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
        problems.extend(spec.region_ids(&draft.regions, "/regions").err().map(|problem| *problem));
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
        let currency = draft.currency.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if currency.is_some_and(|code| code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase())) {
            problems.push(Problem {
                path: "/currency".to_owned(),
                field: Text::new("价格的货币", "Currency of prices"),
                rule: Rule::Pattern { pattern: "^[A-Z]{3}$".to_owned() },
                words: Some(Text::new("三个大写字母，例如 CNY、USD。", "Three capital letters, such as CNY or USD.")),
            });
        }
        problems.extend(draft.proxy.as_ref().and_then(|proxy| proxy::problem(proxy, "/proxy")));
        if problems.is_empty() { Ok(()) } else { Err(Error::invalid(problems)) }
    }
}

fn unusable_ca(words: Option<Text>) -> Error {
    let field = Text::new("CA 证书文件", "CA file");
    Error::invalid(vec![Problem { path: "/caFile".to_owned(), field, rule: Rule::Combination, words }])
}

fn missing(name: &str) -> Problem {
    Problem { path: format!("/{name}"), field: Text::same(name), rule: Rule::Required, words: None }
}
