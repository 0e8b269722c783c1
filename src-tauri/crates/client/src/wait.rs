//! Waiting until an effect has been reached: looking again and again, as `cloud.json` says how.

use std::collections::HashMap;
use std::time::Duration;

use futures::StreamExt;
use serde_json::{Map, Value};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::Operation;
use yundeck_catalogue::cloud::Waiter;
use yundeck_catalogue::path::text_of;
use yundeck_domain::{Call, Error, ErrorKind};

use crate::access::Access;
use crate::client::{Client, operation_of};
use crate::paginate::elements;

/// The shortest time between two looks, whatever a catalogue says.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(100);

/// How many ids one look asks for where the catalogue sets no limit.
const IDS_PER_LOOK: u32 = 100;

/// How waiting ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All ids have reached it.
    Reached,
    /// One of them cannot reach it any more; all others are settled too.
    Failed {
        /// The first that failed.
        id: String,
        /// The cloud's word for its state.
        state: String,
    },
    /// Time is up and not all are settled.
    TimedOut,
}

/// Waits; see [`Client::wait`]. The first look comes after one interval: a look at once would find the state from before.
pub(crate) async fn wait(
    client: &Client,
    access: &Access,
    region: &str,
    waiter: &str,
    ids: &[String],
    cancel: CancellationToken,
    mut progress: impl FnMut(&str, &str) + Send,
) -> Result<Verdict, Error> {
    let look = Look::of(client, access, region, waiter)?;
    let waiter = look.waiter;
    let interval = Duration::from_secs(waiter.interval_seconds.into()).max(SHORTEST_INTERVAL);
    let end = Instant::now() + Duration::from_secs(waiter.timeout_seconds.into());
    let cancelled = || {
        Error::not_sent(ErrorKind::Cancelled, "waiting was cancelled").at(&access.account.id, region, &waiter.operation)
    };

    let mut waiting: Vec<&String> = ids.iter().collect();
    let mut known: HashMap<String, String> = HashMap::new();
    let mut failed: Option<Verdict> = None;
    while !waiting.is_empty() {
        let found = async {
            tokio::time::sleep(interval).await;
            look.at(&waiting).await
        };
        let found = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(cancelled()),
            () = tokio::time::sleep_until(end) => return Ok(Verdict::TimedOut),
            found = found => found,
        };
        let states = match found {
            Ok(states) => states,
            Err(error) if is_final(error.kind) => return Err(error),
            Err(error) => {
                tracing::debug!(operation = waiter.operation, account = access.account.id, kind = ?error.kind, "look failed");
                continue;
            }
        };
        waiting.retain(|id| {
            let (state, settled) = judged(waiter, id, &states);
            if let Some(state) = state.filter(|state| known.get(*id) != Some(state)) {
                progress(id, &state);
                known.insert((*id).clone(), state);
            }
            match settled {
                None => true,
                Some(Verdict::Reached) => false,
                Some(verdict) => {
                    failed.get_or_insert(verdict);
                    false
                }
            }
        });
    }
    Ok(failed.unwrap_or(Verdict::Reached))
}

/// Looks once; see [`Client::look`].
pub(crate) async fn look(
    client: &Client,
    access: &Access,
    region: &str,
    waiter: &str,
    ids: &[String],
) -> Result<Option<Verdict>, Error> {
    let look = Look::of(client, access, region, waiter)?;
    let states = look.at(&ids.iter().collect::<Vec<_>>()).await?;
    let verdicts: Option<Vec<Verdict>> = ids.iter().map(|id| judged(look.waiter, id, &states).1).collect();
    Ok(verdicts.map(|all| all.into_iter().find(|verdict| *verdict != Verdict::Reached).unwrap_or(Verdict::Reached)))
}

/// The state of an id, empty for what is gone, and how it is settled by that. What has just been made may take a moment
/// to be listed: it then has no state yet.
fn judged(waiter: &Waiter, id: &str, states: &HashMap<String, String>) -> (Option<String>, Option<Verdict>) {
    match states.get(id) {
        None if waiter.missing_is_success => (Some(String::new()), Some(Verdict::Reached)),
        None => (None, None),
        Some(state) if waiter.failure.contains(state) => {
            (Some(state.clone()), Some(Verdict::Failed { id: id.to_owned(), state: state.clone() }))
        }
        Some(state) => (Some(state.clone()), waiter.success.contains(state).then_some(Verdict::Reached)),
    }
}

/// Whether further looks are pointless.
fn is_final(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidParams
            | ErrorKind::CredentialRejected
            | ErrorKind::ClockSkew
            | ErrorKind::PermissionDenied
            | ErrorKind::Unsupported
            | ErrorKind::Bug
    )
}

/// One way of looking.
struct Look<'a> {
    client: &'a Client,
    access: &'a Access,
    region: &'a str,
    waiter: &'a Waiter,
    operation: &'a Operation,
}

impl<'a> Look<'a> {
    fn of(client: &'a Client, access: &'a Access, region: &'a str, waiter: &str) -> Result<Self, Error> {
        let waiter = access.cloud.waiters.get(waiter).ok_or_else(|| {
            Error::bug(format!("{} has no waiter {waiter}", access.cloud.id)).at(&access.account.id, region, "")
        })?;
        Ok(Self { client, access, region, waiter, operation: operation_of(access, &waiter.operation)? })
    }

    /// The states of those ids that are there.
    async fn at(&self, ids: &[&String]) -> Result<HashMap<String, String>, Error> {
        let most = if self.waiter.ids_list { self.operation.max_ids.unwrap_or(IDS_PER_LOOK).max(1) } else { 1 };
        let most = usize::try_from(most).unwrap_or(1);
        let mut states = HashMap::new();
        for some in ids.chunks(most) {
            match self.ask(some).await {
                // One missing id can make the cloud refuse the whole question.
                Err(error) if error.kind == ErrorKind::NotFound && some.len() > 1 => {
                    for id in some {
                        states.extend(self.ask_one(id).await?);
                    }
                }
                Err(error) if error.kind == ErrorKind::NotFound => {}
                answered => states.extend(answered?),
            }
        }
        Ok(states)
    }

    async fn ask_one(&self, id: &String) -> Result<HashMap<String, String>, Error> {
        match self.ask(&[id]).await {
            Err(error) if error.kind == ErrorKind::NotFound => Ok(HashMap::new()),
            answered => answered,
        }
    }

    async fn ask(&self, ids: &[&String]) -> Result<HashMap<String, String>, Error> {
        let wanted = match (self.waiter.ids_list, ids) {
            (false, [id, ..]) => Value::from(id.as_str()),
            _ => ids.iter().map(|id| id.as_str()).collect(),
        };
        let params = Value::Object(Map::from_iter([(self.waiter.ids.clone(), wanted)]));
        let mut pages = self.client.pages(self.access, self.region, &Call::new(self.waiter.operation.clone(), params));
        let mut states = HashMap::new();
        while let Some(page) = pages.next().await {
            for item in elements(&self.waiter.items, &page?) {
                let text = |path: &yundeck_catalogue::Path| path.first(item).and_then(text_of);
                // The reply about a single thing need not repeat its id.
                let id = text(&self.waiter.id).or_else(|| match ids {
                    [only] if !self.waiter.ids_list => Some((*only).clone()),
                    _ => None,
                });
                if let (Some(id), Some(state)) = (id, text(&self.waiter.state)) {
                    states.insert(id, state);
                }
            }
        }
        Ok(states)
    }
}
