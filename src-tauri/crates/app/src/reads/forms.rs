//! Forms: what an operation's parameters are, in which steps they are asked for, and what is wrong with them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use yundeck_catalogue::{AgainRule, CloudSpec, Effect, Operation, Problem, Text, schema};
use yundeck_domain::{Error, ErrorKind};

use crate::reads::Reads;

/// An operation's form.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationForm {
    /// Its name.
    pub operation: String,
    /// What it does.
    pub title: Text,
    /// What to know before.
    pub help: Option<Text>,
    /// What it does to the account.
    pub effect: Effect,
    /// JSON Schema of its parameters with `x-` annotations; what the application fills in itself is left out.
    #[specta(type = specta_typescript::Any)]
    pub schema: Value,
    /// The steps, in order, each with its fields.
    pub steps: Vec<FormStep>,
    /// The parameters with every documented default filled in, but for those that are newer than the document: an older
    /// platform refuses what a person did not ask for. An optional switch that is off is left out, as the form
    /// leaves it out when it is turned back.
    #[specta(type = specta_typescript::Any)]
    pub defaults: Value,
    /// Whether it can be priced.
    pub has_quote: bool,
    /// Why not, for a purchase that cannot.
    pub no_quote: Option<Text>,
    /// What of an instance's record goes where, to order another one like it.
    pub again: Vec<AgainRule>,
}

/// One step of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FormStep {
    /// Which.
    pub id: FormStepId,
    /// Its fields, as paths of member names joined by `/` (`instanceSpec/imageId`), in the catalogue's order.
    pub fields: Vec<String>,
}

/// The steps of the creation wizard, in order; `Advanced` takes what the catalogue puts into none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FormStepId {
    Place,
    Image,
    Type,
    Storage,
    Network,
    Login,
    Billing,
    Advanced,
}

impl FormStepId {
    const ALL: [Self; 8] = [
        Self::Place,
        Self::Image,
        Self::Type,
        Self::Storage,
        Self::Network,
        Self::Login,
        Self::Billing,
        Self::Advanced,
    ];

    /// The step that a member's `x-step` names.
    fn of(member: &Value) -> Self {
        let step = member.get("x-step").cloned().unwrap_or_default();
        serde_json::from_value(step).unwrap_or(Self::Advanced)
    }
}

impl Reads {
    /// The form of an operation.
    ///
    /// # Errors
    /// `Unsupported` when the cloud or the operation is not known.
    pub fn operation_form(&self, cloud: &str, operation: &str) -> Result<OperationForm, Error> {
        let operation = known(self.reach.adapter(cloud)?.spec(), operation)?;
        let shown = visible(&operation.input);
        Ok(OperationForm {
            operation: operation.name.clone(),
            title: operation.title.clone(),
            help: operation.help.clone(),
            effect: operation.effect,
            steps: steps(&shown),
            defaults: defaults(&shown).unwrap_or_else(|| Value::Object(Map::new())),
            schema: shown,
            has_quote: operation.quote.is_some(),
            no_quote: operation.no_quote.clone(),
            again: operation.again.clone(),
        })
    }

    /// Everything that is wrong with parameters, judged as they would be sent.
    ///
    /// # Errors
    /// `Unsupported` when the cloud or the operation is not known.
    pub fn validate_params(&self, cloud: &str, operation: &str, params: &Value) -> Result<Vec<Problem>, Error> {
        let spec = self.reach.adapter(cloud)?.spec();
        let operation = known(spec, operation)?;
        Ok(self
            .reach
            .client
            .problems(spec, operation, params)?
            .into_iter()
            .filter(|problem| !is_filled_in(operation, problem))
            .collect())
    }
}

/// The operation of that name.
pub(crate) fn known<'s>(spec: &'s CloudSpec, operation: &str) -> Result<&'s Operation, Error> {
    spec.operation(operation).ok_or_else(|| {
        Error::not_sent(ErrorKind::Unsupported, format!("{} has no operation {operation}", spec.id))
            .with_words(Text::new("这个云没有该操作。", "This cloud has no such operation."))
    })
}

pub(crate) fn is_hidden(member: &Value) -> bool {
    member.get("x-hidden").and_then(Value::as_bool).unwrap_or(false)
}

fn is_filled_in(operation: &Operation, problem: &Problem) -> bool {
    schema::at(&operation.input, &problem.path).is_some_and(is_hidden)
}

