//! What can go wrong.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::operation::Operation;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The call is held back for `millis`, and then done.
    Latency,
    /// The call is done, and its answer held back for `millis`.
    LatencyAfter,
    /// The call is held back until it is let go; then it is done, or the next fault strikes it.
    Hold,
    /// The call is done, and its answer held back until it is let go.
    HoldAfter,
    /// Too many calls, in the cloud's words. Nothing is done.
    Throttle,
    /// A fault of the cloud, in the cloud's words. Nothing is done.
    Unavailable,
    /// An error of `status`, `code` and `message`, in the cloud's shape. Nothing is done.
    Refuse,
    /// A page in HTML with `status` (502), as proxies give it. Nothing is done.
    BadGateway,
    /// A redirection with `status` (302) to `message`. Nothing is done.
    Redirect,
    /// The connection is closed without an answer. Nothing is done.
    DropBefore,
    /// The call is done, and the connection closed without an answer.
    DropAfter,
    /// The call is done, and the answer ends in the middle of a sentence, as if that were all.
    Malformed,
    /// The call is done, and the connection closed in the middle of the answer.
    Truncated,
    /// The call is done, and the answer comes in small pieces over `millis`.
    SlowBody,
    /// Nothing is answered and nothing done, but `millis` later, by the world's clock, the call is done after all: a gateway
    /// held it back. Whether it is believed was decided when it came.
    DeliveredLate,
    /// The call is done and answered, and done once more `millis` later (0: at once), as if it had come twice. Where a token
    /// protects it, the second time does nothing.
    DeliveredTwice,
    /// The call is done, and answered with an error of `status`, `code` (one that nobody knows) and `message`.
    RefuseAfter,
    /// The call is done, and answered with a fault of the cloud, in the cloud's words.
    UnavailableAfter,
    /// The call is done, and answered with a page in HTML with `status` (502).
    BadGatewayAfter,
    /// What a read shows is the state of `millis` ago (an hour at most): what is new is absent, what has been removed is still
    /// there. With `ids_are_current`, what is asked for by its id is answered as it is now.
    Behind,
    /// A page of a list comes empty; never the last one.
    PageEmpty,
    /// A page of a list comes with the items of the next one; never the last one.
    PageSkipped,
    /// A call that names one of `ids` (none given: anything that is not there) is answered as the cloud answers for what it
    /// does not have. Nothing is done.
    NotFound,
    /// Of the instances or images that the call makes, the last `count` get into the failed state `millis` later.
    Broken,
    /// Of the instances or images that the call makes, the last `count` are gone `millis` later.
    Vanished,
    /// Of a batch that is answered item by item, `ids` (none given: the last one) are refused with `message`. Of an order, on
    /// clouds that answer orders in part, `count` are not made.
    Partial,
}

/// What a fault changes. A call is struck by one of those that change its way or its answer, and by one of each kind of the
/// others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// The call's way, or its answer.
    Way,
    /// What is done.
    Deed,
    /// What a read shows.
    View,
    /// What a page of a list shows; known only once the page is made.
    Page,
}

impl FaultKind {
    /// What it changes.
    pub(crate) fn layer(self) -> Layer {
        match self {
            Self::Behind => Layer::View,
            Self::PageEmpty | Self::PageSkipped => Layer::Page,
            Self::DeliveredTwice | Self::Broken | Self::Vanished | Self::Partial => Layer::Deed,
            _ => Layer::Way,
        }
    }

    /// Whether it makes sense for that operation; it waits for one for which it does.
    pub(crate) fn suits(self, operation: &Operation) -> bool {
        match self.layer() {
            Layer::Way => true,
            Layer::Deed => self == Self::DeliveredTwice || !operation.effect.is_read(),
            Layer::View => operation.effect.is_read(),
            Layer::Page => operation.effect.is_read() && operation.pagination.is_some(),
        }
    }
}
