//! The journal: a line for every act that was not a read, on disk before the request it speaks of is sent.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::{Effect, Text};
use yundeck_client::permit::{Ledger, SentLine};
use yundeck_domain::{Error, ErrorKind, Quote};
use yundeck_wire::Preview;

use crate::app::App;
use crate::goal::Goal;
use crate::store::{from_json, to_json};

/// One act, as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// The plan's id.
    pub id: String,
    /// When the line was written (RFC 3339).
    pub at: String,
    /// The account.
    pub account: String,
    /// Its label then.
    pub account_label: String,
    /// Its cloud.
    pub cloud: String,
    /// Whether it was the sandbox's.
    pub sandbox: bool,
    /// The region.
    pub region: String,
    /// The operation.
    pub operation: String,
    /// What the operation does.
    pub title: Text,
    /// What it does to the account.
    pub effect: Effect,
    /// What it acted on.
    pub subject: String,
    /// The price it was confirmed at.
    pub quote: Option<Quote>,
    /// What became of it.
    pub outcome: JournalOutcome,
    /// What came out of it, by the cloud's ids.
    pub resources: Vec<String>,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// What went wrong.
    pub error: Option<Error>,
    /// The request, secrets masked.
    pub request: Preview,
    /// When the outcome was known (RFC 3339).
    pub settled_at: Option<String>,
}

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum JournalOutcome {
    /// On its way, not answered yet.
    Sent,
    /// The cloud accepted it, or it was found done.
    Done,
    /// The cloud refused it, or what it made broke; or it certainly was not sent.
    Failed,
    /// Not answered; being looked for.
    Unknown,
    /// Not answered, and looked for long enough without a trace.
    NotApplied,
}

impl JournalOutcome {
    fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::NotApplied => "not_applied",
        }
    }
}

/// Which lines are shown; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalFilter {
    /// Words that must all occur: in names, operations, accounts, regions, ids.
    pub search: String,
    /// Only this account's.
    pub account: Option<String>,
    /// Only this effect.
    pub effect: Option<Effect>,
    /// Only this outcome.
    pub outcome: Option<JournalOutcome>,
}

/// Some lines, the latest first.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct JournalPage {
    /// How many there are.
    pub total: u32,
    /// The lines asked for.
    pub entries: Vec<JournalEntry>,
}

/// A line with what is needed to go on looking after a restart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct JournalRecord {
    pub(crate) entry: JournalEntry,
    pub(crate) goal: Goal,
    /// The call's parameters, secrets masked.
    pub(crate) params: Value,
}

impl App {
    /// The lines `from..to` that the filter lets through, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn journal(&self, filter: &JournalFilter, from: u32, to: u32) -> Result<JournalPage, Error> {
        let mut wheres = vec!["1".to_owned()];
        let mut values: Vec<String> = Vec::new();
        let mut only = |column: &str, value: Option<String>| {
            if let Some(value) = value {
                values.push(value);
                wheres.push(format!("{column} = ?{}", values.len()));
            }
        };
        only("account", filter.account.clone());
        only("effect", filter.effect.map(effect_word).map(str::to_owned));
        only("outcome", filter.outcome.map(JournalOutcome::word).map(str::to_owned));
        for word in filter.search.split_whitespace() {
            values.push(word.to_lowercase());
            wheres.push(format!("instr(words, ?{}) > 0", values.len()));
        }
        let wheres = wheres.join(" AND ");
        let parameters = || rusqlite::params_from_iter(values.iter());
        self.store().with(|db| {
            let total =
                db.query_row(&format!("SELECT count(*) FROM journal WHERE {wheres}"), parameters(), |row| row.get(0))?;
            let span = format!("LIMIT {} OFFSET {from}", to.saturating_sub(from));
            let bodies: Vec<String> = db
                .prepare(&format!("SELECT body FROM journal WHERE {wheres} ORDER BY at DESC, id {span}"))?
                .query_map(parameters(), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let entries =
                bodies.iter().filter_map(|body| from_json::<JournalRecord>(body)).map(|record| record.entry).collect();
            Ok(JournalPage { total, entries })
        })
    }

    /// The lines whose outcome is not known.
    pub(crate) fn unsettled(&self) -> Result<Vec<JournalRecord>, Error> {
        let bodies: Vec<String> = self.store().with(|db| {
            db.prepare("SELECT body FROM journal WHERE outcome IN ('sent', 'unknown') ORDER BY at")?
                .query_map([], |row| row.get(0))?
                .collect()
        })?;
        Ok(bodies.iter().filter_map(|body| from_json(body)).collect())
    }

    /// The line of a plan.
    pub(crate) fn journal_record(&self, id: &str) -> Result<JournalRecord, Error> {
        let body: String =
            self.store().with(|db| db.query_row("SELECT body FROM journal WHERE id = ?1", [id], |row| row.get(0)))?;
        from_json(&body).ok_or_else(|| Error::bug(format!("journal line {id} does not fit")))
    }

    /// Writes what became of an act over its line.
    pub(crate) fn settle(&self, record: &JournalRecord) -> Result<(), Error> {
        let body = to_json(record)?;
        let entry = &record.entry;
        self.store()
            .with(|db| {
                db.execute(
                    "UPDATE journal SET outcome = ?2, words = ?3, body = ?4 WHERE id = ?1",
                    (&entry.id, entry.outcome.word(), words(record), &body),
                )
            })
            .map(drop)
    }
}

/// The journal as the client's ledger for one act.
pub(crate) struct Line<'a> {
    pub(crate) app: &'a App,
    pub(crate) record: &'a JournalRecord,
}

impl Ledger for Line<'_> {
    fn record(&self, line: &SentLine) -> Result<(), Error> {
        let entry = &self.record.entry;
        if line.plan_id != entry.id {
            return Err(Error::bug("the line is for another plan"));
        }
        let body = to_json(self.record)?;
        // The plan's id is the key: a plan that has a line already is refused here, whatever happened before.
        let written = self.app.store().with(|db| insert(db, self.record, &body))?;
        if written == 1 { Ok(()) } else { Err(Error::not_sent(ErrorKind::PlanExpired, "the plan was applied already")) }
    }
}

/// Adds a line, unless there is one of that id: how many were added.
pub(crate) fn insert(db: &Connection, record: &JournalRecord, body: &str) -> rusqlite::Result<usize> {
    let entry = &record.entry;
    db.execute(
        "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING",
        (&entry.id, &entry.at, &entry.account, effect_word(entry.effect), entry.outcome.word(), words(record), body),
    )
}

fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "read",
        Effect::Mutate => "mutate",
        Effect::Purchase => "purchase",
        Effect::Destroy => "destroy",
    }
}

/// What a search looks through; with the ids of what it acted on, whatever became of it.
fn words(record: &JournalRecord) -> String {
    let entry = &record.entry;
    [
        &entry.operation,
        &entry.title.zh,
        &entry.title.en,
        &entry.subject,
        &entry.account_label,
        &entry.region,
        entry.request_id.as_ref().unwrap_or(&String::new()),
        &entry.resources.join(" "),
        &record.goal.subjects().join(" "),
    ]
    .map(|text| text.to_lowercase())
    .join(" ")
}
