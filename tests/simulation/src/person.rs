//! What people do: order, confirm, cancel, look again, buy again, quit, change a key.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::broadcast::error::RecvError;
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::{App, Event, Options};
use yundeck_client::{Client, Clock, Entropy};
use yundeck_domain::Secret;
use yundeck_sandbox::world::Ids;
use yundeck_tests::person::Agrees;

use crate::carrier::Wire;
use crate::schedule::{Act, Crash, Fault, Step, What};
use crate::stage::{Shared, Told};

/// The time of the run, as this computer has it.
struct RunClock(Shared);

impl Clock for RunClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now() + TimeDelta::seconds(self.0.state().ahead)
    }
}

/// Chance from the seed.
struct RunEntropy(Mutex<Ids>);

impl Entropy for RunEntropy {
    fn bits(&self) -> u128 {
        let mut ids = self.0.lock().unwrap();
        (u128::from(ids.number()) << 64) | u128::from(ids.number())
    }
}

/// A person at the computer of a run.
pub struct Person {
    pub stage: Shared,
}

impl Person {
    /// The program, started if it does not run.
    pub async fn app(&self) -> App {
        let (app, down) = {
            let mut machine = self.stage.machine();
            (machine.app.clone(), std::mem::take(&mut machine.down))
        };
        if let Some(app) = app {
            return app;
        }
        tokio::time::sleep(Duration::from_secs(down) + Duration::from_millis(5)).await;
        self.start().await
    }

    async fn start(&self) -> App {
        let start = {
            let mut machine = self.stage.machine();
            machine.starts += 1;
            machine.dead = tokio_util::sync::CancellationToken::new();
            machine.starts
        };
        let seed = format!("seed {} start {start}", self.stage.state().schedule.seed);
        let client = Client::new(yundeck_client::Options {
            clock: Arc::new(RunClock(self.stage.clone())),
            entropy: Arc::new(RunEntropy(Mutex::new(Ids::seeded(&seed)))),
            carrier: Arc::new(Wire { stage: self.stage.clone(), start }),
            ..yundeck_client::Options::default()
        });
        let cloud = self.stage.state().schedule.cloud;
        let app = App::open(Options {
            adapters: vec![yundeck_clouds::REGISTRY[cloud].adapter],
            data_dir: Some(self.stage.folder.clone()),
            keychain_service: "yundeck-simulation".to_owned(),
            client,
            person: Arc::new(Agrees),
            patience: Patience::default(),
        })
        .unwrap_or_else(|trouble| panic!("{trouble:?}\n{}", self.stage.state().trace.join("\n")));
        self.stage.note(format!("START {start}"));
        self.stage.machine().app = Some(app.clone());
        self.listen(&app);
        self.sign_in(&app).await;
        app.acts.resume().unwrap();
        app
    }

    /// The secret is entered: it is kept for a session only.
    async fn sign_in(&self, app: &App) {
        let (key, account) = {
            let state = self.stage.state();
            (state.keys.last().unwrap().clone(), state.account.clone())
        };
        let secret = || SecretInput { secret: Secret::new(key.secret.clone()), session_token: None };
        if !account.is_empty() {
            return app.desk.keep_secret(&account, secret(), true).await.unwrap();
        }
        let draft = AccountDraft {
            cloud: self.stage.spec.id.clone(),
            label: "simulated".to_owned(),
            access_key_id: key.id.clone(),
            regions: vec![self.stage.endpoint.sample.region.clone()],
            endpoint: Some(self.stage.endpoint.url.clone()),
            ca_file: None,
            signing: None,
            owner_id: Some(self.stage.endpoint.account_id.clone()),
            proxy: None,
            keep_for_session: true,
            ..AccountDraft::default()
        };
        let account = app.desk.add_account(draft, secret()).await.unwrap().account.id;
        self.stage.state().account = account;
    }

    /// Hears what the program tells of its acts.
    fn listen(&self, app: &App) {
        let (stage, mut events) = (self.stage.clone(), app.events.subscribe());
        tokio::spawn(async move {
            loop {
                match events.recv().await {
                    Ok(Event::Activity(activity)) => hear(&stage, &activity),
                    Ok(_) => {}
                    Err(RecvError::Lagged(missed)) => stage.note(format!("missed {missed} events")),
                    Err(RecvError::Closed) => return,
                }
            }
        });
    }

