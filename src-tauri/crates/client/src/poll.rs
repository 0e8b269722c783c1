//! Asking how far things are on their way to an effect, as a waiter of `cloud.json` says. Once: who waits asks again, in their
//! own time.

use std::collections::HashMap;
use std::pin::pin;

use futures::StreamExt;
use serde_json::{Map, Value};
use yundeck_catalogue::cloud::Waiter;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::{Operation, Path};
use yundeck_domain::{Call, Error, ErrorKind};

use crate::access::Access;
use crate::client::{Client, operation_of};
use crate::paginate::{self, elements};

/// How many ids one call asks for where the catalogue sets no limit.
const IDS_PER_CALL: u32 = 100;

/// Where one thing stands on its way to what a waiter waits for. A state is the cloud's own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is there.
    Reached {
        /// Its state.
        state: String,
    },
    /// It cannot get there any more.
    Broken {
        /// Its state.
        state: String,
    },
    /// It may still get there.
    Underway {
        /// Its state; `None` when its record says none.
        state: Option<String>,
    },
    /// The cloud does not list it. It may be gone, or made so lately that it is not listed yet: the caller knows which.
    Missing {
        /// Whether being gone is what the waiter waits for.
        awaited: bool,
    },
}

impl Standing {
    /// Whether it is there, or gone where that is waited for.
    pub fn is_reached(&self) -> bool {
        matches!(self, Self::Reached { .. } | Self::Missing { awaited: true })
    }

    /// Whether the waiter's word on it is final: reached, or broken. What is missing and not meant to be is not final.
    pub fn is_settled(&self) -> bool {
        self.is_reached() || matches!(self, Self::Broken { .. })
    }

    /// The cloud's word for its state.
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Reached { state } | Self::Broken { state } => Some(state),
            Self::Underway { state } => state.as_deref(),
            Self::Missing { .. } => None,
        }
    }

    fn of(waiter: &Waiter, found: Option<&Option<String>>) -> Self {
        match found.cloned() {
            None => Self::Missing { awaited: waiter.missing_is_success },
            Some(Some(state)) if waiter.failure.contains(&state) => Self::Broken { state },
            Some(Some(state)) if waiter.success.contains(&state) => Self::Reached { state },
            Some(state) => Self::Underway { state },
        }
    }
}

/// Asks once; see [`Client::poll`].
pub(crate) async fn poll(
    client: &Client,
    access: &Access,
    region: &str,
    waiter: &str,
    ids: &[String],
    call: &Value,
) -> Result<Vec<(String, Standing)>, Error> {
    let poll = Poll::of(client, access, region, waiter, call)?;
    let mut states = poll.at(ids).await?;
    states.extend(poll.hidden(ids, &states).await?);
    Ok(ids.iter().map(|id| (id.clone(), Standing::of(poll.waiter, states.get(id)))).collect())
}

/// The states of the things that are listed, by id.
type States = HashMap<String, Option<String>>;

/// One way of asking.
struct Poll<'a> {
    client: &'a Client,
    access: &'a Access,
    region: &'a str,
    waiter: &'a Waiter,
    operation: &'a Operation,
    /// Restricts the read to the place that is meant.
    place: Map<String, Value>,
}

impl<'a> Poll<'a> {
    fn of(client: &'a Client, access: &'a Access, region: &'a str, waiter: &str, call: &Value) -> Result<Self, Error> {
        let waiter = access.cloud.waiters.get(waiter).ok_or_else(|| {
            Error::bug(format!("{} has no waiter {waiter}", access.cloud.id)).at(&access.account.id, region, "")
        })?;
        let operation = operation_of(access, &waiter.operation)?;
        Ok(Self { client, access, region, waiter, operation, place: waiter.like_params(call) })
    }

    /// The states of those that the list hides otherwise.
    async fn hidden(&self, ids: &[String], seen: &States) -> Result<States, Error> {
        let missing: Vec<String> = ids.iter().filter(|id| !seen.contains_key(*id)).cloned().collect();
        if missing.is_empty() || self.waiter.hidden.is_empty() {
            return Ok(States::new());
        }
        let mut place = self.place.clone();
        place.extend(self.waiter.hidden.clone());
        match (Self { place, ..*self }).at(&missing).await {
            // Where it cannot be asked so, what the plain list says is all there is.
            Err(error) if error.kind == ErrorKind::InvalidParams => Ok(States::new()),
            asked => asked,
        }
    }

    /// The states of those that are listed.
    async fn at(&self, ids: &[String]) -> Result<States, Error> {
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

    async fn ask_one(&self, id: &str) -> Result<States, Error> {
        match self.ask(&[id.to_owned()]).await {
            Err(error) if error.kind == ErrorKind::NotFound => Ok(HashMap::new()),
            answered => answered,
        }
    }

    async fn ask(&self, ids: &[String]) -> Result<States, Error> {
        let wanted = match (self.waiter.ids_list, ids) {
            (false, [id, ..]) => Value::from(id.as_str()),
            _ => ids.iter().map(String::as_str).collect(),
        };
        let mut params = self.place.clone();
        params.insert(self.waiter.ids.clone(), wanted);
        let call = Call::new(self.waiter.operation.clone(), Value::Object(params));
        let pages = paginate::pages(self.client.clone(), self.access.clone(), self.region.to_owned(), call);
        let mut pages = pin!(pages);
        let mut states = HashMap::new();
        let mut complete = false;
        while let Some(page) = pages.next().await {
            let page = page?;
            complete = !page.more;
            for item in elements(&self.waiter.items, &page.result) {
                // An empty record tells of nothing.
                if item.as_object().is_some_and(Map::is_empty) {
                    continue;
                }
                let text = |path: &Path| path.first(item).and_then(text_of);
                // The reply about a single thing need not repeat its id.
                let id = text(&self.waiter.id).or_else(|| match ids {
                    [only] if !self.waiter.ids_list => Some(only.clone()),
                    _ => None,
                });
                if let Some(id) = id {
                    states.insert(id, text(&self.waiter.state));
                }
            }
        }
        if !complete {
            // What was not seen everywhere is not known to be missing.
            for id in ids {
                states.entry(id.clone()).or_insert(None);
            }
        }
        Ok(states)
    }
}
