//! What can go wrong, in one shape that the user interface can switch on.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_catalogue::{Problem, Text};

/// Whether a request may have reached the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It certainly did not.
    NotSent,
    /// It may have.
    MaybeSent,
    /// The cloud answered it.
    Answered,
}

/// An error of any layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[serde(rename = "IpcError")]
#[error("{kind:?} ({delivery:?}): {context}")]
pub struct Error {
    /// What it is; each kind's documentation says what the person should do.
    pub kind: ErrorKind,
    /// Whether the request may have reached the cloud.
    pub delivery: Delivery,
    /// The technical circumstances, for a report. Not shown first, never matched on, free of secrets.
    pub context: String,
    /// What exactly, in words, where we have them.
    pub words: Option<Text>,
    /// What the cloud itself said.
    pub vendor: Option<Box<Vendor>>,
    /// Where it happened.
    pub at: Option<Box<Place>>,
    /// For `InvalidParams`: everything that is wrong.
    pub problems: Vec<Problem>,
}

/// What the cloud itself said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Vendor {
    /// Its error code.
    pub code: String,
    /// Its message.
    pub message: String,
    /// Its id of the request.
    pub request_id: Option<String>,
    /// HTTP status of the answer.
    pub http_status: u16,
    /// Our explanation of the code.
    pub explanation: Option<Text>,
    /// The ids of what was made all the same, where a cloud answers a partly done call with a result and an error.
    #[serde(default)]
    pub made: Vec<String>,
}

/// Where an error happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Account id.
    pub account: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Operation.
    pub operation: Option<String>,
}

impl Error {
    /// An error that happened before anything was sent.
    pub fn not_sent(kind: ErrorKind, context: impl Into<String>) -> Self {
        Self {
            kind,
            delivery: Delivery::NotSent,
            context: context.into(),
            words: None,
            vendor: None,
            at: None,
            problems: vec![],
        }
    }

    /// A mistake of this application.
    pub fn bug(context: impl Into<String>) -> Self {
        Self::not_sent(ErrorKind::Bug, context)
    }

    /// Parameters that the operation does not accept.
    pub fn invalid(problems: Vec<Problem>) -> Self {
        let places: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        let context = format!("parameters do not fit: {}", places.join(", "));
        Self { problems, ..Self::not_sent(ErrorKind::InvalidParams, context) }
    }

    /// The same error with its words.
    #[must_use]
    pub fn with_words(mut self, words: Text) -> Self {
        self.words = Some(words);
        self
    }

    /// The same error with its place; what is known already stays.
    #[must_use]
    pub fn at(mut self, account: &str, region: &str, operation: &str) -> Self {
        self.at.get_or_insert_with(|| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Box::new(Place { account: some(account), region: some(region), operation: some(operation) })
        });
        self
    }
}
