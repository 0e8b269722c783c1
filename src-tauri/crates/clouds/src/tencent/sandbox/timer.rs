//! Scheduled actions: an instance is terminated at a time. The vendor's SDK describes them; of the document it is only the
//! parameter of an order. The sandbox keeps and shows them and carries none of them out.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde_json::{Value, json};
use yundeck_sandbox::world::{Billing, Instance};
use yundeck_sandbox::{Incoming, World};

use super::Outcome;
use super::words::{obstacle, refuse};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeInstancesActionTimer" => describe(world, incoming),
        "ImportInstancesActionTimer" => import(world, incoming),
        "DeleteInstancesActionTimer" => delete(world, incoming),
        _ => return None,
    })
}

/// The id of an instance's scheduled action: one that was ordered with the instance has none of its own.
fn id_of(instance: &Instance, timer: &Value) -> String {
    let own = timer["ActionTimerId"].as_str().map(str::to_owned);
    own.unwrap_or_else(|| instance.id.replacen("ins-", "at-", 1))
}

fn time(timer: &Value) -> Option<DateTime<Utc>> {
    let text = timer["ActionTime"].as_str()?.replace('T', " ");
    NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y-%m-%d %H:%M:%S").ok().map(|at| at.and_utc())
}

fn view(world: &World, instance: &Instance) -> Option<Value> {
    let timer = instance.extra.get("ActionTimer")?;
    let due = time(timer).is_some_and(|at| at <= world.now());
    Some(json!({
        "ActionTimerId": id_of(instance, timer), "InstanceId": instance.id, "TimerAction": timer["TimerAction"],
        "ActionTime": timer["ActionTime"], "Status": if due { "DONE" } else { "UNDO" },
    }))
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let bound = |name: &str| {
        let text = incoming.text(name)?;
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok().map(|at| at.and_utc())
    };
    let (from, until) = (bound("StartActionTime"), bound("EndActionTime"));
    let among = |name: &str, value: &Value| {
        let wanted = incoming.texts(name);
        wanted.is_empty() || wanted.iter().any(|each| value == each)
    };
    let views = world.instances.in_region(&incoming.region).filter_map(|instance| view(world, instance));
    let found: Vec<Value> = views
        .filter(|timer| {
            let at = time(timer);
            among("InstanceIds", &timer["InstanceId"])
                && among("ActionTimerIds", &timer["ActionTimerId"])
                && among("StatusList", &timer["Status"])
                && incoming.text("TimerAction").is_none_or(|action| timer["TimerAction"] == action)
                && from.is_none_or(|from| at.is_some_and(|at| at >= from))
                && until.is_none_or(|until| at.is_some_and(|at| at <= until))
        })
        .collect();
    Ok(json!({ "ActionTimers": found }))
}

fn import(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("InstanceIds");
    let timer = incoming.params.get("ActionTimer").cloned().unwrap_or_default();
    if time(&timer).is_none_or(|at| at < world.now() + Duration::minutes(5)) {
        return Err(refuse("InvalidParameterValue", "The time must be at least five minutes ahead."));
    }
    for id in &ids {
        let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
        if instance.extra.contains_key("ActionTimer") {
            return Err(refuse("FailedOperation.MutActionTimerExist", format!("`{id}` has a scheduled action.")));
        }
        if instance.billing == Billing::Prepaid {
            return Err(refuse(
                "UnsupportedOperation.NotSupportImportInstancesActionTimer",
                format!("The prepaid instance `{id}` cannot have a scheduled action."),
            ));
        }
    }
    let mut made = Vec::new();
    for id in &ids {
        let mut own = timer.clone();
        own["ActionTimerId"] = json!(format!("at-{}", world.ids.lower(8)));
        made.push(own["ActionTimerId"].clone());
        if let Some(instance) = world.instances.get_mut(id) {
            instance.extra.insert("ActionTimer".to_owned(), own);
        }
    }
    Ok(json!({ "ActionTimerIds": made }))
}

fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("ActionTimerIds");
    let owner = |id: &String| {
        let has =
            |instance: &&Instance| instance.extra.get("ActionTimer").is_some_and(|timer| id_of(instance, timer) == *id);
        world.instances.in_region(&incoming.region).find(has).map(|instance| instance.id.clone())
    };
    let owners: Vec<Option<String>> = ids.iter().map(owner).collect();
    if let Some((id, _)) = ids.iter().zip(&owners).find(|(_, owner)| owner.is_none()) {
        return Err(refuse("InvalidParameterValue", format!("The scheduled action `{id}` does not exist.")));
    }
    for id in owners.into_iter().flatten() {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.extra.remove("ActionTimer");
        }
    }
    Ok(json!({}))
}
