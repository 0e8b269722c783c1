//! Where in a list one is, and whether it gets on.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::{Map, Value};
use yundeck_catalogue::operation::{PageStyle, Pagination};
use yundeck_catalogue::path::text_of;

use super::elements;

/// No list of a real account is longer; a cloud that goes on inventing items is cut off here.
const MOST_PAGES: u32 = 10_000;

/// A list of more is not read on: no account has as many of anything, and the window would only hold them.
const MOST_ITEMS: u64 = 50_000;

/// The bytes of all its replies after which a list is not read on, either.
const MOST_BYTES: u64 = 32 << 20;

/// What comes after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Another page.
    More,
    /// Nothing.
    End,
    /// Another page, which is not read: there are too many already.
    Full {
        /// How many were read.
        read: u64,
    },
    /// Nothing, although the cloud counted more than it showed.
    Short {
        /// How many there were.
        read: u64,
        /// How many the cloud counted.
        total: u64,
    },
}

impl Step {
    fn more_if(more: bool) -> Self {
        if more { Self::More } else { Self::End }
    }
}

/// Where in a list we are.
pub(super) struct Pager<'c> {
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
    /// Items that were read, and the bytes that they took on the way.
    items: u64,
    bytes: u64,
}

impl<'c> Pager<'c> {
    /// The first page. A start or page size in the parameters is the caller's wish.
    pub(super) fn new(pagination: Option<&'c Pagination>, params: &Value) -> Self {
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
            Cursor { pagination, limit, position, start, seen: HashSet::new(), markers, pages: 0, items: 0, bytes: 0 }
        });
        Self { params: params.clone(), cursor }
    }

    /// The parameters of the next page.
    pub(super) fn params(&self) -> Value {
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

    /// Takes a page in, of so many bytes, and says what comes after it.
    ///
    /// # Errors
    /// Why the list does not get on; the page is then not to be used.
    pub(super) fn take(&mut self, result: &Value, bytes: usize) -> Result<Step, String> {
        let Some(cursor) = &mut self.cursor else { return Ok(Step::End) };
        cursor.bytes = cursor.bytes.saturating_add(bytes as u64);
        let step = cursor.take(result)?;
        let full = cursor.items >= MOST_ITEMS || cursor.bytes >= MOST_BYTES;
        Ok(if step == Step::More && full { Step::Full { read: cursor.items } } else { step })
    }
}

