//! Things that only this cloud has (templates, disaster-recovery groups, network interfaces), kept as JSON in the world.

use serde_json::{Map, Value};
use yundeck_sandbox::World;

/// A thing of that noun and id, when it is in that region.
pub fn find<'w>(world: &'w World, noun: &str, region: &str, id: &str) -> Option<&'w Value> {
    world.extra.get(noun)?.get(id).filter(|thing| thing["region"] == region)
}

/// The same, to be changed.
pub fn find_mut<'w>(world: &'w mut World, noun: &str, region: &str, id: &str) -> Option<&'w mut Value> {
    world.extra.get_mut(noun)?.get_mut(id).filter(|thing| thing["region"] == region)
}

/// All things of a noun in a region with their ids, the oldest first.
pub fn list<'w>(world: &'w World, noun: &str, region: &'w str) -> impl Iterator<Item = (&'w str, &'w Value)> {
    let all = world.extra.get(noun).and_then(Value::as_object).into_iter().flatten();
    all.map(|(id, thing)| (id.as_str(), thing)).filter(move |(_, thing)| thing["region"] == region)
}

/// Puts a thing in. Its region belongs into its member `region`.
pub fn put(world: &mut World, noun: &str, id: &str, thing: Value) {
    if let Value::Object(all) = world.extra.entry(noun).or_insert_with(|| Value::Object(Map::new())) {
        all.insert(id.to_owned(), thing);
    }
}

/// Takes a thing out.
pub fn take(world: &mut World, noun: &str, id: &str) -> Option<Value> {
    world.extra.get_mut(noun)?.as_object_mut()?.shift_remove(id)
}

/// A member of a thing as text.
pub fn text<'v>(thing: &'v Value, name: &str) -> &'v str {
    thing.get(name).and_then(Value::as_str).unwrap_or_default()
}
