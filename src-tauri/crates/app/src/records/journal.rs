//! A line of the journal.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use yundeck_catalogue::Effect;
use yundeck_domain::Error;
use yundeck_wire::Preview;

use crate::records::act::{Act, Place};
use crate::records::activity::ActivityResource;
use crate::records::goal::Goal;

/// The layout of a line that this version writes.
pub(crate) const LINE_VERSION: u32 = 2;

/// One act, as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// What was done, and where, at the price that was confirmed.
    #[serde(flatten)]
    pub act: Act,
    /// When the line was written (RFC 3339): a moment before the request was sent.
    pub at: String,
    /// What the cloud answered.
    #[serde(default)]
    pub answer: JournalAnswer,
    /// What became of what it was meant to bring about.
    #[serde(default)]
    pub reached: JournalReached,
    /// Both in one word, for filters and lists.
    pub outcome: JournalOutcome,
    /// How many things were asked for; `None` where nothing is counted.
    #[serde(default)]
    pub ordered: Option<u32>,
    /// What came out of it, or what it acted on, each with what became of it.
    #[serde(deserialize_with = "resources_of_any_version")]
    #[specta(type = Vec<ActivityResource>)]
    pub resources: Vec<ActivityResource>,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// What went wrong.
    pub error: Option<Error>,
    /// The request, secrets masked.
    pub request: Preview,
    /// When the outcome was known (RFC 3339).
    pub settled_at: Option<String>,
    /// Whether this application did it, or the line came with an export.
    #[serde(default)]
    pub origin: JournalOrigin,
}

impl Deref for JournalEntry {
    type Target = Act;

    fn deref(&self) -> &Act {
        &self.act
    }
}

impl JournalEntry {
    /// The ids of what came out of it.
    pub fn resource_ids(&self) -> Vec<String> {
        self.resources.iter().map(|resource| resource.id.clone()).collect()
    }
}

/// What the cloud answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum JournalAnswer {
    /// Nothing yet: it is on its way.
    #[default]
    Sent,
    /// That it does it. This is never taken back, whatever becomes of the result.
    Accepted,
    /// That it does not.
    Refused,
    /// Nothing that can be understood.
    Unknown,
    /// Nothing, but what was to come of it was found.
    Found,
    /// Nothing, and nothing was made as far as could be seen.
    NotApplied,
    /// Nothing, since nothing was sent.
    NotSent,
}

/// What became of what an act was meant to bring about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum JournalReached {
    /// It is waited for, or looked for.
    #[default]
    Open,
    /// All of it is there.
    Reached,
    /// Some of it is there, and the rest will not be.
    Partly,
    /// None of it: it broke.
    Broken,
    /// None of it: it is not there any more, or never was.
    Gone,
    /// Nobody waits for it any longer.
    Left,
}

/// What became of an act, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum JournalOutcome {
    /// On its way, not answered yet.
    Sent,
    /// Accepted, and its result was not seen yet.
    Accepted,
    /// Accepted or found, and its result is there.
    Done,
    /// Accepted or found, and part of its result is there.
    Partly,
    /// Accepted or found, and its result broke or is gone.
    Broken,
    /// The cloud refused it.
    Failed,
    /// Not answered; being looked for, or looked for without being able to tell.
    Unknown,
    /// Not answered, and looked for long enough without a trace.
    NotApplied,
    /// Never sent.
    NotSent,
}

impl JournalOutcome {
    /// What answer and result come to.
    pub(crate) fn of(answer: JournalAnswer, reached: JournalReached) -> Self {
        match (answer, reached) {
            (JournalAnswer::Sent, _) => Self::Sent,
            (JournalAnswer::Refused, _) => Self::Failed,
            (JournalAnswer::Unknown, _) => Self::Unknown,
            (JournalAnswer::NotApplied, _) => Self::NotApplied,
            (JournalAnswer::NotSent, _) => Self::NotSent,
            (JournalAnswer::Accepted | JournalAnswer::Found, reached) => match reached {
                JournalReached::Open | JournalReached::Left => Self::Accepted,
                JournalReached::Reached => Self::Done,
                JournalReached::Partly => Self::Partly,
                JournalReached::Broken | JournalReached::Gone => Self::Broken,
            },
        }
    }

    /// Whether it is known what became of it, so that nobody has to look any more.
    pub(crate) fn is_settled(self) -> bool {
        !matches!(self, Self::Sent | Self::Unknown)
    }
}

/// Where a line is from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum JournalOrigin {
    /// This application did it.
    #[default]
    Here,
    /// Another one did, and its export was taken in.
    Imported,
}

