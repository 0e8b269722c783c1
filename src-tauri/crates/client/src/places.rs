//! The places of an account (its projects) that a list has to name to show what is in them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use serde_json::Value;
use tokio::time::Instant;
use yundeck_catalogue::operation::Everywhere;
use yundeck_domain::{Account, Call, Error};

use crate::access::Access;
use crate::client::{Client, operation_of};
use crate::paginate;

/// How long they are remembered. Whoever makes a project elsewhere sees what is in it after that at the latest.
const KEPT_FOR: Duration = Duration::from_secs(5 * 60);

/// An account, its key, and what is listed.
type Whose = (String, String, String);

/// What was listed lately.
#[derive(Default)]
pub(crate) struct Places {
    known: Mutex<HashMap<Whose, (Instant, Vec<Value>)>>,
}

/// The calls that together show a list of all places.
pub(crate) struct AllPlaces {
    /// Their parameters; never none.
    pub params: Vec<Value>,
    /// Whether they do. A key that may not list the places sees the default one alone.
    pub complete: bool,
}

/// The parameters with which a list is read for all places of the account. A call that names its places is left as it is.
pub(crate) async fn of_list(client: &Client, access: &Access, region: &str, call: &Call) -> AllPlaces {
    let as_it_is = |complete| AllPlaces { params: vec![call.params.clone()], complete };
    let Ok(operation) = operation_of(access, &call.operation) else { return as_it_is(true) };
    let Some(list) = operation.places(&call.params) else { return as_it_is(true) };
    if list == Everywhere::OF_ACCOUNT {
        let mut params = vec![call.params.clone()];
        let tenants = tenants(&access.account);
        if !tenants.is_empty() {
            params.extend(operation.at_places(&call.params, &tenants));
        }
        return AllPlaces { params, complete: true };
    }
    match listed(client, access, region, list).await {
        Ok(places) => AllPlaces { params: operation.at_places(&call.params, &places), complete: true },
        Err(error) => {
            tracing::warn!(cloud = access.cloud.id, list, kind = ?error.kind, "the places of an account were not listed");
            as_it_is(false)
        }
    }
}

/// The tenants that a person named in an account: the numbers among what it is narrowed to.
fn tenants(account: &Account) -> Vec<Value> {
    account.projects.iter().filter_map(|place| place.parse::<u64>().ok()).map(Value::from).collect()
}

async fn listed(client: &Client, access: &Access, region: &str, list: &str) -> Result<Vec<Value>, Error> {
    let known = &client.inner.places.known;
    let whose = (access.account.id.clone(), access.account.access_key_id.clone(), list.to_owned());
    if let Some((at, places)) = known.lock().unwrap_or_else(PoisonError::into_inner).get(&whose)
        && at.elapsed() < KEPT_FOR
    {
        return Ok(places.clone());
    }
    let spec = access.cloud.refs.get(list).ok_or_else(|| Error::bug(format!("nothing lists {list}")))?;
    let call = Call::new(spec.operation.clone(), Value::Object(spec.params.clone()));
    let pages = paginate::pages_of_call(client.clone(), access.clone(), region.to_owned(), call);
    let mut pages = std::pin::pin!(pages);
    let mut places = Vec::new();
    while let Some(page) = pages.next().await {
        let result = page?.result;
        places.extend(spec.items.find(&result).into_iter().filter_map(|item| spec.id.first(item).cloned()));
    }
    known.lock().unwrap_or_else(PoisonError::into_inner).insert(whose, (Instant::now(), places.clone()));
    Ok(places)
}
