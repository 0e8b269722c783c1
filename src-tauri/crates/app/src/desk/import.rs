//! Accounts from the credentials that the vendors' own tools left on this computer.
//!
//! What is found is described without its secret; the secret is read again when it is imported, and goes from the file to
//! the keychain without passing the window.

mod place;
mod profiles;

use std::path::Path;

use serde::{Deserialize, Serialize};
use yundeck_domain::{Error, ErrorKind, Text};

use crate::desk::Desk;
use crate::ground::secrets::SecretInput;
use crate::records::account::{AccountDraft, AccountView};
use crate::records::question::Question;
use crate::records::settings::Language;
use place::{FoundPlace, Profile};
pub use place::{Surroundings, Variable};

/// What was found, and where was looked.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundCredentials {
    /// The files and environment variables with credentials.
    pub places: Vec<FoundPlaceView>,
    /// Everything that was looked for.
    pub looked_for: Vec<String>,
}

/// A file with credentials, or environment variables.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundPlaceView {
    /// Tells it from others; says nothing else.
    pub id: String,
    /// The tool it belongs to.
    pub tool: String,
    /// The file's path, or the variable's name.
    pub path: String,
    /// Whether it is a file, which can be deleted.
    pub is_file: bool,
    /// Why it cannot be read.
    pub problem: Option<Text>,
    /// Its profiles.
    pub profiles: Vec<FoundProfile>,
}

/// A profile, without its secret.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundProfile {
    /// Tells it from others, and changes when its key does; says nothing else.
    pub id: String,
    /// Its name in the file; empty for environment variables.
    pub profile: String,
    /// The cloud.
    pub cloud: String,
    /// The public part of the credential, its middle left out.
    pub masked_key_id: String,
    /// Its region.
    pub region: Option<String>,
    /// The address it is used with, when it is not the cloud's public one.
    pub endpoint: Option<String>,
    /// Whether the key is temporary.
    pub temporary: bool,
    /// What can be done with it.
    pub fate: Fate,
    /// What a person has to know of it.
    pub note: Option<Text>,
}

/// What can be done with a profile that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fate {
    /// It can be imported.
    Importable,
    /// An account has this key already.
    Present {
        /// What that account is called.
        label: String,
    },
    /// The same key stands in another place that was found.
    Elsewhere {
        /// That place's path.
        path: String,
    },
    /// It cannot be imported.
    Skipped {
        /// Why.
        why: Text,
    },
}

/// A profile that is to be imported, with what the person added.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportChoice {
    /// The profile's id.
    pub id: String,
    /// The regions in use, the default one first.
    pub regions: Vec<String>,
    /// The address, where the cloud needs one or it is not the public one.
    pub endpoint: Option<String>,
}

/// What became of a profile that was to be imported.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportOutcome {
    /// The profile's id.
    pub id: String,
    /// The account it became.
    pub account: Option<AccountView>,
    /// Why it became none; nothing is kept of it then.
    pub error: Option<Error>,
}

impl Desk {
    /// Looks for what the vendors' own tools left.
    ///
    /// # Errors
    /// When the accounts cannot be read. A place that cannot be read is told with its problem.
    pub fn find_credentials(&self, around: &Surroundings) -> Result<FoundCredentials, Error> {
        let places = self.places(around);
        let views = places.iter().map(|place| self.place_view(place, &places, around)).collect::<Result<_, _>>()?;
        let sources = self.reach.clouds.iter().flat_map(|adapter| &adapter.spec().credential_sources);
        Ok(FoundCredentials { places: views, looked_for: place::looked_for(sources) })
    }

    /// Imports profiles, each as a whole or not at all: the secret into the keychain, then the account.
    ///
    /// # Errors
    /// When the accounts cannot be read; what goes wrong with a profile is told in its outcome.
    pub async fn import_accounts(
        &self,
        choices: Vec<ImportChoice>,
        around: &Surroundings,
    ) -> Result<Vec<ImportOutcome>, Error> {
        let places = self.places(around);
        let language = self.settings()?.language;
        let mut outcomes = Vec::new();
        for choice in choices {
            let id = choice.id.clone();
            let (account, error) = match self.import_profile(&places, choice, language).await {
                Ok(account) => (Some(account), None),
                Err(error) => (None, Some(error)),
            };
            outcomes.push(ImportOutcome { id, account, error });
        }
        Ok(outcomes)
    }

