//! `DescribeZoneInstanceConfigInfos` -> instance types.
//!
//! This read is used and not `DescribeInstanceTypeConfigs` because one call says everything a choice needs: family with
//! its title, size, zones, what it costs, and whether a zone has any left. It has a row for each zone and billing mode.

use indexmap::IndexMap;
use serde_json::Value;
use yundeck_domain::{InstanceType, PricePer, Text, TypeDisks, TypePrice};

use super::price::hourly;
use super::{gpus, items, number, text};

/// The instance types of a reply, one for all its rows: a zone is sold out when no billing mode sells there.
pub fn instance_types(result: &Value) -> Vec<InstanceType> {
    let mut types: IndexMap<String, InstanceType> = IndexMap::new();
    let mut selling: IndexMap<(String, String), bool> = IndexMap::new();
    for row in items(result, "InstanceTypeQuotaSet[]") {
        let id = text(row, "InstanceType").unwrap_or_default();
        let kind = types.entry(id.clone()).or_insert_with(|| instance_type(&id, row));
        if let Some(disks) = disks(row) {
            // One that a single zone offers is offered.
            let known = kind.disks.get_or_insert_with(TypeDisks::default);
            join(&mut known.system, disks.system);
            join(&mut known.data, disks.data);
        }
        if let Some(price) = price_as_one_goes(row)
            && !kind.prices.iter().any(|known| known.zone == price.zone)
        {
            kind.prices.push(price);
        }
        if let Some(zone) = text(row, "Zone") {
            let sells = text(row, "Status").is_none_or(|status| status == "SELL");
            *selling.entry((id, zone)).or_insert(false) |= sells;
        }
    }
    for ((id, zone), sells) in selling {
        if let Some(kind) = types.get_mut(&id) {
            if !sells {
                kind.sold_out_zones.push(zone.clone());
            }
            kind.zones.push(zone);
        }
    }
    types.into_values().collect()
}

fn instance_type(id: &str, row: &Value) -> InstanceType {
    InstanceType {
        id: id.to_owned(),
        family: text(row, "InstanceFamily").unwrap_or_default(),
        family_title: text(row, "TypeName"),
        vcpus: number(row, "Cpu").unwrap_or(0),
        memory_mib: number(row, "Memory").and_then(|gib| gib.checked_mul(1024)).unwrap_or(0),
        // The document's structure has no GPUs; the present API has. `Gpu` counts whole cards, `GpuCount` shares too.
        gpus: gpus(row, "GpuCount").or_else(|| gpus(row, "Gpu")).unwrap_or(0.0),
        zones: Vec::new(),
        sold_out_zones: Vec::new(),
        prices: Vec::new(),
        disks: None,
        note: note(row),
    }
}

/// The kinds of cloud disks: the list of types says nothing of them, only of local ones.
const CLOUD_DISKS: [&str; 6] = ["CLOUD_BASIC", "CLOUD_SSD", "CLOUD_PREMIUM", "CLOUD_BSSD", "CLOUD_HSSD", "CLOUD_TSSD"];

/// Cloud disks of any kind, and the local ones that the row lists for the partition. A reply without the list says nothing.
fn disks(row: &Value) -> Option<TypeDisks> {
    let local = row.get("LocalDiskTypeList")?.as_array()?;
    let of = |partition: &str| {
        let own = local.iter().filter(|disk| text(disk, "PartitionType").is_none_or(|kind| kind == partition));
        CLOUD_DISKS.map(str::to_owned).into_iter().chain(own.filter_map(|disk| text(disk, "Type"))).collect()
    };
    Some(TypeDisks { system: of("ROOT"), data: of("DATA") })
}

fn join(known: &mut Vec<String>, more: Vec<String>) {
    for kind in more {
        if !known.contains(&kind) {
            known.push(kind);
        }
    }
}

/// What the row's type costs in its zone by the hour. A row that is prepaid or spot says something else by its price.
fn price_as_one_goes(row: &Value) -> Option<TypePrice> {
    if text(row, "InstanceChargeType").as_deref() != Some("POSTPAID_BY_HOUR") {
        return None;
    }
    Some(TypePrice { zone: text(row, "Zone")?, price: hourly(row.get("Price")?)?, per: PricePer::Hour })
}

