//! Where an account's calls go and what it is charged in, said before it is saved.

use serde::Serialize;
use yundeck_client::Client;
use yundeck_domain::Error;

use crate::desk::Desk;

/// What an account's endpoint means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EndpointView {
    /// The hosts that serve the cloud's services, each once; none while the endpoint or the region cannot be called.
    pub hosts: Vec<ServiceHost>,
    /// What its site charges in (ISO 4217), as far as that is known.
    pub currency: Option<String>,
}

/// A host that is called for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ServiceHost {
    /// Scheme, host, port and path prefix.
    pub host: String,
    /// The services that are called there, in the cloud's names.
    pub services: Vec<String>,
}

impl Desk {
    /// What an endpoint of an account in a region means; without one, the cloud's public one.
    ///
    /// # Errors
    /// `Unsupported` when this version does not know the cloud.
    pub fn look_at_endpoint(&self, cloud: &str, endpoint: Option<&str>, region: &str) -> Result<EndpointView, Error> {
        let spec = self.reach.adapter(cloud)?.spec();
        let endpoint = endpoint.filter(|text| !text.trim().is_empty());
        let mut hosts: Vec<ServiceHost> = Vec::new();
        for (service, host) in Client::service_hosts(spec, region, endpoint).unwrap_or_default() {
            match hosts.iter_mut().find(|known| known.host == host) {
                Some(known) => known.services.push(service),
                None => hosts.push(ServiceHost { host, services: vec![service] }),
            }
        }
        Ok(EndpointView { hosts, currency: spec.currency(endpoint).map(str::to_owned) })
    }
}
