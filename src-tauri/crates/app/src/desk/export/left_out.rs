//! What an export cannot hand on: records that this version cannot read.

use serde::{Deserialize, Serialize};
use yundeck_domain::Error;

use crate::desk::Desk;
use crate::ground::store::from_json;
use crate::records::call::CallRecord;
use crate::records::unreadable::Unreadable;
use crate::registers::journal::Read;

/// A record that is not in an exported file, because the version that wrote the file could not read it. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// What it is.
    pub kind: LeftOutKind,
    /// Its id.
    pub id: String,
    /// What it is called, where that can be found.
    pub label: Option<String>,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutKind {
    /// An account.
    Account,
    /// A half-filled wizard.
    Draft,
    /// A call of the explorer.
    Call,
    /// A line of the journal.
    Journal,
}

impl LeftOut {
    fn of(kind: LeftOutKind, Unreadable { id, label, .. }: Unreadable) -> Self {
        Self { kind, id, label }
    }
}

impl Desk {
    /// What `export` cannot hand on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn left_out(&self) -> Result<Vec<LeftOut>, Error> {
        let accounts = self.reach.accounts.unreadable()?.into_iter().map(|it| LeftOut::of(LeftOutKind::Account, it));
        let drafts = self.unreadable_drafts()?.into_iter().map(|it| LeftOut::of(LeftOutKind::Draft, it));
        let calls: Vec<(String, String)> = self.store.with(|db| {
            db.prepare("SELECT id, body FROM calls ORDER BY number")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        let calls = calls.into_iter().filter(|(_, body)| from_json::<CallRecord>(body).is_none());
        let calls = calls.map(|(id, body)| LeftOut::of(LeftOutKind::Call, Unreadable::of(id, &body, "operation")));
        let lines = self.journal.all()?.into_iter().filter_map(|read| match read {
            Read::Line(_) => None,
            Read::Unreadable(entry) => {
                let label = Some(entry.act.subject.clone()).filter(|subject| !subject.is_empty());
                Some(LeftOut { kind: LeftOutKind::Journal, id: entry.act.id.clone(), label })
            }
        });
        Ok(accounts.chain(drafts).chain(calls).chain(lines).collect())
    }
}
