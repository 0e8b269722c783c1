//! `ClientToken`: the same call again does nothing and is answered as before; the same token with another call is refused.

use serde_json::Value;
use yundeck_sandbox::world::tokens::Seen;
use yundeck_sandbox::{Incoming, World};

use super::Outcome;
use super::words::refuse;

/// Does what a call asks for, once for each token.
pub fn once(world: &mut World, incoming: &Incoming, act: impl FnOnce(&mut World) -> Outcome) -> Outcome {
    let Some(token) = incoming.text("ClientToken") else { return act(world) };
    let now = world.now();
    match world.tokens.look(incoming.name(), token, &incoming.params, now) {
        Seen::Same(reply) => return Ok(reply),
        Seen::Different => {
            return Err(refuse("InvalidParameterCombination", "The ClientToken was used with other parameters."));
        }
        Seen::New => {}
    }
    let reply: Value = act(world)?;
    world.tokens.remember(incoming.name(), token, &incoming.params, &reply, now);
    Ok(reply)
}
