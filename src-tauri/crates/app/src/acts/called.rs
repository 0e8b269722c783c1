//! The goal of an act that has no page of its own: what the catalogue says of it, and nothing more.

use serde_json::Value;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::{CloudSpec, Operation, Path, schema};
use yundeck_client::{Access, Client, Standing};
use yundeck_domain::{Call, Error, Read};

use crate::acts::Acts;
use crate::acts::apply::PAGES_BEFORE;
use crate::acts::look::things::Searched;
use crate::records::goal::{Called, Trace};
use crate::records::journal::JournalLine;

impl Called {
    /// The goal of a call, before anything was looked at.
    pub fn of(spec: &CloudSpec, operation: &Operation, params: &Value) -> Self {
        let ids = waited_for(spec, operation).map(|name| texts(params.get(name))).unwrap_or_default();
        let instances = named(operation, params, "instance");
        // A check, too: where the answer does not say that it was only checked, it is looked for.
        Self {
            waiter: operation.waiter.clone(),
            ids,
            instances,
            trace: Trace::None,
            before: vec![],
            was_there: vec![],
            looked_at: None,
            partial: false,
            count: operation.reconcile.as_ref().and_then(|reconcile| reconcile.counted(params)),
        }
    }
}

/// The parameter that names what the operation's waiter asks about: the one of the same kind as the waiter's, or of its
/// name.
fn waited_for<'o>(spec: &CloudSpec, operation: &'o Operation) -> Option<&'o str> {
    let waiter = spec.waiters.get(operation.waiter.as_ref()?)?;
    let asked = schema::at(&spec.operation(&waiter.operation)?.input, &format!("/{}", waiter.ids))?;
    let kind = kind_of(asked);
    let mut members = schema::properties(&operation.input);
    members
        .find(|(name, member)| *name == waiter.ids || (kind.is_some() && kind_of(member) == kind))
        .map(|(name, _)| name)
}

/// The kind of thing that a parameter, or each element of it, names.
pub(crate) fn kind_of(member: &Value) -> Option<&str> {
    let here = |schema: &'_ Value| schema.get("x-ref").is_some();
    let named = if here(member) { Some(member) } else { member.get("items") };
    named?.get("x-ref")?.as_str()
}

/// The ids in the parameters that name things of a kind.
pub(crate) fn named(operation: &Operation, params: &Value, kind: &str) -> Vec<String> {
    schema::properties(&operation.input)
        .filter(|(_, member)| kind_of(member) == Some(kind))
        .flat_map(|(name, _)| texts(params.get(name)))
        .collect()
}

/// The texts of a parameter that is one, or a list of them.
pub(crate) fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(elements)) => elements.iter().filter_map(text_of).collect(),
        Some(single) => text_of(single).into_iter().collect(),
        None => vec![],
    }
}

impl Acts {
    /// The goal with what has to be known before the call is sent. What cannot be looked at keeps nothing from being sent: an
    /// answer is still an answer, and without one the outcome stays unknown.
    pub(crate) async fn called_before(
        &self,
        access: &Access,
        region: &str,
        operation: &Operation,
        params: &Value,
        goal: Called,
    ) -> Called {
        // Its answer says whether it was only checked, and names what came of it otherwise.
        if operation.only_checks(params) && operation.names_result() {
            return goal;
        }
        if let Some(waiter) = goal.waiter.as_ref().filter(|_| !goal.ids.is_empty()) {
            let Ok(there) = self.reach.client.poll(access, region, waiter, &goal.ids, params).await else {
                return goal;
            };
            // A state that one of them is in already cannot tell an unanswered act.
            let told = there.iter().all(|(_, standing)| !standing.is_settled());
            let trace = if told { Trace::State } else { Trace::None };
            let awaits_absence = access.cloud.waiters.get(waiter).is_some_and(|waiter| waiter.missing_is_success);
            let in_state = |standing: &Standing| awaits_absence && matches!(standing, Standing::Reached { .. });
            let was_there = there.into_iter().filter(|(_, standing)| in_state(standing)).map(|(id, _)| id).collect();
            return Called { trace, was_there, ..goal };
        }
        match fitting(&self.reach.client, access, region, operation, params, PAGES_BEFORE).await {
            Ok(Some(Searched { items: before, long: partial, .. })) => {
                let looked_at = Some(self.reach.now_at(&access.account.id));
                Called { trace: Trace::Listing, before, looked_at, partial, ..goal }
            }
            Ok(None) => goal,
            Err(error) => {
                tracing::debug!(operation = operation.name, kind = ?error.kind, "no look before the call");
                goal
            }
        }
    }

