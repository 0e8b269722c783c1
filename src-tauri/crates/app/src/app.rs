//! Assembles the application and hands out its parts.

use std::path::PathBuf;
use std::sync::Arc;

use tokio_util::sync::{CancellationToken, DropGuard};
use yundeck_client::Client;
use yundeck_domain::{Account, CloudAdapter};

use crate::acts::Acts;
use crate::acts::late::Late;
use crate::acts::person::{Asker, Person};
use crate::acts::watch::Watchers;
use crate::acts::watch::patience::Patience;
use crate::desk::Desk;
use crate::ground::secrets::Secrets;
use crate::ground::store::Store;
use crate::ground::trouble::Trouble;
use crate::reach::Reach;
use crate::reads::Reads;
use crate::reads::telling::Telling;
use crate::records::event::Event;
use crate::registers::accounts::Accounts;
use crate::registers::activities::Activities;
use crate::registers::calls::Calls;
use crate::registers::drafts::Drafts;
use crate::registers::events::Events;
use crate::registers::inventory::InventoryRegister;
use crate::registers::journal::Journal;
use crate::registers::listeners::Listeners;
use crate::registers::plans::Plans;
use crate::registers::replies::Replies;
use crate::registers::rows::NounRows;
use crate::registers::settings::SettingsRegister;
use crate::registers::updates::Updates;

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
    /// Whoever says yes to what costs, destroys or gives away.
    pub person: Arc<dyn Person>,
    /// How it polls for what became of an act.
    pub patience: Patience,
}

/// The application. Cloning it is cheap: all clones are the same one. With the last of them everything ends that it does in the
/// background.
#[derive(Clone)]
pub struct App {
    /// What only reads.
    pub reads: Reads,
    /// What is not a read.
    pub acts: Acts,
    /// What concerns this computer alone.
    pub desk: Desk,
    /// What was done.
    pub journal: Journal,
    /// The explorer's calls.
    pub calls: Calls,
    /// The secrets of all accounts.
    pub secrets: Secrets,
    /// What happens.
    pub events: Events,
    data_dir: Option<PathBuf>,
    _life: Arc<DropGuard>,
}

impl App {
    /// Opens the application's files and puts it together. What was under way when it last ended is known from then on;
    /// `Acts::resume` goes on polling for it.
    ///
    /// # Errors
    /// When the data folder or the database in it cannot be opened, or another process has it.
    pub fn open(options: Options) -> Result<Self, Trouble> {
        let secrets = Secrets::new(options.keychain_service.clone());
        Self::open_over(options, secrets)
    }

    /// The same, with secrets in another place than the system's keychain.
    ///
    /// # Errors
    /// As of [`App::open`].
    pub fn open_over(options: Options, secrets: Secrets) -> Result<Self, Trouble> {
        let store = match &options.data_dir {
            Some(folder) => Store::open(folder)?,
            None => Store::in_memory()?,
        };
        let life = CancellationToken::new();
        let events = Events::default();
        let reach = Reach {
            clouds: options.adapters,
            accounts: Accounts::new(store.clone()),
            settings: SettingsRegister::new(store.clone()),
            secrets: secrets.telling({
                let events = events.clone();
                move || events.emit(Event::Accounts)
            }),
            client: options.client,
        };
        let journal = Journal::new(store.clone());
        let activities = Activities::new(events.clone(), options.patience.skew);
        let late = Late {
            reach: reach.clone(),
            journal: journal.clone(),
            activities: activities.clone(),
            patience: options.patience,
            life: life.clone(),
        };
        let inventory = InventoryRegister::new(store.clone());
        let reads = Reads {
            reach: reach.clone(),
            telling: Telling::new(inventory.clone(), events.clone()),
            inventory,
            rows: NounRows::default(),
            events: events.clone(),
            calls: Calls::new(store.clone()),
            listeners: Listeners::new(move |scope, instances| late.compare(scope, instances)),
        };
        let asker = Asker::new(options.person);
        let acts = Acts {
            reach: reach.clone(),
            reads: reads.clone(),
            plans: Plans::default(),
            activities,
            journal: journal.clone(),
            replies: Replies::default(),
            watchers: Watchers::default(),
            patience: options.patience,
            asker: asker.clone(),
            life: life.clone(),
        };
        let desk = Desk {
            reach: reach.clone(),
            drafts: Drafts::new(store.clone()),
            journal: journal.clone(),
            inventory: reads.inventory.clone(),
            rows: reads.rows.clone(),
            events: events.clone(),
            updates: Updates::new(store.clone()),
            data_dir: options.data_dir.clone(),
            import: Arc::default(),
            asker,
            agreed: Arc::default(),
            store,
        };
        let begin = || {
            reach.take_settings()?;
            let accounts: Vec<Account> = reach.accounts.all()?.into_iter().map(|(account, _)| account).collect();
            reads.inventory.load(&accounts)?;
            acts.take_up()
        };
        begin().map_err(|error| desk.store.trouble(&error))?;
        Ok(Self {
            calls: reads.calls.clone(),
            secrets: reach.secrets,
            reads,
            acts,
            desk,
            journal,
            events,
            data_dir: options.data_dir,
            _life: Arc::new(life.drop_guard()),
        })
    }

    /// The folder of its files.
    pub fn data_dir(&self) -> Option<&PathBuf> {
        self.data_dir.as_ref()
    }
}
