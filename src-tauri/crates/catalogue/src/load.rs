//! Loading a cloud's catalogue from its JSON texts.

use indexmap::IndexMap;
use serde_json::Value;

use crate::cloud::CloudSpec;
use crate::operation::Operation;

/// The texts of one cloud's catalogue, as embedded in the binary.
#[derive(Debug, Clone, Copy)]
pub struct Sources {
    /// `cloud.json`.
    pub cloud: &'static str,
    /// `shapes.json`: structures used twice, under `$defs`.
    pub shapes: &'static str,
    /// `nouns.json`: the pages of nouns.
    pub pages: &'static str,
    /// `(noun, text)` of every `<noun>.json`.
    pub nouns: &'static [(&'static str, &'static str)],
}

/// What is wrong with a catalogue's texts.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is not the JSON it should be.
    #[error("{file}: {source}")]
    Json {
        /// The file.
        file: String,
        /// The parser's words, with line and column.
        source: serde_json::Error,
    },
    /// Two files define the same operation.
    #[error("{file}: operation {operation} is defined twice")]
    Twice {
        /// The second file.
        file: String,
        /// The operation.
        operation: String,
    },
    /// A `$ref` leads nowhere or round in a circle.
    #[error("{file}: {operation}: {reference} leads nowhere or round in a circle")]
    Shape {
        /// The file.
        file: String,
        /// The operation.
        operation: String,
        /// The `$ref`.
        reference: String,
    },
}

/// How deep shapes may refer to shapes before it is a circle.
const MAX_DEPTH: usize = 24;

impl Sources {
    /// The cloud with all its operations; every `$ref` into `shapes.json` is replaced by its shape.
    ///
    /// # Errors
    /// Any `LoadError`; the binary's own catalogues are proven free of them by tests.
    pub fn load(&self) -> Result<CloudSpec, LoadError> {
        let json = |file: &str| {
            let file = file.to_owned();
            move |source| LoadError::Json { file, source }
        };
        let mut cloud: CloudSpec = serde_json::from_str(self.cloud).map_err(json("cloud.json"))?;
        let shapes: Value = serde_json::from_str(self.shapes).map_err(json("shapes.json"))?;
        cloud.nouns = serde_json::from_str(self.pages).map_err(json("nouns.json"))?;
        for (noun, text) in self.nouns {
            let file = format!("{noun}.json");
            let operations: IndexMap<String, Operation> = serde_json::from_str(text).map_err(json(&file))?;
            for (name, mut operation) in operations {
                operation.input = resolve(&operation.input, &shapes, 0).map_err(|reference| LoadError::Shape {
                    file: file.clone(),
                    operation: name.clone(),
                    reference,
                })?;
                operation.name.clone_from(&name);
                operation.noun = (*noun).to_owned();
                if cloud.operations.insert(name.clone(), operation).is_some() {
                    return Err(LoadError::Twice { file, operation: name });
                }
            }
        }
        Ok(cloud)
    }
}

/// Replaces every `{"$ref": "#/$defs/Name", ...}` by the shape, members beside `$ref` overriding the shape's.
fn resolve(schema: &Value, shapes: &Value, depth: usize) -> Result<Value, String> {
    match schema {
        Value::Object(members) => {
            let Some(reference) = members.get("$ref").and_then(Value::as_str) else {
                return members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), resolve(value, shapes, depth)?)))
                    .collect::<Result<serde_json::Map<_, _>, String>>()
                    .map(Value::Object);
            };
            let shape = reference
                .strip_prefix('#')
                .and_then(|pointer| shapes.pointer(pointer))
                .filter(|_| depth < MAX_DEPTH)
                .ok_or_else(|| reference.to_owned())?;
            let mut resolved = resolve(shape, shapes, depth + 1)?;
            if let Value::Object(target) = &mut resolved {
                for (name, value) in members.iter().filter(|(name, _)| *name != "$ref") {
                    target.insert(name.clone(), resolve(value, shapes, depth)?);
                }
            }
            Ok(resolved)
        }
        Value::Array(elements) => {
            elements.iter().map(|value| resolve(value, shapes, depth)).collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
        scalar => Ok(scalar.clone()),
    }
}
