//! A call for the vendor's command line tool.

use serde_json::Value;
use yundeck_catalogue::cloud::{CliForm, CliSpec};
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::{CloudSpec, Operation, schema};
use yundeck_domain::Error;

use super::quoted;

/// Stands for a secret that the person has to fill in.
const MASK: &str = "******";

/// The command. Keys come from the tool's own configuration; secret parameters are masked.
pub(super) fn of(
    tool: &CliSpec,
    spec: &CloudSpec,
    operation: &Operation,
    region: &str,
    params: &Value,
) -> Result<String, Error> {
    let (service, _) =
        spec.service_of(operation).ok_or_else(|| Error::bug(format!("{} is of no known service", operation.name)))?;
    let spelt = |name: &str| match tool.form {
        CliForm::Verbatim => name.to_owned(),
        CliForm::Kebab => kebab(name),
    };
    let mut words = vec![tool.name.clone(), service.to_owned(), spelt(&operation.name)];
    if !region.is_empty() {
        words.extend([tool.region.clone(), quoted(region)]);
    }
    let shown = schema::masked(&operation.input, &schema::pruned(params), MASK);
    for (name, value) in shown.as_object().into_iter().flatten() {
        let option = format!("--{}", spelt(name));
        // The region is said already.
        if option != tool.region {
            words.extend([option, quoted(&text_of(value).unwrap_or_else(|| value.to_string()))]);
        }
    }
    Ok(words.join(" "))
}

/// `describeVncUrl` as `describe-vnc-url`.
fn kebab(name: &str) -> String {
    let mut spelt = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !spelt.is_empty() && !spelt.ends_with('-') {
            spelt.push('-');
        }
        spelt.push(letter.to_ascii_lowercase());
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_becomes_words() {
        assert_eq!(kebab("describeInstanceVncUrl"), "describe-instance-vnc-url");
        assert_eq!(kebab("Limit"), "limit");
    }
}
