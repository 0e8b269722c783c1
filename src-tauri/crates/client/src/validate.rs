//! Parameters are validated before anything else happens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use yundeck_catalogue::cloud::Protocol;
use yundeck_catalogue::problem::Validator;
use yundeck_catalogue::{CloudSpec, Operation, Problem, schema};
use yundeck_domain::Error;

/// Compiled schemas, each compiled at the operation's first call.
#[derive(Default)]
pub(crate) struct Validators {
    compiled: Mutex<HashMap<(String, String), Arc<Validator>>>,
}

impl Validators {
    /// The parameters as they are sent, if the operation accepts them.
    ///
    /// # Errors
    /// `InvalidParams` with all problems; `Bug` when the schema itself is wrong.
    pub fn checked(
        &self,
        cloud: &CloudSpec,
        operation: &Operation,
        region: &str,
        params: &Value,
    ) -> Result<Value, Error> {
        let params = with_region(cloud, operation, region, schema::prepared(&operation.input, params));
        let problems = self.of(cloud, operation)?.problems(&params);
        if problems.is_empty() { Ok(params) } else { Err(Error::invalid(problems)) }
    }

    /// Everything that is wrong with parameters as a form holds them; the region is not known yet.
    ///
    /// # Errors
    /// `Bug` when the schema itself is wrong.
    pub fn problems(&self, cloud: &CloudSpec, operation: &Operation, params: &Value) -> Result<Vec<Problem>, Error> {
        Ok(self.of(cloud, operation)?.problems(&schema::prepared(&operation.input, params)))
    }

    fn of(&self, cloud: &CloudSpec, operation: &Operation) -> Result<Arc<Validator>, Error> {
        let key = (cloud.id.clone(), operation.name.clone());
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(&key) {
            return Ok(Arc::clone(validator));
        }
        let validator = Validator::new(&operation.input)
            .map_err(|problem| Error::bug(format!("the schema of {} does not compile: {problem}", operation.name)))?;
        Ok(Arc::clone(compiled.entry(key).or_insert(Arc::new(validator))))
    }
}

/// A region that a schema lists and a person is not asked for comes from the target: the one of the path, and a hidden
/// reference to a region.
fn with_region(cloud: &CloudSpec, operation: &Operation, region: &str, mut params: Value) -> Value {
    let is_filled_in = |name: &str, member: &Value| match &cloud.protocol {
        Protocol::RestJson { region_parameter, .. } if name == region_parameter => true,
        _ => member["x-hidden"] == true && member["x-ref"] == "region",
    };
    let listed = schema::properties(&operation.input).find(|(name, member)| is_filled_in(name, member));
    if let (Some((name, _)), Value::Object(members)) = (listed.filter(|_| !region.is_empty()), &mut params) {
        members.insert(name.to_owned(), Value::String(region.to_owned()));
    }
    params
}
