//! What has to hold before anything is sent: the person's confirmation, the state of what is acted on, the place and the
//! price that were reviewed.

use serde_json::Value;
use yundeck_catalogue::{Effect, Operation, Text};
use yundeck_domain::{Account, Delivery, Error, ErrorKind, Instance, Quote};

use crate::acts::consent::asks_person;
use crate::reads::explorer::operations::required_states;
use crate::records::act::Place;
use crate::records::activity::Activity;
use crate::records::plan::{Confirmation, Confirmed, PlanTarget, Repeats};
use crate::registers::plans::{Pending, VALID_FOR};

/// So many characters of an id tell it from others as well as a name does.
const TAIL: usize = 4;

/// What the person has to do, by what the operation does with these parameters. `together`: how many such acts are confirmed at once.
pub(crate) fn confirmation(
    operation: &Operation,
    params: &Value,
    subject: &str,
    targets: &[PlanTarget],
    together: usize,
) -> Confirmation {
    let asks = operation.interrupts(params) || operation.grants_of(params).is_some();
    match operation.effect_of(params) {
        Effect::Destroy => Confirmation::TypeName {
            name: subject.to_owned(),
            short: match targets {
                [only] => tail(&only.id).filter(|tail| tail.chars().count() < subject.trim().chars().count()),
                _ => None,
            },
            phrase: (together > 1).then(|| Text::new(format!("销毁 {together} 台"), format!("terminate {together}"))),
        },
        Effect::Purchase => Confirmation::Confirm,
        Effect::Mutate | Effect::Read if asks => Confirmation::Confirm,
        Effect::Mutate | Effect::Read => Confirmation::None,
    }
}

/// Whether a plan is still good, was reviewed as it has to be, and has the person's yes where it takes one.
///
/// # Errors
/// As of [`check_reviewed`]; `Cancelled` without that yes.
pub(crate) fn check_confirmed(pending: &Pending, confirmed: &Confirmed) -> Result<(), Error> {
    check_reviewed(pending, confirmed)?;
    if asks_person(&pending.view) && !pending.consented {
        return Err(declined());
    }
    Ok(())
}

/// Whether a plan is still good, and was reviewed in the window as it has to be.
///
/// # Errors
/// `PlanExpired` when it is too old; `InvalidParams` when the typed name does not match, or the same order was not wanted
/// once more.
pub(crate) fn check_reviewed(pending: &Pending, confirmed: &Confirmed) -> Result<(), Error> {
    if pending.made.elapsed() > VALID_FOR {
        return Err(expired("the plan is too old"));
    }
    if let Confirmation::TypeName { name, short, phrase } = &pending.view.confirm
        && !names(confirmed.typed_name.as_deref().unwrap_or_default(), name, short.as_deref(), phrase.as_ref())
    {
        return Err(Error::not_sent(ErrorKind::InvalidParams, "the typed name does not match").with_words(Text::new(
            "输入的内容不一致，什么都没有做。",
            "What was typed does not match; nothing was done.",
        )));
    }
    if pending.view.repeats.is_some() && !confirmed.repeat {
        return Err(Error::not_sent(ErrorKind::InvalidParams, "the same order is under way").with_words(Text::new(
            "同样的请求还没有结果。如果确实要再做一次，请勾选确认；什么都没有提交。",
            "The same order has no outcome yet. If it is wanted once more, say so; nothing was submitted.",
        )));
    }
    Ok(())
}

/// The end of an id that can be typed and told from others: of letters and digits.
fn tail(id: &str) -> Option<String> {
    let start = id.char_indices().rev().nth(TAIL - 1).map(|(at, _)| at)?;
    let tail = &id[start..];
    tail.chars().all(|letter| letter.is_ascii_alphanumeric()).then(|| tail.to_owned())
}

/// Whether what was typed names what is meant. Spaces at the ends cannot be seen, and so not be asked for; the phrase for several
/// is as good in the other language, and in large letters.
fn names(typed: &str, name: &str, short: Option<&str>, phrase: Option<&Text>) -> bool {
    let typed = typed.trim();
    if typed.is_empty() {
        return false;
    }
    let said = |words: &str| {
        words.split_whitespace().map(str::to_lowercase).eq(typed.split_whitespace().map(str::to_lowercase))
    };
    match phrase {
        Some(phrase) => said(&phrase.zh) || said(&phrase.en),
        None => typed == name.trim() || short == Some(typed),
    }
}