    /// Overwrites and deletes a file whose keys are all in accounts, or, when a person wants it `anyway`, any that was found.
    ///
    /// # Errors
    /// `NotFound` when it is not there any more, `Conflict` when a key in it is in no account or it is no plain file; `Bug`
    /// with words when it cannot be deleted; `Cancelled` when the person does not say yes to the system's question.
    pub async fn delete_credential_file(&self, id: &str, anyway: bool, around: &Surroundings) -> Result<(), Error> {
        let places = self.places(around);
        let place = places.iter().find(|place| place.id() == id);
        let path = place.and_then(|place| Some((place, place.path.as_deref()?)));
        let (place, path) = path.ok_or_else(changed)?;
        let known = |profile: &Profile| self.account_with(profile).map(|account| account.is_some());
        let mut left = place.problem.is_some();
        for profile in &place.profiles {
            left |= !known(profile)?;
        }
        if left && !anyway {
            return Err(Error::not_sent(ErrorKind::Conflict, "a key in the file is in no account").with_words(
                Text::new(
                    "文件里还有没有导入的密钥，没有删除。",
                    "There are keys in the file that were not imported; it was not deleted.",
                ),
            ));
        }
        let shown = place.shown(around);
        let question = Question {
            title: Text::new("删除密钥文件？", "Delete the file with keys?"),
            lines: vec![
                Text::same(shown),
                Text::new("其他工具会用到它；不能撤销。", "Other tools may use it. This cannot be undone."),
            ],
            yes: Text::new("删除文件", "Delete the file"),
        };
        if !self.asker.turn().await.ask(question).await {
            return Err(Error::not_sent(ErrorKind::Cancelled, "the person did not say yes").with_words(Text::new(
                "没有在系统对话框里确认，文件没有删除。",
                "It was not confirmed in the system's dialog; the file was not deleted.",
            )));
        }
        delete(path)
    }

    async fn import_profile(
        &self,
        places: &[FoundPlace],
        choice: ImportChoice,
        language: Language,
    ) -> Result<AccountView, Error> {
        let profiles = places.iter().flat_map(|place| place.profiles.iter().map(move |profile| (place, profile)));
        let (_, profile) =
            profiles.into_iter().find(|(place, profile)| profile.id(place) == choice.id).ok_or_else(changed)?;
        if let Some(why) = &profile.skipped {
            return Err(Error::not_sent(ErrorKind::Unsupported, "this profile is not imported").with_words(why.clone()));
        }
        if let Some(label) = self.account_with(profile)? {
            return Err(Error::not_sent(ErrorKind::Conflict, "an account has this key").with_words(Text::new(
                format!("账号“{label}”已经在用这把密钥。"),
                format!("The account {label:?} has this key already."),
            )));
        }
        let title = &self.reach.adapter(&profile.cloud)?.spec().title;
        let label = match profile.name.as_str() {
            "" | "default" | "Credentials" if language == Language::Zh => title.zh.clone(),
            "" | "default" | "Credentials" => title.en.clone(),
            name => name.to_owned(),
        };
        let draft = AccountDraft {
            cloud: profile.cloud.clone(),
            label,
            access_key_id: profile.key_id.clone(),
            regions: choice.regions,
            endpoint: choice.endpoint,
            ca_file: None,
            signing: None,
            owner_id: None,
            proxy: None,
            keep_for_session: false,
            ..AccountDraft::default()
        };
        let secret = SecretInput { secret: profile.secret.clone(), session_token: profile.session_token.clone() };
        self.add_account(draft, secret).await
    }

    fn places(&self, around: &Surroundings) -> Vec<FoundPlace> {
        place::find(self.reach.clouds.iter().map(|adapter| adapter.spec()), around)
    }

    /// What the account with a profile's key is called.
    fn account_with(&self, profile: &Profile) -> Result<Option<String>, Error> {
        let accounts = self.reach.accounts.all()?.into_iter().map(|(account, _)| account);
        let same = accounts
            .into_iter()
            .find(|account| account.cloud == profile.cloud && account.access_key_id == profile.key_id);
        Ok(same.map(|account| account.label))
    }

