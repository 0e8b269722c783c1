//! Planted secrets: where they go in, in which forms they may lie somewhere, and the search for them.

use std::path::{Path, PathBuf};

use regex::bytes::{Regex, RegexBuilder};
use serde_json::{Value, json};

use crate::files_in;

/// "planted-secret-of-the-user-data", as user data travels.
pub const USER_DATA: &str = "cGxhbnRlZC1zZWNyZXQtb2YtdGhlLXVzZXItZGF0YQ==";

/// An order with user data and, where there is such a thing, metadata.
pub fn with_data(mut order: Value, cloud: &str, metadata: &str) -> Value {
    match cloud {
        "tencent" => {
            order["UserData"] = USER_DATA.into();
            order["Metadata"] = json!({ "Items": [{ "Key": "k", "Value": metadata }] });
        }
        "jdcloud" => {
            order["instanceSpec"]["userdata"] = json!([{ "key": "launch-script", "value": USER_DATA }]);
            order["instanceSpec"]["metadata"] = json!([{ "key": "k", "value": metadata }]);
        }
        _ => order["UserData"] = USER_DATA.into(),
    }
    order
}

/// The reads that repeat it.
pub fn reads_with_data(cloud: &str, id: &str) -> Vec<(&'static str, Value)> {
    match cloud {
        "tencent" => vec![
            ("DescribeInstances", json!({})),
            ("DescribeInstancesAttributes", json!({ "InstanceIds": [id], "Attributes": ["UserData"] })),
        ],
        "jdcloud" => {
            vec![("describeInstancesCustomData", json!({ "filters": [{ "name": "instanceId", "values": [id] }] }))]
        }
        "kingsoft" => vec![("DescribeInstances", json!({}))],
        _ => vec![("DescribeVMInstance", json!({}))],
    }
}

/// The forms in which a text may lie somewhere: as it is, escaped, percent-encoded, in hexadecimal digits, in two-byte letters, and
/// in base64 within other bytes, where it begins at any of three places.
fn forms_of(text: &str) -> Vec<Vec<u8>> {
    let percent: String = (text.bytes())
        .map(|byte| match byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        Value::from(text).to_string().trim_matches('"').as_bytes().to_vec(),
        percent.into_bytes(),
        text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ];
    for shift in 0..3 {
        let encoded = base64(&[&vec![0; shift], text.as_bytes()].concat());
        // The groups at the ends hold letters of what stands beside it, too.
        let begin = if shift == 0 { 0 } else { shift + 1 };
        let whole = (shift + text.len()) / 3 * 4;
        forms.push(encoded.as_bytes()[begin..whole].to_vec());
    }
    forms
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |group: &[u8]| {
        let bits = group.iter().chain([&0, &0]).take(3).fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        (0..=group.len()).map(move |place| char::from(LETTERS[bits >> (18 - 6 * place) & 63]))
    };
    bytes.chunks(3).flat_map(letters).collect()
}

/// Finds any of some texts, in any of its forms.
pub struct Search(Vec<(String, Regex)>);

impl Search {
    /// For these.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let byte = |byte: &u8| format!("\\x{byte:02x}");
        let literal = |form: &Vec<u8>| form.iter().map(byte).collect::<String>();
        let regex = |text: &str| {
            let pattern = forms_of(text).iter().map(literal).collect::<Vec<_>>().join("|");
            RegexBuilder::new(&pattern).unicode(false).build().unwrap()
        };
        Self(texts.into_iter().map(|text| (text.to_owned(), regex(text))).collect())
    }

    /// Where one of them lies in some bytes, and how long it is there.
    pub fn place(&self, bytes: &[u8], text: &str) -> Option<std::ops::Range<usize>> {
        let (_, regex) = self.0.iter().find(|(known, _)| known == text)?;
        regex.find(bytes).map(|found| found.range())
    }

    /// Those that lie in some bytes.
    pub fn finds(&self, bytes: &[u8]) -> Vec<&str> {
        self.0.iter().filter(|(_, regex)| regex.is_match(bytes)).map(|(text, _)| text.as_str()).collect()
    }
}

/// Whether a text lies in some bytes, in any of its forms.
pub fn lies_in(bytes: &[u8], text: &str) -> bool {
    !Search::of([text]).finds(bytes).is_empty()
}

/// The files below a folder in which a text lies, in any of its forms.
pub fn files_with(folder: &Path, text: &str) -> impl Iterator<Item = PathBuf> {
    let search = Search::of([text]);
    files_in(folder).into_iter().filter(move |path| !search.finds(&std::fs::read(path).unwrap_or_default()).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_each_of_its_forms_and_another_is_not() {
        let text = "s3cret/with+signs\"";
        for before in ["", "a", "ab", "abc"] {
            let encoded = base64(format!("{before}{text}z").as_bytes());
            assert!(lies_in(encoded.as_bytes(), text), "{before}: {encoded}");
        }
        assert_eq!(base64(b"me:password"), "bWU6cGFzc3dvcmQ");
        assert!(lies_in(br#"{"a":"s3cret/with+signs\""}"#, text));
        assert!(lies_in(b"a=s3cret%2Fwith%2Bsigns%22", text));
        assert!(!lies_in(b"s3cret/with-signs", text));
    }
}