    /// Reads the instances that an act was about into the inventory, in the background. What fails is made up for by the next
    /// refresh.
    pub(crate) fn show_instances(&self, line: &JournalLine) {
        let instances = line.goal.as_ref().map(|goal| goal.instances().to_vec()).unwrap_or_default();
        if instances.is_empty() {
            return;
        }
        let (acts, scope) = (self.clone(), line.entry.act.scope());
        tokio::spawn(async move {
            let read = async {
                let Ok((access, adapter)) = acts.reach.access(&scope.account).await else { return };
                if let Err(error) = acts.reads.refresh_instances(&access, adapter, &scope, &instances).await {
                    tracing::debug!(kind = ?error.kind, "the instances of an act could not be read");
                }
            };
            tokio::select! {
                biased;
                // What goes on after the application has ended would keep its folder locked.
                () = acts.life.cancelled() => {}
                () = read => {}
            }
        });
    }
}

/// The ids of what could be the result of a creation with these parameters, by the operation's `reconcile`: asked for by its name
/// where the list can be, and in so many of its pages at most. `None` when the catalogue has no way to look, or the parameters
/// name nothing to look for.
pub(crate) async fn fitting(
    client: &Client,
    access: &Access,
    region: &str,
    operation: &Operation,
    params: &Value,
    pages: u32,
) -> Result<Option<Searched<String>>, Error> {
    let Some(ResultList { list, params, items, id, by }) = list_of(access.cloud, operation, params) else {
        return Ok(None);
    };
    let read = Read { call: Call::new(list.name.clone(), params), map: |page| vec![page.clone()] };
    let listing = client.list_some(access, region, &read, pages).await;
    if let Some(error) = listing.failure {
        return Err(error);
    }
    let all = listing.items.iter().flat_map(|page| items.find(page));
    let fits = all.filter(|item| by.iter().all(|wanted| mentions(item, wanted)));
    let found = fits.filter_map(|item| id.first(item).and_then(text_of)).collect();
    Ok(Some(Searched::of(found, listing.complete, listing.pages, pages)))
}

/// The list in which the result of an unanswered creation turns up.
struct ResultList<'s> {
    list: &'s Operation,
    /// Its parameters, restricted as the call was.
    params: Value,
    items: &'s Path,
    id: &'s Path,
    /// The values that identify the result.
    by: Vec<String>,
}

fn list_of<'s>(spec: &'s CloudSpec, operation: &Operation, call: &Value) -> Option<ResultList<'s>> {
    let reconcile = operation.reconcile.as_ref().filter(|_| operation.output.contains_key("ids"))?;
    let list = spec.operation(&reconcile.operation)?;
    // A list without pages is described where pickers are filled from it.
    let paged = list.pagination.as_ref().and_then(|pages| Some((&pages.items, pages.id.as_ref()?)));
    let picked = || spec.refs.values().find(|picker| picker.operation == list.name).map(|it| (&it.items, &it.id));
    let (items, id) = paged.or_else(picked)?;
    let by: Vec<String> = reconcile.by.iter().flat_map(|path| Path::new(path.clone()).texts(call)).collect();
    let params = reconcile.list_params(call);
    let given = |name: &str| params.get(name).is_some() || is_filled_in(list, name);
    let required = list.input.get("required").and_then(Value::as_array);
    let complete = required.is_none_or(|names| names.iter().filter_map(Value::as_str).all(given));
    (!by.is_empty() && complete).then_some(ResultList { list, params, items, id, by })
}

fn is_filled_in(operation: &Operation, name: &str) -> bool {
    schema::at(&operation.input, &format!("/{name}"))
        .and_then(|member| member.get("x-hidden"))
        .and_then(Value::as_bool)
        .unwrap_or(false)
}

/// Whether a text stands anywhere in an item.
pub(crate) fn mentions(item: &Value, wanted: &str) -> bool {
    match item {
        Value::Object(members) => members.values().any(|member| mentions(member, wanted)),
        Value::Array(elements) => elements.iter().any(|element| mentions(element, wanted)),
        scalar => text_of(scalar).is_some_and(|text| text == wanted),
    }
}
