//! A step of a script: a call with what its reply must show, a wait, or a look into the world.

use serde_json::{Map, Value};
use yundeck_sandbox::World;

/// What replies said, by name. Parameters and expectations refer to it as `"$name"`, within a text as `"{name}"`.
pub type Kept = Map<String, Value>;

/// One line of a script.
pub enum Step {
    /// Calls an operation.
    Call(Box<Call>),
    /// Lets so many seconds of the world's time pass.
    Wait(i64),
    /// Looks into the world: what must hold there, in words, and whether it does.
    Look(&'static str, fn(&World, &Kept) -> bool),
    /// Keeps something of the world under a name.
    Keep(&'static str, fn(&World) -> Value),
    /// Changes the world where no operation can, so that a limit comes into reach.
    Arrange(fn(&mut World)),
}

/// A call and what must come of it.
pub struct Call {
    pub operation: &'static str,
    pub params: Value,
    pub region: Option<&'static str>,
    /// The cloud's code and a part of its message, when it has to refuse.
    pub refusal: Option<(&'static str, &'static str)>,
    /// Whether the cloud has to take the call and say in its reply that it did not do it.
    pub undone: bool,
    pub expected: Vec<Expected>,
    /// Name and JSON pointer into the result.
    pub keeps: Vec<(&'static str, &'static str)>,
    /// The ids that the operation's waiter has to see arrive.
    pub reaches: Vec<&'static str>,
}

/// What a result must show, at a JSON pointer.
pub enum Expected {
    /// This value.
    Is(&'static str, Value),
    /// So many elements.
    Count(&'static str, usize),
    /// Something that is neither null nor empty.
    Has(&'static str),
    /// Nothing, or null, or something empty.
    Lacks(&'static str),
    /// This value somewhere below.
    Holds(&'static str, Value),
    /// This value nowhere below.
    Omits(&'static str, Value),
    /// More (a number) or later (a text) than what was kept under that name.
    More(&'static str, &'static str),
}

/// A call that has to work.
pub fn call(operation: &'static str, params: Value) -> Call {
    Call {
        operation,
        params,
        region: None,
        refusal: None,
        undone: false,
        expected: vec![],
        keeps: vec![],
        reaches: vec![],
    }
}

/// A call that the cloud has to refuse with this code and these words in its message.
pub fn refused(operation: &'static str, params: Value, code: &'static str, words: &'static str) -> Call {
    Call { refusal: Some((code, words)), ..call(operation, params) }
}

/// A call that the cloud has to take and then not do.
pub fn undone(operation: &'static str, params: Value) -> Call {
    Call { undone: true, ..call(operation, params) }
}

/// What the account has, to be kept.
pub fn balance(world: &World) -> Value {
    world.account.balance.to_string().into()
}

/// Whether the account has paid since its balance was kept.
pub fn has_paid(world: &World, kept: &Kept) -> bool {
    let amount = |text: &Value| text.as_str().unwrap().parse::<f64>().unwrap();
    amount(&balance(world)) < amount(&kept["balance"])
}

impl Call {
    pub fn keep(mut self, name: &'static str, pointer: &'static str) -> Self {
        self.keeps.push((name, pointer));
        self
    }

    pub fn is(self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.expect(Expected::Is(pointer, value.into()))
    }

    pub fn count(self, pointer: &'static str, number: usize) -> Self {
        self.expect(Expected::Count(pointer, number))
    }

    pub fn has(self, pointer: &'static str) -> Self {
        self.expect(Expected::Has(pointer))
    }

    pub fn lacks(self, pointer: &'static str) -> Self {
        self.expect(Expected::Lacks(pointer))
    }

    pub fn holds(self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.expect(Expected::Holds(pointer, value.into()))
    }

    pub fn omits(self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.expect(Expected::Omits(pointer, value.into()))
    }

    pub fn more(self, pointer: &'static str, kept: &'static str) -> Self {
        self.expect(Expected::More(pointer, kept))
    }

    /// In another region than the sample's.
    pub fn in_region(mut self, region: &'static str) -> Self {
        self.region = Some(region);
        self
    }

    /// Then time passes, and the operation's waiter must see these arrive.
    pub fn reach(mut self, ids: &[&'static str]) -> Self {
        self.reaches.extend(ids);
        self
    }

    fn expect(mut self, expected: Expected) -> Self {
        self.expected.push(expected);
        self
    }
}

impl From<Call> for Step {
    fn from(call: Call) -> Self {
        Self::Call(Box::new(call))
    }
}

/// The table of a script.
macro_rules! steps {
    ($($step:expr),* $(,)?) => { vec![$($crate::step::Step::from($step)),*] };
}
pub(crate) use steps;

/// A value with what it refers to put in.
///
/// # Panics
/// When nothing was kept under a name.
pub fn resolved(value: &Value, kept: &Kept) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) => found(name, kept).clone(),
            None => Value::String(filled(text, kept)),
        },
        Value::Array(all) => all.iter().map(|each| resolved(each, kept)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), resolved(value, kept))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

fn found<'k>(name: &str, kept: &'k Kept) -> &'k Value {
    kept.get(name).unwrap_or_else(|| panic!("nothing was kept as {name}"))
}

fn filled(text: &str, kept: &Kept) -> String {
    let mut out = text.to_owned();
    for (name, value) in kept {
        if let Some(value) = value.as_str() {
            out = out.replace(&format!("{{{name}}}"), value);
        }
    }
    out
}

impl Expected {
    /// What is wrong with a result, in words; `None` when nothing is.
    pub fn miss(&self, result: &Value, kept: &Kept) -> Option<String> {
        let at = |pointer: &str| result.pointer(pointer).unwrap_or(&Value::Null);
        let (holds, wanted) = match self {
            Self::Is(pointer, value) => {
                let value = resolved(value, kept);
                (same(at(pointer), &value), format!("{pointer} is {value}"))
            }
            Self::Count(pointer, number) => {
                (at(pointer).as_array().is_some_and(|all| all.len() == *number), format!("{pointer} has {number}"))
            }
            Self::Has(pointer) => (!is_empty(at(pointer)), format!("{pointer} has something")),
            Self::Lacks(pointer) => (is_empty(at(pointer)), format!("{pointer} has nothing")),
            Self::Holds(pointer, value) => {
                let value = resolved(value, kept);
                (is_below(at(pointer), &value), format!("{pointer} holds {value}"))
            }
            Self::Omits(pointer, value) => {
                let value = resolved(value, kept);
                (!is_below(at(pointer), &value), format!("{pointer} does not hold {value}"))
            }
            Self::More(pointer, name) => {
                let before = found(name, kept);
                (is_more(at(pointer), before), format!("{pointer} is more than {before}"))
            }
        };
        (!holds).then_some(wanted)
    }
}

pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Numbers are the same whatever way they are written: a sum of money may come back as `1` or `1.0`.
fn same(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| (one - other).abs() < 1e-9)
}

fn is_below(tree: &Value, wanted: &Value) -> bool {
    same(tree, wanted)
        || match tree {
            Value::Array(all) => all.iter().any(|each| is_below(each, wanted)),
            Value::Object(members) => members.values().any(|each| is_below(each, wanted)),
            _ => false,
        }
}

fn is_more(now: &Value, before: &Value) -> bool {
    match (now.as_f64().zip(before.as_f64()), now.as_str().zip(before.as_str())) {
        (Some((now, before)), _) => now > before,
        (_, Some((now, before))) => now > before,
        _ => false,
    }
}
