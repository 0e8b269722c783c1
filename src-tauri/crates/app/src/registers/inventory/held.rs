//! What is known of one scope.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use yundeck_domain::{Error, Instance};

use crate::registers::inventory::bounds::Weight;

/// After how long a region is asked for again that a cloud does not list and has refused.
const ASKED_AGAIN_AFTER: TimeDelta = TimeDelta::days(1);

/// What is known of one scope.
#[derive(Default)]
pub(super) struct Held {
    pub(super) cloud: String,
    pub(super) account_label: String,
    pub(super) sandbox: bool,
    /// By id, so that a page of a long list is taken in without a search.
    pub(super) instances: IndexMap<String, Instance>,
    /// What they take.
    pub(super) weight: Weight,
    /// When the scope was last read to its end.
    pub(super) complete_at: Option<DateTime<Utc>>,
    /// Instance types that are not on offer any more, so that their size cannot be found out.
    pub(super) unlisted_types: HashSet<String>,
    pub(super) running: bool,
    pub(super) failure: Option<Error>,
    /// How many were read that are outside the account's projects.
    pub(super) hidden: usize,
    /// When the cloud refused it last, other than for a permission or for a while.
    pub(super) refused_at: Option<DateTime<Utc>>,
    /// Whether the cloud rejected the key last, or did not let it look.
    pub(super) rejected: bool,
}

impl Held {
    /// Whether the cloud refused it within the last day.
    pub(super) fn is_refused(&self, now: DateTime<Utc>) -> bool {
        self.refused_at.is_some_and(|at| (now - at).abs() < ASKED_AGAIN_AFTER)
    }

    /// Puts an instance in, in place of the one that was held.
    pub(super) fn put(&mut self, instance: Instance) {
        self.weight.add(Weight::of(&instance));
        if let Some(before) = self.instances.insert(instance.id.clone(), instance) {
            self.weight.take(Weight::of(&before));
        }
    }

    /// Drops the others.
    pub(super) fn keep_only(&mut self, those: impl Fn(&String) -> bool) {
        let weight = &mut self.weight;
        self.instances.retain(|id, instance| {
            let stays = those(id);
            if !stays {
                weight.take(Weight::of(instance));
            }
            stays
        });
    }

    /// The instances whose size is not known and could be found out.
    pub(super) fn sizeless(&self) -> impl Iterator<Item = &Instance> {
        let unlisted =
            |instance: &Instance| instance.instance_type.as_ref().is_none_or(|kind| self.unlisted_types.contains(kind));
        self.instances.values().filter(move |instance| instance.vcpus.is_none() && !unlisted(instance))
    }
}
