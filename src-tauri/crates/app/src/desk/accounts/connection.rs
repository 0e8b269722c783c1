//! The connection test: one small read of each kind that the pages need, and what a key may do by their answers.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::time::Instant;
use yundeck_catalogue::{CloudSpec, Operation, schema};
use yundeck_client::{Access, Client};
use yundeck_domain::adapter::Offer;
use yundeck_domain::{Call, CloudAdapter, Error, ErrorKind, ImageSource};

use crate::reads::choices::choices_in;
use crate::records::account::{Abilities, Ability, ConnectionCheck, ConnectionReport, Need};

/// Tests a key where it is used first. Each read is one call of one page.
pub(super) async fn test(
    client: &Client,
    access: &Access,
    adapter: &dyn CloudAdapter,
    now: DateTime<Utc>,
) -> ConnectionReport {
    let region = access.account.regions.first().map_or("", String::as_str);
    let call = adapter.probe();
    let started = Instant::now();
    let answer = client.read(access, region, &call).await;
    let took = started.elapsed();
    let outcome = answer.map(|answer| answer.request_id);
    let goes_on = outcome.as_ref().err().is_none_or(|error| error.kind == ErrorKind::PermissionDenied);
    let mut checks = vec![ConnectionCheck {
        need: Need::Instances,
        operation: call.operation.clone(),
        error: outcome.as_ref().err().cloned(),
    }];
    // Where the key, the clock or the network is wrong, every other read would say the same.
    if goes_on {
        checks.extend(Checks { client, access, adapter, region }.all().await);
    }
    let may = abilities(&checks);
    ConnectionReport { checks, may, ..report(now, took, &call.operation, outcome) }
}

/// The report of a test that ended with its first read, or before it.
pub(super) fn report(
    at: DateTime<Utc>,
    took: Duration,
    operation: &str,
    outcome: Result<Option<String>, Error>,
) -> ConnectionReport {
    let (request_id, error) = match outcome {
        Ok(request_id) => (request_id, None),
        Err(error) => (error.vendor.as_ref().and_then(|vendor| vendor.request_id.clone()), Some(error)),
    };
    let unknown = Ability::Unknown;
    ConnectionReport {
        at: at.to_rfc3339(),
        ok: error.is_none(),
        millis: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        operation: operation.to_owned(),
        request_id,
        error,
        checks: Vec::new(),
        may: Abilities { look: unknown, operate: unknown, buy: unknown },
    }
}

/// What the answers say of a key. That an act is allowed is proven by no read.
fn abilities(checks: &[ConnectionCheck]) -> Abilities {
    let by = |needs: &[Need], best: Ability| {
        let errors =
            || checks.iter().filter(|check| needs.contains(&check.need)).filter_map(|check| check.error.as_ref());
        if errors().any(|error| error.kind == ErrorKind::PermissionDenied) {
            Ability::Lacking
        } else if errors().next().is_some() {
            Ability::Unknown
        } else {
            best
        }
    };
    Abilities {
        look: by(&[Need::Instances, Need::Places, Need::Images], Ability::Yes),
        operate: by(&[Need::Instances], Ability::NotTried),
        buy: by(&[Need::Instances, Need::Images, Need::InstanceTypes, Need::Price], Ability::NotTried),
    }
}

/// How a page of a reply is read.
type Map<T> = fn(&Value) -> Vec<T>;

/// The reads behind the first one.
struct Checks<'a> {
    client: &'a Client,
    access: &'a Access,
    adapter: &'a dyn CloudAdapter,
    region: &'a str,
}

impl Checks<'_> {
    async fn all(&self) -> Vec<ConnectionCheck> {
        let spec = self.adapter.spec();
        let places = spec.operation(&self.adapter.probe().operation).and_then(|list| list.everywhere.as_ref());
        let places = places.and_then(|everywhere| picker(spec, &everywhere.places));
        let images = self.adapter.images(ImageSource::Public);
        let types = self.adapter.instance_types(None);
        let (places, images, types) = tokio::join!(
            self.check(Need::Places, places),
            self.listed(Need::Images, images.map(|read| (small(spec, read.call), read.map))),
            self.listed(Need::InstanceTypes, types.map(|read| (read.call, read.map))),
        );
        let (images, image_check) = images;
        let (types, type_check) = types;
        let mut offer = Offer { images, types, picked: BTreeMap::new() };
        let mut checks: Vec<ConnectionCheck> = places.into_iter().map(|(check, _)| check).collect();
        checks.extend(image_check.into_iter().chain(type_check));
        for kind in self.adapter.order_needs() {
            let (call, listing) = (picker(spec, kind), spec.refs.get(*kind));
            if let (Some((check, reply)), Some(listing)) = (self.check(Need::InstanceTypes, call).await, listing) {
                let first = choices_in(listing, &reply).into_iter().find(|choice| !choice.unavailable);
                offer.picked.extend(first.map(|choice| ((*kind).to_owned(), choice.id)));
                checks.push(check);
            }
        }
        if let Some(call) = self.price(spec, &offer) {
            checks.extend(self.check(Need::Price, Some(call)).await.map(|(check, _)| check));
        }
        checks
    }

    /// The call that prices the smallest order; none where the cloud has no price call, or too little was shown to make one.
    fn price(&self, spec: &CloudSpec, offer: &Offer) -> Option<Call> {
        let create = spec.job("create_instance")?;
        let order = self.adapter.smallest_order(offer)?;
        self.adapter.quote(&create.name, &order).ok().flatten()
    }

    async fn listed<T>(&self, need: Need, read: Option<(Call, Map<T>)>) -> (Vec<T>, Option<ConnectionCheck>) {
        let Some((call, map)) = read else { return (Vec::new(), None) };
        match self.check(need, Some(call)).await {
            Some((check, reply)) if check.error.is_none() => (map(&reply), Some(check)),
            other => (Vec::new(), other.map(|(check, _)| check)),
        }
    }

    async fn check(&self, need: Need, call: Option<Call>) -> Option<(ConnectionCheck, Value)> {
        let call = call?;
        let (reply, error) = match self.client.read(self.access, self.region, &call).await {
            Ok(answer) => (answer.result, None),
            Err(error) => (Value::Null, Some(error)),
        };
        Some((ConnectionCheck { need, operation: call.operation, error }, reply))
    }
}

/// The call that fills a picker, for its first page.
fn picker(spec: &CloudSpec, kind: &str) -> Option<Call> {
    let listing = spec.refs.get(kind)?;
    Some(small(spec, Call::new(listing.operation.clone(), Value::Object(listing.params.clone()))))
}

/// The same call for the smallest page that the operation gives.
fn small(spec: &CloudSpec, mut call: Call) -> Call {
    let smallest = |operation: &Operation| {
        let limit = &operation.pagination.as_ref()?.limit;
        let member = schema::at(&operation.input, &format!("/{limit}"));
        let least = member.and_then(|member| member.get("minimum")).and_then(Value::as_u64).unwrap_or(1).max(1);
        Some((limit.clone(), Value::from(least)))
    };
    if let (Some((limit, size)), Value::Object(params)) =
        (spec.operation(&call.operation).and_then(smallest), &mut call.params)
    {
        params.insert(limit, size);
    }
    call
}
