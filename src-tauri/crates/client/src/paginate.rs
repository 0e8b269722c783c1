//! Lists are read page by page, and only as long as the pages get on.

mod pager;

use std::pin::pin;

use futures::{Stream, StreamExt};
use serde_json::Value;
use yundeck_catalogue::path::{self, text_of};
use yundeck_catalogue::{Operation, Path, Text, schema};
use yundeck_domain::{Call, Delivery, Error, ErrorKind, Read};

use crate::access::Access;
use crate::client::{Client, operation_of};
use crate::paginate::pager::{Pager, Step};
use crate::places::{self, AllPlaces};

/// What a list gave.
#[derive(Debug)]
pub struct Listing<T> {
    /// Everything that was read, before a failure too.
    pub items: Vec<T>,
    /// Why it was not read further, when that was not the caller's wish.
    pub failure: Option<Error>,
    /// Whether it was read to its end. Only then does what is not in it mean anything.
    pub complete: bool,
    /// That the cloud counted more than it showed. The list ends where it showed no more, and is not complete.
    pub short: Option<Error>,
    /// How many pages were read.
    pub pages: u32,
}

/// A page of a list.
pub(crate) struct Page {
    /// What the cloud answered.
    pub result: Value,
    /// Whether there is another, or something that was counted and not shown.
    pub more: bool,
    /// That the cloud counted more than it showed.
    pub short: Option<Error>,
}

/// Reads a list as far as it is wanted; see [`Client::list_some`].
pub(crate) async fn list<T>(client: &Client, access: &Access, region: &str, read: &Read<T>, most: u32) -> Listing<T> {
    let mut listing = Listing { items: Vec::new(), failure: None, complete: false, short: None, pages: 0 };
    let mut pages = pin!(pages(client.clone(), access.clone(), region.to_owned(), read.call.clone()));
    while listing.pages < most {
        match pages.next().await {
            Some(Ok(page)) => {
                listing.items.extend((read.map)(&page.result));
                listing.pages += 1;
                listing.complete = !page.more;
                listing.short = listing.short.or(page.short);
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
    // Nothing is read behind a failure, and what one place has not shown stays missing.
    pages.scan((false, false), |(failed, short), page| {
        let next = (!*failed).then_some(page);
        *failed |= next.as_ref().is_some_and(Result::is_err);
        *short |= matches!(&next, Some(Ok(Page { short: Some(_), .. })));
        let missing = *short;
        futures::future::ready(next.map(|page| page.map(|page| Page { more: page.more || missing, ..page })))
    })
}

/// The results alone. That the cloud counted more than it showed is said at the end, as the last item.
pub(crate) fn results(
    pages: impl Stream<Item = Result<Page, Error>> + Send,
) -> impl Stream<Item = Result<Value, Error>> + Send {
    let start = (Box::pin(pages.fuse()), None);
    futures::stream::unfold(start, async |(mut pages, mut short)| match pages.next().await {
        Some(Ok(page)) => {
            short = short.or(page.short);
            Some((Ok(page.result), (pages, short)))
        }
        Some(Err(error)) => Some((Err(error), (pages, None))),
        None => short.take().map(|error| (Err(error), (pages, None))),
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
            let at = |error: Error| error.at(&access.account.id, &region, &operation);
            let taken = page.and_then(|answer| {
                let step = pager.take(&answer.result, answer.bytes).map_err(|why| at(stuck(why)))?;
                let short = match step {
                    Step::Short { read, total } => Some(at(short(read, total))),
                    Step::Full { read } => Some(at(full(read))),
                    Step::More | Step::End => None,
                };
                Ok((step, Page { result: answer.result, more: step != Step::End, short }))
            });
            Some(match taken {
                Ok((step, page)) => {
                    let next = (step == Step::More).then_some(pager);
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
    match pager.take(result, 0) {
        Ok(Step::More | Step::Full { .. }) => Some(pager.params()),
        // A page that does not get on has no next one; reading the whole list says why.
        Ok(Step::End | Step::Short { .. }) | Err(_) => None,
    }
}

fn stuck(why: String) -> Error {
    Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, why) }
}

/// That a list ends before the number that the cloud itself gave. Nothing is wrong with what was read.
fn short(read: u64, total: u64) -> Error {
    stuck(format!("the list ends after {read} of {total}")).with_words(Text::new(
        format!("云端说这里共有 {total} 项，只给出了 {read} 项：列表可能不全。"),
        format!("The cloud counts {total} here and showed {read}: the list may not be complete."),
    ))
}

/// That a list was not read on.
fn full(read: u64) -> Error {
    stuck(format!("the list goes on after {read}")).with_words(Text::new(
        format!("这里多于 {read} 项，只读取并显示了最前面的这些。"),
        format!("There are more than {read} here: only the first of them were read and are shown."),
    ))
}

/// The elements at a path, whether it names the list or steps into it.
pub(crate) fn elements<'v>(path: &Path, value: &'v Value) -> Vec<&'v Value> {
    path.find(value).into_iter().flat_map(path::elements).collect()
}
