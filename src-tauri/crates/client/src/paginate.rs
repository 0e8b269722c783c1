//! Lists are read page by page, and only as long as the pages get on.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::pin::pin;

use futures::{Stream, StreamExt};
use serde_json::{Map, Value};
use yundeck_catalogue::operation::{PageStyle, Pagination};
use yundeck_catalogue::path::{self, text_of};
use yundeck_catalogue::{Operation, Path, schema};
use yundeck_domain::{Call, Delivery, Error, ErrorKind, Read};

use crate::access::Access;
use crate::client::{Client, operation_of};
use crate::places::{self, AllPlaces};

/// No list of a real account is longer; a cloud that goes on inventing items is cut off here.
const MOST_PAGES: u32 = 10_000;

/// What a list gave.
#[derive(Debug)]
pub struct Listing<T> {
    /// Everything that was read, before a failure too.
    pub items: Vec<T>,
    /// Why it was not read further, when that was not the caller's wish.
    pub failure: Option<Error>,
    /// Whether it was read to its end. Only then does what is not in it mean anything.
    pub complete: bool,
    /// How many pages were read.
    pub pages: u32,
}

/// A page of a list.
pub(crate) struct Page {
    /// What the cloud answered.
    pub result: Value,
    /// Whether there is another.
    pub more: bool,
}

/// Reads a list as far as it is wanted; see [`Client::list_some`].
pub(crate) async fn list<T>(client: &Client, access: &Access, region: &str, read: &Read<T>, most: u32) -> Listing<T> {
    let mut listing = Listing { items: Vec::new(), failure: None, complete: false, pages: 0 };
    let mut pages = pin!(pages(client.clone(), access.clone(), region.to_owned(), read.call.clone()));
    while listing.pages < most {
        match pages.next().await {
            Some(Ok(page)) => {
                listing.items.extend((read.map)(&page.result));
                listing.pages += 1;
                listing.complete = !page.more;
            }
            Some(Err(error)) => listing.failure = Some(error),
            None => break,
        }
    }
    listing
}

/// The results of a list's pages, in all places of the account; see [`Client::pages`].
pub(crate) fn pages(
    client: Client,
    access: Access,
    region: String,
    call: Call,
) -> impl Stream<Item = Result<Page, Error>> + Send {
    let start = (client.clone(), access.clone(), region.clone(), call.clone());
    let calls = futures::stream::once(async move {
        let (client, access, region, call) = start;
        places::of_list(&client, &access, &region, &call).await
    });
    let pages = calls.flat_map(move |AllPlaces { params, complete }| {
        let last = params.len().saturating_sub(1);
        let (client, access, region, operation) =
            (client.clone(), access.clone(), region.clone(), call.operation.clone());
        futures::stream::iter(params.into_iter().enumerate()).flat_map(move |(at, params)| {
            let call = Call::new(operation.clone(), params);
            let pages = pages_of_call(client.clone(), access.clone(), region.clone(), call);
            // Of places that are not known there always is more.
            pages.map(move |page| page.map(|page| Page { more: page.more || at < last || !complete, ..page }))
        })
    });
    // Nothing is read behind a failure.
    pages.scan(false, |failed, page| {
        let next = (!*failed).then_some(page);
        *failed |= next.as_ref().is_some_and(Result::is_err);
        futures::future::ready(next)
    })
}

/// The results of the pages of one call.
pub(crate) fn pages_of_call(
    client: Client,
    access: Access,
    region: String,
    call: Call,
) -> impl Stream<Item = Result<Page, Error>> + Send {
    let pagination = operation_of(&access, &call.operation).ok().and_then(|operation| operation.pagination.as_ref());
    let pager = Pager::new(pagination, &call.params);
    futures::stream::unfold(Some(pager), move |pager| {
        let (client, access, region, operation) =
            (client.clone(), access.clone(), region.clone(), call.operation.clone());
        async move {
            let mut pager = pager?;
            let page = client.read(&access, &region, &Call::new(operation.clone(), pager.params())).await;
            let taken = page.and_then(|answer| {
                let more =
                    pager.take(&answer.result).map_err(|why| stuck(why).at(&access.account.id, &region, &operation))?;
                Ok(Page { result: answer.result, more })
            });
            Some(match taken {
                Ok(page) => {
                    let next = page.more.then_some(pager);
                    (Ok(page), next)
                }
                Err(error) => (Err(error), None),
            })
        }
    })
}

