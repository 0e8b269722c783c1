//! Which operations there are, and what is known of each.

use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::{Effect, Operation, Text};
use yundeck_domain::Error;

use crate::reads::Reads;
use crate::reads::forms::{OperationForm, known};

/// An operation, as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationSummary {
    /// The cloud.
    pub cloud: String,
    /// Its name, as the cloud spells it.
    pub name: String,
    /// What it does.
    pub title: Text,
    /// The thing it works on.
    pub noun: String,
    /// What it does to the account.
    pub effect: Effect,
    /// Whether it interrupts service.
    pub disruptive: bool,
    /// Whether it is of another product, and here to fill parameters.
    pub companion: bool,
    /// Whether it can be priced beforehand.
    pub has_quote: bool,
    /// Whether it is a read whose reply has a list.
    pub is_list: bool,
}

/// Everything that is known of an operation.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationDetails {
    /// Its form.
    pub form: OperationForm,
    /// The thing it works on.
    pub noun: String,
    /// Method and path.
    pub http: HttpRoute,
    /// The service that serves it.
    pub service: String,
    /// The version of that service's API.
    pub version: Option<String>,
    /// How often per second it may be called.
    pub rate_limit: u32,
    /// The vendor states in which the thing must be; empty when any will do.
    pub requires_state: Vec<String>,
    /// The parameter with which the cloud recognises a repeated request; it is filled in.
    pub idempotency: Option<String>,
    /// What is waited for after it.
    pub waiter: Option<String>,
    /// Its own error codes.
    pub errors: Vec<ErrorWords>,
    /// Where the facts are from.
    pub source: String,
    /// Parameters that validate.
    #[specta(type = specta_typescript::Any)]
    pub example: Value,
}

/// Method and path of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct HttpRoute {
    /// Upper-case HTTP method.
    pub method: String,
    /// Path with `{name}` placeholders.
    pub path: String,
}

/// An error code in our words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ErrorWords {
    /// The cloud's code.
    pub code: String,
    /// What it means and what to do.
    pub text: Text,
}

impl Reads {
    /// Every operation of every cloud, in the catalogues' order.
    pub fn operations(&self) -> Vec<OperationSummary> {
        let specs = self.reach.clouds.iter().map(|adapter| adapter.spec());
        specs.flat_map(|spec| spec.operations.values().map(|operation| summary(&spec.id, operation))).collect()
    }

    /// What is known of an operation.
    ///
    /// # Errors
    /// `Unsupported` when the cloud or the operation is not known.
    pub fn operation_details(&self, cloud: &str, operation: &str) -> Result<OperationDetails, Error> {
        let spec = self.reach.adapter(cloud)?.spec();
        let operation = known(spec, operation)?;
        let (service, service_spec) = spec
            .service_of(operation)
            .ok_or_else(|| Error::bug(format!("{} is of no known service", operation.name)))?;
        let errors = operation.errors.iter();
        Ok(OperationDetails {
            form: self.operation_form(cloud, &operation.name)?,
            noun: operation.noun.clone(),
            http: HttpRoute { method: operation.http.method.clone(), path: operation.http.path.clone() },
            service: service.to_owned(),
            version: service_spec.version.clone(),
            rate_limit: operation.rate_limit_per_second.unwrap_or(spec.rate_limit_per_second),
            requires_state: required_states(operation),
            idempotency: operation.idempotency.clone(),
            waiter: operation.waiter.clone(),
            errors: errors.map(|(code, text)| ErrorWords { code: code.clone(), text: text.clone() }).collect(),
            source: operation.source.clone(),
            example: operation.example.clone(),
        })
    }
}

fn summary(cloud: &str, operation: &Operation) -> OperationSummary {
    let listed = operation.output.get("items").is_some_and(|path| path.as_str().ends_with("[]"));
    OperationSummary {
        cloud: cloud.to_owned(),
        name: operation.name.clone(),
        title: operation.title.clone(),
        noun: operation.noun.clone(),
        effect: operation.effect,
        disruptive: operation.disruptive,
        companion: operation.companion,
        has_quote: operation.quote.is_some(),
        is_list: operation.effect.is_read() && (listed || operation.pagination.is_some()),
    }
}

/// The states that an operation allows, with the parameters that a state needs.
pub(crate) fn required_states(operation: &Operation) -> Vec<String> {
    operation.requires_state.iter().cloned().chain(operation.also_state.iter().map(ToString::to_string)).collect()
}
