//! An act that the cloud was asked to check and not to do.

use yundeck_catalogue::{Operation, Path, Text};
use yundeck_client::Answer;
use yundeck_domain::{Delivery, Error, ErrorKind};

use crate::acts::Acts;
use crate::acts::settle::resources_of;
use crate::records::journal::{JournalAnswer, JournalLine, JournalReached, Step};

impl Acts {
    /// The cloud's answer does not say whether it only checked. The act is looked for as one without an answer is.
    pub(crate) fn unclear(&self, line: &mut JournalLine, request_id: Option<String>) {
        line.entry.request_id = request_id;
        line.entry.error = Some(maybe_done());
        line.set(JournalAnswer::Unknown, JournalReached::Open);
        self.settle(line, Step::Unanswered, None);
    }

    /// The cloud only checked it, as it was asked to: nothing was done.
    pub(crate) fn checked(&self, line: &mut JournalLine, request_id: Option<String>) {
        line.entry.request_id = request_id;
        line.entry.error = Some(only_checked());
        line.set(JournalAnswer::NotApplied, JournalReached::Left);
        self.settle(line, Step::Settled, None);
    }
}

/// What the answer to a call that was to be only checked says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It was checked, and the check passed. With the id of the request.
    Passed(Option<String>),
    /// It may have been done: the cloud answers the same to a call that was. Somewhere on the way the parameter may have been
    /// dropped. With the id of the request.
    Unclear(Option<String>),
    /// What the answer says of any other call: it was done, or it was refused, or nobody knows.
    AsEver,
}

/// What the answer to a call that was to be only checked says. Only the cloud's own code says by itself that a check passed; an
/// answer that names nothing says so where the answer to a call that was done names what came of it.
pub(crate) fn verdict(operation: &Operation, answer: &Result<Answer, Error>) -> Verdict {
    match answer {
        Ok(answer) if names_something(operation, answer) => Verdict::AsEver,
        Ok(answer) if operation.names_result() => Verdict::Passed(answer.request_id.clone()),
        Ok(answer) => Verdict::Unclear(answer.request_id.clone()),
        Err(error) => passed_code(operation, error).map_or(Verdict::AsEver, Verdict::Passed),
    }
}

fn names_something(operation: &Operation, answer: &Answer) -> bool {
    let said = |path: &Path| path.texts(&answer.result).iter().any(|text| !text.is_empty());
    !resources_of(operation, answer).is_empty() || operation.output.values().any(said)
}

/// The request id of a refusal that says that the check passed.
fn passed_code(operation: &Operation, error: &Error) -> Option<Option<String>> {
    let vendor = error.vendor.as_ref().filter(|_| error.delivery == Delivery::Answered)?;
    let passed = operation.dry_run.as_ref()?.passed.as_ref()?;
    (vendor.code == *passed).then(|| vendor.request_id.clone())
}

/// That a check found nothing wrong.
fn only_checked() -> Error {
    let mut error = Error::not_sent(ErrorKind::Unsupported, "only checked, as it was asked to").with_words(Text::new(
        "只做了检查，检查通过：照这样提交可以成功。什么都没有做，也没有收费。",
        "It was only checked, and the check passed: sent without it, this would work. Nothing was done or charged.",
    ));
    error.delivery = Delivery::Answered;
    error
}

/// That an answer does not tell a check from a call that was done.
fn maybe_done() -> Error {
    let mut error = Error::not_sent(ErrorKind::OutcomeUnknown, "a check was answered as a call that was done is")
        .with_words(Text::new(
            "本来只要求检查，但云厂商的答复和真正执行时一样，看不出是只做了检查还是已经执行。请先查看结果，不要重复提交。",
            "It was to be only checked, but the cloud answered as it does to a call that was done: whether it was only checked cannot be seen. Look first, do not repeat it.",
        ));
    error.delivery = Delivery::MaybeSent;
    error
}

#[cfg(test)]
mod tests;