impl Cursor<'_> {
    fn take(&mut self, result: &Value) -> Result<Step, String> {
        self.pages += 1;
        let items = elements(&self.pagination.items, result);
        let total = self.pagination.total.as_ref().and_then(|path| path.first(result)).and_then(text_of);
        let total: Option<u64> = total.and_then(|text| text.parse().ok());

        if !items.is_empty() && !self.is_news(&items) {
            return Err(format!("page {} repeats what was read before", self.pages));
        }
        let count = items.len() as u64;
        if count > self.limit {
            return Err(format!("page {} has {count} items, and {} were asked for", self.pages, self.limit));
        }
        self.items += count;
        self.position += count;
        // The total is this page's word, so that things removed meanwhile do not leave us asking for them.
        let complete = total.map(|total| self.position >= total);
        let more = match self.pagination.style {
            PageStyle::Marker => return self.follow(result, complete),
            _ if count == 0 && complete == Some(false) => {
                return Ok(Step::Short { read: self.position, total: total.unwrap_or_default() });
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
    fn follow(&mut self, result: &Value, complete: Option<bool>) -> Result<Step, String> {
        let next = self.pagination.next.as_ref().and_then(|path| path.first(result)).and_then(text_of);
        let Some(next) = next.filter(|marker| !marker.is_empty()) else {
            return Ok(Step::End);
        };
        if complete == Some(true) {
            return Ok(Step::End);
        }
        if !self.markers.insert(next.clone()) {
            return Err(format!("page {} names a marker that was there before", self.pages));
        }
        self.start = Some(next);
        self.within_bounds(true)
    }

    fn within_bounds(&self, more: bool) -> Result<Step, String> {
        if more && self.pages >= MOST_PAGES {
            return Err(format!("the list does not end after {MOST_PAGES} pages"));
        }
        Ok(Step::more_if(more))
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
        assert_eq!(pager.take(&page(&[1, 2], 4), 0), Ok(Step::More));
        assert_eq!(
            pager.take(&page(&[3], 4), 0),
            Ok(Step::More),
            "a short page is not the last one while the total is not reached"
        );
        assert_eq!(pager.params()["Offset"], 3);
        assert_eq!(pager.take(&page(&[4], 4), 0), Ok(Step::End));
    }

    #[test]
    fn without_a_total_a_short_page_is_the_last() {
        let pagination = by_offset(false);
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 0), 0), Ok(Step::More));
        assert_eq!(pager.take(&page(&[], 0), 0), Ok(Step::End));
    }

    #[test]
    fn a_page_that_repeats_is_no_progress_and_one_empty_too_early_is_the_last() {
        let pagination = by_offset(true);
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 9), 0), Ok(Step::More));
        assert_eq!(pager.take(&page(&[2, 3], 9), 0), Ok(Step::More), "an overlap is progress");
        assert!(pager.take(&page(&[1, 3], 9), 0).unwrap_err().contains("repeats"));
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 9), 0), Ok(Step::More));
        assert_eq!(pager.take(&page(&[], 9), 0), Ok(Step::Short { read: 2, total: 9 }), "the total lies");
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2], 3), 0), Ok(Step::More));
        assert_eq!(pager.take(&page(&[], 2), 0), Ok(Step::End), "the last one was removed meanwhile");
    }

    #[test]
    fn take_of_a_page_larger_than_asked_for_is_a_fault() {
        let pagination = by_offset(true);
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        assert_eq!(pager.take(&page(&[1, 2, 3], 3), 0).unwrap_err(), "page 1 has 3 items, and 2 were asked for");
    }

    #[test]
    fn take_of_more_items_or_bytes_than_anybody_has_ends_the_list_and_says_so() {
        let pagination = by_offset(true);
        let size = u32::try_from(MOST_ITEMS).unwrap();
        let mut pager = Pager::new(Some(&pagination), &json!({ "Limit": size }));
        let all: Vec<u32> = (0..size).collect();
        assert_eq!(pager.take(&page(&all, size + 1), 0), Ok(Step::Full { read: MOST_ITEMS }));
        let mut pager = Pager::new(Some(&pagination), &json!({ "Limit": size }));
        assert_eq!(pager.take(&page(&all, size), 0), Ok(Step::End), "all of it is there");
        let mut pager = Pager::new(Some(&pagination), &Value::Null);
        let bytes = usize::try_from(MOST_BYTES).unwrap();
        assert_eq!(pager.take(&page(&[1, 2], 9), bytes / 2), Ok(Step::More));
        assert_eq!(pager.take(&page(&[3, 4], 9), bytes / 2), Ok(Step::Full { read: 4 }));
    }

    #[test]
    fn page_numbers_count_from_one_and_travel_as_the_cloud_wants_them() {
        let pagination = pagination(&json!({
            "style": "page", "start": "pageNumber", "limit": "pageSize", "pageSize": 2, "items": "list", "total": "total", "asText": true,
        }));
        let result = |ids: &[u32]| json!({ "list": ids, "total": "3" });
        let mut pager = Pager::new(Some(&pagination), &json!({}));
        assert_eq!(pager.params(), json!({ "pageNumber": "1", "pageSize": "2" }));
        assert_eq!(pager.take(&result(&[1, 2]), 0), Ok(Step::More));
        assert_eq!(pager.params()["pageNumber"], "2");
        assert_eq!(pager.take(&result(&[3]), 0), Ok(Step::End));
    }

    #[test]
    fn markers_are_followed_until_there_is_none_or_one_comes_back() {
        let pagination = pagination(&json!({
            "style": "marker", "start": "Marker", "limit": "Max", "pageSize": 2, "items": "Set[]", "next": "Next", "id": "Id",
        }));
        let result = |ids: &[u32], next: &str| json!({ "Set": page(ids, 0)["Set"], "Next": next });
        let mut pager = Pager::new(Some(&pagination), &json!({}));
        assert_eq!(pager.params(), json!({ "Max": 2 }));
        assert_eq!(pager.take(&result(&[1], "10"), 0), Ok(Step::More));
        assert_eq!(
            pager.params(),
            json!({ "Max": 2, "Marker": "10" }),
            "a marker is text even when it looks like a number"
        );
        assert_eq!(pager.take(&result(&[], "20"), 0), Ok(Step::More), "a filter may leave a page empty");
        assert!(pager.take(&result(&[2], "10"), 0).unwrap_err().contains("marker"));
        let mut pager = Pager::new(Some(&pagination), &json!({}));
        assert_eq!(pager.take(&result(&[1], ""), 0), Ok(Step::End));
    }
}
