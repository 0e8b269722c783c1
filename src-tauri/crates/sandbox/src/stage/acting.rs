//! What changes the world, and what goes wrong with it.

use chrono::Duration;

use super::{Outcome, Stage, millis};
use crate::behaviour::Incoming;
use crate::delivery::Delivery;
use crate::fault::{Fault, FaultKind};
use crate::record::Done;
use crate::world::clock::later;
use crate::world::{Partial, World};

impl Stage {
    /// Does the operation in the world as it is, with what goes wrong.
    pub(super) fn act(&self, world: &mut World, incoming: &Incoming, deed: &[Fault]) -> Outcome {
        let (instances, images) = (world.instances.changes(), world.images.changes());
        let balance = world.account.balance;
        world.partial = deed.iter().find(|fault| fault.kind == FaultKind::Partial).map(partial);
        let outcome = self.behaviour.handle(world, incoming);
        world.partial = None;
        if let Ok(result) = &outcome {
            self.record.applied(incoming.name());
            let made = world.instances.put_in_since(instances);
            for fault in deed {
                derail(world, fault, &made, &world.images.put_in_since(images));
            }
            if !incoming.operation.effect.is_read() {
                self.record.done(Done {
                    at: world.now(),
                    operation: incoming.name().to_owned(),
                    region: incoming.region.clone(),
                    params: incoming.params.clone(),
                    result: result.clone(),
                    made,
                    paid: balance - world.account.balance,
                });
            }
        }
        if let Some(fault) = deed.iter().find(|fault| fault.kind == FaultKind::DeliveredTwice) {
            self.again(world, incoming, fault);
        }
        outcome
    }

    /// The same once more. Nobody hears what becomes of it.
    fn again(&self, world: &mut World, incoming: &Incoming, fault: &Fault) {
        if fault.millis == 0 {
            let _ = self.act(world, incoming, &[]);
        } else {
            let at = later(world.now(), millis(fault));
            self.deliveries.add(Delivery { at, incoming: incoming.clone(), deed: Vec::new() });
        }
    }
}

fn partial(fault: &Fault) -> Partial {
    Partial {
        ids: fault.ids.clone(),
        count: fault.count.unwrap_or(1),
        message: fault.message.clone().unwrap_or_else(|| "The sandbox refuses this one.".to_owned()),
    }
}

/// What becomes of the instances and images that were just made.
fn derail(world: &mut World, fault: &Fault, instances: &[String], images: &[String]) {
    let after = Duration::try_milliseconds(millis(fault)).unwrap_or(Duration::MAX);
    let last = |made: &[String]| {
        let count = fault.count.map_or(made.len(), |count| count as usize);
        made.iter().rev().take(count).cloned().collect::<Vec<_>>()
    };
    for id in last(instances) {
        match fault.kind {
            FaultKind::Broken => world.break_instance(&id, after),
            FaultKind::Vanished => world.vanish_instance(&id, after),
            _ => continue,
        };
    }
    for id in last(images) {
        match fault.kind {
            FaultKind::Broken => world.break_image(&id, after),
            FaultKind::Vanished => world.vanish_image(&id, after),
            _ => continue,
        };
    }
}
