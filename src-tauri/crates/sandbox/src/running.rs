//! A running sandbox.

use std::net::Ipv4Addr;
use std::sync::Arc;

use chrono::Duration;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::behaviour::Behaviour;
use crate::connection::Door;
use crate::control::{self, Gate};
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::house::{House, endpoint};
use crate::options::Options;
use crate::record::Done;
use crate::server::{self, Entrance};
use crate::world::{Clock, World};

/// Why a sandbox could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A port could not be listened on.
    #[error("port {port} cannot be listened on: {source}")]
    Port {
        /// The port; 0: any free one.
        port: u16,
        /// The system's words.
        source: std::io::Error,
    },
    /// There are not enough ports after the first.
    #[error("there are not enough ports after the first")]
    NoPorts,
}

/// The control listener: its address, and who is let in.
struct Control {
    url: String,
    gate: Arc<Gate>,
}

/// A running sandbox. It stops when this is dropped.
pub struct Sandbox {
    house: Arc<House>,
    endpoints: Vec<Endpoint>,
    control: Option<Control>,
    closed: watch::Sender<bool>,
}

impl Sandbox {
    /// Starts the clouds, each on ports of its own on loopback: in the order given, a cloud's own port before those of its
    /// further services, and the control listener last. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// A port that cannot be listened on.
    pub async fn start(behaviours: &[&'static dyn Behaviour], options: Options) -> Result<Self, StartError> {
        // Who dials a socket lives in real time, whatever time it is in the worlds.
        let house = Arc::new(House::new(behaviours, &options, &Clock::real()));
        let (closed, _) = watch::channel(false);
        let mut ports = Ports { next: options.port.map(u32::from) };
        let mut endpoints = Vec::new();
        for stage in &house.stages {
            let mut open = async |service: &str| {
                let (door, url) = ports.open().await?;
                let entrance = Entrance { stage: stage.clone(), service: service.to_owned() };
                server::serve(door, entrance, closed.subscribe());
                Ok::<_, StartError>(url)
            };
            let url = open(&stage.behaviour.spec().default_service).await?;
            let mut service_urls = IndexMap::new();
            for (service, member) in stage.behaviour.listeners() {
                service_urls.insert((*member).to_owned(), open(service).await?);
            }
            endpoints.push(endpoint(stage, url, service_urls));
        }
        let mut control = None;
        if options.control {
            let (door, url) = ports.open().await?;
            let gate = Arc::new(Gate::new(&url));
            server::run(door, control::router(house.clone(), gate.clone()), closed.subscribe());
            control = Some(Control { url, gate });
        }
        Ok(Self { house, endpoints, control, closed })
    }

    /// The clouds, in the order they were given.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// The cloud of that id.
    pub fn endpoint(&self, cloud: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.cloud == cloud)
    }

    /// Everything a caller needs to know, as JSON: by cloud, and the control listener under `control`.
    pub fn report(&self) -> Value {
        let mut report: Map<String, Value> =
            self.endpoints.iter().map(|endpoint| (endpoint.report_key.clone(), endpoint.report())).collect();
        if let Some(Control { url, gate }) = &self.control {
            report.insert("control".to_owned(), json!({ "url": url, "token": gate.token() }));
        }
        Value::Object(report)
    }

    /// Lets a fault wait for its call.
    pub fn inject(&self, fault: Fault) {
        self.house.faults.inject(fault);
    }

    /// The faults that wait.
    pub fn faults(&self) -> Vec<Fault> {
        self.house.faults.list()
    }

    /// Takes away the faults that wait, and lets go the calls that they hold back.
    pub fn clear_faults(&self) {
        self.house.faults.clear();
    }

    /// The operations of the calls that are held back now.
    pub fn held(&self) -> Vec<String> {
        self.house.faults.held.operations()
    }

    /// Lets go the calls that are held back now, of an operation or all.
    pub fn release(&self, operation: Option<&str>) {
        self.house.faults.held.release(operation);
    }

    /// Moves the worlds' time forward. Signatures are judged by another clock.
    pub fn advance(&self, by: Duration) {
        self.house.advance(by);
    }

    /// Sets the clock that signatures are judged by (and that replies are dated with) wrong by so many seconds.
    pub fn skew(&self, seconds: i64) {
        self.house.skew(None, seconds);
    }

    /// What exists and how often each operation was called, by the clouds' members of the report.
    pub fn state(&self) -> Value {
        self.house.state()
    }

    /// Everything that was done in a cloud, the first first: calls that changed the world, whatever became of their answers.
    pub fn done(&self, cloud: &str) -> Vec<Done> {
        let Some(stage) = self.house.stage(cloud) else { return Vec::new() };
        // What is due by now is done first.
        drop(stage.world());
        stage.record.all_done()
    }

    /// Looks into the world of a cloud, or changes it; `None` when that cloud is not played. The cloud waits meanwhile.
    pub fn world<T>(&self, cloud: &str, look: impl FnOnce(&mut World) -> T) -> Option<T> {
        Some(look(&mut self.house.stage(cloud)?.world()))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Nobody listening any more is what this is for.
        let _ = self.closed.send(true);
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sandbox").field("endpoints", &self.endpoints).finish_non_exhaustive()
    }
}

/// Where the next listener goes.
struct Ports {
    next: Option<u32>,
}

impl Ports {
    async fn open(&mut self) -> Result<(Door, String), StartError> {
        let port = u16::try_from(self.next.unwrap_or(0)).map_err(|_| StartError::NoPorts)?;
        let failed = |source| StartError::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        if let Some(next) = &mut self.next {
            *next += 1;
        }
        Ok((Door(listener), url))
    }
}