    /// What comes of it, unless the program ends meanwhile.
    pub(crate) async fn alive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let dead = self.stage.machine().dead.clone();
        tokio::select! {
            biased;
            () = dead.cancelled() => None,
            done = work => Some(done),
        }
    }

    /// Does a step.
    pub async fn take(&self, step: &Step) {
        self.stage.note(format!("STEP {} {:?}", step.number, step.what));
        let app = self.app().await;
        let activity_of = |act: u32| {
            let state = self.stage.state();
            let plans = state.order_of_step(act).map(|order| state.orders[order].plans.clone()).unwrap_or_default();
            plans.last().cloned()
        };
        match &step.what {
            What::Act(act) => {
                // Nobody but the machine holds the program while it may end.
                drop(app);
                self.act(step.number, act).await;
            }
            What::Wait { seconds } => {
                drop(app);
                let asleep = tokio::time::sleep(Duration::from_secs(*seconds));
                // Who waits sees the program end, and starts it again.
                self.alive(asleep).await;
            }
            What::Refresh => drop(self.alive(app.reads.refresh_inventory()).await),
            What::Cancel { act } => {
                if let Some(id) = activity_of(*act) {
                    let _ = app.acts.cancel_activity(&id);
                }
            }
            What::LookAgain { act } => {
                if let Some(id) = activity_of(*act) {
                    let _ = app.acts.recheck_activity(&id);
                }
            }
            What::AskAgain { act } => {
                if let Some(id) = activity_of(*act) {
                    let asked = self.alive(app.acts.ask_again(&id)).await;
                    self.stage.note(format!("  asked again: {}", asked.is_some_and(|asked| asked.is_ok())));
                }
            }
            What::BuyAgain { act } => {
                let again = self.stage.state().order_of_step(*act);
                let what = self.stage.state().schedule.steps.iter().find(|step| step.number == *act).cloned();
                let failed =
                    activity_of(*act).and_then(|id| app.acts.activities().into_iter().find(|it| it.act.id == id));
                let seems_failed = failed.is_some_and(|it| {
                    matches!(
                        it.phase,
                        ActivityPhase::NotApplied
                            | ActivityPhase::NotSent
                            | ActivityPhase::Failed
                            | ActivityPhase::OutcomeUnknown
                    )
                });
                if let (Some(_), Some(What::Act(act)), true) = (again, what.map(|step| step.what), seems_failed) {
                    let act = Act {
                        crash: Crash::None,
                        fault: Fault::None,
                        stranger: false,
                        price_moves: false,
                        planned_twice: false,
                        cancelled: false,
                        ..act
                    };
                    drop(app);
                    self.act(step.number, &act).await;
                }
            }
            What::Recognise { yes } => {
                let late = app.acts.activities().into_iter().find(|activity| !activity.resembling.is_empty());
                if let Some(late) = late {
                    // Of more than was ordered, the first.
                    let chosen: Vec<String> =
                        late.resembling.iter().take(late.ordered.unwrap_or(1) as usize).cloned().collect();
                    let _ = match yes {
                        true => app.acts.recognise_these(&late.act.id, &chosen),
                        false => app.acts.dismiss_resembling(&late.act.id),
                    };
                }
            }
            What::Quit { down } => {
                drop(app);
                let start = self.stage.machine().starts;
                self.stage.crash(start, *down, "quit");
            }
            What::ResumeAgain => app.acts.resume().unwrap(),
            What::Rekey => self.rekey(&app).await,
            What::PriceMoves => self.move_price(),
            What::ForgetTokens => {
                self.stage.state().tokens_forgotten = true;
                self.stage.sandbox.world(&self.stage.spec.id, |world| world.tokens.forget());
            }
            What::Skew { seconds, lasts } => {
                self.stage.state().ahead = *seconds;
                let stage = self.stage.clone();
                let lasts = Duration::from_secs(*lasts);
                tokio::spawn(async move {
                    tokio::time::sleep(lasts).await;
                    stage.state().ahead = 0;
                });
            }
            What::Recycle => self.recycle(),
        }
    }

    async fn rekey(&self, app: &App) {
        let (key, account) = {
            let mut state = self.stage.state();
            let number = state.keys.len();
            let mut ids = Ids::seeded(&format!("key {} {number}", state.schedule.seed));
            let key = self.stage.behaviour.new_key(&mut ids);
            state.keys.push(key.clone());
            state.rekeyed = true;
            (key, state.account.clone())
        };
        self.stage.sandbox.set_keys(&self.stage.spec.id, self.stage.state().keys.clone());
        let secret = SecretInput { secret: Secret::new(key.secret.clone()), session_token: None };
        self.alive(app.desk.rekey_account(&account, key.id, secret)).await;
    }

    pub(crate) fn move_price(&self) {
        self.stage.state().price += 1;
        self.stage.sandbox.world(&self.stage.spec.id, |world| {
            let prices = &mut world.prices;
            prices.vcpu_hour += prices.vcpu_hour;
            prices.gib_hour += prices.gib_hour;
        });
    }

    /// The id of an instance that is gone will be that of the next.
    fn recycle(&self) {
        let made: Vec<String> =
            self.stage.sandbox.done(&self.stage.spec.id).into_iter().flat_map(|done| done.made).collect();
        let gone = self.stage.sandbox.world(&self.stage.spec.id, |world| {
            let gone = made.into_iter().find(|id| !world.instances.contains(id))?;
            world.reused_ids.push(gone.clone());
            Some(gone)
        });
        if let Some(gone) = gone.flatten() {
            self.stage.state().recycled.insert(gone);
        }
    }
}

fn hear(stage: &Shared, activity: &Activity) {
    let phase = format!("{:?}", activity.phase);
    let things: Vec<String> =
        activity.resources.iter().map(|thing| format!("{} {:?}", thing.id, thing.standing)).collect();
    let ended = if activity.ended_at.is_some() { " ended" } else { "" };
    stage.note(format!("  {} {phase}{ended} {things:?} {:?}", activity.act.subject, activity.resembling));
    let mut state = stage.state();
    let before = state.told.iter().rev().find(|told| told.id == activity.act.id);
    if before.is_none_or(|told| told.phase != phase) {
        let at = stage.now();
        state.told.push(Told { at, id: activity.act.id.clone(), phase });
    }
}
