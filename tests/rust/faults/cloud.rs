//! What a test of faults needs to know of a cloud: its orders, its lists, and where its replies say what.

use serde_json::{Value, json};
use yundeck_catalogue::CloudSpec;
use yundeck_tests::in_process::{Called, Direct, clouds, job};
use yundeck_tests::orders::order;

/// A cloud of a sandbox in this process.
pub struct Cloud<'d> {
    pub direct: &'d Direct,
    pub spec: &'static CloudSpec,
}

impl<'d> Cloud<'d> {
    /// All of them.
    pub fn all(direct: &'d Direct) -> Vec<Self> {
        clouds().into_iter().map(|spec| Self { direct, spec }).collect()
    }

    pub fn id(&self) -> &'static str {
        &self.spec.id
    }

    pub fn create(&self) -> &'static str {
        job(self.spec, "create_instance")
    }

    pub fn list(&self) -> &'static str {
        job(self.spec, "list_instances")
    }

    pub async fn call(&self, operation: &str, params: Value) -> Called {
        self.direct.call(self.id(), operation, &params).await
    }

    pub fn order(&self, name: &str, count: u32) -> Value {
        order(self.direct.endpoint(self.id()), name, count)
    }

    pub async fn buy(&self, name: &str, count: u32) -> Called {
        self.call(self.create(), self.order(name, count)).await
    }

    /// The ids that a reply to an order names.
    pub fn ids(&self, result: &Value) -> Vec<String> {
        self.spec.operation(self.create()).unwrap().output["ids"].texts(result)
    }

    /// How many of that name there are in the world.
    pub fn count(&self, name: &str) -> usize {
        let named = |world: &mut yundeck_sandbox::World| {
            world.instances.iter().filter(|instance| instance.name.starts_with(name)).count()
        };
        self.direct.sandbox.world(self.id(), named).unwrap()
    }

    /// The ids of the first page of instances, with these parameters beside those of the page.
    pub async fn listed(&self, params: Value) -> Vec<String> {
        let pagination = self.spec.operation(self.list()).unwrap().pagination.as_ref().unwrap();
        let mut asked = json!({ &pagination.limit: 100 });
        asked.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
        let result = self.call(self.list(), asked).await.result();
        let id = pagination.id.as_ref().unwrap();
        pagination.items.find(&result).into_iter().flat_map(|item| id.texts(item)).collect()
    }

    /// Parameters of the list that ask for one id.
    pub fn by_id(&self, id: &str) -> Value {
        match self.id() {
            "tencent" => json!({ "InstanceIds": [id] }),
            "kingsoft" => json!({ "InstanceId": [id] }),
            "jdcloud" => json!({ "filters": [{ "name": "instanceId", "values": [id] }] }),
            _ => json!({ "VMIDs": [id] }),
        }
    }

    /// Removes an instance.
    pub async fn remove(&self, id: &str) -> Called {
        let (operation, params) = match self.id() {
            "tencent" => ("TerminateInstances", json!({ "InstanceIds": [id] })),
            "kingsoft" => ("TerminateInstances", json!({ "InstanceId": [id], "ForceDelete": true })),
            "jdcloud" => ("deleteInstance", json!({ "instanceId": id })),
            _ => ("DeleteVMInstance", json!({ "VMID": id })),
        };
        self.call(operation, params).await
    }

    /// The cloud's word for the state of an instance.
    pub async fn state(&self, id: &str) -> String {
        let result = self.call(self.list(), self.by_id(id)).await.result();
        let item = self.spec.operation(self.list()).unwrap().pagination.as_ref().unwrap().items.find(&result)[0];
        let path = match self.id() {
            "tencent" => "/InstanceState",
            "kingsoft" => "/InstanceState/Name",
            "jdcloud" => "/status",
            _ => "/State",
        };
        item.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// An order for an image.
    pub fn image_order(&self, instance: &str, name: &str) -> (&'static str, Value) {
        let params = match self.id() {
            "tencent" => json!({ "InstanceId": instance, "ImageName": name }),
            "kingsoft" => json!({ "InstanceId": instance, "Name": name }),
            "jdcloud" => json!({ "instanceId": instance, "name": name, "description": "" }),
            _ => json!({ "VMID": instance, "ImageName": name }),
        };
        (job(self.spec, "create_image"), params)
    }

    /// What the list of images answers, in text.
    pub async fn images(&self) -> String {
        let list = job(self.spec, "list_images");
        let limit = self.spec.operation(list).unwrap().pagination.as_ref().map(|pages| pages.limit.clone());
        let mut params = limit.map_or(json!({}), |limit| json!({ limit: 100 }));
        if self.id() == "jdcloud" {
            params["imageSource"] = json!("private");
        }
        self.call(list, params).await.result().to_string()
    }
}