/// The parameters that ask for the page after the one that `result` is; `None` when that was the last, or when the
/// operation has no pages. A page size that the parameters leave to the cloud is the documented one, or what came: another
/// would shift the pages against each other.
pub fn next_page(operation: &Operation, params: &Value, result: &Value) -> Option<Value> {
    let pagination = operation.pagination.as_ref()?;
    let mut params = params.as_object().cloned().unwrap_or_default();
    let given = params.get(&pagination.limit).and_then(text_of).is_some_and(|text| !text.is_empty());
    if !given {
        let member = schema::at(&operation.input, &format!("/{}", pagination.limit));
        let documented = member.and_then(|member| member.get("default")).cloned();
        let size = documented.unwrap_or_else(|| Value::from(elements(&pagination.items, result).len()));
        params.insert(pagination.limit.clone(), size);
    }
    let mut pager = Pager::new(Some(pagination), &Value::Object(params));
    match pager.take(result) {
        Ok(true) => Some(pager.params()),
        // A page that does not get on has no next one; reading the whole list says why.
        Ok(false) | Err(_) => None,
    }
}

fn stuck(why: String) -> Error {
    Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, why) }
}

/// The elements at a path, whether it names the list or steps into it.
pub(crate) fn elements<'v>(path: &Path, value: &'v Value) -> Vec<&'v Value> {
    path.find(value).into_iter().flat_map(path::elements).collect()
}

/// Where in a list we are.
struct Pager<'c> {
    params: Value,
    cursor: Option<Cursor<'c>>,
}

/// The state of a list that has pages.
struct Cursor<'c> {
    pagination: &'c Pagination,
    limit: u64,
    /// Items before the next page, those skipped at the start included.
    position: u64,
    /// What the next page is asked for with; `None` for the first one by marker.
    start: Option<String>,
    /// What has been read: digests of ids, and the markers used.
    seen: HashSet<u64>,
    markers: HashSet<String>,
    pages: u32,
}

impl<'c> Pager<'c> {
    /// The first page. A start or page size in the parameters is the caller's wish.
    fn new(pagination: Option<&'c Pagination>, params: &Value) -> Self {
        let given = |name: &str| params.get(name).and_then(text_of).filter(|text| !text.is_empty());
        let cursor = pagination.map(|pagination| {
            let limit = given(&pagination.limit).and_then(|text| text.parse().ok());
            let limit = limit.filter(|limit| *limit > 0).unwrap_or_else(|| pagination.page_size.max(1).into());
            let wish = given(&pagination.start);
            let number = wish.as_ref().and_then(|text| text.parse::<u64>().ok());
            let (start, position) = match pagination.style {
                PageStyle::Offset => (Some(number.unwrap_or(0).to_string()), number.unwrap_or(0)),
                PageStyle::Page => {
                    let page = number.unwrap_or(1).max(1);
                    (Some(page.to_string()), (page - 1).saturating_mul(limit))
                }
                PageStyle::Marker => (wish, 0),
            };
            let markers = start.iter().cloned().collect();
            Cursor { pagination, limit, position, start, seen: HashSet::new(), markers, pages: 0 }
        });
        Self { params: params.clone(), cursor }
    }