/// A step of an act, as the journal remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct JournalStep {
    /// When (RFC 3339).
    pub at: String,
    /// What happened.
    pub step: Step,
    /// What there is to say of it: ids, a code, a reason.
    pub note: Option<String>,
}

/// What can happen to an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A person confirmed it.
    Confirmed,
    /// It was priced and looked at once more, and its line was written.
    Recorded,
    /// It was taken back before it was sent.
    Withdrawn,
    /// The cloud accepted it.
    Accepted,
    /// The cloud refused it.
    Refused,
    /// There was no answer that can be understood.
    Unanswered,
    /// What was to come of it was found.
    Found,
    /// What was found belongs to another act.
    TakenBack,
    /// It was looked for once more.
    PolledAgain,
    /// The cloud was asked once more, with the same token.
    AskedAgain,
    /// What became of some of its things is known.
    Progressed,
    /// What became of it is known.
    Settled,
    /// Nobody waits for it any longer, or nothing more can be found out.
    Left,
    /// Something turned up that looks like what it would have made.
    Resembled,
    /// A person said that what turned up has nothing to do with it.
    Dismissed,
    /// A step of a version that this one does not know.
    #[serde(other)]
    Other,
}

/// Which lines are shown; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalFilter {
    /// Words that must all occur: in names, operations, accounts, regions, ids.
    pub search: String,
    /// Only this account's.
    pub account: Option<String>,
    /// Only this effect.
    pub effect: Option<Effect>,
    /// Only this outcome.
    pub outcome: Option<JournalOutcome>,
}

/// Some lines, the latest first.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct JournalPage {
    /// How many there are.
    pub total: u32,
    /// The lines asked for.
    pub entries: Vec<JournalEntry>,
}

/// A line with what is needed to go on looking after a restart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct JournalLine {
    pub(crate) entry: JournalEntry,
    /// What was meant to be brought about; `None`: this version cannot read it.
    #[serde(default)]
    pub(crate) goal: Option<Goal>,
    /// The call's parameters, secrets masked.
    pub(crate) params: Value,
    /// Identifies what was confirmed, without its token.
    #[serde(default)]
    pub(crate) digest: String,
    /// Where it was sent; `None` in lines of the first version, which did not say it.
    #[serde(default)]
    pub(crate) place: Option<Place>,
    /// The token that it was sent with.
    #[serde(default)]
    pub(crate) token: Option<String>,
}

impl JournalLine {
    /// Whether the cloud is known to have done what was asked, or to be doing it.
    pub(crate) fn is_accepted(&self) -> bool {
        matches!(self.entry.answer, JournalAnswer::Accepted | JournalAnswer::Found)
    }

    /// When it was sent: by the cloud's own clock where that is known, by this computer's otherwise.
    pub(crate) fn sent_at(&self) -> Option<DateTime<Utc>> {
        let at = || DateTime::parse_from_rfc3339(&self.entry.at).ok().map(|at| at.to_utc());
        self.goal.as_ref().and_then(Goal::looked_at).or_else(at)
    }

    /// Says what is known now.
    pub(crate) fn set(&mut self, answer: JournalAnswer, reached: JournalReached) {
        self.entry.answer = answer;
        self.entry.reached = reached;
        self.entry.outcome = JournalOutcome::of(answer, reached);
    }

    /// What the first version wrote, in the words of this one: `done` only said that the cloud had accepted it.
    pub(crate) fn upgraded(mut self) -> Self {
        let accepted = if self.entry.resources.is_empty() { JournalAnswer::Refused } else { JournalAnswer::Accepted };
        let (answer, reached) = match self.entry.outcome {
            JournalOutcome::Sent => (JournalAnswer::Sent, JournalReached::Open),
            JournalOutcome::Done => (JournalAnswer::Accepted, JournalReached::Left),
            JournalOutcome::Failed if accepted == JournalAnswer::Accepted => (accepted, JournalReached::Broken),
            JournalOutcome::Failed => (JournalAnswer::Refused, JournalReached::Left),
            JournalOutcome::NotApplied => (JournalAnswer::NotApplied, JournalReached::Left),
            _ => (JournalAnswer::Unknown, JournalReached::Open),
        };
        self.set(answer, reached);
        self
    }
}

/// The first version wrote ids alone.
fn resources_of_any_version<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ActivityResource>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Id(String),
        Whole(ActivityResource),
    }
    let written = Vec::<Written>::deserialize(from)?;
    Ok(written
        .into_iter()
        .map(|resource| match resource {
            Written::Id(id) => ActivityResource::open(id),
            Written::Whole(resource) => resource,
        })
        .collect())
}
