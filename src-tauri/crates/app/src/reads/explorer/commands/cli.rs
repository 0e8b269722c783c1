//! A call for the vendor's command line tool.

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::{CliForm, CliSpec};
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::{CloudSpec, Operation, schema};
use yundeck_domain::Error;

use super::quoted;

/// Stands for a secret that the person has to fill in.
const MASK: &str = "******";

/// The command. Keys come from the tool's own configuration; secret parameters are masked. `url` is where the call goes:
/// `None` when the tool cannot be told to go there, so that a line copied while practising never acts on the real cloud.
pub(super) fn of(
    tool: &CliSpec,
    spec: &CloudSpec,
    operation: &Operation,
    region: &str,
    params: &Value,
    url: &str,
) -> Result<Option<String>, Error> {
    let (service, place) =
        spec.service_of(operation).ok_or_else(|| Error::bug(format!("{} is of no known service", operation.name)))?;
    let spelt = |name: &str| match tool.form {
        CliForm::Verbatim => name.to_owned(),
        CliForm::Kebab => kebab(name),
    };
    let mut words = vec![tool.name.clone(), service.to_owned(), spelt(&operation.name)];
    if !region.is_empty() {
        words.extend([tool.region.clone(), quoted(region)]);
    }
    // A call for another place must not end at the tool's own.
    let host = host_of(url);
    let own = place.host.as_ref().map(|own| own.replace("{region}", region));
    if own.as_deref() != Some(host) {
        let Some(option) = &tool.endpoint else { return Ok(None) };
        words.extend([option.clone(), quoted(host)]);
    }
    let shown = schema::masked(&operation.input, &schema::pruned(params), MASK);
    let required: Vec<&Value> =
        operation.input.get("required").and_then(Value::as_array).into_iter().flatten().collect();
    let mut rest = Map::new();
    for (name, value) in shown.as_object().into_iter().flatten() {
        let option = format!("--{}", spelt(name));
        if option == tool.region {
            // The region is said already.
        } else if tool.json.is_none() || required.iter().any(|demanded| *demanded == name) {
            let text = text_of(value).unwrap_or_else(|| value.to_string());
            // Alone it would be taken for an option.
            if text.starts_with('-') {
                words.push(format!("{option}={}", quoted(&text)));
            } else {
                words.extend([option, quoted(&text)]);
            }
        } else {
            rest.insert(name.clone(), value.clone());
        }
    }
    if let Some(json) = tool.json.as_ref().filter(|_| !rest.is_empty()) {
        words.extend([json.clone(), quoted(&Value::Object(rest).to_string())]);
    }
    Ok(Some(words.join(" ")))
}

/// `host:port` of an address.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// `describeVncUrl` as `describe-vnc-url`; capitals that follow each other are one word (`diskSizeGB` as `disk-size-gb`).
fn kebab(name: &str) -> String {
    let mut spelt = String::new();
    let mut capital = true;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !capital {
            spelt.push('-');
        }
        capital = letter.is_ascii_uppercase();
        spelt.push(letter.to_ascii_lowercase());
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_what_stands_before_path_and_query() {
        assert_eq!(host_of("https://cvm.example.com/"), "cvm.example.com");
        assert_eq!(host_of("http://127.0.0.1:8080?Action=x"), "127.0.0.1:8080");
    }

    #[test]
    fn camel_case_becomes_words() {
        assert_eq!(kebab("describeInstanceVncUrl"), "describe-instance-vnc-url");
        assert_eq!(kebab("Limit"), "limit");
        assert_eq!(kebab("systemDiskSizeGB"), "system-disk-size-gb");
    }
}
