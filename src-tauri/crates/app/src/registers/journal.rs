//! The journal: every act that was not a read, on disk before the request it speaks of is sent.
//!
//! What is decided by stands in columns of its own; the body is what the window shows. A line that this version cannot read
//! is shown as unknown, and never dropped.

mod row;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use yundeck_client::permit::{Ledger, SentLine};
use yundeck_domain::{Error, ErrorKind};

use crate::ground::store::{Store, to_json};
use crate::records::journal::{
    JournalEntry, JournalFilter, JournalLine, JournalOrigin, JournalPage, JournalStep, LINE_VERSION, Step,
};
pub(crate) use row::Read;
use row::{COLUMNS, Row};

/// The journal.
#[derive(Clone)]
pub struct Journal {
    store: Store,
}

impl Journal {
    /// That of a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// The lines `from..to` that the filter lets through, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page(&self, filter: &JournalFilter, from: u32, to: u32) -> Result<JournalPage, Error> {
        let mut wheres = vec!["1".to_owned()];
        let mut values: Vec<String> = Vec::new();
        let mut only = |column: &str, value: Option<String>| {
            if let Some(value) = value {
                values.push(value);
                wheres.push(format!("{column} = ?{}", values.len()));
            }
        };
        only("account", filter.account.clone());
        only("effect", filter.effect.map(word));
        only("outcome", filter.outcome.map(word));
        for word in filter.search.split_whitespace() {
            values.push(word.to_lowercase());
            wheres.push(format!("instr(words, ?{}) > 0", values.len()));
        }
        let wheres = wheres.join(" AND ");
        let parameters = || rusqlite::params_from_iter(values.iter());
        self.store.with(|db| {
            let total =
                db.query_row(&format!("SELECT count(*) FROM journal WHERE {wheres}"), parameters(), |row| row.get(0))?;
            let span = format!("LIMIT {} OFFSET {from}", to.saturating_sub(from));
            let entries = db
                .prepare(&format!("SELECT {COLUMNS} FROM journal WHERE {wheres} ORDER BY at DESC, id {span}"))?
                .query_map(parameters(), Row::of)?
                .map(|row| row.map(|row| row.read().into_entry()))
                .collect::<rusqlite::Result<Vec<JournalEntry>>>()?;
            Ok(JournalPage { total, entries })
        })
    }

    /// What happened to an act, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn steps(&self, id: &str) -> Result<Vec<JournalStep>, Error> {
        self.store.with(|db| {
            db.prepare("SELECT at, step, note FROM journal_steps WHERE act = ?1 ORDER BY number")?
                .query_map([id], |row| {
                    let step: String = row.get(1)?;
                    let step = serde_json::from_value(step.into()).unwrap_or(Step::Other);
                    Ok(JournalStep { at: row.get(0)?, step, note: row.get(2)? })
                })?
                .collect()
        })
    }

    /// What people said since a time to have nothing to do with an act.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn dismissed(&self, time: DateTime<Utc>) -> Result<Vec<Dismissed>, Error> {
        self.store.with(|db| {
            db.prepare("SELECT act, at, coalesce(note, '') FROM journal_steps WHERE step = ?1 AND at >= ?2")?
                .query_map((word(Step::Dismissed), time.to_rfc3339()), |row| {
                    let (at, ids): (String, String) = (row.get(1)?, row.get(2)?);
                    let at = DateTime::parse_from_rfc3339(&at).map_or(time, |at| at.to_utc());
                    Ok(Dismissed { act: row.get(0)?, ids: ids.split_whitespace().map(str::to_owned).collect(), at })
                })?
                .collect()
        })
    }

    /// All lines, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn all(&self) -> Result<Vec<Read>, Error> {
        self.select("1 ORDER BY at, id", [])
    }

    /// The lines of which it is not known yet, or not seen yet, what became: those whose result is waited for, and those
    /// whose outcome is unknown. Lines that came with an export are not ours to tell.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn open_lines(&self) -> Result<Vec<Read>, Error> {
        self.select(
            "origin = 'here' AND (answer IN ('sent', 'unknown') OR (answer IN ('accepted', 'found') AND reached = 'open'))
             ORDER BY at, id",
            [],
        )
    }

    /// Lines written since a time: their results are taken, and their orders may still turn up.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn since(&self, time: DateTime<Utc>) -> Result<Vec<Read>, Error> {
        self.select("origin = 'here' AND at >= ?1 ORDER BY at, id", [time.to_rfc3339()])
    }

    /// Whether acts of an account are not told yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn open_acts_of(&self, account: &str) -> Result<u32, Error> {
        self.store.with(|db| {
            db.query_row(
                "SELECT count(*) FROM journal WHERE origin = 'here' AND account = ?1 AND answer IN ('sent', 'unknown')",
                [account],
                |row| row.get(0),
            )
        })
    }

    /// The line of an act.
    ///
    /// # Errors
    /// `Bug` when there is none, or this version cannot read it; when the database cannot be read.
    pub(crate) fn line(&self, id: &str) -> Result<JournalLine, Error> {
        let query = format!("SELECT {COLUMNS} FROM journal WHERE id = ?1");
        let row = self.store.with(|db| db.query_row(&query, [id], Row::of).optional())?;
        match row.map(Row::read) {
            Some(Read::Line(line)) => Ok(*line),
            Some(Read::Unreadable(_)) => Err(Error::bug(format!("journal line {id} cannot be read"))),
            None => Err(Error::not_sent(ErrorKind::NotFound, format!("no journal line {id}"))),
        }
    }

    /// Writes the line of an act, with the steps that led to it. Whether there was none yet; otherwise nothing is written.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn write(&self, line: &JournalLine, steps: &[(Step, DateTime<Utc>)]) -> Result<bool, Error> {
        let texts = Texts::of(line)?;
        self.store.with(|db| {
            let change = db.unchecked_transaction()?;
            let written = insert(&change, line, &texts)? == 1;
            for (step, at) in steps.iter().filter(|_| written) {
                add_step(&change, &line.entry.act.id, *at, *step, None)?;
            }
            change.commit()?;
            Ok(written)
        })
    }

    /// Writes what is known now over a line, with the step that led to it. What the cloud accepted stays accepted.
    ///
    /// # Errors
    /// When the database cannot be written. The line then says what it said before.
    pub(crate) fn settle(
        &self,
        line: &JournalLine,
        step: Step,
        now: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<(), Error> {
        let entry = &line.entry;
        let texts = Texts::of(line)?;
        self.store.with(|db| {
            let change = db.unchecked_transaction()?;
            let written = change.execute(
                "UPDATE journal SET answer = ?2, reached = ?3, outcome = ?4, resources = ?5, settled_at = ?6, words = ?7, body = ?8
                 WHERE id = ?1 AND (answer != 'accepted' OR ?2 = 'accepted')",
                (
                    &entry.act.id,
                    word(entry.answer),
                    word(entry.reached),
                    word(entry.outcome),
                    &texts.resources,
                    &entry.settled_at,
                    words(line),
                    &texts.body,
                ),
            )?;
            // What was not written over an accepted line led to nothing.
            if written > 0 {
                add_step(&change, &entry.act.id, now, step, note)?;
            }
            change.commit()
        })
    }

    /// Notes a step that changes nothing about what is known.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn note(&self, id: &str, step: Step, now: DateTime<Utc>, note: Option<&str>) -> Result<(), Error> {
        self.store.with(|db| add_step(db, id, now, step, note))
    }

    fn select<P: rusqlite::Params>(&self, wheres: &str, parameters: P) -> Result<Vec<Read>, Error> {
        self.store.with(|db| {
            db.prepare(&format!("SELECT {COLUMNS} FROM journal WHERE {wheres}"))?
                .query_map(parameters, Row::of)?
                .map(|row| row.map(Row::read))
                .collect()
        })
    }
}

