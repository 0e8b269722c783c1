//! A line of the journal as it stands in the database.

use serde::de::DeserializeOwned;
use serde_json::Value;
use yundeck_catalogue::{Effect, Text};
use yundeck_domain::{Delivery, Error, ErrorKind};
use yundeck_wire::Preview;

use crate::ground::store::from_json;
use crate::records::act::Act;
use crate::records::journal::{
    JournalAnswer, JournalEntry, JournalLine, JournalOrigin, JournalOutcome, JournalReached, LINE_VERSION,
};

/// The columns, in the order in which [`Row::of`] takes them.
pub(crate) const COLUMNS: &str = "id, version, at, origin, digest, account, place, region, operation, effect, token, params, \
     goal, answer, reached, resources, settled_at, body";

/// A stored line.
pub(crate) struct Row {
    id: String,
    version: u32,
    at: String,
    origin: String,
    digest: String,
    account: String,
    place: String,
    region: String,
    operation: String,
    effect: String,
    token: Option<String>,
    params: String,
    goal: String,
    answer: String,
    reached: String,
    resources: String,
    settled_at: Option<String>,
    body: String,
}

/// What a stored line is to this version.
pub(crate) enum Read {
    /// A line.
    Line(Box<JournalLine>),
    /// Only what its columns say of it: some part is of a version that this one cannot read. Nothing is done about it.
    Unreadable(Box<JournalEntry>),
}

impl Read {
    /// What the window shows of it.
    pub(crate) fn into_entry(self) -> JournalEntry {
        match self {
            Self::Line(line) => line.entry,
            Self::Unreadable(entry) => *entry,
        }
    }
}

impl Row {
    /// From a row of [`COLUMNS`].
    pub(crate) fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            at: row.get(2)?,
            origin: row.get(3)?,
            digest: row.get(4)?,
            account: row.get(5)?,
            place: row.get(6)?,
            region: row.get(7)?,
            operation: row.get(8)?,
            effect: row.get(9)?,
            token: row.get(10)?,
            params: row.get(11)?,
            goal: row.get(12)?,
            answer: row.get(13)?,
            reached: row.get(14)?,
            resources: row.get(15)?,
            settled_at: row.get(16)?,
            body: row.get(17)?,
        })
    }

    /// The line, as far as it can be read.
    pub(crate) fn read(self) -> Read {
        let entry = from_json::<JournalEntry>(&self.body);
        // Lines of the first version have their goal where lines of this one have it; both may be of a kind that is new.
        let goal = from_json(&self.goal);
        let (answer, reached) = (named::<JournalAnswer>(&self.answer), named::<JournalReached>(&self.reached));
        match (entry, answer, reached) {
            (Some(mut entry), Some(answer), Some(reached)) if self.version <= LINE_VERSION => {
                let Some(goal) = goal else { return Read::Unreadable(Box::new(unreadable(entry))) };
                if let Some(resources) = from_json(&self.resources) {
                    entry.resources = resources;
                }
                entry.settled_at = self.settled_at;
                entry.origin = named(&self.origin).unwrap_or(JournalOrigin::Imported);
                let mut line = JournalLine {
                    entry,
                    goal,
                    params: from_json(&self.params).unwrap_or_default(),
                    digest: self.digest,
                    place: from_json(&self.place).unwrap_or_default(),
                    token: self.token,
                };
                line.set(answer, reached);
                Read::Line(Box::new(line))
            }
            (Some(entry), ..) => Read::Unreadable(Box::new(unreadable(entry))),
            (None, ..) => Read::Unreadable(Box::new(unreadable(self.bare()))),
        }
    }

    /// The entry as its columns alone tell it.
    fn bare(self) -> JournalEntry {
        JournalEntry {
            act: Act {
                id: self.id,
                account_label: self.account.clone(),
                account: self.account,
                cloud: String::new(),
                sandbox: false,
                region: self.region,
                title: Text::same(self.operation.clone()),
                operation: self.operation,
                effect: named(&self.effect).unwrap_or(Effect::Mutate),
                subject: String::new(),
                quote: None,
            },
            at: self.at,
            answer: JournalAnswer::Unknown,
            reached: JournalReached::Left,
            outcome: JournalOutcome::Unknown,
            ordered: None,
            resources: from_json(&self.resources).unwrap_or_default(),
            request_id: None,
            error: None,
            request: Preview {
                method: String::new(),
                url: String::new(),
                headers: vec![],
                body: String::new(),
                canonical_request: None,
                string_to_sign: String::new(),
                exact: false,
            },
            settled_at: self.settled_at,
            origin: named(&self.origin).unwrap_or(JournalOrigin::Imported),
        }
    }
}

fn named<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::from(word)).ok()
}

/// Nobody can tell what became of it, and the entry says why.
fn unreadable(mut entry: JournalEntry) -> JournalEntry {
    entry.answer = JournalAnswer::Unknown;
    entry.reached = JournalReached::Left;
    entry.outcome = JournalOutcome::Unknown;
    let mut error = Error::not_sent(ErrorKind::OutcomeUnknown, "the journal line is of another version").with_words(
        Text::new(
            "这一行由另一个版本写下，这个版本读不懂，因此不知道结果。它没有被改动；请在云控制台核对。",
            "This line is by another version and cannot be read by this one, so its outcome is not known. It was not touched; check in the cloud's console.",
        ),
    );
    error.delivery = Delivery::MaybeSent;
    entry.error = Some(error);
    entry
}
