//! What someone who helps needs to know of this installation, as a text that can be read before it is handed on.
//!
//! It says how things are set and what went wrong. It does not say whose they are: no secret, no id of a key or an account,
//! no name a person gave, no address of a private cloud or a proxy.

mod anonymous;

use std::fmt::Write as _;

use serde_json::Value;
use yundeck_domain::{Account, Error, Proxy};

use crate::desk::Desk;
use crate::ground::logs;
use crate::ground::secrets::KeychainStatus;
use crate::records::account::{AccountView, ConnectionReport};
use crate::records::journal::{JournalEntry, JournalFilter, JournalOutcome};
use crate::records::settings::Settings;
use anonymous::Anonymous;

/// How many failures and how many lines of the log are told.
const MOST: usize = 20;

/// The program, as only the shell knows it.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// The commit it was built from.
    pub commit: Option<String>,
    /// When it was built (RFC 3339).
    pub built_at: Option<String>,
    /// The web view that shows the pages, and its version.
    pub web_view: Option<String>,
}

impl Desk {
    /// The diagnostics.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn diagnostics(&self, program: &Program) -> Result<String, Error> {
        let (accounts, settings) = (self.accounts().await?, self.reach.settings.get()?);
        // Regions that everybody knows say nothing of anybody; those of a private cloud do.
        let own_regions = |account: &Account| {
            let known =
                self.reach.adapter(&account.cloud).map(|adapter| adapter.spec().regions.as_slice()).unwrap_or_default();
            account.regions.iter().filter(|id| known.iter().all(|region| region.id != **id)).cloned().collect()
        };
        // The sandbox's accounts are nobody's.
        let owned = accounts.iter().map(|view| &view.account).enumerate().filter(|(_, account)| !account.sandbox);
        let anonymous = Anonymous::of(owned, own_regions, &settings.proxy);
        let mut text = String::new();
        let mut part = |title: &str, lines: Vec<String>| {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{}{title}", if text.is_empty() { "" } else { "\n" });
            let none = vec!["none".to_owned()];
            for line in if lines.is_empty() { none } else { lines } {
                let _ = writeln!(text, "  {}", anonymous.text(&line));
            }
        };
        part("Program", self.program_lines(program).await);
        part("Settings", setting_lines(&settings));
        part("Accounts", accounts.iter().enumerate().map(|(at, view)| self.account_line(at + 1, view)).collect());
        part("Acts that failed or are not known", self.failures()?.iter().map(act_line).collect());
        let logs =
            self.data_dir.as_ref().map(|folder| logs::unusual(&folder.join(logs::FOLDER), MOST)).unwrap_or_default();
        part("Log: warnings and errors", logs.iter().map(|line| anonymous.line(line)).collect());
        Ok(logs::redacted(&text).into_owned())
    }

    async fn program_lines(&self, program: &Program) -> Vec<String> {
        let unknown = || "unknown".to_owned();
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let session = ["XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "LANG"].into_iter().filter_map(variable);
        let keychain = match self.reach.secrets.keychain().await {
            KeychainStatus::Available => "available".to_owned(),
            KeychainStatus::Unavailable { reason } => format!("unavailable: {reason}"),
        };
        let mut lines = vec![
            format!("version: {}", program.version),
            format!("commit: {}", program.commit.clone().unwrap_or_else(unknown)),
            format!("built: {}", program.built_at.clone().unwrap_or_else(unknown)),
            format!("system: {}, {}", os_info::get(), std::env::consts::ARCH),
            format!("web view: {}", program.web_view.clone().unwrap_or_else(unknown)),
            format!("session: {}", session.collect::<Vec<_>>().join(", ")),
            format!("keychain: {keychain}"),
        ];
        lines.extend(self.data_dir.as_ref().map(|folder| format!("data folder: {}", folder.display())));
        lines.push(format!(
            "time: {}",
            self.reach.now().with_timezone(&chrono::Local).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
        ));
        lines
    }

    fn account_line(
        &self,
        number: usize,
        AccountView { account, secret_place, last_test, .. }: &AccountView,
    ) -> String {
        let usual = self.reach.adapter(&account.cloud).ok().and_then(|adapter| adapter.spec().signing.first().copied());
        let signing = account.signing.or(usual).map(word).unwrap_or_default();
        format!(
            "{number}. {}{}: {} region(s), {signing}, {} endpoint, {} proxy, {}key kept in: {}, last test: {}",
            account.cloud,
            if account.sandbox { " (sandbox)" } else { "" },
            account.regions.len(),
            if account.endpoint.is_some() { "own" } else { "public" },
            account.proxy.as_ref().map_or("the application's", proxy_word),
            if account.ca_file.is_some() { "own CA file, " } else { "" },
            word(secret_place),
            last_test.as_ref().map_or_else(|| "none".to_owned(), test_words),
        )
    }

    /// The last acts that did not go well, the latest first.
    fn failures(&self) -> Result<Vec<JournalEntry>, Error> {
        let mut found = Vec::new();
        for outcome in [
            JournalOutcome::Failed,
            JournalOutcome::Broken,
            JournalOutcome::Partly,
            JournalOutcome::Unknown,
            JournalOutcome::NotApplied,
        ] {
            let filter = JournalFilter { search: String::new(), account: None, effect: None, outcome: Some(outcome) };
            found.extend(self.journal.page(&filter, 0, u32::try_from(MOST).unwrap_or(u32::MAX))?.entries);
        }
        found.sort_by(|one, other| other.at.cmp(&one.at));
        found.truncate(MOST);
        Ok(found)
    }
}

fn setting_lines(settings: &Settings) -> Vec<String> {
    let Ok(Value::Object(mut all)) = serde_json::to_value(settings) else { return Vec::new() };
    all.insert("proxy".to_owned(), proxy_word(&settings.proxy).into());
    all.iter().map(|(name, value)| format!("{name}: {}", bare(value))).collect()
}

fn proxy_word(proxy: &Proxy) -> &'static str {
    match proxy {
        Proxy::System => "system",
        Proxy::Direct => "no",
        Proxy::Manual { username: None, .. } => "manual",
        Proxy::Manual { username: Some(_), .. } => "manual with a user name",
    }
}

fn test_words(report: &ConnectionReport) -> String {
    match &report.error {
        None => format!("fine in {} ms at {}", report.millis, report.at),
        Some(error) => format!("{} at {}", error_words(error), report.at),
    }
}

fn act_line(entry: &JournalEntry) -> String {
    let JournalEntry { at, outcome, error, .. } = entry;
    let (cloud, operation) = (&entry.act.cloud, &entry.act.operation);
    let why = error.as_ref().map(|error| format!(": {}", error_words(error))).unwrap_or_default();
    format!("{at} {cloud} {operation} {}{why}", word(outcome))
}

/// The error without the words of the cloud, which may repeat whose account it is.
fn error_words(error: &Error) -> String {
    let mut words = format!("{} ({})", word(error.kind), word(error.delivery));
    if let Some(vendor) = &error.vendor {
        // Writing to a text cannot fail.
        let _ = write!(words, ", code {}, status {}", vendor.code, vendor.http_status);
        if let Some(id) = &vendor.request_id {
            let _ = write!(words, ", request {id}");
        }
    }
    words
}

/// A value's name as it is stored.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).map(|value| bare(&value)).unwrap_or_default()
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
