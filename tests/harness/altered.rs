//! A cloud's adapter that is like another one, but for what a test is about.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use yundeck_catalogue::{CloudSpec, Text};
use yundeck_domain::adapter::{Offer, Summary, Trials};
use yundeck_domain::quote::SpotPrice;
use yundeck_domain::{
    Call, CloudAdapter, Error, Image, ImageShare, ImageSource, Instance, InstanceAction, InstanceType, QuoteItem, Read,
    ResultSearch,
};

/// What a test changes of an adapter.
pub struct Altered {
    /// The adapter that does the rest.
    pub like: &'static dyn CloudAdapter,
    /// The catalogue in place of its own.
    pub spec: &'static CloudSpec,
    /// Called whenever the results of a creation are looked for.
    pub at_results: Box<dyn Fn() + Send + Sync>,
}

impl Altered {
    /// An adapter like another, with nothing changed yet.
    pub fn like(like: &'static dyn CloudAdapter) -> Self {
        Self { like, spec: like.spec(), at_results: Box::new(|| ()) }
    }

    /// For as long as the tests run.
    pub fn leak(self) -> &'static dyn CloudAdapter {
        Box::leak(Box::new(self))
    }
}

/// Each method of it, also those that have a body of their own in the trait.
impl CloudAdapter for Altered {
    fn spec(&self) -> &'static CloudSpec {
        self.spec
    }

    fn probe(&self) -> Call {
        self.like.probe()
    }

    fn instances(&self, ids: &[String]) -> Read<Instance> {
        self.like.instances(ids)
    }

    fn instance_types(&self, zone: Option<&str>) -> Option<Read<InstanceType>> {
        self.like.instance_types(zone)
    }

    fn images(&self, source: ImageSource) -> Option<Read<Image>> {
        self.like.images(source)
    }

    fn image_shares(&self, image_id: &str) -> Option<Read<ImageShare>> {
        self.like.image_shares(image_id)
    }

    fn act(&self, action: InstanceAction, instance: &Instance) -> Call {
        self.like.act(action, instance)
    }

    fn create_image(&self, instance: &Instance, name: &str, description: &str) -> Call {
        self.like.create_image(instance, name, description)
    }

    fn delete_image(&self, image: &Image) -> Call {
        self.like.delete_image(image)
    }

    fn share_image(&self, image: &Image, accounts: &[String], share: bool) -> Option<Call> {
        self.like.share_image(image, accounts, share)
    }

    fn share_obstacles(
        &self,
        image: &Image,
        shared: &[ImageShare],
        accounts: &[String],
        owner_id: Option<&str>,
    ) -> Vec<Text> {
        self.like.share_obstacles(image, shared, accounts, owner_id)
    }

    fn quote(&self, operation: &str, params: &Value) -> Result<Option<Call>, Error> {
        self.like.quote(operation, params)
    }

    fn no_quote(&self, operation: &str, params: &Value) -> Option<Text> {
        self.like.no_quote(operation, params)
    }

    fn read_quote(&self, operation: &str, params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
        self.like.read_quote(operation, params, reply)
    }

    fn unquoted(&self, operation: &str, params: &Value) -> Vec<Text> {
        self.like.unquoted(operation, params)
    }

    fn not_included(&self, operation: &str, params: &Value) -> Vec<Text> {
        self.like.not_included(operation, params)
    }

    fn order_needs(&self) -> &'static [&'static str] {
        self.like.order_needs()
    }

    fn smallest_order(&self, offer: &Offer) -> Option<Value> {
        self.like.smallest_order(offer)
    }

    fn trials(&self, region: &str) -> Trials {
        self.like.trials(region)
    }

    fn spot_history(
        &self,
        instance_type: &str,
        zone: &str,
        from: DateTime<FixedOffset>,
        to: DateTime<FixedOffset>,
    ) -> Option<Read<SpotPrice>> {
        self.like.spot_history(instance_type, zone, from, to)
    }

    fn results(&self, operation: &str, params: &Value) -> ResultSearch {
        (self.at_results)();
        self.like.results(operation, params)
    }

    fn is_result(&self, operation: &str, params: &Value, instance: &Instance) -> bool {
        self.like.is_result(operation, params, instance)
    }

    fn summary(&self, operation: &str, params: &Value) -> Summary {
        self.like.summary(operation, params)
    }
}
