//! The goal of an act that has no page of its own: what the catalogue says of it, and nothing more.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::{CloudSpec, Operation, schema};
use yundeck_client::{Access, Standing};
use yundeck_domain::{Call, Error, Scope};

use crate::activity::ActivityResource;
use crate::app::App;
use crate::goal::{Seen, Sought};

/// What an act is meant to bring about, by the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The waiter that says when it is done; without one, an accepted answer is the end.
    pub waiter: Option<String>,
    /// The ids in its parameters that the waiter can be asked about.
    pub ids: Vec<String>,
    /// The instances in its parameters: the inventory is to show what became of them.
    pub instances: Vec<String>,
    /// How an unanswered act can be told.
    pub trace: Trace,
    /// What looked like its result before it was sent.
    pub before: Vec<String>,
}

/// How an unanswered act can be told from one that never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trace {
    /// Not at all: its outcome stays unknown.
    None,
    /// By the state of what it acts on, which was another one before.
    State,
    /// By a new thing in a list.
    Listing,
}

impl Called {
    /// The goal of a call, before anything was looked at.
    pub fn of(spec: &CloudSpec, operation: &Operation, params: &Value) -> Self {
        let ids = waited_for(spec, operation).map(|name| texts(params.get(name))).unwrap_or_default();
        let instances = named(operation, params, "instance");
        Self { waiter: operation.waiter.clone(), ids, instances, trace: Trace::None, before: vec![] }
    }

    /// Whether nothing is left to look for once it is answered.
    pub fn ends_with_answer(&self, answered: &[String]) -> bool {
        self.waiter.is_none() || (self.ids.is_empty() && answered.is_empty())
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

impl App {
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
        if let Some(waiter) = goal.waiter.as_ref().filter(|_| !goal.ids.is_empty()) {
            let there = self.client().poll(access, region, waiter, &goal.ids).await;
            let open = there.is_ok_and(|all| all.iter().any(|(_, standing)| !standing.is_settled()));
            let trace = if open { Trace::State } else { Trace::None };
            return Called { trace, ..goal };
        }
        match self.fitting(access, region, operation, params).await {
            Ok(Some(before)) => Called { trace: Trace::Listing, before, ..goal },
            Ok(None) => goal,
            Err(error) => {
                tracing::debug!(operation = operation.name, kind = ?error.kind, "no look before the call");
                goal
            }
        }
    }

    /// Reads the instances that the act was about into the inventory. One that fails is made up for by the next refresh.
    pub(crate) async fn show_instances(&self, scope: &Scope, goal: &Called) {
        if goal.instances.is_empty() {
            return;
        }
        let Ok((access, adapter)) = self.access(&scope.account).await else { return };
        if let Err(error) = self.refresh_instances(&access, adapter, scope, &goal.instances).await {
            tracing::debug!(kind = ?error.kind, "the instances of an act could not be read");
        }
    }

    /// Looks whether the goal is reached. Only reads.
    pub(crate) async fn look_called(
        &self,
        access: &Access,
        region: &str,
        goal: &Called,
        sought: &Sought<'_>,
    ) -> Result<Seen, Error> {
        let ids = if sought.ids.is_empty() { &goal.ids } else { sought.ids };
        let resources: Vec<ActivityResource> =
            ids.iter().map(|id| ActivityResource { id: id.clone(), state: None }).collect();
        if sought.answered {
            let Some(waiter) = goal.waiter.as_ref().filter(|_| !ids.is_empty()) else {
                return Ok(Seen::Reached(resources));
            };
            let standings: Vec<Standing> = self
                .client()
                .poll(access, region, waiter, ids)
                .await?
                .into_iter()
                .map(|(_, standing)| standing)
                .collect();
            return Ok(if standings.iter().all(Standing::is_reached) {
                Seen::Reached(resources)
            } else if standings.iter().all(Standing::is_settled) {
                Seen::Broken(resources)
            } else {
                Seen::Underway(resources)
            });
        }
        match (goal.trace, &goal.waiter) {
            (Trace::State, Some(waiter)) => {
                let standings = self.client().poll(access, region, waiter, ids).await?;
                let reached = standings.iter().all(|(_, standing)| standing.is_reached());
                Ok(if reached { Seen::Reached(resources) } else { Seen::Nothing })
            }
            (Trace::Listing, waiter) => {
                let Some(operation) = access.cloud.operation(sought.operation) else {
                    return Ok(Seen::Nothing);
                };
                let there = self.fitting(access, region, operation, sought.params).await?.unwrap_or_default();
                let new = there.into_iter().filter(|id| !goal.before.contains(id));
                let new: Vec<ActivityResource> = new.map(|id| ActivityResource { id, state: None }).collect();
                Ok(match (new.is_empty(), waiter) {
                    (true, _) => Seen::Nothing,
                    (false, Some(_)) => Seen::Underway(new),
                    (false, None) => Seen::Reached(new),
                })
            }
            _ => Ok(Seen::Nothing),
        }
    }

    /// The ids of what could be the result of a creation with these parameters, by the operation's `reconcile`. `None` when
    /// the catalogue has no way to look, or the parameters name nothing to look for.
    async fn fitting(
        &self,
        access: &Access,
        region: &str,
        operation: &Operation,
        params: &Value,
    ) -> Result<Option<Vec<String>>, Error> {
        let Some((list, id, by)) = listing_of(access.cloud, operation, params) else {
            return Ok(None);
        };
        let mut pages = self.client().pages(access, region, &Call::new(list.name.clone(), Value::Null));
        let mut found = Vec::new();
        while let Some(page) = futures::StreamExt::next(&mut pages).await {
            let page = page?;
            let items = list.pagination.as_ref().map(|pages| pages.items.find(&page)).unwrap_or_default();
            let fits = items.into_iter().filter(|item| by.iter().all(|wanted| mentions(item, wanted)));
            found.extend(fits.filter_map(|item| id.first(item).and_then(text_of)));
        }
        Ok(Some(found))
    }
}

/// The list in which the result of an unanswered creation turns up, its items' id, and the values that identify it.
fn listing_of<'s>(
    spec: &'s CloudSpec,
    operation: &Operation,
    params: &Value,
) -> Option<(&'s Operation, &'s yundeck_catalogue::Path, Vec<String>)> {
    let reconcile = operation.reconcile.as_ref().filter(|_| operation.output.contains_key("ids"))?;
    let list = spec.operation(&reconcile.operation)?;
    let id = list.pagination.as_ref()?.id.as_ref()?;
    let by: Vec<String> =
        reconcile.by.iter().flat_map(|path| yundeck_catalogue::Path::new(path.clone()).texts(params)).collect();
    let needs_more = list.input.get("required").and_then(Value::as_array).is_some_and(|required| {
        let region_parameter = |name: &Value| name.as_str().is_some_and(|name| is_filled_in(list, name));
        !required.iter().all(region_parameter)
    });
    (!by.is_empty() && !needs_more).then_some((list, id, by))
}

fn is_filled_in(operation: &Operation, name: &str) -> bool {
    schema::at(&operation.input, &format!("/{name}"))
        .and_then(|member| member.get("x-hidden"))
        .and_then(Value::as_bool)
        .unwrap_or(false)
}

/// Whether a text stands anywhere in an item.
fn mentions(item: &Value, wanted: &str) -> bool {
    match item {
        Value::Object(members) => members.values().any(|member| mentions(member, wanted)),
        Value::Array(elements) => elements.iter().any(|element| mentions(element, wanted)),
        scalar => text_of(scalar).is_some_and(|text| text == wanted),
    }
}