/// The schema without the members that the application fills in itself.
fn visible(input: &Value) -> Value {
    let mut shown = input.clone();
    let hidden: Vec<String> =
        schema::properties(input).filter(|(_, member)| is_hidden(member)).map(|(name, _)| name.to_owned()).collect();
    if let Some(members) = shown.get_mut("properties").and_then(Value::as_object_mut) {
        members.retain(|name, _| !hidden.contains(name));
    }
    if let Some(required) = shown.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(|name| hidden.iter().any(|gone| gone == name)));
    }
    shown
}

/// The steps of the wizard with their fields. An object member without a step of its own whose members have steps is
/// opened up, so that one nested structure can spread over the wizard.
fn steps(input: &Value) -> Vec<FormStep> {
    let mut fields: Vec<(FormStepId, String)> = Vec::new();
    for (name, member) in schema::properties(input) {
        let spread = schema::properties(member).any(|(_, part)| part.get("x-step").is_some());
        if member.get("x-step").is_none() && spread {
            for (part, schema) in schema::properties(member) {
                fields.push((FormStepId::of(schema), format!("{name}/{part}")));
            }
        } else {
            fields.push((FormStepId::of(member), name.to_owned()));
        }
    }
    FormStepId::ALL
        .into_iter()
        .map(|id| FormStep {
            id,
            fields: fields.iter().filter(|(of, _)| *of == id).map(|(_, field)| field.clone()).collect(),
        })
        .filter(|step| !step.fields.is_empty())
        .collect()
}

/// The documented defaults of an object and of the objects in it that are required. An optional switch that is off
/// needs no saying.
fn defaults(schema: &Value) -> Option<Value> {
    if let Some(default) = schema.get("default") {
        return Some(default.clone());
    }
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let members: Map<String, Value> = schema::properties(schema)
        .filter(|(name, member)| {
            let on = member.get("default").is_some_and(|default| *default != Value::Bool(false));
            required.contains(name) || (on && member.get("x-since").is_none())
        })
        .filter_map(|(name, member)| Some((name.to_owned(), defaults(member)?)))
        .collect();
    (!members.is_empty()).then_some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn steps_follow_the_annotations_and_open_up_a_nested_structure() {
        let input = json!({ "properties": {
            "Zone": { "x-step": "place" },
            "Spec": { "properties": { "Image": { "x-step": "image" }, "Rare": {} } },
            "Odd": {},
        }});
        let shown: Vec<_> = steps(&input).into_iter().map(|step| (step.id, step.fields)).collect();
        assert_eq!(
            shown,
            [
                (FormStepId::Place, vec!["Zone".to_owned()]),
                (FormStepId::Image, vec!["Spec/Image".to_owned()]),
                (FormStepId::Advanced, vec!["Spec/Rare".to_owned(), "Odd".to_owned()]),
            ]
        );
    }

    #[test]
    fn defaults_are_filled_in_where_the_document_gives_them() {
        let input = json!({ "required": ["Place"], "properties": {
            "Count": { "default": 1 },
            "Place": { "properties": { "Project": { "default": 0 }, "Zone": {} } },
            "Disk": { "properties": { "Size": { "default": 50 } } },
        }});
        assert_eq!(defaults(&input), Some(json!({ "Count": 1, "Place": { "Project": 0 } })));
    }

    #[test]
    fn a_default_of_what_is_newer_than_the_document_is_not_filled_in() {
        let input = json!({ "required": ["Disk"], "properties": {
            "Tier": { "default": "fast", "x-since": "sdk" },
            "Disk": { "properties": { "Size": { "default": 50 }, "Encrypted": { "default": true, "x-since": "sdk" } } },
        }});
        assert_eq!(defaults(&input), Some(json!({ "Disk": { "Size": 50 } })));
    }

    #[test]
    fn a_switch_is_filled_in_only_where_it_is_on_or_has_to_be_said() {
        let input = json!({ "required": ["Said"], "properties": {
            "Off": { "default": false }, "On": { "default": true }, "Said": { "default": false },
        }});
        assert_eq!(defaults(&input), Some(json!({ "On": true, "Said": false })));
    }

    #[test]
    fn hidden_members_are_not_shown_and_not_required() {
        let input = json!({ "required": ["A", "Token"], "properties": { "A": {}, "Token": { "x-hidden": true } } });
        assert_eq!(visible(&input), json!({ "required": ["A"], "properties": { "A": {} } }));
    }
}
