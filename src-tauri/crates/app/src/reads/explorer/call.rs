//! Looking at a call before it is sent, and sending it if it is a read.

use serde::Serialize;
use serde_json::Value;
use yundeck_client::{Access, paginate};
use yundeck_domain::{AccountId, Call, CloudAdapter, Error, ErrorKind, Text};
use yundeck_wire::Preview;

use crate::ground::json_text::JsonText;
use crate::reads::Reads;
use crate::reads::explorer::table::{self, CallTable};
use crate::reads::forms::known;
use crate::records::call::CallRecord;
use crate::records::token::with_token;

/// What a read answered.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CallReply {
    /// HTTP status.
    pub status: u16,
    /// Milliseconds from sending to having read the answer.
    pub millis: u32,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// The result, without the cloud's envelope.
    pub result: JsonText,
    /// The list in it.
    pub table: Option<CallTable>,
    /// The parameters of the next page; `None` when there is none.
    #[specta(type = Option<specta_typescript::Any>)]
    pub next_page: Option<Value>,
}

impl Reads {
    /// The exact request as it would be sent now, secrets masked. Nothing is sent.
    ///
    /// # Errors
    /// `InvalidParams` with every problem; `Unsupported` for an unknown operation; what keeps a request from being made.
    pub async fn preview_call(
        &self,
        account: &AccountId,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<Preview, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        self.request_of(&access, adapter, region, operation, params)
    }

    /// Sends a read, and remembers it.
    ///
    /// # Errors
    /// `Unsupported` for what is not a read: that takes a plan. Otherwise what the cloud or the way to it says.
    pub async fn call_operation(
        &self,
        account: &AccountId,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<CallReply, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let operation = known(adapter.spec(), operation)?;
        if !operation.effect.is_read() {
            return Err(Error::not_sent(ErrorKind::Unsupported, format!("{} is not a read", operation.name))
                .with_words(Text::new(
                    "这个操作不是只读的，必须先生成计划并确认。",
                    "This operation is not a read: it takes a plan and a confirmation.",
                ))
                .at(account, region, &operation.name));
        }
        let call = Call::new(operation.name.clone(), params.clone());
        let answer = self.reach.client.read(&access, region, &call).await;
        self.calls.remember(CallRecord::of_read(
            self.reach.new_id(),
            self.reach.now(),
            &access.account,
            region,
            operation,
            params,
            &answer,
        ));
        let answer = answer?;
        Ok(CallReply {
            status: answer.http_status,
            millis: u32::try_from(answer.millis).unwrap_or(u32::MAX),
            request_id: answer.request_id,
            table: table::of(operation, &answer.result),
            next_page: paginate::next_page(operation, params, &answer.result),
            result: JsonText::from(&answer.result),
        })
    }

    /// The request, with the idempotency token that a plan would add.
    pub(super) fn request_of(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<Preview, Error> {
        let operation = known(adapter.spec(), operation)?;
        let (call, _) =
            with_token(operation, Call::new(operation.name.clone(), params.clone()), || self.reach.new_id());
        self.reach.client.preview(access, region, &call)
    }
}
