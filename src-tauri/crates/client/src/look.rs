//! Looking whether an effect has been reached, as a waiter of `cloud.json` says. Once: who waits looks again, in their own
//! time.

use std::collections::HashMap;

use futures::StreamExt;
use serde_json::{Map, Value};
use yundeck_catalogue::Operation;
use yundeck_catalogue::cloud::Waiter;
use yundeck_catalogue::path::text_of;
use yundeck_domain::{Call, Error, ErrorKind};

use crate::access::Access;
use crate::client::{Client, operation_of};
use crate::paginate::elements;

/// How many ids one call asks for where the catalogue sets no limit.
const IDS_PER_CALL: u32 = 100;

/// What will not change any more.
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
    let states = look.at(ids).await?;
    let verdicts: Option<Vec<Verdict>> = ids.iter().map(|id| judged(look.waiter, id, &states)).collect();
    Ok(verdicts.map(|all| all.into_iter().find(|verdict| *verdict != Verdict::Reached).unwrap_or(Verdict::Reached)))
}

/// How an id is settled by its state. What has just been made may take a moment to be listed: it then has no state yet.
fn judged(waiter: &Waiter, id: &str, states: &HashMap<String, String>) -> Option<Verdict> {
    match states.get(id) {
        None => waiter.missing_is_success.then_some(Verdict::Reached),
        Some(state) if waiter.failure.contains(state) => {
            Some(Verdict::Failed { id: id.to_owned(), state: state.clone() })
        }
        Some(state) => waiter.success.contains(state).then_some(Verdict::Reached),
    }
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
    async fn at(&self, ids: &[String]) -> Result<HashMap<String, String>, Error> {
        let most = if self.waiter.ids_list { self.operation.max_ids.unwrap_or(IDS_PER_CALL).max(1) } else { 1 };
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

    async fn ask_one(&self, id: &str) -> Result<HashMap<String, String>, Error> {
        match self.ask(&[id.to_owned()]).await {
            Err(error) if error.kind == ErrorKind::NotFound => Ok(HashMap::new()),
            answered => answered,
        }
    }

    async fn ask(&self, ids: &[String]) -> Result<HashMap<String, String>, Error> {
        let wanted = match (self.waiter.ids_list, ids) {
            (false, [id, ..]) => Value::from(id.as_str()),
            _ => ids.iter().map(String::as_str).collect(),
        };
        let params = Value::Object(Map::from_iter([(self.waiter.ids.clone(), wanted)]));
        let mut pages = self.client.pages(self.access, self.region, &Call::new(self.waiter.operation.clone(), params));
        let mut states = HashMap::new();
        while let Some(page) = pages.next().await {
            for item in elements(&self.waiter.items, &page?) {
                let text = |path: &yundeck_catalogue::Path| path.first(item).and_then(text_of);
                // The reply about a single thing need not repeat its id.
                let id = text(&self.waiter.id).or_else(|| match ids {
                    [only] if !self.waiter.ids_list => Some(only.clone()),
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
