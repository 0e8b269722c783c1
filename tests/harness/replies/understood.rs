//! What the application understands of a reply. Nothing here knows a cloud: parsing, classifying and mapping are those that
//! the window's calls go through.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use yundeck_app::reads::choices::choices_in;
use yundeck_catalogue::Operation;
use yundeck_client::{Failure, RawReply, classify};
use yundeck_clouds::REGISTRY;
use yundeck_domain::money::UNKNOWN_CURRENCY;
use yundeck_domain::{CloudAdapter, Error, ImageSource, PricePer, QuoteItem, Read};

use super::Entry;

const SOURCES: [ImageSource; 4] = [ImageSource::Public, ImageSource::Private, ImageSource::Shared, ImageSource::Market];

/// What is understood of a reply, in the form that `read-replies` prints.
pub fn understood(entry: &Entry, body: &[u8]) -> Value {
    let mut found = json!({
        "file": entry.file, "fault": null, "instances": [], "images": [], "instanceTypes": [], "quote": null, "choices": [], "ids": [],
    });
    let Some(cloud) = REGISTRY.iter().find(|cloud| cloud.adapter.spec().id == entry.cloud) else {
        found["problem"] = json!(format!("no cloud is called {}", entry.cloud));
        return found;
    };
    let spec = cloud.adapter.spec();
    let named = spec.operation(entry.operation.strip_suffix("-error").unwrap_or(&entry.operation));
    // An error of no operation in particular is one of the plainest.
    let Some(operation) = named.or_else(|| spec.job("test_connection")) else { return found };
    let raw = RawReply { status: entry.status, headers: entry.headers.clone(), body: body.to_vec() };
    match classify::reply(spec, operation, &raw, at_the_clouds_time(&raw)) {
        Err(failure) => found["fault"] = fault(&failure, operation),
        Ok(reply) if named.is_some() => fill(&mut found, cloud.adapter, entry, operation, &reply.result),
        Ok(_) => {}
    }
    found
}

/// Fills in what a result says.
fn fill(found: &mut Value, adapter: &dyn CloudAdapter, entry: &Entry, operation: &Operation, result: &Value) {
    if lists(adapter, operation, "instance", &adapter.instances(&[])) {
        found["instances"] = json!((adapter.instances(&[]).map)(result));
    }
    let mut images: Vec<Value> = Vec::new();
    for read in SOURCES.into_iter().filter_map(|source| adapter.images(source)) {
        if lists(adapter, operation, "image", &read) {
            // The reads of several sources may be of one list, and may read all of it.
            let mapped = (read.map)(result).into_iter().map(|image| json!(image));
            images.extend(mapped.filter(|image| !images.contains(image)).collect::<Vec<_>>());
        }
    }
    found["images"] = Value::Array(images);
    found["ids"] = json!(operation.output.get("ids").map(|ids| ids.texts(result)).unwrap_or_default());
    if let Some(read) = adapter.instance_types(None).filter(|read| read.call.operation == operation.name) {
        found["instanceTypes"] = json!((read.map)(result));
    }
    let priced = adapter
        .spec()
        .operations
        .values()
        .find(|priced| priced.quote.as_ref().is_some_and(|quote| quote.operation == operation.name));
    if let Some(priced) = priced {
        found["quote"] = match adapter.read_quote(&priced.name, &entry.params, result) {
            Ok(items) => {
                let currency = adapter.spec().currency(entry.endpoint.as_deref());
                json!({ "items": items.into_iter().map(|item| part(&item.or_in(currency))).collect::<Vec<_>>() })
            }
            Err(error) => json!({ "items": [], "unreadable": said(&error) }),
        };
    }
    let listings = adapter.spec().refs.iter().filter(|(_, listing)| listing.operation == operation.name);
    found["choices"] = listings
        .flat_map(|(kind, listing)| choices_in(listing, result).into_iter().map(move |choice| (kind, choice)))
        .map(|(kind, choice)| {
            let mut choice = json!(choice);
            choice["ref"] = json!(kind);
            choice
        })
        .collect();
}

/// Whether the operation shows what the read lists: it is the read's, or the one that watches such a thing.
fn lists<T>(adapter: &dyn CloudAdapter, operation: &Operation, noun: &str, read: &Read<T>) -> bool {
    let mut waiters = adapter.spec().waiters.iter().filter(|(name, _)| name.starts_with(noun));
    read.call.operation == operation.name || waiters.any(|(_, waiter)| waiter.operation == operation.name)
}

/// The moment of the cloud's own clock, so that an old reply does not make this computer's clock wrong.
fn at_the_clouds_time(raw: &RawReply) -> DateTime<Utc> {
    let date = raw.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("date"));
    let date = date.and_then(|(_, date)| DateTime::parse_from_rfc2822(date).ok());
    date.map_or(DateTime::UNIX_EPOCH, |date| date.with_timezone(&Utc))
}

/// A refusal, and what it means for an act: `outcome_unknown`, where it leaves open what was done.
fn fault(failure: &Failure, operation: &Operation) -> Value {
    let mut fault = said(&failure.error);
    if !operation.effect.is_read() {
        fault["act"] = json!(classify::of_act(failure.clone()).error.kind);
    }
    fault
}

fn said(error: &Error) -> Value {
    json!({
        "kind": error.kind, "delivery": error.delivery, "words": error.words, "vendor": error.vendor, "context": error.context,
    })
}

fn part(item: &QuoteItem) -> Value {
    json!({
        "amount": item.price.amount.to_string(),
        "currency": if item.price.currency == UNKNOWN_CURRENCY { "unknown" } else { &item.price.currency },
        "per": per(&item.per),
        "title": item.title,
        "original": item.original.as_ref().map(|original| original.amount.to_string()),
        "times": item.times,
        "tiers": item.tiers.iter().map(|tier| json!({
            "afterHours": tier.after_hours, "amount": tier.price.amount.to_string(),
        })).collect::<Vec<_>>(),
    })
}

fn per(per: &PricePer) -> String {
    match per {
        PricePer::Hour => "hour".to_owned(),
        PricePer::Day => "day".to_owned(),
        PricePer::Month => "month".to_owned(),
        PricePer::Year => "year".to_owned(),
        PricePer::Period { months } => format!("period:{months}"),
        PricePer::Gigabyte => "gigabyte".to_owned(),
        PricePer::Other { .. } => "other".to_owned(),
    }
}
