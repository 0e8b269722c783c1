//! A call as commands for a terminal, without a secret in them.

mod cli;
mod curl;
mod powershell;
mod signature;

use serde::Serialize;
use serde_json::Value;
use yundeck_domain::{AccountId, Error};

use crate::reads::Reads;
use crate::reads::forms::known;

/// A call for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CallCommands {
    /// For a Unix shell with curl and openssl. It asks for the secret without showing it, unless the environment variable
    /// `YUNDECK_SECRET` holds it, and gives it to no program as an argument.
    pub curl: String,
    /// For PowerShell, likewise. `None`: the account trusts an authority of its own, which PowerShell cannot be told of.
    pub powershell: Option<String>,
    /// For the vendor's command line tool, where there is one that can be told to go where this account's calls go.
    pub cli: Option<String>,
    /// The name of that tool.
    pub cli_name: Option<String>,
}

impl Reads {
    /// A call as commands. Nothing is sent.
    ///
    /// # Errors
    /// As of `preview_call`.
    pub async fn call_commands(
        &self,
        account: &AccountId,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<CallCommands, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let spec = adapter.spec();
        let request = self.request_of(&access, adapter, region, operation, params)?;
        let scheme = access.account.signing.or_else(|| spec.signing.first().copied());
        let scheme = scheme.ok_or_else(|| Error::bug(format!("{} has no signing scheme", spec.id)))?;
        Ok(CallCommands {
            curl: curl::of(&request, scheme, &access.account.access_key_id, access.account.ca_file.as_deref()),
            powershell: (access.account.ca_file.is_none())
                .then(|| powershell::of(&request, scheme, &access.account.access_key_id)),
            cli: spec
                .cli
                .as_ref()
                .map(|tool| cli::of(tool, spec, known(spec, operation)?, region, params, &request.url))
                .transpose()?
                .flatten(),
            cli_name: spec.cli.as_ref().map(|tool| tool.name.clone()),
        })
    }
}

/// A text as one word of a shell. An interactive one takes `!` for a line of its history, but where a backslash is before it.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,@%+=".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''").replace('!', r"'\!'"))
    }
}