/// The earlier act, as a plan for the same order names it.
pub(crate) fn repeats(earlier: &Activity) -> Repeats {
    Repeats { id: earlier.act.id.clone(), at: earlier.started_at.clone(), phase: earlier.phase }
}

/// That the same order was confirmed after this plan was reviewed.
pub(crate) fn same_order(earlier: &Activity) -> Error {
    expired(&format!("the same order is under way as {}", earlier.act.id)).with_words(Text::new(
        "同样的请求刚刚已经确认，还没有结果。没有再次提交；如果确实要再做一次，请重新生成计划。",
        "The same order was confirmed a moment ago and has no outcome yet. It was not submitted again; if it is wanted once more, review it anew.",
    ))
}

/// Whether an account's calls still go where they were reviewed to go, as whom they were.
///
/// # Errors
/// `PlanExpired` when they do not.
pub(crate) fn check_place(reviewed: &Place, account: &Account) -> Result<(), Error> {
    if *reviewed == Place::of(account) {
        return Ok(());
    }
    Err(expired("the account's key, address or signing was changed").with_words(Text::new(
        "账号的密钥、接入地址或签名方式在确认之后改过了，请求会发往与确认时不同的地方。没有提交，请重新确认。",
        "The account's key, address or signing was changed since the review: the request would go elsewhere. Nothing was submitted; review it again.",
    )))
}

/// Whether the price is the one that was confirmed.
///
/// # Errors
/// `PlanExpired` with both prices when it is not.
pub(crate) fn check_price(confirmed: Option<&Quote>, now: Option<&Quote>) -> Result<(), Error> {
    let same = match (confirmed, now) {
        (None, None) => true,
        (Some(confirmed), Some(now)) => confirmed.same_price(now),
        _ => false,
    };
    if same {
        return Ok(());
    }
    let sum = |quote: Option<&Quote>| {
        let totals = quote.into_iter().flat_map(|quote| &quote.totals);
        totals
            .map(|total| format!("{} {}", total.price.currency, total.price.amount.normalize()))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    Err(expired("the price moved").with_words(Text::new(
        format!("价格变了：确认时 {}，现在 {}。没有购买，请重新确认。", sum(confirmed), sum(now)),
        format!(
            "The price moved: {} when confirmed, {} now. Nothing was bought. Review it again.",
            sum(confirmed),
            sum(now)
        ),
    )))
}

/// What in an instance's state forbids an operation with these parameters.
pub(crate) fn obstacle(operation: &Operation, params: &serde_json::Value, instance: &Instance) -> Option<Text> {
    let states = required_states(operation).join(" / ");
    (!operation.allows_state(&instance.vendor_state, params)).then(|| {
        Text::new(
            format!("状态是 {}，需要 {states}", instance.vendor_state),
            format!("It is {}; it must be {states}", instance.vendor_state),
        )
    })
}

/// That a plan is not good any more.
pub(crate) fn expired(context: &str) -> Error {
    let mut error = Error::not_sent(ErrorKind::PlanExpired, context).with_words(Text::new(
        "这个计划已失效，没有提交。请重新确认。",
        "This plan is no longer valid and was not submitted. Review it again.",
    ));
    error.delivery = Delivery::NotSent;
    error
}

/// What went wrong with a read before an act, as what it is for the act: however far the read got, the act was not sent.
pub(crate) fn before_sending(error: Error) -> Error {
    if error.delivery == Delivery::NotSent {
        return error;
    }
    let (zh, en) = error.words.map(|words| (words.zh, words.en)).unwrap_or_default();
    let words = Text::new(
        format!("{zh}提交之前的检查没有完成，因此没有提交，云上什么都没有改变。"),
        format!("{en} What is checked beforehand could not be, so nothing was submitted and nothing has changed."),
    );
    Error { delivery: Delivery::NotSent, words: Some(words), ..error }
}

/// That a person did not say yes to the system's question.
pub(crate) fn declined() -> Error {
    Error::not_sent(ErrorKind::Cancelled, "the person did not say yes").with_words(Text::new(
        "没有在系统对话框里确认，什么都没有提交。",
        "It was not confirmed in the system's dialog; nothing was submitted.",
    ))
}

/// That an act was taken back in time.
pub(crate) fn withdrawn() -> Error {
    Error::not_sent(ErrorKind::Cancelled, "withdrawn before it was sent").with_words(Text::new(
        "在发出之前撤回了，云上什么都没有改变。",
        "It was withdrawn before it was sent. Nothing has changed on the cloud.",
    ))
}

#[cfg(test)]
mod tests;
