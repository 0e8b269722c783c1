//! Whose things are: tenants (companies) and project groups.
//!
//! The document has `CompanyID` ("only for administrators") and `ProjectID` with creations and lists, and says no more. Here
//! the key is an administrator's: what it makes belongs to its own tenant unless another is named, and a list shows one
//! tenant's things. A list without project groups shows those of all.

use serde_json::{Map, Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{refusal, unusable};

/// Where a thing notes its tenant, when that is not the account's own, and its project group.
const COMPANY: &str = "CompanyID";
const PROJECT: &str = "ProjectID";

/// Another tenant of the platform.
pub const OTHER_COMPANY: &str = "200000238";
/// The project group there is: id and name.
pub const PROJECT_GROUP: (&str, &str) = ("project-sandbox", "sandbox");

/// The account's own tenant.
pub fn own(world: &World) -> i64 {
    world.account.id.parse().unwrap_or_default()
}

/// The tenant of a thing.
pub fn of(world: &World, extra: &Map<String, Value>) -> i64 {
    extra.get(COMPANY).and_then(Value::as_i64).unwrap_or_else(|| own(world))
}

/// The members of a record that say whose a thing is.
pub fn members(world: &World, extra: &Map<String, Value>) -> [(&'static str, Value); 3] {
    let project = extra.get(PROJECT).and_then(Value::as_str).unwrap_or_default();
    let name = if project == PROJECT_GROUP.0 { PROJECT_GROUP.1 } else { "" };
    [(COMPANY, json!(of(world, extra))), (PROJECT, json!(project)), ("ProjectName", json!(name))]
}

/// What is noted of a new thing.
///
/// # Errors
/// There is no such tenant or project group.
pub fn noted(world: &World, incoming: &Incoming) -> Result<Map<String, Value>, Refusal> {
    let mut extra = Map::new();
    if let Some(company) = incoming.number(COMPANY).filter(|company| *company != own(world)) {
        if company.to_string() != OTHER_COMPANY {
            return Err(unusable(COMPANY));
        }
        extra.insert(COMPANY.to_owned(), json!(company));
    }
    if let Some(project) = incoming.text(PROJECT) {
        if project != PROJECT_GROUP.0 {
            return Err(refusal(651, "Project not exist"));
        }
        extra.insert(PROJECT.to_owned(), json!(project));
    }
    Ok(extra)
}

/// Whether a list shows a thing.
pub fn shown(world: &World, incoming: &Incoming, extra: &Map<String, Value>) -> bool {
    let projects = incoming.texts("ProjectIDs");
    let in_project = |project: &Value| projects.iter().any(|wanted| project == wanted);
    incoming.number(COMPANY).unwrap_or_else(|| own(world)) == of(world, extra)
        && (projects.is_empty() || extra.get(PROJECT).is_some_and(in_project))
}
