//! A cloud: how it is spoken to, where it is, and what its answers mean.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::credential_source::CredentialSource;
use crate::help::CloudHelp;
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
        let host = endpoint.map(|text| {
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            text.split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase()
        });
        let is_of = |site: &str| {
            host.as_deref()
                .and_then(|host| host.strip_suffix(site))
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let site = self.currency.sites.iter().find(|(site, _)| is_of(site));
        site.map(|(_, currency)| currency).or(self.currency.usual.as_ref()).map(String::as_str)
    }

    /// What an error code means together with its message: the longest known form of the message, else the code alone.
    /// `None` where nobody knows, or where the code alone decides nothing.
    pub fn meaning_of(&self, code: &str, message: &str) -> Option<&ErrorMeaning> {
        let meaning = self.meaning(code)?;
        let narrower = meaning.messages.iter().filter(|(form, _)| has_form(message, form));
        let narrower = narrower.max_by_key(|(form, _)| form.len()).map(|(_, narrower)| narrower);
        narrower.or_else(|| meaning.decides_alone.then_some(meaning))
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

/// Whether a message begins like this, with anything in place of each `*`.
fn has_form(message: &str, form: &str) -> bool {
    let mut parts = form.split('*');
    let Some(mut rest) = parts.next().and_then(|beginning| message.strip_prefix(beginning)) else { return false };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    true
}

/// How parameters become a request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Protocol {
    /// One path; the operation is named in headers and the parameters are a JSON body.
    /// The older query signature of the same cloud flattens them instead.
    ActionJson {
        /// First index of a flattened list.
        array_base: u32,
    },
    /// One path; the operation and the flattened parameters are a query string or a form.
    Query {
        /// First index of a flattened list.
        array_base: u32,
        /// The parameter that carries the API version, if any.
        version_parameter: Option<String>,
        /// The parameter that carries the region, if any.
        region_parameter: Option<String>,
        /// What to ask for in `Accept`.
        accept: Option<String>,
    },
    /// A path per operation; lists in the query are flattened, bodies are JSON.
    RestJson {
        /// First index of a flattened list.
        array_base: u32,
        /// The path parameter that carries the region.
        region_parameter: String,
    },
}

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub enum SigningScheme {
    /// `TC3-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "TC3-HMAC-SHA256")]
    Tc3HmacSha256,
    /// Sorted raw parameters, HMAC-SHA256, in the `Signature` parameter.
    #[serde(rename = "HmacSHA256")]
    QueryHmacSha256,
    /// Sorted raw parameters, HMAC-SHA1, in the `Signature` parameter.
    #[serde(rename = "HmacSHA1")]
    QueryHmacSha1,
    /// `AWS4-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "AWS4-HMAC-SHA256")]
    Aws4Header,
    /// `AWS4-HMAC-SHA256` in the query string.
    #[serde(rename = "AWS4-HMAC-SHA256-query")]
    Aws4Query,
    /// `JDCLOUD3-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "JDCLOUD3-HMAC-SHA256")]
    Jdcloud3,
    /// `JDCLOUD2-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "JDCLOUD2-HMAC-SHA256")]
    Jdcloud2,
    /// SHA-1 over sorted names and values and the private key, in the `Signature` parameter.
    #[serde(rename = "ucloud-sha1")]
    SortedSha1,
}

/// What a cloud calls the parts of a credential, and where a person gets one.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CredentialWords {
    /// The public part: `SecretId`, `AccessKey`, `PublicKey`.
    pub id: String,
    /// The secret part.
    pub secret: String,
    /// Whether the cloud has temporary credentials with a session token.
    pub session_token: bool,
    /// Where in that cloud's console keys are made.
    pub console: Option<String>,
    /// The least that a key must be allowed to do, to copy into the console.
    pub policies: Option<Policies>,
}

/// The least that a key must be allowed to do, by what it is for. Each names one by one what it allows, and no console's address
/// is among it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// To look at what there is, and at prices.
    pub look: String,
    /// To start, stop and save machines as well.
    pub operate: String,
    /// To buy, destroy and share as well.
    pub buy: String,
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

