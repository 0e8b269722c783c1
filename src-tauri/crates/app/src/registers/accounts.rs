//! The accounts, without their secrets.

use rusqlite::OptionalExtension;
use yundeck_domain::{Account, Error, ErrorKind, Text};

use crate::ground::store::{Store, from_json, to_json};
use crate::records::account::{ConnectionReport, ListedRegions};
use crate::records::unreadable::Unreadable;

/// The accounts, in the order they were added.
#[derive(Clone)]
pub struct Accounts {
    store: Store,
}

impl Accounts {
    /// Those in a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// An account by its id.
    ///
    /// # Errors
    /// `NotFound`; `Unsupported` when this version cannot read it; when the database cannot be read.
    pub fn get(&self, id: &str) -> Result<Account, Error> {
        let body: Option<String> = self
            .store
            .with(|db| db.query_row("SELECT body FROM accounts WHERE id = ?1", [id], |row| row.get(0)).optional())?;
        let Some(body) = body else {
            return Err(Error::not_sent(ErrorKind::NotFound, format!("no account {id}"))
                .with_words(Text::new("这个账号已不存在。", "This account does not exist any more.")));
        };
        from_json(&body).ok_or_else(|| {
            Error::not_sent(ErrorKind::Unsupported, format!("account {id} is of another version")).with_words(Text::new(
                "这个账号由另一个版本保存，这个版本读不懂，所以不能用它。它没有被改动。",
                "This account was saved by another version and cannot be read by this one, so it cannot be used. It was not touched.",
            ))
        })
    }

    /// All of them, with how the last connection test went.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(&self) -> Result<Vec<(Account, Option<ConnectionReport>)>, Error> {
        let rows: Vec<(String, Option<String>)> = self.store.with(|db| {
            db.prepare("SELECT body, last_test FROM accounts ORDER BY position, id")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        Ok(rows
            .iter()
            .filter_map(|(body, test)| Some((from_json(body)?, test.as_deref().and_then(from_json))))
            .collect())
    }

    /// Those that this version cannot read, in the order they were added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unreadable(&self) -> Result<Vec<Unreadable>, Error> {
        let rows: Vec<(String, String)> = self.store.with(|db| {
            db.prepare("SELECT id, body FROM accounts ORDER BY position, id")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        let strange = rows.into_iter().filter(|(_, body)| from_json::<Account>(body).is_none());
        Ok(strange.map(|(id, body)| Unreadable::of(id, &body, "label")).collect())
    }

    /// Adds an account at the end, or changes the one of its id.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn save(&self, account: &Account) -> Result<(), Error> {
        let body = to_json(account)?;
        self.store
            .with(|db| {
                db.execute(
                    "INSERT INTO accounts (id, position, body) VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM accounts), ?2)
                     ON CONFLICT (id) DO UPDATE SET body = ?2",
                    (&account.id, body),
                )
            })
            .map(drop)
    }

    /// Removes an account with what is cached of it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn remove(&self, id: &str) -> Result<(), Error> {
        self.store
            .with(|db| {
                db.execute("DELETE FROM inventory WHERE account = ?1", [id])?;
                db.execute("DELETE FROM accounts WHERE id = ?1", [id])
            })
            .map(drop)
    }

    /// The regions that the account's cloud listed for it last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn regions(&self, id: &str) -> Result<Option<ListedRegions>, Error> {
        let body: Option<Option<String>> = self
            .store
            .with(|db| db.query_row("SELECT listed FROM accounts WHERE id = ?1", [id], |row| row.get(0)).optional())?;
        Ok(body.flatten().as_deref().and_then(from_json))
    }

    /// Notes which regions the account's cloud lists for it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn note_regions(&self, id: &str, listed: &ListedRegions) -> Result<(), Error> {
        let body = to_json(listed)?;
        self.store.with(|db| db.execute("UPDATE accounts SET listed = ?2 WHERE id = ?1", (id, body))).map(drop)
    }

    /// Notes how a connection test went.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn note_test(&self, id: &str, report: &ConnectionReport) -> Result<(), Error> {
        let body = to_json(report)?;
        self.store.with(|db| db.execute("UPDATE accounts SET last_test = ?2 WHERE id = ?1", (id, body))).map(drop)
    }
}
