//! What an act is meant to bring about. Kept in the journal, so that a restart can go on looking.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use yundeck_domain::InstanceAction;

/// What an act is meant to bring about. Kept in the journal, so that a restart can go on looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Goal {
    /// New instances run.
    InstancesCreated {
        /// The instances that were there before and could be taken for the result: none of these is it.
        before: Vec<String>,
        /// How many were asked for.
        count: u32,
        /// When that was looked at, by the cloud's own clock: what was made earlier is not the result either, though a list
        /// may show it only later.
        #[serde(default)]
        looked_at: Option<DateTime<Utc>>,
    },
    /// An instance is in the state that the action leads to.
    InstanceAction {
        /// The action.
        action: InstanceAction,
        /// The instance.
        id: String,
        /// The cloud's word for the state it was in before.
        #[serde(default)]
        was: Option<String>,
    },
    /// A new image can be used.
    ImageCreated {
        /// The images that were there before and could be taken for the result.
        before: Vec<String>,
        /// Its name.
        name: String,
        /// When that was looked at, by the cloud's own clock.
        #[serde(default)]
        looked_at: Option<DateTime<Utc>>,
        /// Whether more was there than was looked through.
        #[serde(default)]
        partial: bool,
    },
    /// An image is gone.
    ImageGone {
        /// Which.
        id: String,
    },
    /// An image is shared with accounts, or is not any more.
    Shared {
        /// Which image.
        image: String,
        /// The accounts.
        accounts: Vec<String>,
        /// Shared (`true`) or not.
        share: bool,
    },
    /// What the catalogue says of any other operation.
    Called(Called),
}

impl Goal {
    /// Whether an act that was answered with these ids needs no look.
    pub(crate) fn ends_with_answer(&self, answered: &[String]) -> bool {
        matches!(self, Self::Called(called) if called.waiter.is_none() || (called.ids.is_empty() && answered.is_empty()))
    }

    /// The cloud accounts that get at something by it, or no longer do.
    pub(crate) fn parties(&self) -> &[String] {
        match self {
            Self::Shared { accounts, .. } => accounts,
            _ => &[],
        }
    }

    /// When it was looked at what was there before, by the cloud's own clock.
    pub(crate) fn looked_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::InstancesCreated { looked_at, .. }
            | Self::ImageCreated { looked_at, .. }
            | Self::Called(Called { looked_at, .. }) => *looked_at,
            _ => None,
        }
    }

    /// What was there before and could be taken for its result.
    pub(crate) fn before(&self) -> &[String] {
        match self {
            Self::InstancesCreated { before, .. }
            | Self::ImageCreated { before, .. }
            | Self::Called(Called { before, .. }) => before,
            _ => &[],
        }
    }

    /// How many things are asked for, where they are counted.
    pub(crate) fn ordered(&self) -> Option<u32> {
        match self {
            Self::InstancesCreated { count, .. } => Some(*count),
            Self::Called(called) => called.count,
            _ => None,
        }
    }

    /// The instances that it is about, beside those that it makes: the inventory is to show what became of them.
    pub(crate) fn instances(&self) -> &[String] {
        match self {
            Self::Called(called) => &called.instances,
            _ => &[],
        }
    }

    /// The ids of what it acts on, each once.
    pub(crate) fn subjects(&self) -> Vec<&str> {
        match self {
            Self::InstancesCreated { .. } | Self::ImageCreated { .. } => vec![],
            Self::InstanceAction { id, .. } | Self::ImageGone { id } | Self::Shared { image: id, .. } => vec![id],
            Self::Called(called) => {
                let others = called.instances.iter().filter(|id| !called.ids.contains(id));
                called.ids.iter().chain(others).map(String::as_str).collect()
            }
        }
    }

    /// Whether it makes something new, which then belongs to this act alone.
    pub(crate) fn makes_something(&self) -> bool {
        matches!(
            self,
            Self::InstancesCreated { .. }
                | Self::ImageCreated { .. }
                | Self::Called(Called { trace: Trace::Listing, .. })
        )
    }

    /// Whether looking can tell an unanswered act.
    pub(crate) fn leaves_a_trace(&self) -> bool {
        !matches!(self, Self::Called(Called { trace: Trace::None, .. }))
    }

    /// Whether looking in vain, long enough and everywhere, can say that nothing was done. A state that was not reached may
    /// still be on its way, and a reboot may be over already; a new thing that no list has was not made.
    pub(crate) fn is_told_by_absence(&self) -> bool {
        self.makes_something()
    }
}

/// What an act is meant to bring about, by the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The waiter that says when it is done; without one, an accepted answer is the end.
    pub waiter: Option<String>,
    /// The ids in its parameters that the waiter can be asked about.
    pub ids: Vec<String>,
    /// The instances in its parameters: the inventory is to show what became of them.
    pub instances: Vec<String>,
    /// How an unanswered act can be told.
    pub trace: Trace,
    /// What looked like its result before it was sent.
    pub before: Vec<String>,
    /// The ids that were in the waiter's state before, where it waits for things to be gone: only being gone is then the end.
    #[serde(default)]
    pub was_there: Vec<String>,
    /// When it was looked at what was there before, by the cloud's own clock.
    #[serde(default)]
    pub looked_at: Option<DateTime<Utc>>,
    /// Whether more was there than was looked through: what turns up may then have been there before.
    #[serde(default)]
    pub partial: bool,
    /// How many things it makes, where its parameters say so.
    #[serde(default)]
    pub count: Option<u32>,
}

/// How an unanswered act can be told from one that never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trace {
    /// Not at all: its outcome stays unknown.
    None,
    /// By the state of what it acts on, which was another one before.
    State,
    /// By a new thing in a list.
    Listing,
}