/// Processor and network, as far as the reply has them.
fn note(row: &Value) -> Option<Text> {
    let mut parts: Vec<Text> = Vec::new();
    if let Some(processor) = text(row, "CpuType") {
        parts.push(Text::same(processor));
    }
    if let Some(gbps) = text(row, "InstanceBandwidth").filter(|gbps| gbps != "0" && gbps != "0.0") {
        parts.push(Text::new(format!("内网 {gbps} Gbps"), format!("{gbps} Gbps private")));
    }
    if let Some(card) = number(row, "NetworkCard").filter(|card| *card > 0) {
        parts.push(Text::new(format!("{card}G 网卡"), format!("{card}G network card")));
    }
    if let Some(remark) = text(row, "Remark") {
        parts.push(Text::same(remark));
    }
    let join = |of: fn(&Text) -> &str| parts.iter().map(of).collect::<Vec<_>>();
    (!parts.is_empty()).then(|| Text::new(join(|part| &part.zh).join("，"), join(|part| &part.en).join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use yundeck_domain::money::UNKNOWN_CURRENCY;

    #[test]
    fn a_documented_row_becomes_a_type() {
        let reply: Value =
            serde_json::from_str(include_str!("../fixtures/DescribeZoneInstanceConfigInfos.json")).unwrap();
        let found = instance_types(&reply["Response"]);
        let [kind] = found.as_slice() else { panic!("one type") };
        assert_eq!((kind.id.as_str(), kind.family.as_str()), ("S2.MEDIUM4", "S2"));
        assert_eq!(kind.family_title.as_deref(), Some("标准型S2"));
        assert_eq!((kind.vcpus, kind.memory_mib, kind.gpus), (2, 4096, 0.0));
        assert_eq!(kind.zones, ["ap-guangzhou-2"]);
        assert!(kind.sold_out_zones.is_empty());
        let disks = kind.disks.as_ref().unwrap();
        assert!(disks.system.iter().any(|kind| kind == "LOCAL_BASIC") && disks.data == disks.system);
        assert!(!disks.system.iter().any(|kind| kind == "LOCAL_SSD"), "it is not listed");
        let [TypePrice { zone, price, per }] = kind.prices.as_slice() else { panic!("one price") };
        assert_eq!((zone.as_str(), price.amount.to_string().as_str()), ("ap-guangzhou-2", "0.64"));
        assert_eq!(
            (price.currency.as_str(), per),
            (UNKNOWN_CURRENCY, &PricePer::Hour),
            "the site's, which it does not name"
        );
    }

    #[test]
    fn a_price_is_what_one_pays_as_one_goes_in_each_zone() {
        let row = |zone: &str, mode: &str, price: Value| {
            json!({ "InstanceType": "S5.MEDIUM4", "Cpu": 2, "Memory": 4, "Zone": zone, "InstanceChargeType": mode,
                    "Status": "SELL", "Price": price })
        };
        let hourly =
            |unit: f64, paid: f64| json!({ "UnitPrice": unit, "UnitPriceDiscount": paid, "ChargeUnit": "HOUR" });
        let found = instance_types(&json!({ "InstanceTypeQuotaSet": [
            row("z-1", "SPOTPAID", hourly(0.4, 0.08)),
            row("z-1", "PREPAID", json!({ "OriginalPrice": 144.0, "DiscountPrice": 122.4 })),
            row("z-1", "POSTPAID_BY_HOUR", hourly(0.4, 0.34)),
            row("z-2", "POSTPAID_BY_HOUR", json!({ "UnitPrice": 0.5, "ChargeUnit": "HOURLY" })),
            row("z-3", "POSTPAID_BY_HOUR", Value::Null),
            row("z-4", "SPOTPAID", hourly(0.4, 0.08)),
            row("z-5", "PREPAID", hourly(0.4, 0.08)),
            row("z-6", "POSTPAID_BY_HOUR", json!({ "UnitPrice": 0, "DiscountPrice": 59, "ChargeUnit": "HOUR" })),
        ] }));
        let shown: Vec<_> =
            found[0].prices.iter().map(|at| (at.zone.as_str(), at.price.amount.to_string(), at.per.clone())).collect();
        assert_eq!(
            shown,
            [("z-1", "0.34".to_owned(), PricePer::Hour), ("z-2", "0.5".to_owned(), PricePer::Hour)],
            "spot and prepaid rows, and rows without a price or with that of a month, have none"
        );
        assert_eq!(found[0].zones.len(), 6);
    }

    #[test]
    fn a_local_disk_is_offered_for_the_partition_and_where_a_zone_lists_it() {
        let row =
            |zone: &str, local: Value| json!({ "InstanceType": "S2.SMALL1", "Zone": zone, "LocalDiskTypeList": local });
        let root = json!([{ "Type": "LOCAL_SSD", "PartitionType": "ROOT" }]);
        let found = instance_types(&json!({ "InstanceTypeQuotaSet": [row("z-1", json!([])), row("z-2", root)] }));
        let TypeDisks { system, data } = found[0].disks.clone().unwrap();
        assert_eq!((system.len(), data.len()), (CLOUD_DISKS.len() + 1, CLOUD_DISKS.len()));
        assert_eq!(system.last().map(String::as_str), Some("LOCAL_SSD"));
        assert_eq!(instance_types(&json!({ "InstanceTypeQuotaSet": [{ "InstanceType": "S1" }] }))[0].disks, None);
    }

    #[test]
    fn share_of_a_card_is_a_part_of_one() {
        let gpus = |row: Value| instance_types(&json!({ "InstanceTypeQuotaSet": [row] }))[0].gpus;
        assert_eq!(gpus(json!({ "Gpu": 0, "GpuCount": 0.25 })), 0.25);
        assert_eq!(gpus(json!({ "Gpu": 2 })), 2.0);
        assert_eq!(gpus(json!({ "Gpu": 0, "GpuCount": 0 })), 0.0);
    }

    #[test]
    fn a_zone_is_sold_out_when_no_billing_mode_sells_there() {
        let row = |zone: &str, mode: &str, status: &str| {
            json!({ "InstanceType": "GN8.LARGE56", "Cpu": 6, "Memory": 56, "Gpu": 1, "Zone": zone,
                    "InstanceChargeType": mode, "Status": status })
        };
        let found = instance_types(&json!({ "InstanceTypeQuotaSet": [
            row("z-1", "PREPAID", "SOLD_OUT"), row("z-1", "POSTPAID_BY_HOUR", "SELL"),
            row("z-2", "PREPAID", "SOLD_OUT"), row("z-2", "POSTPAID_BY_HOUR", "SOLD_OUT"),
        ] }));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].zones, ["z-1", "z-2"]);
        assert_eq!(found[0].sold_out_zones, ["z-2"]);
        assert_eq!(found[0].gpus, 1.0);
    }
}
