//! An act from its confirmation on, as the window shows it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use yundeck_domain::adapter::Summary;
use yundeck_domain::{Error, InstanceState};

use crate::records::act::Act;

/// An act under way or ended in this session.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// What is done, and where.
    #[serde(flatten)]
    pub act: Act,
    /// Counts its changes: of two tellings of an act, that with the higher number is the later.
    pub revision: u32,
    /// How far it is.
    pub phase: ActivityPhase,
    /// How many things were asked for; `None` where nothing is counted.
    pub ordered: Option<u32>,
    /// What comes out of it, or what it acts on, each with what became of it.
    pub resources: Vec<ActivityResource>,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// When it was confirmed (RFC 3339).
    pub started_at: String,
    /// When it ended, or nobody looked any longer (RFC 3339). An accepted act that is then still `Waiting` goes on at the
    /// cloud.
    pub ended_at: Option<String>,
    /// Whether the person does not want to wait for it any longer. What was sent is not undone by that.
    pub cancelled: bool,
    /// Whether it was put away after its end: not shown among the activities any more.
    pub cleared: bool,
    /// What went wrong.
    pub error: Option<Error>,
    /// What was bought.
    pub summary: Option<Summary>,
    /// What became of the private key that the cloud made; `None` when it made none.
    pub private_key: Option<PrivateKey>,
    /// Things that turned up although the act seemed to have failed, and look like what it would have made.
    pub resembling: Vec<String>,
    /// Whether the cloud can be asked again: it recognises the call by its token, and what was sent is still known.
    pub can_ask_again: bool,
}

impl Deref for Activity {
    type Target = Act;

    fn deref(&self) -> &Act {
        &self.act
    }
}

/// How far an act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ActivityPhase {
    /// Confirmed; being priced and looked at once more. Nothing was sent, and it can be withdrawn.
    Preparing,
    /// Its journal line is on disk, and the request is on its way.
    Sending,
    /// Accepted; waiting for the goal.
    Waiting,
    /// The goal is reached.
    Done,
    /// The goal is reached in part, and the rest cannot be reached any more.
    Partly,
    /// Refused; or accepted, and what came of it broke.
    Failed,
    /// Not answered; looking, or, when it has ended, looked for without being able to tell.
    OutcomeUnknown,
    /// Not answered, and nothing was made as far as could be seen. What turns up later is still compared with it.
    NotApplied,
    /// It was never sent: withdrawn, or what was checked before sending did not hold.
    NotSent,
}

impl ActivityPhase {
    /// Whether something may still be sent, or nobody knows yet what came of what was sent.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Preparing | Self::Sending | Self::OutcomeUnknown)
    }
}

/// A thing that comes out of an act, or that it acts on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ActivityResource {
    /// The cloud's id.
    pub id: String,
    /// Its state, for instances.
    pub state: Option<InstanceState>,
    /// What became of it.
    #[serde(default)]
    pub standing: Standing,
    /// The cloud's own words for that: a message, or its word for the state.
    #[serde(default)]
    pub words: Option<String>,
}

impl ActivityResource {
    /// A thing of which only its id is known yet.
    pub(crate) fn open(id: impl Into<String>) -> Self {
        Self { id: id.into(), state: None, standing: Standing::Open, words: None }
    }
}

/// What became of one thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// On its way, or not seen yet.
    #[default]
    Open,
    /// As it should be.
    Done,
    /// Refused by the cloud, though the call as a whole was accepted.
    Refused,
    /// Broken.
    Broken,
    /// Not there any more, or never made although the cloud named it.
    Gone,
}

/// What became of a private key that a cloud made and does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PrivateKey {
    /// It is kept in memory and lost when the application ends.
    Unsaved,
    /// It is in a file of the person's choice, and nowhere else.
    Saved,
    /// The answer with it was lost, and no cloud tells it twice: the pair is of no use.
    Lost,
}
