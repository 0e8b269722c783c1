//! One cloud of the house: what is ordered there, what goes wrong, and what it has.

use chrono::TimeDelta;
use serde_json::Value;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::Plan;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_catalogue::{CloudSpec, Operation};
use yundeck_domain::{Error, InstanceState};
use yundeck_sandbox::world::Course;
use yundeck_sandbox::{Answer, Endpoint, Fault, FaultKind};

use super::{PausedHouse, raw};
use crate::carried::as_asked;
use crate::orders::order;

/// One cloud of the house.
pub struct PausedCloud<'h> {
    pub(super) house: &'h PausedHouse,
    /// Its id.
    pub id: String,
    /// Its catalogue.
    pub spec: &'static CloudSpec,
    /// The account's id.
    pub account: String,
    /// The account's region.
    pub region: String,
    /// Its endpoint in the sandbox.
    pub endpoint: &'h Endpoint,
}

impl PausedCloud<'_> {
    /// The operation that does a job here.
    pub fn job(&self, job: &str) -> &'static Operation {
        self.spec.job(job).unwrap()
    }

    /// The operation that makes instances.
    pub fn create(&self) -> &'static Operation {
        self.job("create_instance")
    }

    /// Whether the cloud recognises a creation by its token.
    pub fn has_token(&self) -> bool {
        self.create().idempotency.is_some()
    }

    /// How many can be made at once, up to so many.
    pub fn most(&self, wanted: u32) -> u32 {
        // One cloud makes one at a time.
        if self.id == "ucloudstack" { 1 } else { wanted }
    }

    /// An order.
    pub fn order(&self, name: &str, count: u32) -> Value {
        order(self.endpoint, name, count)
    }

    /// Plans an order.
    pub async fn plan(&self, order: &Value) -> Plan {
        self.house.app.acts.plan_create(&self.account, &self.region, order).await.unwrap()
    }

    /// Plans any operation.
    pub async fn plan_operation(&self, operation: &str, params: &Value) -> Plan {
        self.house.app.acts.plan_operation(&self.account, &self.region, operation, params).await.unwrap()
    }

    /// Confirms a plan as it has to be.
    pub async fn apply(&self, plan: &Plan) -> Result<Activity, Error> {
        self.house.app.acts.apply_plan(&plan.id, &as_asked(plan)).await
    }

    /// Orders, once, as the order stands.
    pub async fn buy_order(&self, order: &Value) -> Activity {
        let plan = self.plan(order).await;
        self.apply(&plan).await.unwrap()
    }

    /// Orders.
    pub async fn buy(&self, name: &str, count: u32) -> Activity {
        self.buy_order(&self.order(name, count)).await
    }

    /// Orders, and lets a fault strike every attempt that a token allows.
    pub async fn buy_struck(&self, name: &str, count: u32, kind: FaultKind) -> Activity {
        self.strike_creation(kind);
        let activity = self.buy(name, count).await;
        let activity = self.unanswered(&activity.id).await;
        self.house.sandbox.clear_faults();
        activity
    }

    /// Lets a fault strike every attempt of the next creation.
    pub fn strike_creation(&self, kind: FaultKind) {
        self.strike(self.create(), kind);
    }

    /// Lets a fault strike every attempt of the next call of an operation.
    pub fn strike(&self, operation: &Operation, kind: FaultKind) {
        self.house.sandbox.inject(Fault::new(kind).of(&self.id).on(&operation.name).times(0).millis(0));
    }

    /// Waits until the sending of an act is over.
    pub async fn unanswered(&self, id: &str) -> Activity {
        let over = |activity: &Activity| !matches!(activity.phase, ActivityPhase::Preparing | ActivityPhase::Sending);
        self.house.until(id, "answered or given up", over).await
    }

    /// How many instances the cloud has whose names begin so.
    pub fn count(&self, name: &str) -> usize {
        self.ids(name).len()
    }

    /// The ids of the instances whose names begin so.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let named = |world: &mut yundeck_sandbox::World| {
            let named = world.instances.iter().filter(|instance| instance.name.starts_with(name));
            named.map(|instance| instance.id.clone()).collect()
        };
        self.house.sandbox.world(&self.id, named).unwrap()
    }

    /// How often the cloud was called for an operation.
    pub fn calls(&self, operation: &str) -> u64 {
        let state = self.house.sandbox.state();
        let calls = &state[&self.endpoint.report_key]["calls"][operation]["received"];
        calls.as_u64().unwrap_or(0)
    }

    /// How often the cloud did an operation.
    pub fn done(&self, operation: &str) -> usize {
        self.house.sandbox.done(&self.id).iter().filter(|done| done.operation == operation).count()
    }

    /// Sets an instance's state.
    pub fn set_state(&self, id: &str, state: yundeck_sandbox::world::InstanceState) {
        let set = |world: &mut yundeck_sandbox::World| {
            world.instances.get_mut(id).unwrap().course = Course::settled(state);
        };
        self.house.sandbox.world(&self.id, set).unwrap();
    }

    /// Removes an instance at once.
    pub fn release(&self, id: &str) {
        self.house.sandbox.world(&self.id, |world| world.vanish_instance(id, TimeDelta::zero())).unwrap();
    }

    /// Makes an instance at once as somebody else would, by the cloud's own call.
    pub async fn make_elsewhere(&self, order: Value) -> Vec<String> {
        let call = yundeck_domain::Call::new(self.create().name.clone(), order);
        let before = self.ids("");
        let access = crate::access(self.endpoint, self.spec);
        let request = yundeck_wire::prepare(
            self.spec,
            self.create(),
            &call.params,
            &yundeck_wire::Target {
                endpoint: Some(&self.endpoint.url),
                region: &self.region,
                scheme: self.spec.signing[0],
            },
            &yundeck_wire::Credential::new(&access.account.access_key_id, access.secret.expose(), None),
            &yundeck_wire::Moment {
                unix_seconds: self.house.sandbox.now().timestamp(),
                nonce: format!("elsewhere-{}", before.len()),
            },
        );
        let request = request.unwrap().request;
        let answer = self.house.sandbox.answer(&self.id, raw(&request)).await.unwrap();
        assert!(matches!(answer, Answer::Reply(_)), "{answer:?}");
        self.ids("").into_iter().filter(|id| !before.contains(id)).collect()
    }

    /// Reads everything anew, and the keys of what is in a state then.
    pub async fn instances(&self, state: InstanceState) -> Vec<InstanceKey> {
        self.house.app.reads.refresh_inventory().await.unwrap();
        let view = InventoryView { clouds: vec![self.id.clone()], ..InventoryView::default() };
        let keys = self.house.app.reads.inventory_page(view, 0, 1000).rows.into_iter().map(|row| row.key);
        keys.filter(|key| self.house.app.reads.instance(key).is_some_and(|instance| instance.state == state)).collect()
    }

    /// The key of an instance.
    pub fn key(&self, id: &str) -> InstanceKey {
        InstanceKey { account: self.account.clone(), region: self.region.clone(), id: id.to_owned() }
    }
}
