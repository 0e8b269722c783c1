//! A record of a cloud as a row: what its noun's columns say of it, made once when it is read.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;
use serde_json::Value;
use yundeck_catalogue::cloud::RefSpec;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::{CloudSpec, ColumnKind, ColumnSpec, NounSpec, Path, shown};

use crate::records::noun::{NounCell, NounState};
use crate::registers::rows::moment::moment;

/// Nouns that have a page which is not made of their columns.
const OWN_PAGES: [&str; 2] = ["instance", "image"];

/// A thing.
pub(crate) struct Row {
    /// Its name; its id where it has none.
    pub(crate) name: String,
    pub(crate) state: Option<NounState>,
    pub(crate) cells: Vec<NounCell>,
    /// What each cell is sorted by.
    pub(crate) sort: Vec<SortKey>,
    /// Everything that it is found by, in small letters.
    pub(crate) found_by: String,
    /// The cloud's own record.
    pub(crate) raw: Value,
}

/// What a cell is sorted by. Nothing comes last, from whichever end one looks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SortKey {
    Number(Decimal),
    Moment(DateTime<FixedOffset>),
    Address(IpAddr),
    Text(String),
    Nothing,
}

/// The things in a page of a noun's list, with their ids, and how many have none.
pub(crate) fn rows_in(
    spec: &'static CloudSpec,
    noun: &'static NounSpec,
    listing: &RefSpec,
    page: &Value,
) -> (Vec<(String, Row)>, usize) {
    let items = listing.items.find(page);
    let all = items.len();
    let with_ids = items.into_iter().filter_map(|item| {
        let id = listing.id.first(item).and_then(text_of).filter(|id| !id.is_empty())?;
        let row = row_of(spec, noun, listing, &id, item);
        Some((id, row))
    });
    let rows: Vec<(String, Row)> = with_ids.collect();
    let missing = all - rows.len();
    (rows, missing)
}

fn row_of(spec: &'static CloudSpec, noun: &'static NounSpec, listing: &RefSpec, id: &str, item: &Value) -> Row {
    let label = listing.label.as_ref().and_then(|path| path.texts(item).into_iter().find(|name| !name.is_empty()));
    let name = shown::name(label.as_deref().unwrap_or(id));
    let state = noun.state.as_ref().and_then(|state| {
        let word = state.path.texts(item).into_iter().find(|word| !word.is_empty())?;
        let said = state.words.get(&word);
        Some(NounState {
            text: said.map(|said| said.text()),
            tone: said.map(|said| said.tone),
            word: shown::name(&word),
        })
    });
    let (cells, sort): (Vec<NounCell>, Vec<SortKey>) =
        noun.columns.iter().map(|column| cell(spec, column, item)).unzip();
    let said = state.iter().flat_map(|state| {
        let text = state.text.iter().flat_map(|text| [text.zh.as_str(), text.en.as_str()]);
        text.chain([state.word.as_str()])
    });
    let in_cells = cells.iter().flat_map(|cell| {
        let words = cell.words.iter().flat_map(|text| [text.zh.as_str(), text.en.as_str()]);
        words.chain(cell.values.iter().map(String::as_str))
    });
    let found_by: Vec<&str> = [name.as_str(), id].into_iter().chain(said).chain(in_cells).collect();
    let found_by = found_by.join("\n").to_lowercase();
    Row { name, state, cells, sort, found_by, raw: item.clone() }
}

fn cell(spec: &'static CloudSpec, column: &'static ColumnSpec, item: &Value) -> (NounCell, SortKey) {
    let values: Vec<String> = match &column.tag {
        Some(tag) => column.path.find(item).into_iter().map(|of| tag_text(&tag.key, &tag.value, of)).collect(),
        None => column.path.texts(item),
    };
    let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
    let sort = values.first().map_or(SortKey::Nothing, |value| sort_key(column, value, values.len()));
    let words = values.first().and_then(|value| column.words.get(value)).cloned();
    let values = values.iter().map(|value| shown_value(column, value)).collect();
    let noun = column.of.as_deref().and_then(|kind| match OWN_PAGES.into_iter().find(|own| *own == kind) {
        Some(own) => Some(own),
        None => spec.noun_of_kind(kind),
    });
    (NounCell { column: &column.id, values, words, noun }, sort)
}

/// A tag as people write it.
fn tag_text(key: &Path, value: &Path, tag: &Value) -> String {
    let text = |path: &Path| path.texts(tag).into_iter().next().unwrap_or_default();
    match (text(key), text(value)) {
        (key, value) if value.is_empty() => key,
        (key, value) => format!("{key}={value}"),
    }
}

fn shown_value(column: &ColumnSpec, value: &str) -> String {
    match (column.kind, &column.unit) {
        (ColumnKind::Time, _) => moment(column, value).map_or_else(|| shown::name(value), |at| at.to_rfc3339()),
        (ColumnKind::Size, Some(unit)) => format!("{} {unit}", shown::name(value)),
        _ => shown::name(value),
    }
}

fn sort_key(column: &ColumnSpec, value: &str, count: usize) -> SortKey {
    let key = match column.kind {
        ColumnKind::Number | ColumnKind::Size => value.parse().ok().map(SortKey::Number),
        ColumnKind::Time => moment(column, value).map(SortKey::Moment),
        ColumnKind::Addresses => value.parse().ok().map(SortKey::Address),
        // How many there are says more than which comes first.
        ColumnKind::Link if count > 1 => Some(SortKey::Number(Decimal::from(count))),
        _ => None,
    };
    key.unwrap_or_else(|| SortKey::Text(value.to_lowercase()))
}

impl SortKey {
    /// The order of two cells. What is missing stays at the end.
    pub(crate) fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let missing = (*self == Self::Nothing).cmp(&(*other == Self::Nothing));
        let order = self.cmp(other);
        missing.then(if descending { order.reverse() } else { order })
    }
}

/// What an item belongs to, by `x-ref` kind. What is bound to nothing names an empty id.
pub(crate) fn belongs_to(listing: &RefSpec, item: &Value) -> BTreeMap<String, Vec<String>> {
    let ids = |path: &Path| path.texts(item).into_iter().filter(|id| !id.is_empty()).collect();
    listing.within.iter().map(|(kind, path)| (kind.clone(), ids(path))).collect()
}
