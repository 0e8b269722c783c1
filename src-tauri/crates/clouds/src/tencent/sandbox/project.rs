//! The projects that things are sorted into. The document's operation that lists them (`DescribeProject`) belongs to another
//! service and is not in the catalogue.

use yundeck_sandbox::Refusal;

use super::words::refuse;

/// The default project, and the one of the document's sample.
pub const PROJECTS: [i64; 2] = [0, 1045];

/// Checks a project that a call names.
///
/// # Errors
/// `InvalidProjectId.NotFound`.
pub fn check(project: Option<i64>) -> Result<(), Refusal> {
    match project.filter(|project| !PROJECTS.contains(project)) {
        Some(project) => Err(refuse("InvalidProjectId.NotFound", format!("The project `{project}` does not exist."))),
        None => Ok(()),
    }
}
