//! Errors in XML. JSON is asked for, but a gateway before the service may answer in the cloud's default format.

/// An error document's members.
pub(super) struct XmlError {
    pub code: String,
    pub message: Option<String>,
    pub request_id: Option<String>,
}

/// The error, if the text is an XML document with an `Error` that has a `Code`.
pub(super) fn error(text: &str) -> Option<XmlError> {
    if !text.starts_with('<') {
        return None;
    }
    let error = element(text, "Error")?;
    Some(XmlError {
        code: element(error, "Code").map(unescaped).filter(|code| !code.is_empty())?,
        message: element(error, "Message").map(unescaped),
        request_id: element(text, "RequestId").or_else(|| element(text, "RequestID")).map(unescaped),
    })
}

/// The content of the first element of that name without attributes.
fn element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(content, _)| content)
}

fn unescaped(text: &str) -> String {
    let text = text.trim();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}
