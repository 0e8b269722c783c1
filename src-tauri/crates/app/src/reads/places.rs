//! Reading a list for all places of an account, where the cloud lists one place at a time unless others are named.

use serde_json::Value;
use yundeck_catalogue::operation::Everywhere;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::schema;
use yundeck_client::{Access, Listing};
use yundeck_domain::{Call, Error, Read};

use crate::reads::Reads;

/// How many places one call names where the schema sets no limit.
const PLACES_PER_CALL: usize = 100;

/// The reads that together show all places.
pub(crate) struct AllPlaces<T> {
    pub(crate) reads: Vec<Read<T>>,
    /// Whether they do: the key may not be allowed to list the places.
    pub(crate) complete: bool,
}

impl Reads {
    /// A read as so many reads as it takes to see every place of the account.
    pub(crate) async fn everywhere<T>(&self, access: &Access, region: &str, read: Read<T>) -> AllPlaces<T> {
        let operation = access.cloud.operation(&read.call.operation);
        let Some(everywhere) = operation.and_then(|operation| operation.everywhere.as_ref()) else {
            return AllPlaces { reads: vec![read], complete: true };
        };
        if read.call.params.get(&everywhere.parameter).is_some() {
            return AllPlaces { reads: vec![read], complete: true };
        }
        let places = match self.places_of(access, region, everywhere).await {
            Ok(places) if !places.is_empty() => places,
            // A list without places is still a list of the default one.
            Ok(_) => return AllPlaces { reads: vec![read], complete: true },
            Err(error) => {
                tracing::warn!(cloud = access.cloud.id, kind = ?error.kind, "the places of an account could not be listed");
                return AllPlaces { reads: vec![read], complete: false };
            }
        };
        let most = operation
            .and_then(|operation| schema::at(&operation.input, &format!("/{}", everywhere.parameter)))
            .and_then(|member| member.get("maxItems")?.as_u64())
            .and_then(|most| usize::try_from(most).ok())
            .unwrap_or(PLACES_PER_CALL);
        let numbers = operation
            .and_then(|operation| schema::at(&operation.input, &format!("/{}/0", everywhere.parameter)))
            .is_some_and(|member| member.get("type").and_then(Value::as_str) == Some("integer"));
        let reads = places.chunks(most.max(1)).map(|some| {
            let mut params = match &read.call.params {
                Value::Object(members) => members.clone(),
                _ => serde_json::Map::new(),
            };
            let named = some.iter().map(|place| match place.parse::<i64>() {
                Ok(number) if numbers => Value::from(number),
                _ => Value::from(place.as_str()),
            });
            params.insert(everywhere.parameter.clone(), named.collect());
            Read { call: Call::new(read.call.operation.clone(), Value::Object(params)), map: read.map }
        });
        AllPlaces { reads: reads.collect(), complete: true }
    }

    /// Reads a list of all places, as far as `pages` of each read go. Never fails as a whole: what was read before a failure
    /// stays.
    pub(crate) async fn list_everywhere<T>(
        &self,
        access: &Access,
        region: &str,
        read: Read<T>,
        pages: u32,
    ) -> Listing<T> {
        let AllPlaces { reads, complete } = self.everywhere(access, region, read).await;
        let mut all = Listing { items: Vec::new(), failure: None, complete, pages: 0 };
        for read in reads {
            let listing = self.reach.client.list_some(access, region, &read, pages).await;
            all.items.extend(listing.items);
            all.pages += listing.pages;
            all.complete &= listing.complete;
            all.failure = all.failure.or(listing.failure);
        }
        all
    }

    async fn places_of(&self, access: &Access, region: &str, everywhere: &Everywhere) -> Result<Vec<String>, Error> {
        let account = &access.account.id;
        if let Some(known) = self.places.get(account, &everywhere.places) {
            return Ok(known);
        }
        let listing = access
            .cloud
            .refs
            .get(&everywhere.places)
            .ok_or_else(|| Error::bug(format!("{} has no list of {}", access.cloud.id, everywhere.places)))?;
        let call = Call::new(listing.operation.clone(), Value::Object(listing.params.clone()));
        let mut pages = std::pin::pin!(self.reach.client.pages(access, region, &call));
        let mut places = Vec::new();
        while let Some(page) = futures::StreamExt::next(&mut pages).await {
            let page = page?;
            let items = listing.items.find(&page).into_iter();
            places.extend(items.filter_map(|item| listing.id.first(item).and_then(text_of)));
        }
        self.places.keep(account, &everywhere.places, places.clone());
        Ok(places)
    }
}
