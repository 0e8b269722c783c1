//! The nouns of the application, the same for every cloud, and the adapter a cloud implements to speak in them.
//!
//! No async, no clock, no randomness, no environment.

pub mod account;
pub mod adapter;
pub mod error;
pub mod image;
pub mod instance;
pub mod instance_type;
pub mod money;
pub mod proxy;
pub mod quote;
pub mod secret;

pub use account::{Account, AccountId, Scope};
pub use adapter::{Call, CloudAdapter, Read, ResultSearch};
pub use error::{Delivery, Error};
pub use image::{Image, ImageShare, ImageSource};
pub use instance::{Attention, Instance, InstanceAction, InstanceState};
pub use instance_type::{InstanceType, TypeDisks, TypePrice};
pub use money::Money;
pub use proxy::Proxy;
pub use quote::{PricePer, PriceTier, Quote, QuoteItem};
pub use secret::Secret;
pub use yundeck_catalogue::Text;
pub use yundeck_catalogue::cloud::ErrorKind;
