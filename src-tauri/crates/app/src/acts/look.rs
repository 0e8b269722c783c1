//! What an act is meant to bring about, and looking whether it has: the only way an unanswered act is ever settled.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_client::Access;
use yundeck_domain::{CloudAdapter, Error, Image, ImageSource, Instance, InstanceAction, InstanceState, Scope};

use crate::activity::{ActivityPhase, ActivityResource};
use crate::app::App;

pub mod called;

use called::{Called, Trace};

/// What a look saw.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// The goal is reached.
    Reached(Vec<ActivityResource>),
    /// It is on its way.
    Underway(Vec<ActivityResource>),
    /// It cannot be reached any more.
    Broken(Vec<ActivityResource>),
    /// There is no trace of it.
    Nothing,
}

/// The call whose effect is looked for.
pub(crate) struct Sought<'a> {
    pub(crate) operation: &'a str,
    /// Its parameters; secrets may be masked.
    pub(crate) params: &'a Value,
    /// Whether it is known to have been accepted.
    pub(crate) answered: bool,
    /// The ids it answered; empty when it did not.
    pub(crate) ids: &'a [String],
    /// Looked for so long that nothing more is expected to turn up: fewer than asked for is then all there is.
    pub(crate) late: bool,
}

impl App {
    /// Looks whether a goal is reached. Only reads.
    pub(crate) async fn look(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        goal: &Goal,
        sought: &Sought<'_>,
    ) -> Result<Seen, Error> {
        match goal {
            Goal::Called(called) => {
                let seen = self.look_called(access, &scope.region, called, sought).await?;
                if matches!(seen, Seen::Reached(_)) {
                    self.show_instances(scope, called).await;
                }
                Ok(seen)
            }
            Goal::InstancesCreated { before, count } => {
                let instances = if sought.ids.is_empty() {
                    let found = self.new_instances(access, adapter, scope, before, sought).await?;
                    {
                        let mut inventory = self.inventory_mut();
                        inventory.held_for(scope, &access.account);
                        inventory.upsert(scope, found.clone());
                    }
                    self.tell_inventory();
                    found
                } else {
                    self.refresh_instances(access, adapter, scope, sought.ids).await?
                };
                let expected = match (sought.ids.len(), sought.late) {
                    (0, true) => 1,
                    (0, false) => *count as usize,
                    (answered, _) => answered,
                };
                Ok(created(&instances, sought.ids, expected))
            }
            Goal::InstanceAction { action, id } => {
                let found = self.refresh_instances(access, adapter, scope, std::slice::from_ref(id)).await?;
                Ok(acted(*action, id, found.first(), sought.answered))
            }
            Goal::ImageCreated { before, name } => {
                let images = self.images(&access.account.id, &scope.region, ImageSource::Private).await?;
                let image = images.iter().find(|image| {
                    sought.ids.contains(&image.id)
                        || (sought.ids.is_empty() && image.name == *name && !before.contains(&image.id))
                });
                Ok(image.map_or(Seen::Nothing, imaged))
            }
            Goal::ImageGone { id } => {
                let images = self.images(&access.account.id, &scope.region, ImageSource::Private).await?;
                let there = images.iter().any(|image| image.id == *id);
                Ok(if there { Seen::Nothing } else { Seen::Reached(vec![]) })
            }
            Goal::Shared { image, accounts, share } => {
                let Some(read) = adapter.image_shares(image) else {
                    return Ok(Seen::Nothing);
                };
                let listing = self.client().list(access, &scope.region, &read).await;
                if let Some(error) = listing.failure {
                    return Err(error);
                }
                let with = |account: &String| listing.items.iter().any(|there| there.account_id == *account);
                let reached = accounts.iter().all(|account| with(account) == *share);
                Ok(if reached {
                    Seen::Reached(vec![ActivityResource { id: image.clone(), state: None }])
                } else {
                    Seen::Nothing
                })
            }
        }
    }

    async fn new_instances(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        before: &[String],
        sought: &Sought<'_>,
    ) -> Result<Vec<Instance>, Error> {
        let listing = self.client().list(access, &scope.region, &adapter.instances(&[])).await;
        if let Some(error) = listing.failure {
            return Err(error);
        }
        let mut found = listing.items;
        found.retain(|instance| {
            !before.contains(&instance.id) && adapter.is_result(sought.operation, sought.params, instance)
        });
        Ok(found)
    }
}

fn created(instances: &[Instance], ids: &[String], expected: usize) -> Seen {
    let resources: Vec<ActivityResource> = instances.iter().map(resource).collect();
    let all = !instances.is_empty() && instances.len() >= expected;
    if instances.iter().any(|instance| matches!(instance.state, InstanceState::Failed | InstanceState::Terminated)) {
        Seen::Broken(resources)
    } else if all && instances.iter().all(|instance| instance.state == InstanceState::Running) {
        Seen::Reached(resources)
    } else if instances.is_empty() && ids.is_empty() {
        Seen::Nothing
    } else {
        // An id the cloud answered but does not list yet is on its way, too.
        Seen::Underway(resources)
    }
}

/// What the state of an instance says of an action that was `answered`, or not.
fn acted(action: InstanceAction, id: &str, instance: Option<&Instance>, answered: bool) -> Seen {
    let Some(instance) = instance else {
        let gone = vec![ActivityResource { id: id.to_owned(), state: Some(InstanceState::Terminated) }];
        return if action == InstanceAction::Terminate { Seen::Reached(gone) } else { Seen::Broken(gone) };
    };
    let resources = vec![resource(instance)];
    let (reached, underway): (&[InstanceState], &[InstanceState]) = match action {
        InstanceAction::Start => (&[InstanceState::Running], &[InstanceState::Starting]),
        InstanceAction::Stop => (&[InstanceState::Stopped], &[InstanceState::Stopping]),
        InstanceAction::Reboot => {
            (&[InstanceState::Running], &[InstanceState::Rebooting, InstanceState::Starting, InstanceState::Stopping])
        }
        InstanceAction::Terminate => (&[InstanceState::Terminated], &[InstanceState::Terminating]),
    };
    // It ran before, too: of an unanswered reboot that says nothing.
    let told = answered || action != InstanceAction::Reboot;
    if told && reached.contains(&instance.state) {
        Seen::Reached(resources)
    } else if underway.contains(&instance.state) {
        Seen::Underway(resources)
    } else if instance.state == InstanceState::Failed {
        Seen::Broken(resources)
    } else {
        Seen::Nothing
    }
}

fn imaged(image: &Image) -> Seen {
    let resources = vec![ActivityResource { id: image.id.clone(), state: None }];
    if image.ready { Seen::Reached(resources) } else { Seen::Underway(resources) }
}

fn resource(instance: &Instance) -> ActivityResource {
    ActivityResource { id: instance.id.clone(), state: Some(instance.state.clone()) }
}
