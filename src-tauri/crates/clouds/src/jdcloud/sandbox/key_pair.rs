//! Key pairs. Their name is their id.

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::key_pair::{is_public_key, private_key, public_key};
use yundeck_sandbox::world::{Instance, KeyPair};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, Filters, exact};
use super::{Answer, refuse, show};

/// `describeKeypairs`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let matching = world.key_pairs.in_region(&incoming.region).filter(|pair| {
        filters.pass(|name| match name {
            "keyNames" => exact(&pair.name),
            _ => None,
        })
    });
    filter::page(incoming, "keypairs", matching, |pair| {
        let users =
            world.instances.in_region(&incoming.region).filter(|instance| instance.key_pair_ids.contains(&pair.id));
        json!({
            "keyName": pair.name,
            "keyFingerprint": pair.fingerprint(),
            "createTime": show::local_time(pair.created),
            "instanceIds": users.map(|instance| instance.id.clone()).collect::<Vec<_>>(),
        })
    })
}

/// `createKeypair`: the private half in PKCS#8's PEM form, shown only now.
pub(super) fn create(world: &mut World, incoming: &Incoming) -> Answer {
    let public = public_key(&mut world.ids);
    let pair = add(world, incoming, public)?;
    let private = private_key(&mut world.ids).replace("RSA PRIVATE KEY", "PRIVATE KEY");
    Ok(json!({ "keyName": pair.name, "privateKey": private, "keyFingerprint": pair.fingerprint() }))
}

/// `importKeypair`
pub(super) fn import(world: &mut World, incoming: &Incoming) -> Answer {
    let public = incoming.text("publicKey").unwrap_or_default().trim().to_owned();
    if !is_public_key(&public) {
        return Err(refuse::precondition("Malformed PublicKey"));
    }
    let pair = add(world, incoming, public)?;
    Ok(json!({ "keyName": pair.name, "keyFingerprint": pair.fingerprint() }))
}

fn add(world: &mut World, incoming: &Incoming, public_key: String) -> Result<KeyPair, Refusal> {
    let name = incoming.text("keyName").unwrap_or_default().to_owned();
    if world.key_pairs.contains(&name) {
        return Err(refuse::precondition(format!("KeyName '{name}' already in use")));
    }
    if world.key_pairs.in_region(&incoming.region).count() as u64 >= u64::from(world.quota("key_pairs")) {
        return Err(refuse::quota("Keypair"));
    }
    let pair = KeyPair {
        id: name.clone(),
        region: incoming.region.clone(),
        name,
        description: String::new(),
        public_key,
        created: world.now(),
        extra: Map::new(),
    };
    world.key_pairs.put(pair.clone());
    Ok(pair)
}

/// `deleteKeypair`. Instances keep it.
pub(super) fn delete(world: &mut World, incoming: &Incoming) -> Answer {
    let name = incoming.text("keyName").unwrap_or_default();
    if world.key_pairs.find(&incoming.region, name).is_none() {
        return Err(refuse::not_found("Keypair", name));
    }
    world.key_pairs.take(name);
    Ok(Value::Null)
}

/// `attachKeypair`: to Linux instances that have none, or one that is gone. Each instance stands in one of the two lists.
pub(super) fn attach(world: &mut World, incoming: &Incoming) -> Answer {
    let name = incoming.text("keyName").unwrap_or_default().to_owned();
    if world.key_pairs.find(&incoming.region, &name).is_none() {
        return Err(refuse::not_found("Keypair", &name));
    }
    each(world, incoming, |world, instance| {
        let linux = world.images.get(&instance.image_id).is_none_or(|image| show::os_type(image) == "linux");
        let free = !instance.key_pair_ids.iter().any(|id| world.key_pairs.contains(id));
        (linux && free).then(|| vec![name.clone()])
    })
}

/// `detachKeypair`
pub(super) fn detach(world: &mut World, incoming: &Incoming) -> Answer {
    let name = incoming.text("keyName").unwrap_or_default().to_owned();
    each(world, incoming, |_, instance| instance.key_pair_ids.contains(&name).then(Vec::new))
}

/// Gives each instance the key pairs that are said for it; those for which none are said have failed.
fn each(world: &mut World, incoming: &Incoming, keys: impl Fn(&World, &Instance) -> Option<Vec<String>>) -> Answer {
    let ids = incoming.texts("instanceIds");
    for id in &ids {
        world.instance(&incoming.region, id).map_err(refuse::obstacle)?;
    }
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for id in ids {
        let refused = world.refused(&id, std::slice::from_ref(&id)).is_some();
        let wanted = world.instances.get(&id).and_then(|instance| keys(world, instance)).filter(|_| !refused);
        match (wanted, world.instances.get_mut(&id)) {
            (Some(wanted), Some(instance)) => {
                instance.key_pair_ids = wanted;
                done.push(id);
            }
            _ => failed.push(id),
        }
    }
    Ok(json!({ "successInstanceId": done, "failInstanceId": failed }))
}
