//! XML. JSON is asked for, but a cloud, or a gateway before the service, may answer in its default format.

use serde_json::{Map, Value};

/// How deep elements stand within each other at most.
const MOST_DEPTH: u32 = 64;

/// The names of a list's elements.
const ITEMS: [&str; 3] = ["item", "Item", "member"];

/// An error document's members.
pub(super) struct XmlError {
    pub code: String,
    pub message: Option<String>,
    pub request_id: Option<String>,
}

/// The error, if the text is an XML document with an `Error` that has a `Code`.
pub(super) fn error(text: &str) -> Option<XmlError> {
    if !text.starts_with('<') {
        return None;
    }
    let error = element(text, "Error")?;
    Some(XmlError {
        code: element(error, "Code").map(unescaped).filter(|code| !code.is_empty())?,
        message: element(error, "Message").map(unescaped),
        request_id: element(text, "RequestId").or_else(|| element(text, "RequestID")).map(unescaped),
    })
}

/// What an operation answered, as the same reply stands in JSON, if the text is one `<Operation>Response` document. Numbers and
/// truth values are texts in it, an empty element is null, and the members of its metadata stand beside the others.
pub(super) fn result(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    let (root, content) = reader.next_element(0)?;
    reader.skip_blank();
    let Value::Object(mut members) = content else { return None };
    if !root.ends_with("Response") || root == "ErrorResponse" || !reader.rest.is_empty() {
        return None;
    }
    if let Some(Value::Object(metadata)) = members.remove("ResponseMetadata") {
        metadata.into_iter().for_each(|(name, value)| {
            members.entry(name).or_insert(value);
        });
    }
    Some(Value::Object(members))
}

/// What is left of a document.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// The element that comes next, with its content; what is not well-formed is none.
    fn next_element(&mut self, depth: u32) -> Option<(&'t str, Value)> {
        self.skip_blank();
        self.rest = self.rest.strip_prefix('<')?;
        let (tag, rest) = self.rest.split_once('>')?;
        self.rest = rest;
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split_whitespace().next().filter(|name| !name.contains(['<', '"', '\'', '=']))?;
        if is_empty {
            return Some((name, Value::Null));
        }
        Some((name, self.content_of(name, (depth < MOST_DEPTH).then_some(depth + 1)?)?))
    }

    /// What stands before the end of the element of that name.
    fn content_of(&mut self, name: &str, depth: u32) -> Option<Value> {
        let mut text = String::new();
        let mut children: Vec<(&str, Value)> = Vec::new();
        loop {
            let (before, _) = self.rest.split_once('<')?;
            text.push_str(&unescaped(before));
            self.rest = &self.rest[before.len()..];
            if let Some(rest) = self.rest.strip_prefix("</") {
                let (end, rest) = rest.split_once('>')?;
                self.rest = rest;
                return (end.trim_end() == name).then(|| value(text, children));
            }
            if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
                let (data, rest) = rest.split_once("]]>")?;
                text.push_str(data);
                self.rest = rest;
            } else if !self.skip_comment() {
                children.push(self.next_element(depth)?);
            }
        }
    }

    /// Skips a comment or a processing instruction.
    fn skip_comment(&mut self) -> bool {
        let after = |rest: &'t str, begin: &str, end: &str| Some(rest.strip_prefix(begin)?.split_once(end)?.1);
        let after = after(self.rest, "<!--", "-->").or_else(|| after(self.rest, "<?", "?>"));
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Skips what stands between elements.
    fn skip_blank(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if !self.skip_comment() {
                return;
            }
        }
    }
}

/// The value of an element. What is repeated, and what is called an item, is a list.
fn value(text: String, children: Vec<(&str, Value)>) -> Value {
    if children.is_empty() {
        return if text.is_empty() { Value::Null } else { Value::String(text) };
    }
    if children.iter().all(|(name, _)| ITEMS.contains(name)) {
        return Value::Array(children.into_iter().map(|(_, child)| child).collect());
    }
    let mut members = Map::new();
    for (name, child) in children {
        match members.get_mut(name) {
            Some(Value::Array(list)) => list.push(child),
            Some(first) => *first = Value::Array(vec![first.take(), child]),
            None => {
                members.insert(name.to_owned(), child);
            }
        }
    }
    Value::Object(members)
}

/// The content of the first element of that name without attributes.
fn element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(content, _)| content)
}

fn unescaped(text: &str) -> String {
    let text = text.trim();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}
