//! Where credentials are looked for, and what stands there.

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde_json::Value;
use sha2::{Digest, Sha256};
use yundeck_catalogue::credential_source::{ProfileFile, SkippedProfile};
use yundeck_catalogue::{CloudSpec, CredentialSource};
use yundeck_domain::{Secret, Text};

use super::profiles::{self, NamedProfile};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// What is around the process: it is handed in, so that tests have their own.
pub struct Surroundings {
    /// The home folder.
    pub home: Option<PathBuf>,
    /// The current folder.
    pub current: Option<PathBuf>,
    /// An environment variable. Each is asked for by its name: the others may be anybody's secrets.
    pub variable: Variable,
}

/// Looks an environment variable up.
pub type Variable = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

impl Surroundings {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        Self {
            home: std::env::home_dir(),
            current: std::env::current_dir().ok(),
            variable: Box::new(|name| std::env::var(name).ok()),
        }
    }

    /// A path of the catalogue as one of this computer.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        if let Some(named) = path.strip_prefix('$') {
            let (name, below) = named.split_once('/').unwrap_or((named, ""));
            let at = (self.variable)(name).filter(|value| !value.is_empty() && !value.starts_with('$'))?;
            let at = self.resolve(&at)?;
            return Some(if below.is_empty() { at } else { at.join(below) });
        }
        match (path.strip_prefix("~/"), path.strip_prefix("./")) {
            (Some(below), _) => Some(self.home.as_ref()?.join(below)),
            (_, Some(below)) => Some(self.current.as_ref()?.join(below)),
            _ => Some(PathBuf::from(path)),
        }
    }
}

/// A file or environment variables with what stands in them.
pub(super) struct FoundPlace {
    /// The tool it belongs to.
    pub tool: String,
    /// The file; `None`: environment variables.
    pub path: Option<PathBuf>,
    /// Why it cannot be read.
    pub problem: Option<Text>,
    /// Its profiles.
    pub profiles: Vec<Profile>,
}

/// A profile with its secret; not `Debug`.
pub(super) struct Profile {
    pub cloud: String,
    pub name: String,
    pub key_id: String,
    pub secret: Secret,
    pub session_token: Option<Secret>,
    pub region: Option<String>,
    pub endpoint: Option<String>,
    pub skipped: Option<Text>,
    pub note: Option<Text>,
}

impl FoundPlace {
    /// Tells it from others.
    pub fn id(&self) -> String {
        digest(&[&self.place()])
    }

    /// For a person's eyes.
    pub fn shown(&self, around: &Surroundings) -> String {
        let below = self.path.as_deref().and_then(|path| path.strip_prefix(around.home.as_ref()?).ok());
        below.map_or_else(|| self.place(), |below| format!("~/{}", below.display()))
    }

    /// The place, unless it is nothing special: a file that may hold something else, and does. Any other was to hold
    /// credentials.
    fn worth_telling(mut self, also_something_else: &[PathBuf]) -> Option<Self> {
        if self.profiles.is_empty() && self.problem.is_none() {
            if self.path.as_ref().is_some_and(|path| also_something_else.contains(path)) {
                return None;
            }
            self.problem = Some(Text::new("没有在里面认出密钥。", "No credentials were recognised in it."));
        }
        Some(self)
    }

    fn place(&self) -> String {
        self.path.as_ref().map_or_else(|| self.tool.clone(), |path| path.display().to_string())
    }
}

impl Profile {
    /// Tells it from others, and from itself with another key.
    pub fn id(&self, place: &FoundPlace) -> String {
        digest(&[&place.place(), &self.cloud, &self.name, &self.key_id])
    }

    /// Whether both are the same key.
    pub fn same_key(&self, other: &Self) -> bool {
        self.cloud == other.cloud && self.key_id == other.key_id
    }
}

/// Everything that is looked for, as the catalogue writes it.
pub(super) fn looked_for<'s>(sources: impl Iterator<Item = &'s CredentialSource>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for source in sources {
        let paths = source.file.as_ref().map(|file| file.paths.clone());
        for path in paths.unwrap_or_else(|| vec![source.tool.clone()]) {
            if !all.contains(&path) {
                all.push(path);
            }
        }
    }
    all
}

/// Every place that is there, each once, in the order of the clouds.
pub(super) fn find(clouds: impl Iterator<Item = &'static CloudSpec>, around: &Surroundings) -> Vec<FoundPlace> {
    let mut found: IndexMap<String, FoundPlace> = IndexMap::new();
    let mut also_something_else = Vec::new();
    let sources = clouds.flat_map(|cloud| cloud.credential_sources.iter().map(move |source| (cloud, source)));
    for (cloud, source) in sources {
        let beside: Vec<NamedProfile> = source.beside.iter().flat_map(|file| files(file, around)).fold(
            Vec::new(),
            |mut all, (path, name, file)| {
                also_something_else.push(path.clone());
                // What only adds to a profile may be missing or damaged.
                all.extend(
                    text_of(&path).ok().and_then(|text| profiles::read(file, &text, &name).ok()).into_iter().flatten(),
                );
                all
            },
        );
        let Some(file) = &source.file else {
            let named = source.paths().map(yundeck_catalogue::Path::as_str);
            let variables = named.filter_map(|name| Some((name.to_owned(), Value::String((around.variable)(name)?))));
            let profile = NamedProfile { name: String::new(), body: Value::Object(variables.collect()) };
            if let Some(profile) = profile_of(cloud, source, &profile, &[]) {
                let place =
                    FoundPlace { tool: source.tool.clone(), path: None, problem: None, profiles: vec![profile] };
                found.insert(source.tool.clone(), place);
            }
            continue;
        };
        for (path, name, file) in files(file, around) {
            let read = text_of(&path).and_then(|text| profiles::read(file, &text, &name));
            let key = path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string();
            let place = found.entry(key).or_insert_with(|| FoundPlace {
                tool: source.tool.clone(),
                path: Some(path),
                problem: None,
                profiles: Vec::new(),
            });
            match read {
                Ok(read) => {
                    let profiles = read.iter().filter_map(|profile| profile_of(cloud, source, profile, &beside));
                    place.profiles.extend(profiles);
                }
                Err(problem) => place.problem = Some(problem),
            }
        }
    }
    found.into_values().filter_map(|place| place.worth_telling(&also_something_else)).collect()
}

