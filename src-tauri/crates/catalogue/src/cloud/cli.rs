//! The vendor's command line tool.

use serde::Deserialize;

/// How a call is written for the vendor's command line tool: `<name> <service> <operation> <region> <region's id>`, then
/// the parameters as `--<parameter> <value>`, structures and lists as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CliSpec {
    /// The tool's command.
    pub name: String,
    /// How it spells operations and parameters.
    pub form: CliForm,
    /// The option that takes the region.
    pub region: String,
    /// The option that takes parameters as one JSON object, for a tool whose own options do not carry every value or lack
    /// some parameters. What an operation requires stays an option of its own, for the tool demands it.
    #[serde(default)]
    pub json: Option<String>,
    /// The option that takes the host, for a region or an account that is not at the service's own.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Where its manner is written down.
    pub source: String,
}

/// How a command line tool spells the names of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CliForm {
    /// As the API does.
    Verbatim,
    /// Lower-case words joined by `-`.
    Kebab,
}
