//! Key pairs: those of the key service, and their binding to instances.

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::KeyPair;
use yundeck_sandbox::world::key_pair::{is_public_key, private_key};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, instance, network, project, refuse, seed, time};

/// The name of a key that was given none.
const DEFAULT_NAME: &str = "Ksc_key";

fn record(key: &KeyPair) -> Value {
    let mut record = json!({ "KeyId": key.id, "PublicKey": key.public_key, "CreateTime": time::beijing_plain(key.created), "KeyName": key.name });
    if !key.description.is_empty() {
        record["Description"] = json!(key.description);
    }
    record
}

/// Whether the account has the project that a key is to be in.
fn check_project(incoming: &Incoming) -> Result<(), Refusal> {
    let id = incoming.text("projectId").and_then(|id| id.parse().ok());
    match id {
        Some(id) if !project::exists(id) => Err(refuse::invalid("projectId")),
        _ => Ok(()),
    }
}

fn shown(world: &World, id: &str) -> Value {
    world.key_pairs.get(id).map_or(Value::Null, record)
}

/// `CreateKey`. The private half is only in this reply.
pub fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    check_project(incoming)?;
    let id = seed::key_pair(world, incoming.text("KeyName").unwrap_or(DEFAULT_NAME));
    if let Some(key) = world.key_pairs.get_mut(&id) {
        key.description = incoming.text("Description").unwrap_or_default().to_owned();
    }
    let private = private_key(&mut world.ids);
    Ok(json!({ "PrivateKey": private, "Key": shown(world, &id) }))
}

/// `ImportKey`.
pub fn import(world: &mut World, incoming: &Incoming) -> Outcome {
    let public_key = incoming.text("PublicKey").unwrap_or_default();
    if !is_public_key(public_key) {
        return Err(refuse::invalid("PublicKey"));
    }
    let key = KeyPair {
        id: (world.shapes.key_pair)(&mut world.ids),
        region: String::new(),
        name: incoming.text("KeyName").unwrap_or_default().to_owned(),
        description: incoming.text("Description").unwrap_or_default().to_owned(),
        public_key: public_key.to_owned(),
        created: world.now(),
        extra: Map::new(),
    };
    let id = world.key_pairs.put(key);
    Ok(json!({ "Key": shown(world, &id) }))
}

/// `DeleteKey`.
pub fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    match world.key_pairs.take(incoming.text("KeyId").unwrap_or_default()) {
        Some(_) => Ok(json!({ "Return": true })),
        None => Err(refuse::invalid("KeyId")),
    }
}

/// `ModifyKey`.
pub fn rename(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("KeyId").unwrap_or_default();
    let key = world.key_pairs.get_mut(id).ok_or_else(|| refuse::invalid("KeyId"))?;
    key.name = incoming.text("KeyName").unwrap_or_default().to_owned();
    Ok(json!({ "Return": true }))
}

/// `DescribeKeys`.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("KeyId");
    let filters = network::filters(incoming, &["key-name"])?;
    let keys: Vec<Value> = world
        .key_pairs
        .iter()
        .filter(|key| ids.is_empty() || ids.contains(&key.id))
        .filter(|key| filters.iter().all(|(_, values)| values.contains(&key.name)))
        .map(record)
        .collect();
    let total = keys.len();
    let mut reply = network::paged(incoming, "KeySet", keys)?;
    reply["TotalCount"] = json!(total);
    Ok(reply)
}

/// `AttachKey`.
pub fn attach(world: &mut World, incoming: &Incoming) -> Outcome {
    let keys = known(world, incoming)?;
    each(world, incoming, |bound| {
        for key in &keys {
            if !bound.contains(key) {
                bound.push(key.clone());
            }
        }
    })
}

/// `DetachKey`. Keys that have been deleted meanwhile can still be unbound.
pub fn detach(world: &mut World, incoming: &Incoming) -> Outcome {
    let keys = incoming.texts("KeyId");
    each(world, incoming, |bound| bound.retain(|key| !keys.contains(key)))
}

fn known(world: &World, incoming: &Incoming) -> Result<Vec<String>, Refusal> {
    let keys = incoming.texts("KeyId");
    match keys.iter().position(|key| !world.key_pairs.contains(key)) {
        Some(index) => Err(refuse::invalid(&format!("KeyId.{}", index + 1))),
        None => Ok(keys),
    }
}

/// The reply is that of the document's samples (`InstancesSet`; its text says `ReturnSet`).
fn each(world: &mut World, incoming: &Incoming, mut change: impl FnMut(&mut Vec<String>)) -> Outcome {
    let mut set = Vec::new();
    let ids = instance::known(world, incoming)?;
    for id in &ids {
        if let Some(message) = world.refused(id, &ids) {
            set.push(refuse::item("InstanceId", id, message));
        } else if let Some(instance) = world.instances.get_mut(id) {
            change(&mut instance.key_pair_ids);
            set.push(json!({ "InstanceId": id, "Return": true }));
        }
    }
    Ok(json!({ "InstancesSet": set }))
}
