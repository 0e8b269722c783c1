//! A noun's rows as they are asked for: searched and sorted here, of which the window gets exactly those it shows.

use std::cmp::Ordering;

use yundeck_domain::Scope;

use super::row::{Row, SortKey};
use super::{Held, Rows};
use crate::records::noun::{NounFilter, NounPage, NounRow, RowKey};

/// The sorted places of one view at one version of the rows.
pub(crate) struct Sorted {
    version: u64,
    filter: NounFilter,
    places: Vec<(Scope, usize)>,
}

type Found<'r> = (&'r Scope, &'r Held, usize, &'r str, &'r Row);

impl Rows {
    /// The rows `from..to` of a view.
    pub(crate) fn page(&mut self, filter: NounFilter, from: usize, to: usize) -> NounPage {
        let fresh =
            self.sorted.as_ref().is_some_and(|sorted| sorted.version == self.version && sorted.filter == filter);
        if !fresh {
            self.sorted = Some(self.sort(filter));
        }
        let places = self.sorted.as_ref().map_or(&[][..], |sorted| &sorted.places[..]);
        let from = from.min(places.len());
        let rows = places.get(from..to.clamp(from, places.len())).into_iter().flatten();
        let rows = rows.filter_map(|(scope, place)| {
            let held = self.scopes.get(scope)?;
            let (id, of) = held.rows.get_index(*place)?;
            Some(row(scope, held, id, of))
        });
        NounPage {
            rows: rows.collect(),
            total: count(places.len()),
            all: count(self.scopes.values().map(|held| held.rows.len()).sum()),
            status: self.status(),
        }
    }

    fn sort(&self, filter: NounFilter) -> Sorted {
        let words: Vec<String> = filter.search.split_whitespace().map(str::to_lowercase).collect();
        let shown = |scope: &Scope| filter.accounts.is_empty() || filter.accounts.contains(&scope.account);
        let mut found: Vec<Found<'_>> = Vec::new();
        for (scope, held) in self.scopes.iter().filter(|(scope, _)| shown(scope)) {
            let label = held.account_label.to_lowercase();
            let has = |row: &Row| words.iter().all(|word| row.found_by.contains(word) || label.contains(word));
            let rows = held.rows.iter().enumerate().filter(|(_, (_, row))| has(row));
            found.extend(rows.map(|(place, (id, row))| (scope, held, place, id.as_str(), row)));
        }
        found.sort_by(|a, b| {
            compare(&filter, a, b).then_with(|| a.3.cmp(b.3)).then_with(|| a.0.region.cmp(&b.0.region))
        });
        let places = found.into_iter().map(|(scope, _, place, _, _)| (scope.clone(), place)).collect();
        Sorted { version: self.version, places, filter }
    }
}

fn compare(filter: &NounFilter, a: &Found<'_>, b: &Found<'_>) -> Ordering {
    let text = |of: &str| SortKey::Text(of.to_lowercase());
    let key = |(scope, held, _, _, row): &Found<'_>| match filter.sort.as_str() {
        "" | "name" => text(&row.name),
        "state" => row.state.as_ref().map_or(SortKey::Nothing, |state| {
            // What is called alike in two clouds stands together.
            text(state.text.as_ref().map_or(&state.word, |text| &text.en))
        }),
        "cloud" => text(&held.spec.id),
        "account" => text(&held.account_label),
        "region" => text(&scope.region),
        column => {
            let at = row.cells.iter().position(|cell| cell.column == column);
            at.and_then(|at| row.sort.get(at)).cloned().unwrap_or(SortKey::Nothing)
        }
    };
    key(a).compare(&key(b), filter.descending)
}

/// A thing as a table shows it.
pub(crate) fn row(scope: &Scope, held: &Held, id: &str, row: &Row) -> NounRow {
    NounRow {
        key: RowKey { account: scope.account.clone(), region: scope.region.clone(), id: id.to_owned() },
        cloud: held.spec.id.clone(),
        account_label: held.account_label.clone(),
        sandbox: held.sandbox,
        name: row.name.clone(),
        state: row.state.clone(),
        cells: row.cells.clone(),
    }
}

pub(crate) fn count(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
