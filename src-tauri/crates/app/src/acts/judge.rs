//! What was seen of an act, and what it means. Pure: no clock, no network, no lock.

use std::collections::HashMap;
use std::time::Duration;

use yundeck_catalogue::cloud::Waiter;
use yundeck_client::Standing as Seen;
use yundeck_domain::{Image, Instance, InstanceAction, InstanceState};

use crate::records::activity::{ActivityResource, Standing};
use crate::records::journal::JournalReached;

/// What a poll came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sighting {
    /// There is no trace of it.
    Nothing,
    /// Something of it is there, and some of that is not settled yet.
    Underway(Vec<ActivityResource>),
    /// Everything of it is settled, as the word says.
    Settled(JournalReached, Vec<ActivityResource>),
}

/// How long a thing has been missing from what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Absence {
    /// Whether it was seen before.
    pub(crate) seen_before: bool,
    /// In how many polls, one after another, it was missing.
    pub(crate) polls: u32,
    /// For how long.
    pub(crate) lasted: Duration,
}

/// In how many polls a thing that was there has to be missing: a list may lose a page once.
const MISSING_POLLS: u32 = 3;

impl Absence {
    /// Whether a thing that was seen before is gone for good.
    pub(crate) fn is_final(self, gone_after: Duration) -> bool {
        self.seen_before && self.polls >= MISSING_POLLS && self.lasted >= gone_after
    }
}

/// What becomes of everything together: `ordered` things were asked for, and `more` may still turn up.
pub(crate) fn sum_up(resources: Vec<ActivityResource>, ordered: usize, more: bool) -> Sighting {
    if resources.is_empty() {
        return Sighting::Nothing;
    }
    let count = |standing: Standing| resources.iter().filter(|resource| resource.standing == standing).count();
    let (open, done, gone) = (count(Standing::Open), count(Standing::Done), count(Standing::Gone));
    if open > 0 || (more && resources.len() < ordered) {
        return Sighting::Underway(resources);
    }
    let reached = if done == resources.len() && done >= ordered {
        JournalReached::Reached
    } else if done > 0 {
        JournalReached::Partly
    } else if gone == resources.len() {
        JournalReached::Gone
    } else {
        JournalReached::Broken
    };
    Sighting::Settled(reached, resources)
}

/// Of things that could all be what an act made, those that are taken for it, and those of which only a person can tell. `wanted`
/// of them are its own at most; all orders that can have made them together made `ordered`. Where there are more, somebody else
/// made the like at the same time: then only what is `certain` is its own.
pub(crate) fn tell_apart<T>(
    things: Vec<T>,
    wanted: usize,
    ordered: usize,
    certain: impl Fn(&T) -> bool,
) -> (Vec<T>, Vec<T>) {
    if things.len() <= ordered {
        return (things, vec![]);
    }
    let (own, others): (Vec<T>, Vec<T>) = things.into_iter().partition(certain);
    let unclear = if own.len() < wanted { others } else { vec![] };
    (own, unclear)
}

/// What became of instances that are being made. What is settled already stays so; `absent` tells of those that were not
/// found.
pub(crate) fn created(
    before: &[ActivityResource],
    found: &HashMap<&str, &Instance>,
    failure: &[String],
    absent: impl Fn(&str) -> bool,
) -> Vec<ActivityResource> {
    let judged = |resource: &ActivityResource| {
        if resource.standing != Standing::Open {
            return resource.clone();
        }
        match found.get(resource.id.as_str()) {
            Some(instance) => made(instance, failure),
            None if absent(&resource.id) => ActivityResource { standing: Standing::Gone, ..resource.clone() },
            None => resource.clone(),
        }
    };
    before.iter().map(judged).collect()
}

/// What became of one instance that is being made.
pub(crate) fn made(instance: &Instance, failure: &[String]) -> ActivityResource {
    let failed = failure.contains(&instance.vendor_state);
    let standing = match instance.state {
        InstanceState::Failed => Standing::Broken,
        InstanceState::Terminated => Standing::Gone,
        InstanceState::Running => Standing::Done,
        _ if failed => Standing::Broken,
        _ => Standing::Open,
    };
    let broken = matches!(standing, Standing::Broken | Standing::Gone);
    ActivityResource {
        id: instance.id.clone(),
        state: Some(instance.state.clone()),
        standing,
        words: broken.then(|| instance.vendor_state.clone()),
    }
}

