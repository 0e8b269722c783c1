//! What a cloud's folder implements: which operations do a job of the application, and what their replies mean.
//!
//! An adapter only names operations and maps JSON. It cannot sign, encode or send. What a picker lists (regions,
//! zones, subnets, ...) needs no code: `cloud.json` says it under `refs`.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use yundeck_catalogue::{CloudSpec, Text};

use crate::error::Error;
use crate::image::{Image, ImageShare, ImageSource};
use crate::instance::{Instance, InstanceAction};
use crate::instance_type::InstanceType;
use crate::quote::{QuoteItem, SpotPrice};

/// An operation to call and its parameters (without region, version and credentials).
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The operation's name in the catalogue.
    pub operation: String,
    /// Its parameters.
    pub params: Value,
}

impl Call {
    /// A call.
    pub fn new(operation: impl Into<String>, params: Value) -> Self {
        Self { operation: operation.into(), params }
    }
}

/// A read, and how each page of its reply becomes nouns. Paging is the client's work.
pub struct Read<T> {
    /// The operation to call.
    pub call: Call,
    /// What a page's result means. What cannot be understood is kept as far as possible, never dropped silently.
    pub map: fn(&Value) -> Vec<T>,
}

/// Where what a creation makes is listed. What a search proves depends on the call: a list of other places than the one the
/// call put its result in proves nothing.
pub struct ResultSearch {
    /// A list that is likely to show it among few others, however many machines there are, though the document does not say that
    /// it will: asked first, a page of it. What is not in it, or that it is refused, proves nothing.
    pub hint: Option<Read<Instance>>,
    /// The lists that show it, restricted exactly as the call put it (project, company, zone, ...), or not at all, and narrowed
    /// by the name that was asked for where the cloud's filter can. What is similarly named may be among them. A record
    /// may stand in several of them. Where the operation has `everywhere` and the call does not name its parameter, all
    /// places are meant.
    pub reads: Vec<Read<Instance>>,
    /// Whether these lists together show every place where the call can have put it. Otherwise a search in vain proves
    /// nothing.
    pub complete: bool,
}

/// What a cloud offers, as far as it was read.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    /// Images.
    pub images: Vec<Image>,
    /// Instance types.
    pub types: Vec<InstanceType>,
    /// The first choice of other pickers, by `x-ref` kind.
    pub picked: std::collections::BTreeMap<String, String>,
}

/// Calls by which it is tried what a key may do, when the person asks for it. None of them can do anything, whatever is dropped on
/// the way: they name only things that do not exist.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trials {
    /// An act on an instance.
    pub operate: Option<Call>,
    /// A purchase that is only checked, of what does not exist: only where the cloud has a check.
    pub buy: Option<Call>,
}

impl ResultSearch {
    /// Of an operation that makes no instances.
    pub fn nowhere() -> Self {
        Self { hint: None, reads: Vec::new(), complete: false }
    }
}