/// That a person said of things that they have nothing to do with an act.
pub(crate) struct Dismissed {
    pub(crate) act: String,
    pub(crate) ids: Vec<String>,
    pub(crate) at: DateTime<Utc>,
}

/// The journal as the client's ledger for one act.
pub(crate) struct LineToWrite<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) line: &'a JournalLine,
    pub(crate) confirmed_at: DateTime<Utc>,
    pub(crate) now: DateTime<Utc>,
}

impl LineToWrite<'_> {
    /// Whether what is to be sent is what the line says.
    ///
    /// # Errors
    /// `Bug` when it is not.
    fn check(&self, sent: &SentLine) -> Result<(), Error> {
        let act = &self.line.entry.act;
        let same = sent.plan_id == act.id
            && sent.digest == self.line.digest
            && sent.token == self.line.token
            && sent.operation == act.operation
            && sent.scope == act.scope();
        if same { Ok(()) } else { Err(Error::bug("the line is for another plan")) }
    }
}

impl Ledger for LineToWrite<'_> {
    /// The line is the one that was written then: a token never serves two bodies.
    fn record_again(&self, sent: &SentLine) -> Result<DateTime<Utc>, Error> {
        self.check(sent)?;
        let first_sent = DateTime::parse_from_rfc3339(&self.line.entry.at);
        let first_sent = first_sent.map_err(|_| Error::bug("the line does not say when it was sent"))?.to_utc();
        self.journal.note(&self.line.entry.act.id, Step::AskedAgain, self.now, None)?;
        Ok(first_sent)
    }

    fn record(&self, sent: &SentLine) -> Result<(), Error> {
        self.check(sent)?;
        let steps = [(Step::Confirmed, self.confirmed_at), (Step::Recorded, self.now)];
        // The plan's id is the key: a plan that has a line already is refused here, whatever happened before.
        match self.journal.write(self.line, &steps)? {
            true => Ok(()),
            false => Err(Error::not_sent(ErrorKind::PlanExpired, "the plan was applied already")),
        }
    }
}