/// Where errors and request ids stand in a reply.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Envelope {
    /// The member that holds the result, or the empty path when the reply itself is the result.
    pub result: Path,
    /// The error code. A reply that has one (other than `success_codes`) is an error, whatever its HTTP status.
    pub error_code: Path,
    /// A more specific error code beside it, used in its place when it is there.
    pub error_status: Option<Path>,
    /// The error message.
    pub error_message: Path,
    /// The request id.
    pub request_id: Path,
    /// Whether the cloud's own message is what is shown first, before our explanation: its codes tell little.
    #[serde(default)]
    pub message_first: bool,
    /// Values at `error_code` that mean success.
    #[serde(default)]
    pub success_codes: Vec<String>,
}

/// What an error code means to us.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ErrorMeaning {
    /// Our kind.
    pub kind: ErrorKind,
    /// The cause and the way out, in our words.
    pub text: Option<Text>,
    /// What the code means when the message begins like this, where a cloud uses one code for several things. `*` stands for
    /// anything.
    #[serde(default)]
    pub messages: IndexMap<String, ErrorMeaning>,
    /// Whether the code says what happened whatever the message is. `false` where it means different things in different
    /// releases of the cloud's software, and only a message of `messages` tells which.
    #[serde(default = "yes")]
    pub decides_alone: bool,
    /// Where it is from, by the keys of `errorSources`, several joined by a comma.
    pub source: Option<String>,
}

/// The kinds of error the application distinguishes. What the person should do is said at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Parameters are wrong: mend the named ones.
    InvalidParams,
    /// The key is unknown or the signature wrong: check id and secret.
    CredentialRejected,
    /// The computer's clock is off: set it.
    ClockSkew,
    /// The key lacks a permission: grant it in the cloud's console.
    PermissionDenied,
    /// The thing is not there (any more): refresh.
    NotFound,
    /// The thing's state does not allow it now: wait or change the state.
    Conflict,
    /// A quota of the account is used up: free something or ask for more.
    QuotaExceeded,
    /// The account's balance does not suffice: top up.
    InsufficientBalance,
    /// The cloud has none left of this type here: choose another type or zone.
    SoldOut,
    /// Too many calls: wait a moment.
    RateLimited,
    /// The cloud does not offer this.
    Unsupported,
    /// The cloud has a fault of its own: try later.
    Unavailable,
    /// The cloud cannot be reached: check network, proxy, endpoint, certificate.
    Network,
    /// No answer in time, to a call that changes nothing: try again.
    Timeout,
    /// The answer cannot be understood: report it.
    BadReply,
    /// A call that changes something was sent and not answered. It may have worked: do not repeat, look first.
    OutcomeUnknown,
    /// The operating system offers no keychain: start one, or keep the secret for this session.
    KeychainUnavailable,
    /// The secret is kept for another place than where the account's calls go now: enter it again for this one.
    SecretElsewhere,
    /// The plan is used up, too old or the price moved: review again.
    PlanExpired,
    /// The person cancelled it.
    Cancelled,
    /// A mistake of this application: report it.
    Bug,
}

/// How the things that `x-ref` names are listed for a picker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RefSpec {
    /// The read that lists them.
    pub operation: String,
    /// Constant parameters of that read.
    #[serde(default)]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The items in the reply.
    pub items: Path,
    /// Within an item: its id, the value put into the form.
    pub id: Path,
    /// Within an item: its name.
    pub label: Option<Path>,
    /// Within an item: what else helps to choose.
    #[serde(default)]
    pub detail: Vec<Path>,
    /// Within an item: other refs it belongs to, by ref kind, so that choices can be narrowed in the picker (`vpc` -> `VpcId`); and
    /// its processor's `architecture`, which nothing lists and which all that goes together must have in common.
    #[serde(default)]
    pub within: IndexMap<String, Path>,
    /// Within an item: a flag or state, and the values with which it cannot be chosen.
    pub unavailable: Option<Unavailable>,
}

/// When an item of a picker cannot be chosen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Unavailable {
    /// Within an item: the state.
    pub path: Path,
    /// The states that bar it.
    pub values: Vec<String>,
}

/// What a cloud's prices are in, where its replies do not say it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CurrencySpec {
    /// ISO 4217 code; none where nobody knows.
    pub usual: Option<String>,
    /// Other sites of the cloud, by the end of their hosts' names.
    #[serde(default)]
    pub sites: IndexMap<String, String>,
    /// The sites that charge in each currency, for the person who knows of which an account is.
    #[serde(default)]
    pub titles: IndexMap<String, Text>,
}