/// A cloud, in the application's words. One value per cloud, in the registry.
pub trait CloudAdapter: Send + Sync + 'static {
    /// The cloud's catalogue.
    fn spec(&self) -> &'static CloudSpec;

    /// The smallest list of instances: it proves that key, clock, network and region are right, and that the key may do what every
    /// page needs.
    fn probe(&self) -> Call;

    /// All instances of a region, or those of the ids. Where the operation has `everywhere`, of the places that the caller
    /// names in its parameter.
    fn instances(&self, ids: &[String]) -> Read<Instance>;

    /// The instance types on offer; `None` when the cloud sells CPU and memory by number.
    fn instance_types(&self, zone: Option<&str>) -> Option<Read<InstanceType>>;

    /// The images of a source; `None` when the cloud does not have that source.
    fn images(&self, source: ImageSource) -> Option<Read<Image>>;

    /// The images of a source that an instance type can use; `None` where the cloud's list cannot be asked that.
    fn images_for(&self, _source: ImageSource, _instance_type: &str) -> Option<Read<Image>> {
        None
    }

    /// With whom an image is shared; `None` when the cloud has no sharing.
    fn image_shares(&self, image_id: &str) -> Option<Read<ImageShare>>;

    /// The call that does an action to an instance. The states an action requires are the catalogue's (`requiresState`).
    fn act(&self, action: InstanceAction, instance: &Instance) -> Call;

    /// The call that makes an image from a stopped instance.
    fn create_image(&self, instance: &Instance, name: &str, description: &str) -> Call;

    /// The call that removes an image.
    fn delete_image(&self, image: &Image) -> Call;

    /// The call that shares an image with accounts (`share`) or stops sharing it. `None`: the cloud has no sharing (see `lacks`).
    fn share_image(&self, image: &Image, accounts: &[String], share: bool) -> Option<Call>;

    /// What forbids sharing this image with these accounts, in words; empty when nothing does.
    /// `shared` is the present share list, `owner_id` the cloud's id of the account itself when known.
    fn share_obstacles(
        &self,
        image: &Image,
        shared: &[ImageShare],
        accounts: &[String],
        owner_id: Option<&str>,
    ) -> Vec<Text>;

    /// The call that prices a purchase with these parameters; `None` when there is no price for them (see [`Self::no_quote`]).
    /// Works on incomplete parameters as far as the cloud does; `Err` says what is still missing for a price.
    fn quote(&self, operation: &str, params: &Value) -> Result<Option<Call>, Error>;

    /// Why there is no price where `quote` has no call: what the catalogue says of the operation (`noQuote`), unless these
    /// parameters are the reason.
    fn no_quote(&self, operation: &str, _params: &Value) -> Option<Text> {
        self.spec().operation(operation)?.no_quote.clone()
    }

    /// The parts of the price in that call's reply.
    fn read_quote(&self, operation: &str, params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error>;

    /// Parts of the order itself that the price call has no parameter for, in a few words each (`数据盘 100 GB`): they are paid on
    /// top of what it says.
    fn unquoted(&self, _operation: &str, _params: &Value) -> Vec<Text> {
        Vec::new()
    }

    /// What else there is to know of what such a quote leaves out.
    fn not_included(&self, _operation: &str, _params: &Value) -> Vec<Text> {
        Vec::new()
    }

    /// The pickers whose first choices [`Self::smallest_order`] needs, besides images and instance types.
    fn order_needs(&self) -> &'static [&'static str] {
        &[]
    }

    /// The parameters of the smallest creation of what is on offer, for a price that only shows that the key may ask for one;
    /// `None` where creations have no price, or too little is on offer.
    fn smallest_order(&self, _offer: &Offer) -> Option<Value> {
        None
    }

    /// The calls by which it is tried in a region what a key may do.
    fn trials(&self, _region: &str) -> Trials {
        Trials::default()
    }

    /// The history of a spot price; `None` when the cloud has no such call.
    fn spot_history(
        &self,
        _instance_type: &str,
        _zone: &str,
        _from: DateTime<FixedOffset>,
        _to: DateTime<FixedOffset>,
    ) -> Option<Read<SpotPrice>> {
        None
    }

    /// Where to look for what an unanswered creation with these parameters made. Secrets among them may be masked.
    fn results(&self, operation: &str, params: &Value) -> ResultSearch;

    /// Whether an instance can be what an unanswered creation with these parameters made. There is no false "no": compared is
    /// only what the call itself fixes, not what it leaves to the cloud or to a template, and what a record does not say
    /// contradicts nothing. A "yes" can be false: claims of other acts, the time of creation and the person sort those out.
    fn is_result(&self, operation: &str, params: &Value, instance: &Instance) -> bool;

    /// A few lines on what a purchase buys, for the review and the journal.
    fn summary(&self, operation: &str, params: &Value) -> Summary;
}

/// A purchase in the words of an order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Name of the thing to be bought; empty when the cloud makes one up.
    pub name: String,
    /// How many.
    pub count: u32,
    /// Instance type, or CPU and memory in words.
    pub size: String,
    /// Zone.
    pub zone: Option<String>,
    /// Image id.
    pub image_id: Option<String>,
    /// How it is paid.
    pub billing: crate::instance::BillingMode,
    /// For prepaid: months.
    pub months: Option<u32>,
}
