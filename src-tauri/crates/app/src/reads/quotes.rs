//! Quotes: the cloud's own number for a configuration, or why there is none.

use chrono::{Duration, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::{Problem, Text, schema};
use yundeck_client::Access;
use yundeck_domain::quote::SpotPrice;
use yundeck_domain::{AccountId, CloudAdapter, Delivery, Error, ErrorKind, Quote};

use crate::reads::Reads;
use crate::reads::forms::known;

/// What came of asking for a price.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuoteAnswer {
    /// The cloud's price.
    Priced {
        /// The price.
        quote: Quote,
    },
    /// Something is still missing before the cloud can price it.
    Incomplete {
        /// What.
        missing: Vec<Problem>,
        /// In words, where there are more than field names.
        words: Option<Text>,
    },
    /// The cloud has no price call for it.
    Unsupported {
        /// That, in words.
        reason: Text,
    },
}

impl Reads {
    /// Prices a configuration without starting a purchase.
    ///
    /// # Errors
    /// What the cloud or the way to it says. There is then no price, and none is made up.
    pub async fn quote(
        &self,
        account: &AccountId,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<QuoteAnswer, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        self.quote_as(&access, adapter, region, operation, params).await
    }

    pub(crate) async fn quote_as(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<QuoteAnswer, Error> {
        known(adapter.spec(), operation)?;
        let params = schema::pruned(params);
        let call = match adapter.quote(operation, &params) {
            Ok(Some(call)) => call,
            Ok(None) => {
                let reason = adapter
                    .no_quote(operation, &params)
                    .unwrap_or_else(|| Text::new("该操作没有询价接口。", "There is no price call for this."));
                return Ok(QuoteAnswer::Unsupported { reason });
            }
            Err(error) if error.kind == ErrorKind::InvalidParams => {
                return Ok(QuoteAnswer::Incomplete { missing: error.problems, words: error.words });
            }
            Err(error) => return Err(error),
        };
        let answer = match self.reach.client.read(access, region, &call).await {
            // The price call's own check of what was filled in: not yet a configuration.
            Err(error) if error.kind == ErrorKind::InvalidParams && error.vendor.is_none() => {
                return Ok(QuoteAnswer::Incomplete { missing: error.problems, words: error.words });
            }
            // Not every platform has the price call.
            Err(error) if error.kind == ErrorKind::Unsupported && error.vendor.is_some() => {
                let reason = adapter.no_quote(operation, &params).ok_or(error)?;
                return Ok(QuoteAnswer::Unsupported { reason });
            }
            answer => answer?,
        };
        let items = adapter
            .read_quote(operation, &params, &answer.result)
            .map_err(|error| error.at(&access.account.id, region, &call.operation))?;
        let currency = access.currency();
        let items = items.into_iter().map(|item| item.or_in(currency)).collect();
        let at = self.reach.now().with_timezone(&FixedOffset::east_opt(0).ok_or_else(|| Error::bug("UTC"))?);
        let quote = Quote::new(items, adapter.not_included(operation, &params), at).ok_or_else(|| {
            let error = Error::not_sent(ErrorKind::BadReply, "the sum of the prices is beyond any amount");
            Error { delivery: Delivery::Answered, ..error }
                .with_words(Text::new(
                    "云端给出的价格大得无法相加，因此没有报价。",
                    "The prices that the cloud names are too large to be added up, so there is no quote.",
                ))
                .at(&access.account.id, region, &call.operation)
        })?;
        let quote = quote.without(adapter.unquoted(operation, &params));
        Ok(QuoteAnswer::Priced { quote })
    }

    /// The spot and regular price of a type in a zone over the last hours, oldest first.
    ///
    /// # Errors
    /// `Unsupported` when the cloud has no such call; otherwise what the cloud or the way to it says.
    pub async fn spot_history(
        &self,
        account: &AccountId,
        region: &str,
        instance_type: &str,
        zone: &str,
        hours: u32,
    ) -> Result<Vec<SpotPrice>, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let beijing = FixedOffset::east_opt(8 * 3600).ok_or_else(|| Error::bug("UTC+8"))?;
        let now = self.reach.now().with_timezone(&beijing);
        let read = adapter.spot_history(instance_type, zone, now - Duration::hours(i64::from(hours)), now).ok_or_else(
            || {
                Error::not_sent(ErrorKind::Unsupported, "no spot price history")
                    .with_words(Text::new("这个云没有竞价历史接口。", "This cloud has no spot price history."))
            },
        )?;
        let listing = self.reach.client.list(&access, region, &read).await;
        if let Some(error) = listing.failure {
            return Err(error);
        }
        let mut points = listing.items;
        for point in &mut points {
            point.spot = point.spot.clone().or_in(access.currency());
            point.original = point.original.clone().or_in(access.currency());
        }
        points.sort_by_key(|point| point.at);
        Ok(points)
    }
}
