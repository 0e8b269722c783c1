//! One operation of a cloud: its parameters, its effect, its price, its limits.

mod reconcile;

use std::time::Duration;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use reconcile::Reconcile;

use crate::again::AgainRule;
use crate::batch::Batch;
use crate::path::Path;
use crate::schema;
use crate::text::Text;

/// How long a cloud is taken to know an idempotency token where its document does not say; none of the documents at hand does.
/// An hour is enough for a person who looks at an unanswered order and asks again, and short against what a cloud that has
/// tokens at all is likely to keep.
const TOKEN_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// The role in a reply of what lets whoever has it into a machine: a console's address, or its password.
pub const ACCESS: &str = "access";

/// An operation exactly as the cloud spells it, with everything the application needs to know before calling it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Operation {
    /// The operation's name; the key it stands under in its file.
    #[serde(skip)]
    pub name: String,
    /// What it does, in two to five words.
    pub title: Text,
    /// What a person must know before using it, in a sentence or two.
    pub help: Option<Text>,
    /// The thing it works on: `instance`, `image`, `key_pair`, ... The name of the file it stands in.
    #[serde(default)]
    pub noun: String,
    /// What calling it does to the account.
    pub effect: Effect,
    /// Whether it interrupts a running service.
    #[serde(default)]
    pub disruptive: bool,
    /// When its parameters make it more than that: starting a charge, losing a thing, interrupting a service.
    #[serde(default)]
    pub when: Vec<When>,
    /// What it gives away: whoever has it gets at data, or into a machine.
    pub grants: Option<Grants>,
    /// Not one of the operations of the cloud's virtual-machine document, but needed to fill its parameters.
    #[serde(default)]
    pub companion: bool,
    /// The entry of the cloud's `sources` that knows it, when it is newer than the cloud's document.
    pub since: Option<String>,
    /// Method and path.
    pub http: Http,
    /// The service that serves it, when it is not the cloud's default one.
    pub service: Option<String>,
    /// JSON Schema 2020-12 of the parameters, with `x-` annotations (see `schema`). Shapes are resolved on loading.
    pub input: Value,
    /// Where in the reply the application finds things, by role: `ids`, `items`, ... What stands at `private_key` is a secret
    /// that the cloud makes and tells once; what stands at `access` lets whoever has it into a machine.
    #[serde(default)]
    pub output: IndexMap<String, Path>,
    /// Where the reply has a verdict on each of the things that the call named, when the cloud answers item by item.
    pub batch: Option<Batch>,
    /// How a list operation is read to its end.
    pub pagination: Option<Pagination>,
    /// How a list that shows one place at a time (the default project's) is read for all places.
    pub everywhere: Option<Everywhere>,
    /// The parameter with which the cloud recognises a repeated request.
    pub idempotency: Option<String>,
    /// How many seconds after it was first sent the cloud still recognises it, where the document says so. Sent later, it would
    /// be taken for a new request.
    pub idempotency_seconds: Option<u32>,
    /// The parameter with which the call is only checked, and nothing is done.
    pub dry_run: Option<DryRun>,
    /// Which operation prices this one.
    pub quote: Option<QuoteRef>,
    /// Why a purchase cannot be priced beforehand.
    pub no_quote: Option<Text>,
    /// For an operation that creates instances: what of an instance's record goes where, to order another one like it.
    #[serde(default)]
    pub again: Vec<AgainRule>,
    /// How to find out what became of a call that was never answered.
    pub reconcile: Option<Reconcile>,
    /// The waiter of `cloud.json` that says when the effect has been reached.
    pub waiter: Option<String>,
    /// How often per second the document allows the call, when it differs from the cloud's default.
    pub rate_limit_per_second: Option<u32>,
    /// How many ids one call may carry.
    pub max_ids: Option<u32>,
    /// The vendor states in which the thing must be.
    #[serde(default)]
    pub requires_state: Vec<String>,
    /// States that do as well, when the parameters say so (a running instance may be forced off).
    #[serde(default)]
    pub also_state: Vec<AlsoState>,
    /// Our explanation of the operation's own error codes.
    #[serde(default)]
    pub errors: IndexMap<String, Text>,
    /// The file in the document set, or the name of the vendor's SDK package, that the facts are from.
    pub source: String,
    /// Parameters that validate.
    pub example: Value,
}

impl Operation {
    /// What calling it with these parameters does to the account: the strongest of what the catalogue says.
    pub fn effect_of(&self, params: &Value) -> Effect {
        self.holding(params).filter_map(|when| when.effect).fold(self.effect, Effect::max)
    }

    /// Whether calling it with these parameters interrupts a running service.
    pub fn interrupts(&self, params: &Value) -> bool {
        self.disruptive || self.holding(params).any(|when| when.disruptive)
    }

