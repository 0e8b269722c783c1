//! A cloud: how it is spoken to, where it is, and what its answers mean.

mod cli;
mod credential;
mod currency;
mod error_meaning;
mod picker;
mod protocol;
mod waiter;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use cli::{CliForm, CliSpec};
pub use credential::{CredentialWords, Policies};
pub use currency::CurrencySpec;
pub use error_meaning::{ErrorKind, ErrorMeaning};
pub use picker::{RefSpec, Unavailable};
pub use protocol::{Envelope, Protocol, SigningScheme};
pub use waiter::Waiter;

use crate::credential_source::CredentialSource;
use crate::help::CloudHelp;
use crate::noun::NounSpec;
use crate::operation::Operation;
use crate::path::Path;
use crate::site::SiteSpec;
use crate::text::Text;

/// Everything the application knows about one cloud, embedded in the binary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CloudSpec {
    /// Stable id, also the name of the cloud's folder.
    pub id: String,
    /// The cloud's name.
    pub title: Text,
    /// The product the operations belong to.
    pub product: Text,
    /// The colour of the cloud's mark, as `#rrggbb`: white letters are read on it, and no other cloud's is like it.
    pub colour: String,
    /// How parameters become a request.
    pub protocol: Protocol,
    /// Signing schemes, the default one first.
    pub signing: Vec<SigningScheme>,
    /// What the cloud calls the parts of a credential.
    pub credential: CredentialWords,
    /// The service most operations belong to; a key of `services`.
    pub default_service: String,
    /// Services by name.
    pub services: IndexMap<String, ServiceSpec>,
    /// How the vendor names hosts. The first site that has a host is the one it belongs to.
    #[serde(default)]
    pub sites: Vec<SiteSpec>,
    /// Whether every account has to name its endpoint (a private cloud has no public one).
    #[serde(default)]
    pub endpoint_required: bool,
    /// Known regions; the list can grow without us, so an unknown region is not an error.
    pub regions: Vec<RegionSpec>,
    /// Within an instance as the cloud describes it: the project it is in, where it has projects.
    pub instance_project: Option<Path>,
    /// The same for the tenant that it belongs to, where a key may be one for several: a number.
    pub instance_tenant: Option<Path>,
    /// Where errors and request ids stand in a reply.
    pub envelope: Envelope,
    /// The members of replies that are secret with all that is in them, wherever they stand: user data, metadata, and what is
    /// `writeOnly` among the parameters.
    #[serde(default)]
    pub secrets: Vec<String>,
    /// The cloud's error codes and what they mean to us. A key ending in `.*` matches every code that begins so.
    pub errors: IndexMap<String, ErrorMeaning>,
    /// The tables that `errors` is put together from, by a short name.
    #[serde(default)]
    pub error_sources: IndexMap<String, String>,
    /// Where operations and parameters that the document does not have are from, by the short name that their `since` and
    /// `x-since` give: a package and its version, or a page.
    #[serde(default)]
    pub sources: IndexMap<String, String>,
    /// How often per second any operation may be called unless it says otherwise.
    pub rate_limit_per_second: u32,
    /// Pickers: how the things that `x-ref` names are listed.
    #[serde(default)]
    pub refs: IndexMap<String, RefSpec>,
    /// When an effect has been reached.
    #[serde(default)]
    pub waiters: IndexMap<String, Waiter>,
    /// Which operation does which job of the application, by job name (`create_instance`, `test_connection`, ...).
    pub jobs: IndexMap<String, String>,
    /// What this cloud does not offer, by job name, in words for the person who looks for it.
    #[serde(default)]
    pub lacks: IndexMap<String, Text>,
    /// Where the vendor's own tools leave credentials.
    #[serde(default)]
    pub credential_sources: Vec<CredentialSource>,
    /// The vendor's command line tool, where there is one.
    pub cli: Option<CliSpec>,
    /// What the help says of this cloud.
    #[serde(default)]
    pub help: CloudHelp,
    /// What prices are in, where the replies do not say it.
    #[serde(default)]
    pub currency: CurrencySpec,
    /// Limits the document gives in prose, by name (`image_share_accounts`: 20).
    #[serde(default)]
    pub limits: IndexMap<String, u32>,
    /// The nouns that have a page, by name. Filled on loading.
    #[serde(skip)]
    pub nouns: IndexMap<String, NounSpec>,
    /// The operations, by name. Filled on loading.
    #[serde(skip)]
    pub operations: IndexMap<String, Operation>,
}

impl CloudSpec {
    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// The operation that does a job of the application here.
    pub fn job(&self, job: &str) -> Option<&Operation> {
        self.jobs.get(job).and_then(|name| self.operation(name))
    }

    /// The service an operation belongs to.
    pub fn service_of(&self, operation: &Operation) -> Option<(&str, &ServiceSpec)> {
        let name = operation.service.as_ref().unwrap_or(&self.default_service);
        self.services.get_key_value(name).map(|(name, spec)| (name.as_str(), spec))
    }

    /// The currency of the site that an endpoint belongs to (`None`: the cloud's public one), where it is known.
    pub fn currency(&self, endpoint: Option<&str>) -> Option<&str> {
        self.currency.of(endpoint)
    }

    /// What an error code means together with its message: the longest known form of the message, else the code alone.
    /// `None` where nobody knows, or where the code alone decides nothing.
    pub fn meaning_of(&self, code: &str, message: &str) -> Option<&ErrorMeaning> {
        self.meaning(code)?.with(message)
    }

    /// What one of the cloud's error codes means: the exact code first, then the longest `prefix.*`.
    pub fn meaning(&self, code: &str) -> Option<&ErrorMeaning> {
        self.errors.get(code).or_else(|| {
            self.errors
                .iter()
                .filter_map(|(key, meaning)| key.strip_suffix('*').map(|prefix| (prefix, meaning)))
                .filter(|(prefix, _)| code.starts_with(prefix))
                .max_by_key(|(prefix, _)| prefix.len())
                .map(|(_, meaning)| meaning)
        })
    }
}

/// A service of a cloud: its host and API version.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceSpec {
    /// Host, with `{region}` where the region goes. `None` where every account names its own.
    pub host: Option<String>,
    /// API version.
    pub version: Option<String>,
    /// The name that signatures carry, when it is not the service's own.
    pub signing_name: Option<String>,
}

/// A known region.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionSpec {
    /// The cloud's id.
    pub id: String,
    /// The region's name.
    pub title: Text,
    /// Its known zones.
    #[serde(default)]
    pub zones: Vec<String>,
    /// Hosts that differ from the service's own, by service.
    #[serde(default)]
    pub hosts: IndexMap<String, String>,
}
