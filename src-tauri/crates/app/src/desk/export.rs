//! Everything but secrets in one file, to take to another computer or to keep.

pub mod left_out;
pub mod restore;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_domain::{Account, Error};

use crate::desk::Desk;
use crate::desk::export::left_out::LeftOut;
use crate::ground::store::{from_json, to_json};
use crate::records::call::CallRecord;
use crate::records::draft::Draft;
use crate::records::journal::JournalLine;
use crate::registers::journal::Read;

/// What such a file says it is.
const FORMAT: &str = "yundeck-export";

/// The version of its layout that this application writes, and the newest that it reads.
const VERSION: u32 = 2;

/// Everything but secrets.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportFile {
    /// Always `yundeck-export`.
    format: String,
    /// The version of the layout.
    version: u32,
    /// When it was written (RFC 3339).
    exported_at: String,
    /// The version of the application that wrote it.
    app_version: String,
    /// The settings.
    settings: Value,
    /// The accounts, without their secrets and without those of the sandbox.
    accounts: Vec<Account>,
    /// Half-filled wizards.
    drafts: Vec<Draft>,
    /// The explorer's calls, the oldest first.
    calls: Vec<CallRecord>,
    /// The journal, the oldest line first.
    journal: Vec<JournalLine>,
    /// What there was besides, and could not be handed on.
    #[serde(default)]
    left_out: Vec<LeftOut>,
}

impl Desk {
    /// Everything but secrets, as the text of a file. What this version cannot read is not in it: `left_out` says what that is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn export(&self) -> Result<String, Error> {
        let accounts = self.reach.accounts.all()?.into_iter().map(|(account, _)| account);
        let calls = self.bodies("SELECT body FROM calls ORDER BY number")?;
        let file = ExportFile {
            format: FORMAT.to_owned(),
            version: VERSION,
            exported_at: self.reach.now().to_rfc3339(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            settings: serde_json::to_value(self.settings()?).unwrap_or_default(),
            accounts: accounts.filter(|account| !account.sandbox).collect(),
            drafts: self.drafts()?,
            calls: calls.iter().filter_map(|body| from_json(body)).collect(),
            journal: self.journal_lines()?,
            left_out: self.left_out()?,
        };
        serde_json::to_string_pretty(&file).map_err(|error| Error::bug(format!("cannot export: {error}")))
    }

    /// The journal as JSON lines, the oldest first: an act a line, as the window shows it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn export_journal(&self) -> Result<String, Error> {
        let mut text = String::new();
        for read in self.journal.all()? {
            text.push_str(&to_json(&read.into_entry())?);
            text.push('\n');
        }
        Ok(text)
    }

    /// The lines that this version can read; what it cannot read, it cannot hand on whole.
    fn journal_lines(&self) -> Result<Vec<JournalLine>, Error> {
        let lines = self.journal.all()?.into_iter();
        Ok(lines
            .filter_map(|read| match read {
                Read::Line(line) => Some(*line),
                Read::Unreadable(_) => None,
            })
            .collect())
    }

    fn bodies(&self, query: &str) -> Result<Vec<String>, Error> {
        self.store.with(|db| db.prepare(query)?.query_map([], |row| row.get(0))?.collect())
    }
}
