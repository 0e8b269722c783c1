//! Pages of a list that get lost.

use serde_json::Value;
use yundeck_catalogue::operation::{PageStyle, Pagination};
use yundeck_catalogue::path::{Path, text_of};

/// Where a page stands in its list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'p> {
    pagination: &'p Pagination,
    start: u64,
    limit: Option<u64>,
    items: u64,
}

impl<'p> Page<'p> {
    /// The page that was asked for with these parameters and answered so.
    pub(crate) fn of(pagination: &'p Pagination, params: &Value, result: &Value) -> Self {
        let number = |name: &str| params.get(name).and_then(text_of).and_then(|text| text.parse().ok());
        let first = if pagination.style == PageStyle::Page { 1 } else { 0 };
        let items = pagination.items.find(result).len() as u64;
        Self { pagination, start: number(&pagination.start).unwrap_or(first), limit: number(&pagination.limit), items }
    }

    /// Whether more pages follow it.
    pub(crate) fn is_followed(&self, result: &Value) -> bool {
        let total = self.pagination.total.as_ref().and_then(|path| path.texts(result).first()?.parse::<u64>().ok());
        let shown = match self.pagination.style {
            PageStyle::Page => self.start.saturating_sub(1) * self.limit.unwrap_or(self.items) + self.items,
            PageStyle::Offset => self.start + self.items,
            PageStyle::Marker => return self.next(result).is_some(),
        };
        self.items > 0 && total.is_some_and(|total| shown < total)
    }

    /// The parameters that ask for the next page.
    pub(crate) fn following(&self, params: &Value, result: &Value) -> Value {
        let next = match self.pagination.style {
            PageStyle::Page => Value::from(self.start + 1),
            PageStyle::Offset => Value::from(self.start + self.items),
            PageStyle::Marker => self.next(result).unwrap_or_default(),
        };
        let text = self.pagination.as_text.then(|| text_of(&next)).flatten();
        let mut following = params.clone();
        if let Some(members) = following.as_object_mut() {
            members.insert(self.pagination.start.clone(), text.map_or(next, Value::from));
        }
        following
    }

    /// The page without its items.
    pub(crate) fn emptied(&self, mut result: Value) -> Value {
        let mut steps = self.pagination.items.as_str().trim_end_matches("[]").split('.');
        let items = steps.try_fold(&mut result, |at, step| at.get_mut(step)).and_then(Value::as_array_mut);
        if let Some(items) = items {
            items.clear();
        }
        result
    }

    fn next(&self, result: &Value) -> Option<Value> {
        let next = self.pagination.next.as_ref().and_then(|path: &Path| path.first(result))?;
        text_of(next).filter(|text| !text.is_empty() && text != "0").map(|_| next.clone())
    }
}