    /// What calling it with these parameters gives away.
    pub fn grants_of(&self, params: &Value) -> Option<Grants> {
        self.grants.or_else(|| self.holding(params).find_map(|when| when.grants))
    }

    /// Why a call with these parameters cannot be priced beforehand, where they make a purchase of it.
    pub fn unpriced(&self, params: &Value) -> Option<&Text> {
        self.when.iter().filter(|when| when.holds(params)).find_map(|when| when.no_quote.as_ref())
    }

    fn holding<'a>(&'a self, params: &'a Value) -> impl Iterator<Item = &'a When> {
        self.when.iter().filter(|when| when.holds(params))
    }

    /// For how long after it was first sent a token may be sent again; `None` where the cloud recognises nothing by one.
    pub fn token_lifetime(&self) -> Option<Duration> {
        self.idempotency.as_ref()?;
        Some(self.idempotency_seconds.map_or(TOKEN_LIFETIME, |seconds| Duration::from_secs(seconds.into())))
    }

    /// Whether the answer to a call that was done names what came of it. Of one that names nothing, an empty answer says the
    /// same as any other.
    pub fn names_result(&self) -> bool {
        self.output.contains_key("ids") || self.batch.is_some()
    }

    /// Whether a call with these parameters is only checked: whatever is answered, it has not been asked to do anything.
    pub fn only_checks(&self, params: &Value) -> bool {
        let dry = self.dry_run.as_ref().and_then(|dry| params.get(&dry.parameter));
        dry.and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether a thing in this state allows the call with these parameters.
    pub fn allows_state(&self, state: &str, params: &Value) -> bool {
        let given = |(name, value): (&String, &Value)| params.get(name) == Some(value);
        self.requires_state.is_empty()
            || self.requires_state.iter().any(|required| required == state)
            || self.also_state.iter().any(|also| also.state == state && also.given.iter().any(given))
    }

    /// The key of `refs` that lists the places which a call with these parameters has to be told of to show all there is;
    /// `None` where it shows all anyway, or names the places it is about.
    pub fn places(&self, params: &Value) -> Option<&str> {
        let named =
            |everywhere: &&Everywhere| params.get(&everywhere.parameter).is_some_and(|places| !places.is_null());
        self.everywhere.as_ref().filter(|everywhere| !named(everywhere)).map(|everywhere| everywhere.places.as_str())
    }

    /// The parameters of the calls that show what is in these places, as the `refs` entry has their ids: one call for as many
    /// places as the parameter takes. Without places the one call that shows the place that the cloud takes by default.
    pub fn at_places(&self, params: &Value, places: &[Value]) -> Vec<Value> {
        let Some(everywhere) = self.everywhere.as_ref().filter(|_| self.places(params).is_some() && !places.is_empty())
        else {
            return vec![params.clone()];
        };
        let parameter = schema::at(&self.input, &format!("/{}", everywhere.parameter));
        let with = |value: Value| {
            let mut all = params.as_object().cloned().unwrap_or_default();
            all.insert(everywhere.parameter.clone(), value);
            Value::Object(all)
        };
        if parameter.and_then(|one| one.get("type")).is_some_and(|kind| kind != "array") {
            return places.iter().cloned().map(with).collect();
        }
        let most = parameter.and_then(|list| list.get("maxItems"));
        let most = most.and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        places.chunks(most.max(1)).map(|some| with(Value::from(some))).collect()
    }
}

/// A state that an operation allows under a condition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlsoState {
    /// The vendor's state.
    pub state: String,
    /// Parameters any of which must have this value.
    pub given: IndexMap<String, Value>,
}

impl std::fmt::Display for AlsoState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given: Vec<String> = self
            .given
            .iter()
            .map(|(name, value)| format!("{name}={}", crate::path::text_of(value).unwrap_or_default()))
            .collect();
        write!(f, "{} ({})", self.state, given.join(" / "))
    }
}

/// Parameters that make an operation more than its `effect` and `disruptive` say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct When {
    /// Parameters any of which must have this value, those of a structure by `Outer/Inner`; `null`: any value at all.
    pub given: IndexMap<String, Value>,
    /// Parameters any of which with this value makes it no more than it is anyway.
    #[serde(default)]
    pub unless: IndexMap<String, Value>,
    /// What it does to the account then.
    pub effect: Option<Effect>,
    /// Whether it interrupts a running service then.
    #[serde(default)]
    pub disruptive: bool,
    /// What it gives away then.
    pub grants: Option<Grants>,
    /// Why what is a purchase then cannot be priced beforehand.
    pub no_quote: Option<Text>,
}

