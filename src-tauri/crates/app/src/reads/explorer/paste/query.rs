//! A query string with flattened names, alone or in an address.

use serde_json::{Map, Value};
use yundeck_catalogue::{Operation, Text};
use yundeck_domain::Error;
use yundeck_wire::percent::decode;

use super::{DEEPEST, member, unreadable};

/// Parameters that carry the call itself, not what it is about; they are left out unless the operation has them. The dialog
/// says so.
const COMMON: &[&str] = &[
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "Token",
    "PublicKey",
    "Service",
];

/// What a query string says, and the path of its address.
///
/// # Errors
/// `InvalidParams` in words when it is none.
pub(super) fn read(operation: &Operation, text: &str, notes: &mut Vec<Text>) -> Result<Value, Error> {
    let (path, query) = parts(text, notes);
    let mut root = Node::default();
    let mut any = false;
    let mut told = Told::default();
    for pair in pairs(operation, query) {
        let (name, raw) = pair.split_once('=').unwrap_or((&pair, ""));
        let (name, value) = (decode(name), value(raw));
        let steps: Vec<&str> = name.split('.').collect();
        let well_formed =
            !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "._-[]".contains(letter));
        if !well_formed || !query.contains('=') || steps.len() > DEEPEST {
            return Err(neither());
        }
        any = true;
        let own = member(&operation.input, steps[0]).is_some();
        let common = COMMON.contains(&steps[0]) || steps[0].starts_with("X-Amz-");
        if !own && common {
            continue;
        }
        told.of(&name, &pair, raw, &value);
        if root.put(&steps, value) {
            told.twice.push(name.clone());
        }
    }
    if !any {
        return Err(neither());
    }
    told.into_notes(notes);
    root.mixed("", notes);
    let mut members: Map<_, _> = root.members.into_iter().map(|(name, node)| (name, node.value())).collect();
    for (name, value) in path.map(|path| of_path(operation, path)).unwrap_or_default() {
        members.entry(name).or_insert(Value::String(value));
    }
    Ok(Value::Object(members))
}

/// The path and the query. Only what begins as an address has its query after `?`, and an end after `#`: in anything else both
/// are letters of a value.
fn parts<'t>(text: &'t str, notes: &mut Vec<Text>) -> (Option<&'t str>, &'t str) {
    let Some((address, query)) = text.split_once('?') else { return (None, text) };
    let scheme =
        address.split_once("://").is_some_and(|(scheme, _)| scheme.chars().all(|letter| letter.is_alphanumeric()));
    if !scheme && address.contains('=') {
        return (None, text);
    }
    let (query, end) = query.split_once('#').unwrap_or((query, ""));
    if !end.is_empty() {
        notes.push(Text::new(
            "地址里 # 之后的部分没有读。如果它属于某个值，请写成 %23。",
            "What stands after # in the address was not read. If it belongs to a value, write %23.",
        ));
    }
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    (path.find('/').map(|at| &path[at..]), query)
}

/// The parameters that stand in the path of an address, as the operation's own path has them.
fn of_path(operation: &Operation, path: &str) -> Vec<(String, String)> {
    let ours: Vec<&str> = operation.http.path.split('/').filter(|step| !step.is_empty()).collect();
    let theirs: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    if ours.len() > theirs.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    // What stands before is the address's own.
    for (ours, theirs) in ours.iter().zip(&theirs[theirs.len() - ours.len()..]) {
        match ours.strip_prefix('{').and_then(|name| name.split_once('}')) {
            Some((name, end)) => match theirs.strip_suffix(end) {
                Some(value) => found.push((name.to_owned(), decode(&value.replace('+', "%2B")))),
                None => return Vec::new(),
            },
            None if ours == theirs => {}
            None => return Vec::new(),
        }
    }
    found
}

/// The pairs of a query. A line is a pair of its own where it looks like one, and goes on with the one before where it does not:
/// logs and mails break long lines.
fn pairs(operation: &Operation, query: &str) -> Vec<String> {
    let mut all: Vec<String> = vec![String::new()];
    for line in query.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let begins = line.split('&').next().and_then(|first| first.split_once('=')).is_some_and(|(name, value)| {
            let named = name.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-[]".contains(letter));
            let known = name.split('.').next().is_some_and(|first| member(&operation.input, first).is_some());
            // The end of a base64 text looks like a name without a value.
            named && (known || (!value.is_empty() && value != "="))
        });
        for (at, pair) in line.split('&').enumerate() {
            match all.last_mut() {
                Some(last) if at == 0 && !begins => last.push_str(pair),
                _ => all.push(pair.to_owned()),
            }
        }
    }
    all.retain(|pair| !pair.is_empty());
    all
}

