//! The assembled application: what it holds, and the look-ups that every use case shares.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use yundeck_client::{Access, Client};
use yundeck_domain::{Account, AccountId, CloudAdapter, Error, ErrorKind, Text};

use crate::activity::Activity;
use crate::activity::patience::Patience;
use crate::event::Event;
use crate::explorer::reply::KeptReply;
use crate::export::restore::PendingImport;
use crate::inventory::Inventory;
use crate::plans::Pending;
use crate::secrets::Secrets;
use crate::store::Store;
use crate::trouble::Trouble;

/// What the application is made of.
pub struct Options {
    /// The clouds it knows, in the order they are shown.
    pub adapters: Vec<&'static dyn CloudAdapter>,
    /// The folder for its files; made when missing. `None`: nothing outlives the process.
    pub data_dir: Option<PathBuf>,
    /// The service name under which the keychain lists its entries.
    pub keychain_service: String,
    /// Sends the requests.
    pub client: Client,
    /// How it looks for what became of an act.
    pub patience: Patience,
}

/// The application. Cloning it is cheap: all clones are the same one.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    adapters: Vec<&'static dyn CloudAdapter>,
    data_dir: Option<PathBuf>,
    store: Store,
    client: Client,
    patience: Patience,
    secrets: Secrets,
    inventory: Mutex<Inventory>,
    plans: Mutex<HashMap<String, Pending>>,
    activities: Mutex<IndexMap<String, Activity>>,
    /// By activity: ends the waiting for it, and holds back what of it was not sent yet.
    stops: Mutex<HashMap<String, CancellationToken>>,
    replies: Mutex<HashMap<String, KeptReply>>,
    import: Mutex<Option<PendingImport>>,
    events: broadcast::Sender<Event>,
}

impl App {
    /// Opens the application's files and puts it together. What was under way when it last ended is taken up by `resume`.
    ///
    /// # Errors
    /// When the data folder or the database in it cannot be opened, or another process has it.
    pub fn open(options: Options) -> Result<Self, Trouble> {
        let store = match &options.data_dir {
            Some(folder) => Store::open(folder)?,
            None => Store::in_memory()?,
        };
        let app = Self(Arc::new(Parts {
            adapters: options.adapters,
            data_dir: options.data_dir,
            store,
            client: options.client,
            patience: options.patience,
            secrets: Secrets::new(options.keychain_service),
            inventory: Mutex::default(),
            plans: Mutex::default(),
            activities: Mutex::default(),
            stops: Mutex::default(),
            replies: Mutex::default(),
            import: Mutex::default(),
            events: broadcast::channel(256).0,
        }));
        let begun = app.take_settings().and_then(|()| app.load_inventory());
        begun.map_err(|error| app.store().trouble(&error))?;
        Ok(app)
    }

    /// Everything that happens from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// The folder of its files.
    pub fn data_dir(&self) -> Option<&PathBuf> {
        self.0.data_dir.as_ref()
    }

    /// The secrets of all accounts.
    pub fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    pub(crate) fn emit(&self, event: Event) {
        // Without a listener there is nobody to tell.
        let _ = self.0.events.send(event);
    }

    pub(crate) fn adapters(&self) -> &[&'static dyn CloudAdapter] {
        &self.0.adapters
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(crate) fn patience(&self) -> Patience {
        self.0.patience
    }

    pub(crate) fn inventory_mut(&self) -> MutexGuard<'_, Inventory> {
        self.0.inventory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn plans_mut(&self) -> MutexGuard<'_, HashMap<String, Pending>> {
        self.0.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn activities_mut(&self) -> MutexGuard<'_, IndexMap<String, Activity>> {
        self.0.activities.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn stops_mut(&self) -> MutexGuard<'_, HashMap<String, CancellationToken>> {
        self.0.stops.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn replies_mut(&self) -> MutexGuard<'_, HashMap<String, KeptReply>> {
        self.0.replies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn import_mut(&self) -> MutexGuard<'_, Option<PendingImport>> {
        self.0.import.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The adapter of a cloud.
    pub(crate) fn adapter(&self, cloud: &str) -> Result<&'static dyn CloudAdapter, Error> {
        self.adapters().iter().copied().find(|adapter| adapter.spec().id == cloud).ok_or_else(|| {
            Error::not_sent(ErrorKind::Unsupported, format!("no cloud {cloud}"))
                .with_words(Text::new("这个版本不支持该云。", "This version does not know that cloud."))
        })
    }

    /// An account and its cloud.
    pub(crate) fn account_and_adapter(&self, id: &str) -> Result<(Account, &'static dyn CloudAdapter), Error> {
        let account = self.account(id)?;
        let adapter = self.adapter(&account.cloud)?;
        Ok((account, adapter))
    }

    /// What calls for an account are made as.
    pub(crate) async fn access(&self, id: &AccountId) -> Result<(Access, &'static dyn CloudAdapter), Error> {
        let (account, adapter) = self.account_and_adapter(id)?;
        let found = self.secrets().find(id).await.map_err(|error| error.at(id, "", ""))?;
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
}
