//! Taking an exported file in: first what it would do, then all of it or nothing.

pub mod effect;

use std::collections::HashSet;
use std::path::Path;

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde_json::{Map, Value};
use yundeck_client::{Client, authorities};
use yundeck_domain::{Account, Error, ErrorKind, Text};

use effect::AccountEffect;

use super::left_out::LeftOut;
use super::{ExportFile, FORMAT, VERSION};
use crate::desk::Desk;
use crate::ground::store::{cleaning, to_json};
use crate::records::event::Event;
use crate::records::journal::JournalLine;
use crate::records::proxy::{self, entry};
use crate::records::settings::Settings;
use crate::registers::journal::{self, Texts as LineTexts};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A file that was looked at and is to be taken in.
pub(crate) struct PendingImport {
    id: String,
    file: ExportFile,
    settings: Settings,
}

/// What a file would do.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// Names what was looked at.
    pub id: String,
    /// The file.
    pub path: String,
    /// When it was written (RFC 3339).
    pub exported_at: String,
    /// The version of the application that wrote it.
    pub app_version: String,
    /// The settings that would change.
    pub settings: Vec<SettingChange>,
    /// Its accounts.
    pub accounts: Vec<AccountChange>,
    /// Its drafts.
    pub drafts: Counts,
    /// The explorer's calls.
    pub calls: Counts,
    /// Its journal lines. Those whose outcome was open are left out: only the application that sent them can find it.
    pub journal: Counts,
    /// What the file lacks of what there was, because the version that wrote it could not read it.
    pub left_out: Vec<LeftOut>,
}

/// A setting that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SettingChange {
    /// The setting.
    pub name: String,
    /// Its value now, as JSON.
    pub from: String,
    /// Its value then, as JSON.
    pub to: String,
}

/// An account of a file.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct AccountChange {
    /// What it is called.
    pub label: String,
    /// Its cloud.
    pub cloud: String,
    /// Its id in the file, by which it is taken.
    pub id: String,
    /// What would become of it.
    pub fate: AccountFate,
    /// Where its calls would go, and as whom.
    pub effect: AccountEffect,
}

/// What would become of an account of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum AccountFate {
    /// It is added, and its secret has to be entered.
    Added,
    /// It is here already and stays as it is.
    Present,
    /// It was not chosen.
    Left,
    /// This version does not know its cloud; it is left out.
    UnknownCloud,
    /// An account of its id is here that another version wrote and this one cannot read; that stays, and this one is left out.
    UnreadableHere,
}

/// How many things of a sort a file would add or change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct Counts {
    /// New ones.
    pub added: u32,
    /// Newer ones in place of those here.
    pub changed: u32,
    /// Those that are here already, or left out.
    pub kept: u32,
}

impl Desk {
    /// Looks at an exported file. Nothing changes.
    ///
    /// # Errors
    /// `Unsupported` for a file of a newer version; `InvalidParams` with words for one that is damaged or something else.
    pub fn look_at_export(&self, path: &Path) -> Result<ImportPreview, Error> {
        let (file, settings) = read(path)?;
        let preview = ImportPreview {
            id: self.reach.new_id(),
            path: path.display().to_string(),
            exported_at: file.exported_at.clone(),
            app_version: file.app_version.clone(),
            settings: changes(&self.settings()?, &settings),
            accounts: self.account_changes(&file)?,
            drafts: self.draft_counts(&file)?,
            calls: self.counts("calls", file.calls.iter().map(|call| call.id.as_str()))?,
            journal: {
                let settled = file.journal.iter().filter(|record| record.entry.outcome.is_settled());
                let mut counts = self.counts("journal", settled.map(|record| record.entry.act.id.as_str()))?;
                let open = file.journal.iter().filter(|record| !record.entry.outcome.is_settled()).count();
                counts.kept += u32::try_from(open).unwrap_or(u32::MAX);
                counts
            },
            left_out: file.left_out.clone(),
        };
        *self.pending_import() = Some(PendingImport { id: preview.id.clone(), file, settings });
        Ok(preview)
    }

