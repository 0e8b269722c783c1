//! Takes out of a text whose things it speaks of.

use std::sync::LazyLock;

use regex::Regex;
use yundeck_domain::{Account, Proxy};

/// A name shorter than this is left alone: it would tear words apart, and tells nobody anything.
const SHORTEST: usize = 3;

/// What an account that is not there any more may have left in the log.
static TRACES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r#"\baccount="?[^\s"]+"?"#, "account=<account>"),
        (r#"(?i)\b[a-z][a-z0-9+.-]*://[^\s"'<>)]+"#, "<address>"),
        (r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?", "<address>"),
        (r"(?:/home|/Users)/[^/\s]+", "~"),
    ]
    .into_iter()
    .filter_map(|(pattern, instead)| Some((Regex::new(pattern).ok()?, instead)))
    .collect()
});

/// What stands for whose things they are, and what is said in its place; the longer first.
#[derive(Default)]
pub(super) struct Anonymous {
    known: Vec<(String, String)>,
    /// What people call their accounts: any word, so only where free text is.
    names: Vec<(String, String)>,
}

impl Anonymous {
    /// Knows everything that names these accounts (each with its place in the list), the proxies and the person.
    pub(super) fn of<'a>(
        accounts: impl Iterator<Item = (usize, &'a Account)>,
        own_regions: impl Fn(&Account) -> Vec<String>,
        proxy: &'a Proxy,
    ) -> Self {
        let Self { mut known, mut names } = Self::default();
        known.extend(std::env::home_dir().map(|home| (home.display().to_string(), "~".to_owned())));
        known.extend(of_proxy(proxy));
        for (at, account) in accounts {
            let number = at + 1;
            let mut add = |text: &str, what: &str| known.push((text.to_owned(), format!("<{what} {number}>")));
            add(&account.id, "account");
            add(&account.access_key_id, "key");
            for (text, what) in
                [(&account.owner_id, "owner"), (&account.endpoint, "endpoint"), (&account.ca_file, "CA file")]
            {
                if let Some(text) = text {
                    add(text, what);
                }
            }
            for region in own_regions(account) {
                add(&region, "region");
            }
            if let Some(host) = account.endpoint.as_deref().and_then(host) {
                add(host, "endpoint");
            }
            known.extend(account.proxy.iter().flat_map(of_proxy));
            names.push((account.label.clone(), format!("<account {number}>")));
        }
        for list in [&mut known, &mut names] {
            list.retain(|(text, _)| text.chars().count() >= SHORTEST);
            list.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        }
        Self { known, names }
    }

    /// The text without what is known to name somebody.
    pub(super) fn text(&self, text: &str) -> String {
        without(text, &self.known)
    }

    /// A line of a log, which may speak of what is not there any more.
    pub(super) fn line(&self, line: &str) -> String {
        let line = without(&self.text(line), &self.names);
        TRACES.iter().fold(line, |line, (trace, instead)| trace.replace_all(&line, *instead).into_owned())
    }
}

fn without(text: &str, known: &[(String, String)]) -> String {
    known.iter().fold(text.to_owned(), |text, (known, instead)| text.replace(known, instead))
}

fn of_proxy(proxy: &Proxy) -> Vec<(String, String)> {
    let Proxy::Manual { url, username } = proxy else { return Vec::new() };
    let named = |text: &str| (text.to_owned(), "<proxy>".to_owned());
    let host = host(url).map(named);
    std::iter::once(named(url)).chain(host).chain(username.as_deref().map(named)).collect()
}

/// The host in an address; with brackets when it is a number of the sixth version.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let end = match authority.rfind(':') {
        Some(colon) if !authority[colon..].contains(']') => colon,
        _ => authority.len(),
    };
    Some(&authority[..end]).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_found_in_an_address() {
        for (address, expected) in [
            ("https://console.example.com/api", Some("console.example.com")),
            ("http://10.0.0.5:8080", Some("10.0.0.5")),
            ("socks5://[::1]:1080", Some("[::1]")),
            ("example.com", Some("example.com")),
            ("", None),
        ] {
            assert_eq!(host(address), expected, "{address}");
        }
    }

    #[test]
    fn traces_of_what_is_gone_are_taken_out_of_a_line() {
        let names = vec![("Lin's cloud".to_owned(), "<account 1>".to_owned())];
        let anonymous = Anonymous { names, ..Anonymous::default() };
        assert_eq!(
            anonymous.line(
                r#"t WARN x: look failed account="af-1" of Lin's cloud url (https://cloud.lan/api?a=1) at 10.1.2.3:443 in /home/lin/x"#
            ),
            "t WARN x: look failed account=<account> of <account 1> url (<address>) at <address> in ~/x"
        );
    }
}
