//! Key pairs, and binding them to instances.

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::key_pair::{private_key, public_key};
use yundeck_sandbox::world::lifecycle::REBOOT_SECONDS;
use yundeck_sandbox::world::{Course, InstanceState, KeyPair};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::filter::{Filters, iso, list, tags_asked};
use super::network::tag_values;
use super::project;
use super::words::{obstacle, refuse};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeKeyPairs" => describe(world, incoming),
        "CreateKeyPair" => create(world, incoming),
        "ImportKeyPair" => import(world, incoming),
        "DeleteKeyPairs" => delete(world, incoming),
        "ModifyKeyPairAttribute" => modify(world, incoming),
        "AssociateInstancesKeyPairs" => bind(world, incoming),
        "DisassociateInstancesKeyPairs" => unbind(world, incoming),
        _ => return None,
    })
}

fn users(world: &World, id: &str) -> Vec<String> {
    let bound = world.instances.iter().filter(|instance| instance.key_pair_ids.iter().any(|key| key == id));
    bound.map(|instance| instance.id.clone()).collect()
}

fn project_of(pair: &KeyPair) -> Value {
    pair.extra.get("ProjectId").cloned().unwrap_or_else(|| json!(0))
}

fn view(world: &World, pair: &KeyPair) -> Value {
    json!({
        "KeyId": pair.id, "KeyName": pair.name, "ProjectId": project_of(pair), "Description": pair.description,
        "PublicKey": pair.public_key, "AssociatedInstanceIds": users(world, &pair.id), "CreatedTime": iso(pair.created),
        "Tags": pair.extra.get("Tags").cloned().unwrap_or_else(|| json!([])),
    })
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["project-id", "key-name", "tag-key", "tag-value"])?;
    let ids = incoming.texts("KeyIds");
    let found = world.key_pairs.in_region(&incoming.region).filter(|pair| {
        (ids.is_empty() || ids.contains(&pair.id))
            && filters.pass(|name| match name {
                "key-name" => vec![pair.name.clone()],
                "project-id" => vec![project_of(pair).to_string()],
                _ => tag_values(name, &pair.extra),
            })
    });
    Ok(list(incoming, "KeyPairSet", found, |pair| view(world, pair)))
}

fn check_name(world: &World, name: &str, except: Option<&str>, code: &str) -> Result<(), Refusal> {
    let taken = world.key_pairs.iter().any(|pair| pair.name == name && Some(pair.id.as_str()) != except);
    if taken { Err(refuse(code, format!("A key pair named `{name}` exists."))) } else { Ok(()) }
}

fn check_new(world: &World, incoming: &Incoming) -> Result<(), Refusal> {
    check_name(world, incoming.text("KeyName").unwrap_or_default(), None, "InvalidKeyPairName.Duplicate")?;
    project::check(incoming.number("ProjectId"))?;
    if world.key_pairs.len() as u64 >= u64::from(world.quota("key_pairs")) {
        return Err(refuse("InvalidKeyPair.LimitExceeded", "There are too many key pairs."));
    }
    Ok(())
}

fn put(world: &mut World, incoming: &Incoming, public_key: String) -> String {
    let pair = KeyPair {
        id: (world.shapes.key_pair)(&mut world.ids),
        // Key pairs are the account's, not a region's.
        region: String::new(),
        name: incoming.text("KeyName").unwrap_or_default().to_owned(),
        description: String::new(),
        public_key,
        created: world.now(),
        extra: Map::from_iter([
            ("ProjectId".to_owned(), json!(incoming.number("ProjectId").unwrap_or(0))),
            ("Tags".to_owned(), tags_asked(incoming, "keypair")),
        ]),
    };
    world.key_pairs.put(pair)
}

fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    check_new(world, incoming)?;
    let (public, private) = (public_key(&mut world.ids), private_key(&mut world.ids));
    let id = put(world, incoming, public.clone());
    let name = incoming.text("KeyName");
    Ok(json!({ "KeyPair": {
        "KeyId": id, "KeyName": name, "ProjectId": incoming.number("ProjectId").unwrap_or(0), "PublicKey": public,
        "PrivateKey": private, "CreatedTime": iso(world.now()), "Tags": tags_asked(incoming, "keypair"),
    } }))
}