    fn place_view(
        &self,
        place: &FoundPlace,
        all: &[FoundPlace],
        around: &Surroundings,
    ) -> Result<FoundPlaceView, Error> {
        let before = || all.iter().take_while(|other| other.id() != place.id());
        let view = |profile: &Profile| -> Result<FoundProfile, Error> {
            let elsewhere = before()
                .find(|other| other.profiles.iter().any(|known| known.skipped.is_none() && known.same_key(profile)));
            // A profile that is not to be taken says why, whatever else has its key: with a role it is not that key's account.
            let fate = match (&profile.skipped, self.account_with(profile)?, elsewhere) {
                (Some(why), _, _) => Fate::Skipped { why: why.clone() },
                (None, Some(label), _) => Fate::Present { label },
                (None, None, Some(other)) => Fate::Elsewhere { path: other.shown(around) },
                (None, None, None) => Fate::Importable,
            };
            Ok(FoundProfile {
                id: profile.id(place),
                profile: profile.name.clone(),
                cloud: profile.cloud.clone(),
                masked_key_id: masked(&profile.key_id),
                region: profile.region.clone(),
                endpoint: profile.endpoint.clone(),
                temporary: profile.session_token.is_some(),
                fate,
                note: profile.note.clone(),
            })
        };
        Ok(FoundPlaceView {
            id: place.id(),
            tool: place.tool.clone(),
            path: place.shown(around),
            is_file: place.path.is_some(),
            problem: place.problem.clone(),
            profiles: place.profiles.iter().map(view).collect::<Result<_, _>>()?,
        })
    }
}

/// Writes over a file and deletes it. That is no secure deletion: the file system may keep what was there elsewhere.
fn delete(path: &Path) -> Result<(), Error> {
    use std::io::Write;
    let undeletable = |error: std::io::Error| {
        Error::not_sent(ErrorKind::Bug, format!("{}: {error}", path.display())).with_words(Text::new(
            "文件没能删除，请检查权限或自行删除。密钥已在账号里，不受影响。",
            "The file could not be deleted: check its permissions, or delete it yourself. The accounts are not affected.",
        ))
    };
    let found = std::fs::symlink_metadata(path).map_err(undeletable)?;
    if !found.is_file() {
        return Err(Error::not_sent(ErrorKind::Conflict, "not a plain file").with_words(Text::new(
            "这是一个链接，不是普通文件，没有删除。请自行处理它指向的文件。",
            "This is a link and no plain file; it was not deleted. See to the file it leads to yourself.",
        )));
    }
    let length = usize::try_from(found.len()).unwrap_or_default();
    std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|mut file| file.write_all(&vec![0; length]).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::remove_file(path))
        .map_err(undeletable)
}

/// Short enough to recognise and not to copy: `AKID****MPLE`.
fn masked(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    match letters.as_slice() {
        [a, b, c, d, middle @ .., w, x, y, z] if !middle.is_empty() => format!("{a}{b}{c}{d}****{w}{x}{y}{z}"),
        [a, .., z] => format!("{a}****{z}"),
        _ => "****".to_owned(),
    }
}

fn changed() -> Error {
    Error::not_sent(ErrorKind::NotFound, "what was found has changed").with_words(Text::new(
        "文件在这期间被改动或删除了，请重新查找。",
        "The file was changed or deleted meanwhile. Look again.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_id_is_shown_with_its_middle_left_out() {
        assert_eq!(masked("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"), "AKID****MPLE");
        assert_eq!((masked("12345678").as_str(), masked("a").as_str()), ("1****8", "****"));
    }

    #[test]
    fn a_file_is_gone_and_a_link_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("credentials");
        std::fs::write(&file, "secret").unwrap();
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&file, &link).unwrap();
            assert_eq!(delete(&link).unwrap_err().kind, ErrorKind::Conflict);
            assert_eq!(std::fs::read_to_string(&file).unwrap(), "secret");
        }
        delete(&file).unwrap();
        assert!(!file.exists());
        assert!(delete(&file).unwrap_err().words.is_some());
    }
}