    /// Takes in the file that was looked at, of its accounts those with these ids: all of it or nothing. An account whose id has
    /// an entry in the keychain that is for another place gets a new id.
    ///
    /// # Errors
    /// `PlanExpired` when another file was looked at since; `Cancelled` when the person does not agree to a proxy of it: it can be
    /// taken in again then. When the database cannot be written. Nothing changes then.
    pub async fn take_export(&self, id: &str, taken: &[String]) -> Result<(), Error> {
        self.confirm_proxies(id, taken).await?;
        let pending = self.pending_import().take_if(|pending| pending.id == id);
        let Some(PendingImport { mut file, settings, .. }) = pending else {
            return Err(Error::not_sent(ErrorKind::PlanExpired, "no such import").with_words(Text::new(
                "这次导入已失效，请重新选择文件。",
                "This import is no longer valid. Choose the file again.",
            )));
        };
        let mut fates = self.account_changes(&file)?;
        for change in &mut fates {
            if !taken.contains(&change.id) && change.fate == AccountFate::Added {
                change.fate = AccountFate::Left;
            }
        }
        for (account, change) in file.accounts.iter_mut().zip(&fates) {
            if change.fate == AccountFate::Added && !self.may_keep_id(account).await? {
                account.id = self.reach.new_id();
            }
        }
        let texts = Texts::of(&file, &fates)?;
        let body = to_json(&settings)?;
        let before = self.settings()?.proxy;
        self.forget_password(&before, &settings.proxy, entry(None)).await?;
        self.store.with(|db| {
            let change = db.unchecked_transaction()?;
            for (id, body) in &texts.accounts {
                change.execute(
                    "INSERT INTO accounts (id, position, body) VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM accounts), ?2)",
                    (id, body),
                )?;
            }
            for (draft, body) in file.drafts.iter().zip(&texts.drafts) {
                change.execute(
                    "INSERT INTO drafts VALUES (?1, ?2, ?3)
                     ON CONFLICT (id) DO UPDATE SET saved_at = ?2, body = ?3 WHERE saved_at < ?2",
                    (&draft.id, &draft.saved_at, body),
                )?;
            }
            for (call, body) in file.calls.iter().zip(&texts.calls) {
                change.execute(
                    "INSERT INTO calls (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
                    (&call.id, body),
                )?;
            }
            for (record, body) in file.journal.iter().zip(&texts.journal) {
                if record.entry.outcome.is_settled() {
                    journal::import(&change, record, body)?;
                }
            }
            change.execute(
                "INSERT INTO settings VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET body = ?1",
                [body],
            )?;
            change.commit()
        })?;
        self.reach.take_settings()?;
        self.events.emit(Event::Accounts);
        Ok(())
    }

    fn account_changes(&self, file: &ExportFile) -> Result<Vec<AccountChange>, Error> {
        let here: Vec<Account> = self.reach.accounts.all()?.into_iter().map(|(account, _)| account).collect();
        let strange = self.reach.accounts.unreadable()?;
        let fate = |account: &Account| {
            let same = |known: &Account| {
                known.id == account.id
                    || (known.cloud == account.cloud && known.access_key_id == account.access_key_id && !known.sandbox)
            };
            if self.reach.adapter(&account.cloud).is_err() {
                AccountFate::UnknownCloud
            } else if strange.iter().any(|unreadable| unreadable.id == account.id) {
                AccountFate::UnreadableHere
            } else if here.iter().any(same) {
                AccountFate::Present
            } else {
                AccountFate::Added
            }
        };
        let change = |account: &Account| AccountChange {
            label: account.label.clone(),
            cloud: account.cloud.clone(),
            id: account.id.clone(),
            fate: fate(account),
            effect: self.effect_of(account),
        };
        Ok(file.accounts.iter().map(change).collect())
    }

    fn draft_counts(&self, file: &ExportFile) -> Result<Counts, Error> {
        let mut counts = Counts::default();
        for draft in &file.drafts {
            let here: Option<String> = self.store.with(|db| {
                db.query_row("SELECT saved_at FROM drafts WHERE id = ?1", [&draft.id], |row| row.get(0)).optional()
            })?;
            match here {
                None => counts.added += 1,
                Some(here) if here < draft.saved_at => counts.changed += 1,
                Some(_) => counts.kept += 1,
            }
        }
        Ok(counts)
    }

    fn counts<'i>(&self, table: &str, ids: impl Iterator<Item = &'i str>) -> Result<Counts, Error> {
        let here: HashSet<String> = self
            .store
            .with(|db| db.prepare(&format!("SELECT id FROM {table}"))?.query_map([], |row| row.get(0))?.collect())?;
        let mut counts = Counts::default();
        for id in ids {
            if here.contains(id) {
                counts.kept += 1;
            } else {
                counts.added += 1;
            }
        }
        Ok(counts)
    }
}

/// What is stored, made before the transaction begins.
struct Texts {
    accounts: Vec<(String, String)>,
    drafts: Vec<String>,
    calls: Vec<String>,
    journal: Vec<LineTexts>,
}

