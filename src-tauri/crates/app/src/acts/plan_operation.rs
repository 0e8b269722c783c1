//! Planning any operation that is not a read: the same way as every other act.

use serde_json::Value;
use yundeck_catalogue::{CloudSpec, Operation, Text, schema};
use yundeck_client::Access;
use yundeck_domain::{AccountId, Call, CloudAdapter, Error, ErrorKind, Scope};

use crate::acts::Acts;
use crate::acts::called::{kind_of, named, texts};
use crate::acts::guard::obstacle;
use crate::acts::plan::{Intent, creation};
use crate::reads::forms::known;
use crate::records::goal::{Called, Goal};
use crate::records::plan::Plan;
use crate::records::token::with_token;

/// How many ids are named one by one.
const NAMED: usize = 3;

/// The kinds of things that say where something is done, not to what.
const PLACES: [&str; 2] = ["region", "zone"];

impl Acts {
    /// Plans an operation by its name and parameters.
    ///
    /// # Errors
    /// `Unsupported` for a read, which needs no plan; `InvalidParams` with every problem; `Conflict` when an instance's state
    /// does not allow it; what the price call says.
    pub async fn plan_operation(
        &self,
        account: &AccountId,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<Plan, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let spec = adapter.spec();
        let operation = known(spec, operation)?;
        if operation.effect.is_read() {
            return Err(Error::not_sent(ErrorKind::Unsupported, format!("{} is a read", operation.name))
                .with_words(Text::new("只读操作不需要计划，直接发送即可。", "A read needs no plan: send it at once."))
                .at(account, region, &operation.name));
        }
        let params = schema::pruned(params);
        let creates = spec.job("create_instance").is_some_and(|job| job.name == operation.name);
        let intent = if creates {
            creation(adapter, operation, &params)
        } else {
            Intent {
                subject: subject(spec, operation, &params),
                summary: None,
                goal: Goal::Called(Called::of(spec, operation, &params)),
                call: Call::new(operation.name.clone(), params.clone()),
                explored: true,
                together: 1,
                typed: None,
            }
        };
        // Wrong parameters are told before anything is asked of the cloud.
        let (call, _) = with_token(operation, intent.call.clone(), || self.reach.new_id());
        self.reach.client.check(&access, region, &call)?;
        self.check_states(&access, adapter, region, operation, &params).await?;
        self.plan(&access, adapter, region, Intent { explored: true, ..intent }).await
    }

    /// Whether the instances that the parameters name are in a state that the operation allows, read anew. Where they cannot
    /// be read, the cloud itself has the word.
    async fn check_states(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &Operation,
        params: &Value,
    ) -> Result<(), Error> {
        let ids = named(operation, params, "instance");
        if ids.is_empty() || operation.requires_state.is_empty() {
            return Ok(());
        }
        let scope = Scope { account: access.account.id.clone(), region: region.to_owned() };
        let instances = self
            .reads
            .refresh_instances(access, adapter, &scope, &ids)
            .await
            .map(|asked| asked.found)
            .unwrap_or_default();
        let refused = instances.iter().find_map(|instance| Some((instance, obstacle(operation, params, instance)?)));
        refused.map_or(Ok(()), |(instance, reason)| {
            Err(Error::not_sent(ErrorKind::Conflict, format!("{}: {}", instance.id, instance.vendor_state))
                .with_words(reason)
                .at(&access.account.id, region, &operation.name))
        })
    }
}

/// What an operation acts on, in a word to show and to type: the ids of the things of its own kind, else of any, else its
/// first required text, else the first other one that is given, else its own name.
fn subject(spec: &CloudSpec, operation: &Operation, params: &Value) -> String {
    let goal = Called::of(spec, operation, params);
    let any = || {
        let members =
            schema::properties(&operation.input).filter(|(_, member)| kind_of(member).is_some() && !is_a_place(member));
        members.map(|(name, _)| texts(params.get(name))).find(|ids| !ids.is_empty())
    };
    let shown_of = |name: &str| {
        let member = schema::at(&operation.input, &format!("/{name}"))?;
        let shown = texts(params.get(name));
        (!schema::is_secret(member) && !is_a_place(member) && !shown.is_empty()).then_some(shown)
    };
    let required = || {
        let required = operation.input.get("required").and_then(Value::as_array)?;
        required.iter().filter_map(Value::as_str).find_map(shown_of)
    };
    let given = || {
        let mut members = schema::properties(&operation.input);
        members.find_map(|(name, member)| shown_of(name).filter(|_| is_a_name(member)))
    };
    let own = Some(named(operation, params, &operation.noun)).filter(|ids| !ids.is_empty());
    let ids = own
        .or(Some(goal.ids).filter(|ids| !ids.is_empty()))
        .or_else(any)
        .or_else(required)
        .or_else(given)
        .unwrap_or_default();
    let shown = ids.iter().take(NAMED).map(|id| id.trim()).collect::<Vec<_>>().join(", ");
    match (shown.is_empty(), ids.len().saturating_sub(NAMED)) {
        (true, _) => operation.name.clone(),
        (false, 0) => shown,
        (false, more) => format!("{shown} +{more}"),
    }
}

fn is_a_place(member: &Value) -> bool {
    kind_of(member).is_some_and(|kind| PLACES.contains(&kind))
}

/// Whether a parameter can be what a thing is called: a text of the person's own, and nothing that the application fills in.
fn is_a_name(member: &Value) -> bool {
    let is = |key: &str| member.get(key).is_some();
    let text = member.get("type").and_then(Value::as_str) == Some("string");
    text && !is("enum") && !is("x-hidden")
}