impl When {
    fn holds(&self, params: &Value) -> bool {
        let is = |(name, wanted): (&String, &Value)| match params.pointer(&format!("/{name}")) {
            None | Some(Value::Null) => false,
            Some(value) if wanted.is_null() => *value != "",
            Some(value) => value == wanted,
        };
        self.given.iter().any(is) && !self.unless.iter().any(is)
    }
}

/// What an operation gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Grants {
    /// Data: somebody else gets at what is on a disk or in an image.
    Data,
    /// Access: somebody gets into a machine, by a password, a key or a console.
    Access,
}

/// How a call is only checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DryRun {
    /// The parameter; true asks for it.
    pub parameter: String,
    /// The error code by which the cloud says that the check passed, where it does not answer as to a call that was done.
    pub passed: Option<String>,
}

/// What calling an operation does to the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Changes something that can be changed back.
    Mutate,
    /// Starts or changes a charge.
    Purchase,
    /// Loses a resource or data.
    Destroy,
}

impl Effect {
    /// Whether the call may be sent without a confirmed plan.
    pub fn is_read(self) -> bool {
        self == Self::Read
    }
}

/// Method and path of an operation. `{name}` in the path is a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Upper-case HTTP method.
    pub method: String,
    /// Path with `{name}` placeholders.
    pub path: String,
}

/// How a list operation is read to its end.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Pagination {
    /// How the next page is asked for.
    pub style: PageStyle,
    /// The parameter that says where the page begins (offset, page number or marker).
    pub start: String,
    /// The parameter that says how many items a page holds.
    pub limit: String,
    /// How many items to ask for.
    pub page_size: u32,
    /// The items in the reply.
    pub items: Path,
    /// The number of all matching items in the reply, when the cloud says it.
    pub total: Option<Path>,
    /// The next page's start in the reply, for `marker`.
    pub next: Option<Path>,
    /// The member that identifies an item: two pages that repeat it are no progress.
    pub id: Option<Path>,
    /// Whether start and limit travel as text (`"20"`) instead of numbers.
    #[serde(default)]
    pub as_text: bool,
}

/// How a list that leaves out what is elsewhere is read for all places: with the ids of all of them in its parameter, as
/// many at a time as the parameter takes. Without that it shows the place that the cloud takes by default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Everywhere {
    /// The parameter that takes the places' ids: a list, or one number where a call shows one of them.
    pub parameter: String,
    /// The key of `refs` that lists the places; [`Self::OF_ACCOUNT`] where the person names them.
    pub places: String,
}

impl Everywhere {
    /// Nothing lists the places: those that are numbers among what the account is narrowed to are meant, beside what the
    /// cloud shows by itself.
    pub const OF_ACCOUNT: &'static str = "account";
}

/// How the next page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStyle {
    /// By the number of items to skip.
    Offset,
    /// By page number, from 1.
    Page,
    /// By what the previous reply named as next.
    Marker,
}

/// Which operation prices another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRef {
    /// The pricing operation.
    pub operation: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn at_places_asks_for_as_many_at_a_time_as_the_parameter_takes() {
        let words = json!({ "zh": "词", "en": "word" });
        let mut list: Operation = serde_json::from_value(json!({
            "title": words, "effect": "read", "http": { "method": "GET", "path": "/" }, "source": "000.txt", "example": {},
            "input": { "properties": { "ProjectId": { "type": "array", "maxItems": 2 } } },
            "everywhere": { "parameter": "ProjectId", "places": "project" },
        }))
        .unwrap();
        let asked = json!({ "Search": "web" });
        let places = [json!(0), json!(7), json!(9)];
        assert_eq!(list.places(&asked), Some("project"));
        let calls = [json!({ "Search": "web", "ProjectId": [0, 7] }), json!({ "Search": "web", "ProjectId": [9] })];
        assert_eq!(list.at_places(&asked, &places), calls);
        assert_eq!(list.at_places(&Value::Null, &places[..1]), [json!({ "ProjectId": [0] })]);
        assert_eq!(list.at_places(&asked, &[]), vec![asked.clone()]);
        let named = json!({ "ProjectId": [7] });
        assert_eq!((list.places(&named), list.at_places(&named, &places)), (None, vec![named.clone()]));
        let mut one = list.clone();
        one.input = json!({ "properties": { "ProjectId": { "type": "integer" } } });
        let calls = [json!({ "Search": "web", "ProjectId": 7 }), json!({ "Search": "web", "ProjectId": 9 })];
        assert_eq!(one.at_places(&asked, &places[1..]), calls);
        list.everywhere = None;
        assert_eq!((list.places(&asked), list.at_places(&asked, &places)), (None, vec![asked.clone()]));
    }
}