fn import(world: &mut World, incoming: &Incoming) -> Outcome {
    check_new(world, incoming)?;
    let public = incoming.text("PublicKey").unwrap_or_default().to_owned();
    let blob = |key: &str| key.split_ascii_whitespace().nth(1).unwrap_or_default().to_owned();
    if world.key_pairs.iter().any(|pair| blob(&pair.public_key) == blob(&public)) {
        return Err(refuse("InvalidPublicKey.Duplicate", "This public key exists."));
    }
    let id = put(world, incoming, public);
    Ok(json!({ "KeyId": id }))
}

/// The present service names a missing key pair; the document's error table for this operation has no code of its own.
fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("KeyIds");
    for id in &ids {
        find(world, id)?;
        if !users(world, id).is_empty() {
            return Err(refuse("InvalidParameterValue", format!("The key pair `{id}` is in use.")));
        }
    }
    ids.iter().for_each(|id| drop(world.key_pairs.take(id)));
    Ok(json!({}))
}

fn find<'w>(world: &'w World, id: &str) -> Result<&'w KeyPair, Refusal> {
    world
        .key_pairs
        .get(id)
        .ok_or_else(|| refuse("InvalidKeyPairId.NotFound", format!("The key pair `{id}` does not exist.")))
}

/// This operation's codes begin with `InvalidKeyId` in the document, unlike those of its siblings.
fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("KeyId").unwrap_or_default();
    if !world.key_pairs.contains(id) {
        return Err(refuse("InvalidKeyId.NotFound", format!("The key pair `{id}` does not exist.")));
    }
    if let Some(name) = incoming.text("KeyName") {
        check_name(world, name, Some(id), "InvalidKeyName.Duplicate")?;
    }
    if let Some(pair) = world.key_pairs.get_mut(id) {
        if let Some(name) = incoming.text("KeyName") {
            name.clone_into(&mut pair.name);
        }
        if let Some(words) = incoming.text("Description") {
            words.clone_into(&mut pair.description);
        }
    }
    Ok(json!({}))
}

/// Checks what binding and unbinding share: the keys exist, the instances are Linux and in one of these states.
fn check(world: &World, incoming: &Incoming, allowed: &[InstanceState]) -> Result<(), Refusal> {
    for id in incoming.texts("KeyIds") {
        find(world, &id)?;
    }
    for id in incoming.texts("InstanceIds") {
        let instance = world.instance(&incoming.region, &id).map_err(obstacle)?;
        let windows = world.images.get(&instance.image_id).is_some_and(|image| image.platform == "Windows");
        if windows || !allowed.contains(&instance.state(world.now())) {
            return Err(refuse("InvalidInstance.NotSupported", format!("The instance `{id}` does not allow this.")));
        }
    }
    Ok(())
}

/// The states in which keys can be changed: stopped, or running where the call forces it off.
fn changeable(incoming: &Incoming) -> &'static [InstanceState] {
    match incoming.flag("ForceStop") {
        Some(true) => &[InstanceState::Stopped, InstanceState::Running],
        _ => &[InstanceState::Stopped],
    }
}

fn bind(world: &mut World, incoming: &Incoming) -> Outcome {
    check(world, incoming, changeable(incoming))?;
    let keys = incoming.texts("KeyIds");
    change(world, incoming, |bound| bound.clone_from(&keys));
    Ok(json!({}))
}

fn unbind(world: &mut World, incoming: &Incoming) -> Outcome {
    check(world, incoming, changeable(incoming))?;
    let keys = incoming.texts("KeyIds");
    change(world, incoming, |bound| bound.retain(|key| !keys.contains(key)));
    Ok(json!({}))
}

/// Changes the keys of the instances; what was running comes back by itself.
fn change(world: &mut World, incoming: &Incoming, change: impl Fn(&mut Vec<String>)) {
    let now = world.now();
    for id in incoming.texts("InstanceIds") {
        if let Some(instance) = world.instances.get_mut(&id) {
            change(&mut instance.key_pair_ids);
            if instance.state(now) == InstanceState::Running {
                instance.course =
                    Course::through(now, InstanceState::Rebooting, REBOOT_SECONDS, InstanceState::Running);
            }
        }
    }
}