    /// The parameters of the next page.
    fn params(&self) -> Value {
        let Some(cursor) = &self.cursor else {
            return self.params.clone();
        };
        let mut members = match &self.params {
            Value::Object(members) => members.clone(),
            Value::Null => Map::new(),
            // Validation says what is wrong with it.
            other => return other.clone(),
        };
        let Pagination { start, limit, style, as_text, .. } = cursor.pagination;
        let number = |text: &str| match text.parse::<u64>() {
            Ok(number) if !as_text && *style != PageStyle::Marker => Value::from(number),
            _ => Value::from(text),
        };
        let size = cursor.limit.to_string();
        members.insert(limit.clone(), if *as_text { Value::from(size) } else { Value::from(cursor.limit) });
        if let Some(at) = &cursor.start {
            members.insert(start.clone(), number(at));
        }
        Value::Object(members)
    }

    /// Takes a page in and says whether there is another.
    ///
    /// # Errors
    /// Why the list does not get on; the page is then not to be used.
    fn take(&mut self, result: &Value) -> Result<bool, String> {
        self.cursor.as_mut().map_or(Ok(false), |cursor| cursor.take(result))
    }
}

impl Cursor<'_> {
    fn take(&mut self, result: &Value) -> Result<bool, String> {
        self.pages += 1;
        let items = elements(&self.pagination.items, result);
        let total = self.pagination.total.as_ref().and_then(|path| path.first(result)).and_then(text_of);
        let total: Option<u64> = total.and_then(|text| text.parse().ok());

        if !items.is_empty() && !self.is_news(&items) {
            return Err(format!("page {} repeats what was read before", self.pages));
        }
        let count = items.len() as u64;
        self.position += count;
        // The total is this page's word, so that things removed meanwhile do not leave us asking for them.
        let complete = total.map(|total| self.position >= total);
        let more = match self.pagination.style {
            PageStyle::Marker => return self.follow(result, complete),
            _ if count == 0 && complete == Some(false) => {
                let total = total.unwrap_or_default();
                return Err(format!("page {} is empty, {} of {total} are read", self.pages, self.position));
            }
            PageStyle::Offset => {
                self.start = Some(self.position.to_string());
                complete.map_or(count >= self.limit, |complete| !complete)
            }
            PageStyle::Page => {
                let page = self.start.as_deref().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
                self.start = Some(page.saturating_add(1).to_string());
                complete.map_or(count >= self.limit, |complete| !complete)
            }
        };
        self.within_bounds(more)
    }

    /// The next marker. An empty page with a new one is in order: filters leave such pages.
    fn follow(&mut self, result: &Value, complete: Option<bool>) -> Result<bool, String> {
        let next = self.pagination.next.as_ref().and_then(|path| path.first(result)).and_then(text_of);
        let Some(next) = next.filter(|marker| !marker.is_empty()) else {
            return Ok(false);
        };
        if complete == Some(true) {
            return Ok(false);
        }
        if !self.markers.insert(next.clone()) {
            return Err(format!("page {} names a marker that was there before", self.pages));
        }
        self.start = Some(next);
        self.within_bounds(true)
    }

    fn within_bounds(&self, more: bool) -> Result<bool, String> {
        if more && self.pages >= MOST_PAGES {
            return Err(format!("the list does not end after {MOST_PAGES} pages"));
        }
        Ok(more)
    }

    /// Whether any of the items has not been read before. Some may have: things made meanwhile push others to the next
    /// page.
    fn is_news(&mut self, items: &[&Value]) -> bool {
        let id = self.pagination.id.as_ref();
        items.iter().fold(false, |news, item| {
            let mut hasher = DefaultHasher::new();
            match id.and_then(|path| path.first(item)).and_then(text_of) {
                Some(id) => id.hash(&mut hasher),
                None => item.to_string().hash(&mut hasher),
            }
            self.seen.insert(hasher.finish()) || news
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pagination(text: &Value) -> Pagination {
        serde_json::from_value(text.clone()).unwrap()
    }

    fn by_offset(total: bool) -> Pagination {
        let mut text = json!({ "style": "offset", "start": "Offset", "limit": "Limit", "pageSize": 2, "items": "Set[]", "id": "Id" });
        if total {
            text["total"] = json!("Total");
        }
        pagination(&text)
    }

    fn page(ids: &[u32], total: u32) -> Value {
        json!({ "Set": ids.iter().map(|id| json!({ "Id": id })).collect::<Vec<_>>(), "Total": total })
    }

    #[test]
    fn offsets_go_by_what_was_really_read() {
        let pagination = by_offset(true);
        let mut pager = Pager::new(Some(&pagination), &json!({ "Name": "x" }));
        assert_eq!(pager.params(), json!({ "Name": "x", "Offset": 0, "Limit": 2 }));
        assert_eq!(pager.take(&page(&[1, 2], 4)), Ok(true));
        assert_eq!(
            pager.take(&page(&[3], 4)),
            Ok(true),
            "a short page is not the last one while the total is not reached"
        );
        assert_eq!(pager.params()["Offset"], 3);
        assert_eq!(pager.take(&page(&[4], 4)), Ok(false));
    }

    #[test]
    fn without_a_total_a_short_page_is_the_last() {
        let pagination = by_offset(false);
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 0)), Ok(true));
        assert_eq!(pager.take(&page(&[], 0)), Ok(false));
    }

    #[test]
    fn a_page_that_repeats_or_is_empty_too_early_is_no_progress() {
        let pagination = by_offset(true);
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 9)), Ok(true));
        assert_eq!(pager.take(&page(&[2, 3], 9)), Ok(true), "an overlap is progress");
        assert!(pager.take(&page(&[1, 3], 9)).unwrap_err().contains("repeats"));
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 9)), Ok(true));
        assert!(pager.take(&page(&[], 9)).unwrap_err().contains("2 of 9"));
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 3)), Ok(true));
        assert_eq!(pager.take(&page(&[], 2)), Ok(false), "the last one was removed meanwhile");
    }

    #[test]
    fn page_numbers_count_from_one_and_travel_as_the_cloud_wants_them() {
        let pagination = pagination(&json!({
            "style": "page", "start": "pageNumber", "limit": "pageSize", "pageSize": 2, "items": "list", "total": "total", "asText": true,
        }));
        let result = |ids: &[u32]| json!({ "list": ids, "total": "3" });
        let mut pager = Pager::new(Some(&pagination), &json!({}));
        assert_eq!(pager.params(), json!({ "pageNumber": "1", "pageSize": "2" }));
        assert_eq!(pager.take(&result(&[1, 2])), Ok(true));
        assert_eq!(pager.params()["pageNumber"], "2");
        assert_eq!(pager.take(&result(&[3])), Ok(false));
    }

    #[test]
    fn markers_are_followed_until_there_is_none_or_one_comes_back() {
        let pagination = pagination(&json!({
            "style": "marker", "start": "Marker", "limit": "Max", "pageSize": 2, "items": "Set[]", "next": "Next", "id": "Id",
        }));
        let result = |ids: &[u32], next: &str| json!({ "Set": page(ids, 0)["Set"], "Next": next });
        let mut pager = Pager::new(Some(&pagination), &json!({}));
        assert_eq!(pager.params(), json!({ "Max": 2 }));
        assert_eq!(pager.take(&result(&[1], "10")), Ok(true));
        assert_eq!(
            pager.params(),
            json!({ "Max": 2, "Marker": "10" }),
            "a marker is text even when it looks like a number"
        );
        assert_eq!(pager.take(&result(&[], "20")), Ok(true), "a filter may leave a page empty");
        assert!(pager.take(&result(&[2], "10")).unwrap_err().contains("marker"));
        let mut pager = Pager::new(Some(&pagination), &json!({}));
        assert_eq!(pager.take(&result(&[1], "")), Ok(false));
    }
}