/// The files of a source that are there, with the profile that their name says.
fn files<'f>(file: &'f ProfileFile, around: &Surroundings) -> Vec<(PathBuf, String, &'f ProfileFile)> {
    let mut all: Vec<(PathBuf, String, &ProfileFile)> = Vec::new();
    for path in file.paths.iter().filter_map(|path| around.resolve(path)) {
        let pattern = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let there: Vec<(PathBuf, String)> = if pattern.contains('*') {
            let entries = path.parent().map(std::fs::read_dir).into_iter().flatten().flatten().flatten();
            let mut matching: Vec<_> = entries
                .filter_map(|entry| {
                    let name = profiles::matching(&pattern, &entry.file_name().to_string_lossy())?;
                    Some((entry.path(), name))
                })
                .collect();
            matching.sort();
            matching
        } else {
            vec![(path, "default".to_owned())]
        };
        let new = there.into_iter().filter(|(path, _)| path.is_file() && !all.iter().any(|(known, ..)| known == path));
        let new: Vec<_> = new.map(|(path, name)| (path, name, file)).collect();
        all.extend(new);
    }
    all
}

fn text_of(path: &Path) -> Result<String, Text> {
    let unreadable = |error: std::io::Error| {
        Text::new(format!("文件无法读取：{error}"), format!("The file cannot be read: {error}"))
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(Text::new("文件太大，不像是密钥文件。", "The file is too large for one with credentials."));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| Text::new("文件不是文本。", "The file is no text."))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A profile as a source says it is to be read; `None` when it is not one with a credential.
fn profile_of(
    cloud: &CloudSpec,
    source: &CredentialSource,
    profile: &NamedProfile,
    beside: &[NamedProfile],
) -> Option<Profile> {
    let more = beside.iter().find(|other| other.name == profile.name).map_or(&Value::Null, |other| &other.body);
    let here = |path: &yundeck_catalogue::Path| text_at(path, &profile.body);
    let anywhere = |path: &yundeck_catalogue::Path| here(path).or_else(|| text_at(path, more));

    let told = |skip: &SkippedProfile, value: String| skip.values.is_empty() || skip.values.contains(&value);
    let explained = source.skip.iter().find(|skip| here(&skip.when).is_some_and(|value| told(skip, value)));
    let (key_id, secret) = (here(&source.id), source.secret.iter().find_map(here));
    // Several tools share a variable for the secret: without an id beside it, it says nothing.
    let says_nothing = key_id.is_none() && (secret.is_none() || source.file.is_none());
    if says_nothing && explained.is_none() {
        return None;
    }
    let session_token = source.session_token.iter().find_map(here).map(Secret::new);
    let skipped = match (explained, &key_id, &secret) {
        (Some(skip), _, _) => Some(skip.why.clone()),
        (None, Some(_), Some(_)) if session_token.is_some() && !cloud.credential.session_token => Some(Text::new(
            "这是临时密钥，这个云的接口不支持。",
            "A temporary key, which this cloud's API does not take.",
        )),
        (None, Some(_), Some(_)) => None,
        _ => Some(Text::new("密钥不完整：缺少 ID 或密钥。", "Incomplete: the id or the secret is missing.")),
    };
    let endpoint = source.endpoint.as_ref().and_then(anywhere).and_then(|address| {
        let scheme = source.scheme.as_ref().and_then(anywhere).unwrap_or_else(|| "https".to_owned());
        let address = if address.contains("://") { address } else { format!("{scheme}://{address}") };
        let address = address.trim_end_matches('/').to_owned();
        let host = address.split("://").nth(1)?.split(['/', ':', '?']).next()?.to_ascii_lowercase();
        let public = source.public_hosts.iter().any(|end| host == *end || host.ends_with(&format!(".{end}")));
        (!public).then_some(address)
    });
    Some(Profile {
        cloud: cloud.id.clone(),
        name: profile.name.clone(),
        key_id: key_id.unwrap_or_default(),
        secret: Secret::new(secret.unwrap_or_default()),
        session_token,
        region: source.region.iter().find_map(anywhere),
        endpoint,
        skipped,
        note: source.note.clone(),
    })
}

/// The text a path meets, if it says anything.
fn text_at(path: &yundeck_catalogue::Path, body: &Value) -> Option<String> {
    path.texts(body).into_iter().map(|text| text.trim().to_owned()).find(|text| !text.is_empty())
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex::encode(&hash.finalize()[..8])
}