/// What the state of an instance says of an action that was `answered`, or not. `was`: the cloud's word for its state before;
/// `absent`: it is not there any more.
pub(crate) fn acted(
    action: InstanceAction,
    id: &str,
    instance: Option<&Instance>,
    was: Option<&str>,
    answered: bool,
    absent: bool,
) -> Sighting {
    let resource = |standing: Standing| {
        let state = instance.map_or(InstanceState::Terminated, |instance| instance.state.clone());
        let broken = matches!(standing, Standing::Broken | Standing::Gone);
        let words = instance.filter(|_| broken).map(|instance| instance.vendor_state.clone());
        vec![ActivityResource { id: id.to_owned(), state: Some(state), standing, words }]
    };
    let settled = |standing| Sighting::Settled(reached_of(standing), resource(standing));
    let Some(instance) = instance else {
        return match action {
            // That it is missing is what was wanted.
            InstanceAction::Terminate if absent => settled(Standing::Done),
            _ if absent => settled(Standing::Gone),
            _ => Sighting::Nothing,
        };
    };
    let (reached, underway): (&[InstanceState], &[InstanceState]) = match action {
        InstanceAction::Start => (&[InstanceState::Running], &[InstanceState::Starting]),
        InstanceAction::Stop => (&[InstanceState::Stopped], &[InstanceState::Stopping]),
        InstanceAction::Reboot => {
            (&[InstanceState::Running], &[InstanceState::Rebooting, InstanceState::Starting, InstanceState::Stopping])
        }
        InstanceAction::Terminate => (&[InstanceState::Terminated], &[InstanceState::Terminating]),
    };
    // What was in the recycle bin before is not removed by being there still.
    let changed = was != Some(instance.vendor_state.as_str());
    // It ran before, too: of an unanswered reboot that says nothing.
    let told = if action == InstanceAction::Reboot { answered } else { changed };
    if told && reached.contains(&instance.state) {
        settled(Standing::Done)
    } else if changed && underway.contains(&instance.state) {
        Sighting::Underway(resource(Standing::Open))
    } else if instance.state == InstanceState::Failed && answered {
        settled(Standing::Broken)
    } else if answered {
        Sighting::Underway(resource(Standing::Open))
    } else {
        Sighting::Nothing
    }
}

/// What became of an image that is being made.
pub(crate) fn imaged(image: &Image, waiter: Option<&Waiter>) -> ActivityResource {
    let among = |words: fn(&Waiter) -> &Vec<String>| waiter.is_some_and(|it| words(it).contains(&image.vendor_state));
    let standing = if among(|waiter| &waiter.failure) {
        Standing::Broken
    } else if image.ready || among(|waiter| &waiter.success) {
        Standing::Done
    } else {
        Standing::Open
    };
    let words = (standing == Standing::Broken).then(|| image.vendor_state.clone());
    ActivityResource { id: image.id.clone(), state: None, standing, words }
}

/// What a waiter's states say of the things it was asked about. `was_there`: those that were in the state before, where only
/// being gone is then the end. `absent` and `gone` tell whether what is missing has been so for long enough.
pub(crate) fn waited(
    before: &[ActivityResource],
    seen: &HashMap<String, Seen>,
    was_there: &[String],
    absent: impl Fn(&str) -> bool,
    gone: impl Fn(&str) -> bool,
) -> Vec<ActivityResource> {
    let judged = |resource: &ActivityResource| {
        if resource.standing != Standing::Open {
            return resource.clone();
        }
        let (standing, words) = match seen.get(&resource.id) {
            Some(Seen::Missing { awaited: true }) if absent(&resource.id) => (Standing::Done, None),
            // What was in this state before is not known to have got there by the act.
            Some(Seen::Reached { .. }) if !was_there.contains(&resource.id) => (Standing::Done, None),
            Some(Seen::Broken { state }) => (Standing::Broken, Some(state.clone())),
            Some(Seen::Missing { awaited: false }) if gone(&resource.id) => (Standing::Gone, None),
            Some(Seen::Reached { .. } | Seen::Underway { .. } | Seen::Missing { .. }) | None => (Standing::Open, None),
        };
        ActivityResource { standing, words, ..resource.clone() }
    };
    before.iter().map(judged).collect()
}

fn reached_of(standing: Standing) -> JournalReached {
    match standing {
        Standing::Open => JournalReached::Open,
        Standing::Done => JournalReached::Reached,
        Standing::Refused | Standing::Broken => JournalReached::Broken,
        Standing::Gone => JournalReached::Gone,
    }
}

#[cfg(test)]
mod tests;