/// What a value says. A `+` is a space only where the rest is written as in a form: what has letters that a form escapes, and no
/// escape, was never one, such as base64.
fn value(raw: &str) -> String {
    if keeps_plus(raw) { decode(&raw.replace('+', "%2B")) } else { decode(raw) }
}

fn keeps_plus(raw: &str) -> bool {
    let escaped =
        raw.as_bytes().windows(3).any(|three| three[0] == b'%' && three[1..].iter().all(u8::is_ascii_hexdigit));
    let unreserved = |letter: char| letter.is_alphanumeric() || "-_.~*+".contains(letter);
    !escaped && !raw.chars().all(unreserved)
}

/// Names of which something has to be said.
#[derive(Default)]
struct Told {
    twice: Vec<String>,
    plus_kept: Vec<String>,
    plus_as_space: Vec<String>,
    without_sign: Vec<String>,
    broken_text: Vec<String>,
}

impl Told {
    fn of(&mut self, name: &str, pair: &str, raw: &str, value: &str) {
        if raw.contains('+') {
            if keeps_plus(raw) { &mut self.plus_kept } else { &mut self.plus_as_space }.push(name.to_owned());
        }
        if !pair.contains('=') {
            self.without_sign.push(name.to_owned());
        }
        if value.contains('\u{fffd}') && !raw.contains('\u{fffd}') {
            self.broken_text.push(name.to_owned());
        }
    }

    fn into_notes(self, notes: &mut Vec<Text>) {
        let mut tell = |names: Vec<String>, zh: &str, en: &str| {
            if !names.is_empty() {
                notes.push(Text::new(format!("{}：{zh}", names.join("、")), format!("{}: {en}", names.join(", "))));
            }
        };
        tell(self.twice, "写了不止一次，用了最后一次的值。", "stands there more than once; the last value was taken.");
        tell(
            self.plus_kept,
            "其中的 + 按加号保留（像 base64）。如果本应是空格，请改正。",
            "its + was kept as it stands, as in base64. If it should be a space, correct it.",
        );
        tell(
            self.plus_as_space,
            "其中的 + 按空格读取。如果本应是加号，请改正。",
            "its + was read as a space. If it should be a plus, correct it.",
        );
        tell(
            self.without_sign,
            "后面没有等号，填了空值。如果它属于前一个值，其中的 & 请写成 %26。",
            "has no = behind it and was taken as empty. If it belongs to the value before, write its & as %26.",
        );
        tell(self.broken_text, "含有不是 UTF-8 的字节，读成了 �。", "holds bytes that are no UTF-8; they became �.");
    }
}

/// A flattened structure being put together again.
#[derive(Default)]
struct Node {
    text: Option<String>,
    members: Vec<(String, Node)>,
}

impl Node {
    /// Whether a value was there already.
    fn put(&mut self, steps: &[&str], value: String) -> bool {
        let Some((first, rest)) = steps.split_first() else {
            return self.text.replace(value).is_some();
        };
        let at = match self.members.iter().position(|(name, _)| name == first) {
            Some(at) => at,
            None => {
                self.members.push(((*first).to_owned(), Node::default()));
                self.members.len() - 1
            }
        };
        self.members[at].1.put(rest, value)
    }

    /// Tells what is given as a value and in parts too: the parts are taken.
    fn mixed(&self, name: &str, notes: &mut Vec<Text>) {
        if self.text.is_some() && !self.members.is_empty() {
            notes.push(Text::new(
                format!("{name} 既有值又有下级参数，只用了下级参数。"),
                format!("{name} is given as a value and in parts; only the parts were taken."),
            ));
        }
        for (step, node) in &self.members {
            node.mixed(&if name.is_empty() { step.clone() } else { format!("{name}.{step}") }, notes);
        }
    }

    /// Members that are all numbers are the elements of a list, in the order of the numbers, whichever the first one is.
    fn value(self) -> Value {
        if self.members.is_empty() {
            return Value::String(self.text.unwrap_or_default());
        }
        let numbers: Option<Vec<u32>> = self.members.iter().map(|(name, _)| name.parse().ok()).collect();
        match numbers {
            Some(numbers) => {
                let mut elements: Vec<(u32, Node)> =
                    numbers.into_iter().zip(self.members.into_iter().map(|(_, node)| node)).collect();
                elements.sort_by_key(|(number, _)| *number);
                elements.into_iter().map(|(_, node)| node.value()).collect()
            }
            None => {
                let members = self.members.into_iter().map(|(name, node)| (name, node.value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

fn neither() -> Error {
    unreadable("the text is neither JSON nor a query string").with_words(Text::new(
        "粘贴的内容既不是 JSON 对象，也不是查询字符串（名=值&名=值）。",
        "What was pasted is neither a JSON object nor a query string (name=value&name=value).",
    ))
}
