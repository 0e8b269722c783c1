//! Where the vendor's own tools leave credentials on a person's computer.

use serde::Deserialize;

use crate::path::Path;
use crate::text::Text;

/// A place and how to read it. Its files may hold several profiles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CredentialSource {
    /// What the tool is called.
    pub tool: String,
    /// The files with the secrets; `None`: they are in environment variables, named by the paths below.
    pub file: Option<ProfileFile>,
    /// Files with the same profiles and what else is known of them, such as the region.
    pub beside: Option<ProfileFile>,
    /// Within a profile: the public part of the credential.
    pub id: Path,
    /// Within a profile: the secret part; the first one that is there.
    pub secret: Vec<Path>,
    /// Within a profile: the session token of a temporary credential; the first one that is there.
    #[serde(default)]
    pub session_token: Vec<Path>,
    /// Within a profile, or beside it: the region; the first one that is there.
    #[serde(default)]
    pub region: Vec<Path>,
    /// Within a profile, or beside it: the address that is called, with or without a scheme.
    pub endpoint: Option<Path>,
    /// Within a profile, or beside it: the scheme of that address.
    pub scheme: Option<Path>,
    /// Ends of host names that are the cloud's public ones: an address there is not worth keeping.
    #[serde(default)]
    pub public_hosts: Vec<String>,
    /// Profiles that cannot be taken over.
    #[serde(default)]
    pub skip: Vec<SkippedProfile>,
    /// What a person has to know of what is found here.
    pub note: Option<Text>,
    /// Where this is written down.
    pub source: String,
}

impl CredentialSource {
    /// All that is read of a profile. Where there is no file, these are the names of environment variables.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let several = self.secret.iter().chain(&self.session_token).chain(&self.region);
        let single = [&self.endpoint, &self.scheme].into_iter().flatten();
        std::iter::once(&self.id).chain(several).chain(single).chain(self.skip.iter().map(|skip| &skip.when))
    }
}

/// Files with profiles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ProfileFile {
    /// Where they are: below the home folder (`~/`), below the current one (`./`), anywhere (`/`), or where an environment
    /// variable says (`$NAME`, `$NAME/below`). A `*` in the name stands for the profile. All that are there are read.
    pub paths: Vec<String>,
    /// How they are written.
    pub format: FileFormat,
    /// JSON: the profiles in the file; when this is missing the file itself is the only one, or each element if it is a list.
    pub items: Option<Path>,
    /// JSON: within a profile, its name.
    pub profile: Option<Path>,
    /// INI: the sections that are profiles; a `*` stands for the profile's name, an empty text for what stands before the first
    /// section. Keys are read in lower case.
    #[serde(default)]
    pub sections: Vec<String>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// JSON.
    Json,
    /// Sections with keys and values.
    Ini,
}

/// A profile that cannot be taken over.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkippedProfile {
    /// Within a profile: what tells it.
    pub when: Path,
    /// The values that do; every value when this is missing.
    #[serde(default)]
    pub values: Vec<String>,
    /// Why.
    pub why: Text,
}
