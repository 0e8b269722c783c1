//! What is wrong with an operation's parameters: all of it at once, each with its place.

use jsonschema::error::{TypeKind, ValidationErrorKind};
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
            kind => vec![self.problem(at, rule(kind))],
        }
        .into_iter()
        .map(|mut problem| {
            // A condition's own words say more than those of the member it constrains.
            problem.words = self.rule_in_words(error).or(problem.words);
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

fn rule(kind: &ValidationErrorKind) -> Rule {
    let count = |limit: &u64| u32::try_from(*limit).unwrap_or(u32::MAX);
    match kind {
        ValidationErrorKind::Type { kind } => Rule::Type { expected: type_name(kind) },
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

/// The JSON name of a type, or of several joined by ` / `.
fn type_name(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => format!("{one:?}").to_lowercase(),
        TypeKind::Multiple(several) => {
            several.iter().map(|one| format!("{one:?}").to_lowercase()).collect::<Vec<_>>().join(" / ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({
            "type": "object", "required": ["Zone", "Mode"], "additionalProperties": false,
            "properties": {
                "Zone": { "type": "string", "title": "可用区", "x-title-en": "Zone" },
                "Mode": { "enum": ["PREPAID", "HOURLY"] },
                "Count": { "type": "integer", "minimum": 1, "maximum": 100 },
                "Name": { "type": "string", "pattern": "^[a-z]+$", "x-rule": { "zh": "只能用小写字母", "en": "lower-case letters only" } },
                "Period": { "type": "integer" },
                "Disks": { "type": "array", "items": { "type": "object", "properties": { "Size": { "type": "integer", "minimum": 10 } } } }
            },
            "allOf": [{
                "if": { "properties": { "Mode": { "const": "PREPAID" } } },
                "then": { "required": ["Period"], "x-rule": { "zh": "包年包月需要时长", "en": "prepaid needs a period" } }
            }]
        })
    }

    #[track_caller]
    fn check(params: Value, expected: &[(&str, Rule)]) {
        let found = Validator::new(&schema()).unwrap().problems(&params);
        let found: Vec<_> = found.iter().map(|problem| (problem.path.as_str(), problem.rule.clone())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn all_problems_come_at_once_each_with_its_place() {
        check(json!({ "Zone": "z", "Mode": "HOURLY", "Count": 3 }), &[]);
        check(
            json!({ "Mode": "HOURLY", "Count": 101, "Zome": 1, "Disks": [{ "Size": 5 }] }),
            &[
                ("/Count", Rule::Maximum { limit: "100".into() }),
                ("/Disks/0/Size", Rule::Minimum { limit: "10".into() }),
                ("/Zome", Rule::UnknownField),
                ("/Zone", Rule::Required),
            ],
        );
        check(json!({ "Zone": 5, "Mode": "HOURLY" }), &[("/Zone", Rule::Type { expected: "string".into() })]);
    }

    #[test]
    fn conditions_and_patterns_explain_themselves() {
        let found =
            Validator::new(&schema()).unwrap().problems(&json!({ "Zone": "z", "Mode": "PREPAID", "Name": "A" }));
        let words: Vec<_> = found
            .iter()
            .map(|problem| (problem.path.as_str(), problem.words.as_ref().map(|text| text.en.as_str())))
            .collect();
        assert_eq!(words, [("/Name", Some("lower-case letters only")), ("/Period", Some("prepaid needs a period"))]);
    }
}