impl Texts {
    fn of(file: &ExportFile, fates: &[AccountChange]) -> Result<Self, Error> {
        let added = file.accounts.iter().zip(fates).filter(|(_, change)| change.fate == AccountFate::Added);
        Ok(Self {
            accounts: added
                .map(|(account, _)| Ok((account.id.clone(), to_json(account)?)))
                .collect::<Result<_, Error>>()?,
            drafts: file.drafts.iter().map(to_json).collect::<Result<_, _>>()?,
            calls: file.calls.iter().map(to_json).collect::<Result<_, _>>()?,
            journal: file.journal.iter().map(LineTexts::of).collect::<Result<_, _>>()?,
        })
    }
}

/// A file and its settings, both proven sound.
fn read(path: &Path) -> Result<(ExportFile, Settings), Error> {
    let unreadable = |error: std::io::Error| {
        Error::not_sent(ErrorKind::InvalidParams, format!("{}: {error}", path.display()))
            .with_words(Text::new(format!("文件无法读取：{error}"), format!("The file cannot be read: {error}")))
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(foreign());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| foreign())?;
    // Some editors put a byte order mark before what they save.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut whole: Value = serde_json::from_str(text).map_err(|error| {
        let ours = text.get(..text.len().min(200)).is_some_and(|beginning| beginning.contains(FORMAT));
        if ours { damaged(&format!("line {}", error.line())) } else { foreign() }
    })?;
    if whole.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(foreign());
    }
    let whole_version = match whole.get("version").and_then(Value::as_u64) {
        Some(version) if version <= u64::from(VERSION) && version > 0 => u32::try_from(version).unwrap_or(VERSION),
        Some(version) => {
            return Err(Error::not_sent(ErrorKind::Unsupported, format!("export of version {version}")).with_words(
                Text::new(
                    "文件由更新的 Yundeck 导出，这个版本读不懂。请先升级；没有改动任何东西。",
                    "The file is by a newer Yundeck, which this version cannot read. Update first; nothing was changed.",
                ),
            ));
        }
        None => return Err(damaged("version")),
    };
    cleaning::clean_export(&mut whole);
    let mut file: ExportFile = serde_json::from_value(whole).map_err(|error| damaged(&error.to_string()))?;
    if whole_version < VERSION {
        file.journal = file.journal.into_iter().map(JournalLine::upgraded).collect();
    }
    // Play money is the sandbox's to give: no file makes a real account look like it.
    file.accounts.retain(|account| !account.sandbox);
    for account in &mut file.accounts {
        // A file's name means another file on another computer, or a stranger's.
        if account.authority.is_none() {
            account.ca_file = None;
        }
    }
    let mut ids = HashSet::new();
    for account in &file.accounts {
        let sound = ids.insert(account.id.as_str())
            // The id names the secret's entry in the keychain: no other entry is to be had by it.
            && uuid::Uuid::parse_str(&account.id).is_ok()
            && !account.access_key_id.trim().is_empty()
            && !account.regions.is_empty()
            && account.endpoint.as_deref().is_none_or(|text| Client::allows_endpoint(text).is_ok_and(|allowed| allowed))
            && account.proxy.as_ref().and_then(|proxy| proxy::problem(proxy, "")).is_none()
            && account.authority.as_deref().is_none_or(|pem| authorities::parse(pem, "").is_ok());
        if !sound {
            return Err(damaged(&format!("account {:?}", account.label)));
        }
    }
    let settings = settings_of(&file.settings).ok_or_else(|| damaged("settings"))?;
    settings.check().map_err(|error| damaged(&format!("settings: {}", error.context)))?;
    Ok((file, settings))
}

/// The settings of a file; what its version did not know takes its default.
fn settings_of(given: &Value) -> Option<Settings> {
    let mut all = serde_json::to_value(Settings::default()).ok()?;
    all.as_object_mut()?.extend(given.as_object()?.clone());
    serde_json::from_value(all).ok()
}

fn changes(from: &Settings, to: &Settings) -> Vec<SettingChange> {
    let members = |settings: &Settings| match serde_json::to_value(settings) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let before = members(from);
    members(to)
        .into_iter()
        .filter_map(|(name, to)| {
            let from = before.get(&name)?;
            (*from != to).then(|| SettingChange { from: from.to_string(), to: to.to_string(), name })
        })
        .collect()
}

fn foreign() -> Error {
    Error::not_sent(ErrorKind::InvalidParams, "not an export").with_words(Text::new(
        "这不是 Yundeck 导出的文件。没有改动任何东西。",
        "This is no file exported by Yundeck. Nothing was changed.",
    ))
}

fn damaged(place: &str) -> Error {
    Error::not_sent(ErrorKind::InvalidParams, format!("damaged export: {place}")).with_words(Text::new(
        format!("文件已损坏或不完整（{place}）。没有改动任何东西。"),
        format!("The file is damaged or incomplete ({place}). Nothing was changed."),
    ))
}

#[cfg(test)]
mod tests;