/// The parts of a line that are stored as JSON.
pub(crate) struct Texts {
    goal: String,
    place: String,
    params: String,
    resources: String,
    body: String,
}

impl Texts {
    /// Those of a line.
    ///
    /// # Errors
    /// A line that is not JSON is a mistake of this application.
    pub(crate) fn of(line: &JournalLine) -> Result<Self, Error> {
        Ok(Self {
            goal: to_json(&line.goal)?,
            place: to_json(&line.place)?,
            params: to_json(&line.params)?,
            resources: to_json(&line.entry.resources)?,
            body: to_json(&line.entry)?,
        })
    }
}

/// Adds a line, unless there is one of that id: how many were added.
pub(crate) fn insert(db: &Connection, line: &JournalLine, texts: &Texts) -> rusqlite::Result<usize> {
    let (entry, act) = (&line.entry, &line.entry.act);
    db.execute(
        "INSERT INTO journal (id, version, at, origin, digest, account, place, region, operation, effect, token, params, goal,
             answer, reached, outcome, resources, settled_at, words, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
         ON CONFLICT (id) DO NOTHING",
        rusqlite::params![
            act.id,
            LINE_VERSION,
            entry.at,
            word(entry.origin),
            line.digest,
            act.account,
            texts.place,
            act.region,
            act.operation,
            word(act.effect),
            line.token,
            texts.params,
            texts.goal,
            word(entry.answer),
            word(entry.reached),
            word(entry.outcome),
            texts.resources,
            entry.settled_at,
            words(line),
            texts.body,
        ],
    )
}

/// Takes in a line of another application, unless there is one of that id.
pub(crate) fn import(db: &Connection, line: &JournalLine, texts: &Texts) -> rusqlite::Result<usize> {
    let mut line = line.clone();
    line.entry.origin = JournalOrigin::Imported;
    insert(db, &line, texts)
}

fn add_step(db: &Connection, id: &str, at: DateTime<Utc>, step: Step, note: Option<&str>) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO journal_steps (act, number, at, step, note)
         VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM journal_steps WHERE act = ?1), ?2, ?3, ?4)",
        (id, at.to_rfc3339(), word(step), note),
    )
    .map(drop)
}

/// A value's name as it is stored.
fn word(value: impl serde::Serialize) -> String {
    let name = serde_json::to_value(value).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

/// What a search looks through; with the ids of what it acted on, whatever became of it.
fn words(line: &JournalLine) -> String {
    let (entry, act) = (&line.entry, &line.entry.act);
    let subjects = line.goal.as_ref().map(|goal| goal.subjects().join(" ")).unwrap_or_default();
    [
        &act.operation,
        &act.title.zh,
        &act.title.en,
        &act.subject,
        &act.account_label,
        &act.region,
        entry.request_id.as_ref().unwrap_or(&String::new()),
        &entry.resource_ids().join(" "),
        &subjects,
    ]
    .map(|text| text.to_lowercase())
    .join(" ")
}

#[cfg(test)]
mod tests;
