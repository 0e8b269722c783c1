//! What the system's question says of the plans it is about.

use yundeck_catalogue::{Effect, Text};
use yundeck_domain::money::UNKNOWN_CURRENCY;
use yundeck_domain::{CloudAdapter, Money, PricePer, Quote};

use crate::records::act::Act;
use crate::records::goal::Goal;
use crate::records::plan::Plan;
use crate::records::question::{Question, visible};
use crate::registers::plans::Pending;

/// So many are named; the others are counted.
const NAMED: usize = 3;

/// The question about plans that are confirmed together. There is at least one.
pub(super) fn question(clouds: &[&'static dyn CloudAdapter], pending: &[&Pending]) -> Question {
    let plans: Vec<&Plan> = pending.iter().map(|one| &one.view).collect();
    let plans = plans.as_slice();
    let what = doing(plans);
    let mut lines: Vec<Text> = pending.iter().take(NAMED).map(|one| on_what(&one.view, &one.goal)).collect();
    if let more @ 1.. = plans.len().saturating_sub(NAMED) {
        lines.push(Text::new(format!("另外 {more} 个"), format!("and {more} more")));
    }
    let mut places: Vec<Text> = plans.iter().map(|plan| place(clouds, &plan.act)).collect();
    places.dedup();
    lines.extend(places);
    lines.extend(price(plans));
    let mut parties: Vec<String> = plans.iter().flat_map(|plan| &plan.parties).map(|id| visible(id)).collect();
    parties.dedup();
    if !parties.is_empty() {
        let all = parties.join(", ");
        lines.push(Text::new(format!("涉及的云账号：{all}"), format!("Cloud accounts concerned: {all}")));
    }
    if plans.iter().any(|plan| plan.repeats.is_some()) {
        lines.push(Text::new(
            "同样的请求已经提交过一次，还没有结果。",
            "The same order was submitted before and has no outcome yet.",
        ));
    }
    if plans.iter().any(|plan| plan.act.effect == Effect::Destroy) {
        lines.push(Text::new("不能撤销。", "This cannot be undone."));
    }
    Question { title: Text::new(format!("{}？", what.zh), format!("{}?", what.en)), lines, yes: what }
}

/// What is done, as a button says it.
fn doing(plans: &[&Plan]) -> Text {
    let Some(first) = plans.first() else { return Text::same("") };
    if let ([_], Some(bought)) = (plans, &first.summary)
        && first.act.effect == Effect::Purchase
    {
        let size = visible(if bought.size.is_empty() { &first.act.subject } else { &bought.size });
        let count = bought.count.max(1);
        return Text::new(format!("购买 {count} × {size}"), format!("Buy {count} × {size}"));
    }
    if plans.len() == 1 {
        return first.act.title.clone();
    }
    let (count, alike) = (plans.len(), plans.iter().all(|plan| plan.act.title == first.act.title));
    match alike {
        true => Text::new(format!("{} {count} 个", first.act.title.zh), format!("{}: {count}", first.act.title.en)),
        false => Text::new(format!("做 {count} 件事"), format!("Do {count} things")),
    }
}

/// On what, by name and id.
fn on_what(plan: &Plan, goal: &Goal) -> Text {
    let known = plan.targets.iter().take(NAMED).map(|target| {
        let addresses = target.public_ips.iter().chain(&target.private_ips).take(2).map(|ip| visible(ip));
        let name = Some(visible(&target.name)).filter(|name| !name.is_empty());
        name.into_iter().chain([visible(&target.id)]).chain(addresses).collect::<Vec<_>>().join(" · ")
    });
    let mut known: Vec<String> = known.collect();
    if known.is_empty() {
        let subject = visible(&plan.act.subject);
        let id = match goal {
            Goal::ImageGone { id } | Goal::Shared { image: id, .. } => Some(visible(id)).filter(|id| *id != subject),
            _ => None,
        };
        known.push([Some(subject), id].into_iter().flatten().collect::<Vec<_>>().join(" · "));
    }
    let more = plan.targets.len().saturating_sub(NAMED);
    let all = known.join("\n");
    match more {
        0 => Text::same(all),
        more => Text::new(format!("{all}\n另外 {more} 个"), format!("{all}\nand {more} more")),
    }
}

/// In which account and region.
pub(in crate::acts) fn place(clouds: &[&'static dyn CloudAdapter], act: &Act) -> Text {
    let spec = clouds.iter().map(|adapter| adapter.spec()).find(|spec| spec.id == act.cloud);
    let cloud = spec.map_or_else(|| Text::same(&act.cloud), |spec| spec.title.clone());
    let region = spec
        .and_then(|spec| spec.regions.iter().find(|region| region.id == act.region))
        .map_or_else(|| Text::same(visible(&act.region)), |region| region.title.clone());
    let label = visible(&act.account_label);
    let rehearsal =
        if act.sandbox { ("（演练环境，不产生费用）", " (sandbox: nothing is charged)") } else { ("", "") };
    Text::new(
        format!("{} · {label} · {}{}", cloud.zh, region.zh, rehearsal.0),
        format!("{} · {label} · {}{}", cloud.en, region.en, rehearsal.1),
    )
}

/// What it costs by the cloud's own numbers: of all plans together by currency and unit, with what has none.
fn price(plans: &[&Plan]) -> Vec<Text> {
    let quotes: Vec<&Quote> = plans.iter().filter_map(|plan| plan.act.quote.as_ref()).collect();
    let mut lines = Vec::new();
    let least = quotes.iter().any(|quote| !quote.unquoted.is_empty());
    match sums(&quotes) {
        Some(sums) if !sums.is_empty() => {
            let all = |zh: bool| sums.iter().map(|(money, per)| amount(money, per, zh)).collect::<Vec<_>>().join(" + ");
            lines.push(match least {
                true => Text::new(format!("价格：至少 {}", all(true)), format!("Price: at least {}", all(false))),
                false => Text::new(format!("价格：{}", all(true)), format!("Price: {}", all(false))),
            });
        }
        Some(_) => {}
        None => lines
            .push(Text::new("价格：无法相加，见窗口中的逐项价格", "Price: cannot be added up; see each in the window")),
    }
    let unpriced: Vec<&&Plan> =
        plans.iter().filter(|plan| plan.act.effect == Effect::Purchase && plan.act.quote.is_none()).collect();
    if let Some(first) = unpriced.first() {
        let why = first.no_quote.clone().unwrap_or_else(|| Text::new("这个云没有报价。", "This cloud gives no price."));
        lines.push(match unpriced.len() {
            1 if plans.len() == 1 => Text::new(format!("没有价格：{}", why.zh), format!("No price: {}", why.en)),
            count => Text::new(
                format!("其中 {count} 个没有价格：{}", why.zh),
                format!("{count} without a price: {}", why.en),
            ),
        });
    }
    lines
}

/// The sums of all totals by currency and unit, in the order they first appear; `None` when one is more than a decimal holds.
fn sums(quotes: &[&Quote]) -> Option<Vec<(Money, PricePer)>> {
    let mut sums: Vec<(Money, PricePer)> = Vec::new();
    for total in quotes.iter().flat_map(|quote| &quote.totals) {
        let same = sums.iter_mut().find(|(sum, per)| sum.currency == total.price.currency && *per == total.per);
        match same {
            Some((sum, _)) => *sum = sum.plus(&total.price)?,
            None => sums.push((total.price.clone(), total.per.clone())),
        }
    }
    Some(sums)
}

fn amount(money: &Money, per: &PricePer, zh: bool) -> String {
    let digits = money.amount.normalize();
    let digits = if digits.scale() < 2 { format!("{digits:.2}") } else { digits.to_string() };
    let sum = match money.currency.as_str() {
        UNKNOWN_CURRENCY if zh => format!("{digits}（币种未知）"),
        UNKNOWN_CURRENCY => format!("{digits} (currency unknown)"),
        "CNY" => format!("¥{digits}"),
        currency => format!("{digits} {currency}"),
    };
    let (zh_words, en_words) = match per {
        PricePer::Hour => ("/小时".to_owned(), " per hour".to_owned()),
        PricePer::Day => ("/天".to_owned(), " per day".to_owned()),
        PricePer::Month => ("/月".to_owned(), " per month".to_owned()),
        PricePer::Year => ("/年".to_owned(), " per year".to_owned()),
        PricePer::Period { months } => (format!("，{months} 个月"), format!(" for {months} months")),
        PricePer::Gigabyte => ("/GB".to_owned(), " per GB".to_owned()),
        PricePer::Other { word } => (format!("/{}", visible(word)), format!(" per {}", visible(word))),
    };
    format!("{sum}{}", if zh { zh_words } else { en_words })
}

#[cfg(test)]
mod tests;
