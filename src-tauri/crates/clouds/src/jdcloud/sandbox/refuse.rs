//! Refusals in JD Cloud's words: status words and messages of the vendor's API pages.

use yundeck_sandbox::Refusal;
use yundeck_sandbox::world::Obstacle;

/// The member of a result that stands beside it as the reply's `error`: what was done in part is answered with both
/// (the vendor's command line guide).
pub(super) const PARTLY: &str = "error";

/// A parameter is missing or malformed.
pub(super) fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "INVALID_ARGUMENT", message)
}

/// A number or a list is too small or too large.
pub(super) fn out_of_range(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "OUT_OF_RANGE", message)
}

/// The present state does not allow it.
pub(super) fn precondition(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "FAILED_PRECONDITION", message)
}

/// Something named does not exist here.
pub(super) fn not_found(what: &str, id: &str) -> Refusal {
    Refusal::new(404, "NOT_FOUND", format!("{what} '{id}' not found"))
}

/// A quota is used up.
pub(super) fn quota(what: &str) -> Refusal {
    Refusal::new(429, "QUOTA_EXCEEDED", format!("{what} quota limit exceeded"))
}

/// What the world says, in the cloud's words.
pub(super) fn obstacle(obstacle: Obstacle) -> Refusal {
    match obstacle {
        Obstacle::NoSuch { noun, id } => not_found(noun_of(noun), &id),
        Obstacle::WrongState { noun: "image", id, .. } => precondition(format!("Image '{id}' not ready")),
        Obstacle::WrongState { noun, state, .. } => {
            precondition(format!("Invalid {} status '{}'", noun_of(noun).to_lowercase(), state_of(state)))
        }
        Obstacle::Quota { noun, .. } => quota(match noun {
            "instances" => "Instance",
            "images" => "Image",
            "image_shares" => "Image share",
            "key_pairs" => "Keypair",
            other => other,
        }),
        Obstacle::SoldOut { instance_type, .. } => {
            precondition(format!("InstanceType '{instance_type}' is out of stock"))
        }
        Obstacle::NoAddress { .. } => precondition("Available Ip in segments not enough"),
        Obstacle::AddressTaken { address } => precondition(format!("Ip '{address}' already in use")),
        Obstacle::AddressOutside { address, subnet_id } => {
            invalid(format!("Ip '{address}' not in Subnet '{subnet_id}'"))
        }
        Obstacle::Balance => precondition("Account balance is not enough"),
        Obstacle::Exists { noun, name } => precondition(format!("{} name '{name}' already in use", noun_of(noun))),
        Obstacle::Mismatch { noun: "image", .. } => precondition("Can't use this image"),
        Obstacle::Mismatch { noun, id, with } => {
            precondition(format!("{} '{id}' does not fit '{with}'", noun_of(noun)))
        }
        Obstacle::InUse { noun, id } => precondition(format!("{} '{id}' is in use", noun_of(noun))),
    }
}

/// The cloud's name of one of the world's nouns.
fn noun_of(noun: &str) -> &str {
    match noun {
        "instance" => "Instance",
        "instance_type" => "InstanceType",
        "image" => "Image",
        "subnet" => "Subnet",
        "security_group" => "SecurityGroups",
        "key_pair" => "KeyPair",
        "disk" => "Disk",
        "snapshot" => "Snapshot",
        other => other,
    }
}

/// The cloud's word for a state the world reports by its own.
fn state_of(word: &str) -> &str {
    match word {
        "launch_failed" => "error",
        "terminating" | "gone" => "deleting",
        other => other,
    }
}