/// How a call is written for the vendor's command line tool: `<name> <service> <operation> <region> <region's id>`, then
/// the parameters as `--<parameter> <value>`, structures and lists as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CliSpec {
    /// The tool's command.
    pub name: String,
    /// How it spells operations and parameters.
    pub form: CliForm,
    /// The option that takes the region.
    pub region: String,
    /// The option that takes parameters as one JSON object, for a tool whose own options do not carry every value or lack
    /// some parameters. What an operation requires stays an option of its own, for the tool demands it.
    #[serde(default)]
    pub json: Option<String>,
    /// The option that takes the host, for a region or an account that is not at the service's own.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Where its manner is written down.
    pub source: String,
}

/// How a command line tool spells the names of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CliForm {
    /// As the API does.
    Verbatim,
    /// Lower-case words joined by `-`.
    Kebab,
}

/// When an effect has been reached. A state, or an absence, in which a thing was before the act says nothing of the act: an
/// instance in the recycle bin that is to be removed for good is there already, and a broken one may be removed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Waiter {
    /// The read to ask with.
    pub operation: String,
    /// Its parameter that takes the ids.
    pub ids: String,
    /// Whether that parameter is a list (`false`: one call per id).
    #[serde(default = "yes")]
    pub ids_list: bool,
    /// The parameters of the read that take a parameter of the call that is waited for, so that it shows the place the call was
    /// about.
    #[serde(default)]
    pub like: IndexMap<String, String>,
    /// Further parameters with which the read shows what it hides otherwise (a recycle bin): what is missing without them is
    /// asked for once more with them.
    #[serde(default)]
    pub hidden: Map<String, Value>,
    /// The items in the reply.
    pub items: Path,
    /// Within an item: its id.
    pub id: Path,
    /// Within an item: its state.
    pub state: Path,
    /// States that mean it is reached. What is in none of the lists is on its way.
    pub success: Vec<String>,
    /// States from which it cannot be reached any more.
    pub failure: Vec<String>,
    /// Whether a missing item means it is reached (waiting for something to be gone).
    #[serde(default)]
    pub missing_is_success: bool,
    /// Seconds between two looks once the first, quicker ones are over.
    pub interval_seconds: u32,
    /// Seconds after which waiting ends without a verdict. What was accepted goes on at the cloud.
    pub timeout_seconds: u32,
}

fn yes() -> bool {
    true
}

impl Waiter {
    /// The parameters of the read that show the place which a call with these parameters was about.
    pub fn like_params(&self, call: &Value) -> Map<String, Value> {
        crate::path::like(&self.like, call)
    }
}

#[cfg(test)]
mod tests {
    use super::{CloudSpec, has_form};

    #[test]
    fn currency_is_that_of_the_endpoints_site() {
        let text = serde_json::json!({
            "id": "x", "title": { "zh": "云", "en": "Cloud" }, "product": { "zh": "物", "en": "Things" }, "colour": "#123456",
            "protocol": { "kind": "action_json", "arrayBase": 0 }, "signing": [],
            "credential": { "id": "i", "secret": "s", "sessionToken": false }, "defaultService": "s", "services": {}, "regions": [],
            "envelope": { "result": "", "errorCode": "e", "errorMessage": "m", "requestId": "r" }, "errors": {},
            "rateLimitPerSecond": 1, "jobs": {}, "currency": { "usual": "CNY", "sites": { "intl.example.com": "USD" } },
        });
        let mut cloud: CloudSpec = serde_json::from_value(text).unwrap();
        for (endpoint, currency) in [
            (None, "CNY"),
            (Some("https://things.example.com"), "CNY"),
            (Some("https://things.intl.example.com/v1"), "USD"),
            (Some("HTTPS://INTL.example.com:8443"), "USD"),
            (Some("https://notintl.example.com"), "CNY"),
        ] {
            assert_eq!(cloud.currency(endpoint), Some(currency), "{endpoint:?}");
        }
        cloud.currency = super::CurrencySpec::default();
        assert_eq!(cloud.currency(None), None);
    }

    #[test]
    fn has_form_matches_a_beginning_with_gaps() {
        assert!(has_form("Signature expired: now", "Signature expired"));
        assert!(has_form("Disk type 'ssd' is out of stock", "*out of stock"));
        assert!(has_form("Parameter ImageSource missing", "Parameter * missing"));
        assert!(!has_form("Image not ready", "*out of stock"));
        assert!(!has_form("The parameter X is missing", "Parameter * missing"));
        assert!(!has_form("Parameter X is wrong", "Parameter * missing"));
    }
}
