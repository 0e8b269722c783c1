//! What is wrong with an operation's parameters: all of it at once, each with its place.

use jsonschema::error::ValidationErrorKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::schema;
use crate::text::Text;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// JSON pointer to the value, or to where the missing value belongs.
    pub path: String,
    /// The field's title.
    pub field: Text,
    /// What it breaks.
    pub rule: Rule,
    /// The rule in words of the field, where the catalogue has them.
    pub words: Option<Text>,
}

/// The rule that a value breaks. The user interface has words for each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// It must be given.
    Required,
    /// It is not known to this operation.
    UnknownField,
    /// It must be of this type.
    Type {
        /// JSON type name.
        expected: String,
    },
    /// It must be one of these.
    Enum {
        /// The allowed values.
        allowed: Vec<String>,
    },
    /// It must be at least this.
    Minimum {
        /// Limit, as text.
        limit: String,
    },
    /// It must be at most this.
    Maximum {
        /// Limit, as text.
        limit: String,
    },
    /// It must be a multiple of this.
    Step {
        /// Step, as text.
        step: String,
    },
    /// It must have at least so many characters.
    MinLength {
        /// Limit.
        limit: u32,
    },
    /// It must have at most so many characters.
    MaxLength {
        /// Limit.
        limit: u32,
    },
    /// It must have at least so many elements.
    MinItems {
        /// Limit.
        limit: u32,
    },
    /// It must have at most so many elements.
    MaxItems {
        /// Limit.
        limit: u32,
    },
    /// Its elements must differ.
    Unique,
    /// It must have this form.
    Pattern {
        /// The regular expression; shown only where the catalogue has no words.
        pattern: String,
    },
    /// It cannot go together with the rest.
    Combination,
}

/// A validator for an operation's input schema. Compile once, use often.
#[derive(Debug)]
pub struct Validator {
    schema: Value,
    compiled: jsonschema::Validator,
}

impl Validator {
    /// Compiles an input schema.
    ///
    /// # Errors
    /// The compiler's words, when the schema itself is wrong; lint finds those.
    pub fn new(input: &Value) -> Result<Self, String> {
        let compiled = jsonschema::draft202012::new(input).map_err(|error| error.to_string())?;
        Ok(Self { schema: input.clone(), compiled })
    }

    /// All problems of the parameters; none means that the operation accepts them.
    pub fn problems(&self, params: &Value) -> Vec<Problem> {
        let mut problems: Vec<Problem> =
            self.compiled.iter_errors(params).flat_map(|error| self.explain(&error)).collect();
        problems.sort_by(|a, b| a.path.cmp(&b.path));
        problems.dedup();
        problems
    }

    fn explain(&self, error: &jsonschema::ValidationError<'_>) -> Vec<Problem> {
        let at = error.instance_path().to_string();
        match error.kind() {
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                vec![self.problem(format!("{at}/{name}"), Rule::Required)]
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                unexpected.iter().map(|name| self.problem(format!("{at}/{name}"), Rule::UnknownField)).collect()
            }
            kind => vec![self.problem(at, rule(kind, || self.rule_in_words(error)))],
        }
        .into_iter()
        .map(|mut problem| {
            if problem.words.is_none() {
                problem.words = self.rule_in_words(error);
            }
            problem
        })
        .collect()
    }

    fn problem(&self, path: String, rule: Rule) -> Problem {
        let found = schema::at(&self.schema, &path);
        let name = path.rsplit('/').find(|step| step.parse::<usize>().is_err()).unwrap_or_default();
        let words = match rule {
            Rule::Pattern { .. } | Rule::Combination => found.and_then(|member| schema::text(member, "x-rule")),
            _ => None,
        };
        Problem {
            field: found.map_or_else(|| Text::same(name), |member| schema::title(name, member)),
            path,
            rule,
            words,
        }
    }

    /// The `x-rule` beside the nearest enclosing keyword, so that an `if`/`then` can explain itself.
    fn rule_in_words(&self, error: &jsonschema::ValidationError<'_>) -> Option<Text> {
        let pointer = error.schema_path().to_string();
        if !["/then/", "/else/", "/not", "/dependentRequired", "/oneOf", "/anyOf"]
            .iter()
            .any(|step| pointer.contains(step))
        {
            return None;
        }
        let mut end = pointer.len();
        while let Some(cut) = pointer[..end].rfind('/') {
            end = cut;
            if let Some(words) = self.schema.pointer(&pointer[..end]).and_then(|node| schema::text(node, "x-rule")) {
                return Some(words);
            }
        }
        None
    }
}

fn rule(kind: &ValidationErrorKind, _words: impl Fn() -> Option<Text>) -> Rule {
    let count = |limit: &u64| u32::try_from(*limit).unwrap_or(u32::MAX);
    match kind {
        ValidationErrorKind::Type { kind } => Rule::Type { expected: format!("{kind:?}") },
        ValidationErrorKind::Enum { options } => {
            Rule::Enum { allowed: options.as_array().into_iter().flatten().filter_map(crate::path::text_of).collect() }
        }
        ValidationErrorKind::Constant { expected_value } => {
            Rule::Enum { allowed: crate::path::text_of(expected_value).into_iter().collect() }
        }
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::ExclusiveMinimum { limit } => {
            Rule::Minimum { limit: limit.to_string() }
        }
        ValidationErrorKind::Maximum { limit } | ValidationErrorKind::ExclusiveMaximum { limit } => {
            Rule::Maximum { limit: limit.to_string() }
        }
        ValidationErrorKind::MultipleOf { multiple_of } => Rule::Step { step: multiple_of.to_string() },
        ValidationErrorKind::MinLength { limit } => Rule::MinLength { limit: count(limit) },
        ValidationErrorKind::MaxLength { limit } => Rule::MaxLength { limit: count(limit) },
        ValidationErrorKind::MinItems { limit } => Rule::MinItems { limit: count(limit) },
        ValidationErrorKind::MaxItems { limit } => Rule::MaxItems { limit: count(limit) },
        ValidationErrorKind::UniqueItems => Rule::Unique,
        ValidationErrorKind::Pattern { pattern } => Rule::Pattern { pattern: pattern.clone() },
        _ => Rule::Combination,
    }
}
