//! The projects that the account's instances are sorted into.

use serde_json::{Value, json};
use yundeck_sandbox::World;

/// The projects and their names; 0 is the default one.
const PROJECTS: &[(i64, &str)] = &[(0, "默认项目"), (1001, "测试项目")];

/// Whether the account has that project.
pub fn exists(id: i64) -> bool {
    PROJECTS.iter().any(|(known, _)| *known == id)
}

/// `GetAccountAllProjectList`.
pub fn list(world: &World) -> Value {
    let created = super::time::beijing_plain(world.now());
    let set: Vec<Value> = PROJECTS
        .iter()
        .map(|(id, name)| {
            json!({ "ProjectId": id, "AccountId": "2000001278", "ProjectName": name, "ProjectDesc": "", "Status": 1,
                "Krn": format!("krn:ksc:iam::2000001278:project/{id}"), "CreateTime": created, "UpdateTime": created })
        })
        .collect();
    json!({ "ListProjectResult": { "Total": set.len(), "ProjectList": set } })
}
