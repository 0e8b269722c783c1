//! From the bytes of a request to typed parameters.
//!
//! What does not fit the schema is left as it is: saying what is wrong with parameters is the work of validation, and
//! each cloud has its own words for it.

pub mod flat;
pub mod json_body;
pub mod pairs;
pub mod percent;
pub mod route;
pub mod typed;

/// Why parameters cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A parameter is given twice.
    #[error("{0} is given twice")]
    Twice(String),
    /// A list's indices do not begin where they should, or leave some out.
    #[error("the indices of {0} have a gap or a wrong start")]
    Indices(String),
    /// A parameter has both a value of its own and members.
    #[error("{0} is both a value and a structure")]
    Mixed(String),
    /// The body is not the JSON object it should be.
    #[error("the body is not a JSON object: {0}")]
    Json(String),
}
