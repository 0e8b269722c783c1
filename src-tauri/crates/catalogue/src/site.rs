//! How a vendor names the hosts of its services, so that one host of an account leads to those of the other services.

use serde::Deserialize;

use crate::cloud::CloudSpec;

/// The place in a host's name that takes the service.
const SERVICE: &str = "{service}";
/// The place in a host's name that takes the region.
const REGION: &str = "{region}";

/// A site of a cloud: a set of hosts that serve the same, one of each service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SiteSpec {
    /// The hosts that serve all regions, with `{service}`.
    pub host: String,
    /// The hosts of one region each, with `{service}` and `{region}`, where there are any.
    pub regional: Option<String>,
    /// Services that have the host for all regions only.
    #[serde(default)]
    pub regionless: Vec<String>,
    /// Where the names are from.
    pub source: String,
}

/// A host of a site, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteHost<'a> {
    site: &'a SiteSpec,
    /// The region in its name, if it is the host of one.
    region: Option<&'a str>,
}

impl CloudSpec {
    /// The site that a host is of: the first of `sites` that has such a host. `None` for a host of none, as a gateway of one's
    /// own is, and for one of a service that this catalogue does not know.
    pub fn site_of<'a>(&'a self, host: &'a str) -> Option<SiteHost<'a>> {
        self.sites.iter().find_map(|site| {
            let is_of = |form: &'a str| self.services.keys().find_map(|service| taken_apart(form, service, host));
            let general = is_of(&site.host).map(|_| SiteHost { site, region: None });
            general.or_else(|| Some(SiteHost { site, region: Some(is_of(site.regional.as_deref()?)?) }))
        })
    }
}

impl SiteHost<'_> {
    /// The host of a service at the same site. Where the host given was a region's, it is that of the call's region, or of the
    /// same region for a call that has none.
    pub fn host_of(&self, service: &str, region: &str) -> String {
        let named = self.region.map(|named| if region.is_empty() { named } else { region });
        let regional =
            self.site.regional.as_ref().filter(|_| !self.site.regionless.iter().any(|known| known == service));
        match (named, regional) {
            (Some(region), Some(form)) => form.replace(SERVICE, service).replace(REGION, region),
            _ => self.site.host.replace(SERVICE, service),
        }
    }
}

/// The region in a host's name of that form (empty where the form has none), if it is one of the service.
fn taken_apart<'h>(form: &str, service: &str, host: &'h str) -> Option<&'h str> {
    let form = form.replace(SERVICE, service);
    let Some((before, after)) = form.split_once(REGION) else { return (form == host).then_some("") };
    let region = host.strip_prefix(before)?.strip_suffix(after)?;
    // Every region's id has a hyphen; `cvm.intl.…` and the like are sites, known or not.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (region.contains('-') && region.bytes().all(plain)).then_some(region)
}
