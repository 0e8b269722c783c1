//! `filters`, `tags` and pages, the same for every list.

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::shelf;
use yundeck_sandbox::{Incoming, Refusal};

use super::{Answer, refuse};

/// Conditions joined by and; the values of one by or.
pub(super) struct Filters(Vec<Filter>);

struct Filter {
    name: String,
    operator: String,
    values: Vec<String>,
}

/// How a filter's value is compared when no operator is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The whole text.
    Exact,
    /// Any part of it.
    Part,
}

impl Filters {
    /// The filters of a call.
    pub(super) fn of(incoming: &Incoming) -> Self {
        let texts =
            |filter: &Value, name: &str| filter.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let read = |filter: &Value| Filter {
            name: texts(filter, "name"),
            operator: texts(filter, "operator"),
            values: strings(filter.get("values")),
        };
        Self(incoming.params.get("filters").and_then(Value::as_array).into_iter().flatten().map(read).collect())
    }

    /// Whether a thing passes. `facts` says, for a filter's name, which texts the thing has there and how they are compared;
    /// a name it does not know is no condition.
    pub(super) fn pass(&self, facts: impl Fn(&str) -> Option<(Vec<String>, Match)>) -> bool {
        self.0.iter().all(|filter| facts(&filter.name).is_none_or(|(found, how)| filter.fits(&found, how)))
    }

    /// The values asked for under a name; `None` when there is no such condition.
    pub(super) fn values(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|filter| filter.name == name).map(|filter| filter.values.as_slice())
    }
}

impl Filter {
    fn fits(&self, found: &[String], how: Match) -> bool {
        let any = |test: &dyn Fn(&str, &str) -> bool| {
            self.values.iter().any(|value| found.iter().any(|text| test(text, value)))
        };
        match self.operator.as_str() {
            "ne" => !any(&|text, value| text == value),
            "like" => any(&|text, value| text.contains(value)),
            "lt" => any(&|text, value| text < value),
            "le" => any(&|text, value| text <= value),
            "gt" => any(&|text, value| text > value),
            "ge" => any(&|text, value| text >= value),
            _ if how == Match::Part => any(&|text, value| text.contains(value)),
            _ => any(&|text, value| text == value),
        }
    }
}

/// A fact that is compared as a whole.
pub(super) fn exact(text: impl Into<String>) -> Option<(Vec<String>, Match)> {
    Some((vec![text.into()], Match::Exact))
}

/// Several such facts.
pub(super) fn exact_all(texts: Vec<String>) -> Option<(Vec<String>, Match)> {
    Some((texts, Match::Exact))
}

/// A fact of which a part is enough.
pub(super) fn part(texts: Vec<String>) -> Option<(Vec<String>, Match)> {
    Some((texts, Match::Part))
}

/// Whether a thing with these tags passes the call's `tags`.
pub(super) fn tags_pass(incoming: &Incoming, tags: Option<&Value>) -> bool {
    let asked = incoming.params.get("tags").and_then(Value::as_array);
    asked.into_iter().flatten().all(|wanted| {
        let values = strings(wanted.get("values"));
        tags.and_then(Value::as_array).into_iter().flatten().any(|tag| {
            let value = tag.get("value").and_then(Value::as_str).unwrap_or_default();
            tag.get("key") == wanted.get("key") && (values.is_empty() || values.iter().any(|one| one == value))
        })
    })
}

/// One page of a list under its name, with `totalCount`. Only what is on the page is shown in full.
pub(super) fn page<T>(
    incoming: &Incoming,
    name: &str,
    items: impl IntoIterator<Item = T>,
    show: impl Fn(T) -> Value,
) -> Answer {
    let number = |name: &str, otherwise: i64| {
        let given = incoming.number(name).unwrap_or(otherwise);
        usize::try_from(given).map_err(|_| out_of_range(name))
    };
    let size = number("pageSize", 20)?;
    let start = number("pageNumber", 1)?.saturating_sub(1).saturating_mul(size);
    let (shown, total) = shelf::page(items, start, size);
    let mut result = Map::new();
    result.insert(name.to_owned(), shown.into_iter().map(show).collect());
    result.insert("totalCount".to_owned(), json!(total));
    Ok(Value::Object(result))
}

fn out_of_range(name: &str) -> Refusal {
    refuse::out_of_range(format!("{name} out of range"))
}

/// The texts of a list.
pub(super) fn strings(list: Option<&Value>) -> Vec<String> {
    let elements = list.and_then(Value::as_array).into_iter().flatten();
    elements.filter_map(Value::as_str).map(str::to_owned).collect()
}
