//! What can be done with a thing: every operation that is no read and has a parameter for a thing of its kind (`x-ref`). Nothing
//! names the acts of a noun; an operation that is described is among them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cloud::CloudSpec;
use crate::operation::{Effect, Grants, Operation};
use crate::schema;

/// An operation as an act of a kind of thing.
#[derive(Debug, Clone)]
pub struct NounAct<'s> {
    /// The operation.
    pub operation: &'s Operation,
    /// The parameter that takes the thing's id.
    pub subject: Subject,
    /// Where it stands among the other acts.
    pub group: ActGroup,
}

/// The parameter that takes the id of what an act is done with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Subject {
    /// Its place among the parameters.
    pub path: Vec<String>,
    /// Whether it takes a list of ids.
    pub list: bool,
    /// Whether the operation is about the thing: it takes no call without it. Otherwise the thing is one of those that the call
    /// may use.
    #[serde(skip)]
    pub required: bool,
}

/// Where an act stands among the others of its noun, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ActGroup {
    /// What is done most.
    Common,
    /// What changes the thing itself.
    Manage,
    /// What lets somebody in: a password, a key, a console.
    Access,
    /// What costs.
    Pay,
    /// What puts it together with things of another noun, which its operation's noun names.
    Related,
    /// What may use the thing.
    With,
    /// What loses it, or what is in it.
    Remove,
}

impl NounAct<'_> {
    /// Whether more can be set than the thing it is done with.
    pub fn options(&self) -> bool {
        let shown = |member: &Value| member.get("x-hidden") != Some(&Value::Bool(true));
        let mut members = schema::properties(&self.operation.input).filter(|(_, member)| shown(member));
        members.any(|(name, _)| self.subject.path.first().is_none_or(|first| first != name))
    }
}

impl CloudSpec {
    /// What can be done with things of an `x-ref` kind, in the order of the groups. Creating an instance is not among it: that has
    /// a page of its own, however many kinds of things it can use.
    pub fn acts_of(&self, kind: &str) -> Vec<NounAct<'_>> {
        let listed = self.refs.get(kind).and_then(|listing| self.operation(&listing.operation));
        let common = self.noun_of_kind(kind).and_then(|noun| self.nouns.get(noun)).map(|noun| noun.common.as_slice());
        let created = self.job("create_instance").map(|operation| operation.name.as_str());
        let acts = self.operations.values().filter(|operation| !operation.effect.is_read());
        let mut acts: Vec<NounAct<'_>> = acts
            .filter(|operation| Some(operation.name.as_str()) != created)
            .filter_map(|operation| {
                let subject = subject_of(&operation.input, kind)?;
                let is_common = common.is_some_and(|names| names.contains(&operation.name));
                let own = listed.is_none_or(|listed| listed.noun == operation.noun);
                let group = group_of(operation, subject.required, is_common, own);
                Some(NounAct { operation, subject, group })
            })
            .collect();
        acts.sort_by_key(|act| act.group);
        acts
    }

    /// What makes new things of an `x-ref` kind: what is told by the kind's own list, without being done with one of them.
    pub fn creations_of(&self, kind: &str) -> Vec<&Operation> {
        let Some(listing) = self.refs.get(kind) else { return Vec::new() };
        let makes = |operation: &&Operation| {
            let told = operation.reconcile.as_ref().is_some_and(|told| told.operation == listing.operation);
            let named = subject_of(&operation.input, kind).is_some_and(|subject| subject.required);
            !operation.effect.is_read() && told && !named && operation.output.contains_key("ids")
        };
        self.operations.values().filter(makes).collect()
    }
}

fn group_of(operation: &Operation, about: bool, common: bool, own: bool) -> ActGroup {
    match operation.effect {
        _ if common => ActGroup::Common,
        _ if !about => ActGroup::With,
        Effect::Destroy => ActGroup::Remove,
        Effect::Purchase => ActGroup::Pay,
        _ if !own => ActGroup::Related,
        _ if operation.grants == Some(Grants::Access) => ActGroup::Access,
        _ => ActGroup::Manage,
    }
}

/// The parameter for a thing of a kind: one that is required, else the first one, not within a list of structures, which may name
/// several of them for different ends.
pub fn subject_of(input: &Value, kind: &str) -> Option<Subject> {
    let mut found = Vec::new();
    collect(input, kind, true, &mut Vec::new(), &mut found);
    let at = found.iter().position(|subject| subject.required).unwrap_or_default();
    (!found.is_empty()).then(|| found.swap_remove(at))
}

fn collect(input: &Value, kind: &str, needed: bool, above: &mut Vec<String>, found: &mut Vec<Subject>) {
    let required = input.get("required").and_then(Value::as_array);
    for (name, member) in schema::properties(input) {
        if member.get("x-hidden") == Some(&Value::Bool(true)) {
            continue;
        }
        let needed = needed && required.is_some_and(|all| all.iter().any(|each| each == name));
        let is = |schema: Option<&Value>| schema.and_then(|schema| schema.get("x-ref")).is_some_and(|of| of == kind);
        let list = is(member.get("items"));
        above.push(name.to_owned());
        if list || is(Some(member)) {
            let list = list || member.get("type").is_some_and(|of| of == "array");
            found.push(Subject { path: above.clone(), list, required: needed });
        } else {
            collect(member, kind, needed, above, found);
        }
        above.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn subject_is_the_required_parameter_of_the_kind_wherever_it_stands() {
        let input = json!({
            "required": ["Ids", "Place"],
            "properties": {
                "Other": { "type": "string", "x-ref": "thing" },
                "Ids": { "type": "array", "items": { "type": "string", "x-ref": "thing" } },
                "Place": { "required": ["Net"], "properties": {
                    "Net": { "type": "string", "x-ref": "net" }, "Sub": { "type": "string", "x-ref": "sub" },
                } },
                "Cards": { "type": "array", "items": { "properties": { "Card": { "x-ref": "card" } } } },
                "Region": { "type": "string", "x-ref": "region", "x-hidden": true },
            },
        });
        let subject = |kind: &str| subject_of(&input, kind).map(|at| (at.path.join("/"), at.list, at.required));
        assert_eq!(subject("thing"), Some(("Ids".to_owned(), true, true)));
        assert_eq!(subject("net"), Some(("Place/Net".to_owned(), false, true)));
        assert_eq!(subject("sub"), Some(("Place/Sub".to_owned(), false, false)));
        // A list of structures has no single place for it, and what is filled in is nobody's to choose.
        assert_eq!(subject("card"), None);
        assert_eq!(subject("region"), None);
        assert_eq!(subject("nothing"), None);
    }
}
