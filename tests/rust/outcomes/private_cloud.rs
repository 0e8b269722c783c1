//! What only the platform has that stands in private data centres: flat networks and further interfaces, and releases without a
//! price call.

use serde_json::{Value, json};
use yundeck_app::records::activity::ActivityPhase;
use yundeck_domain::{ErrorKind, InstanceState};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::ids;

/// The orders that use each of the newer parameters, with what no price call knows of them.
fn orders(cloud: &PausedCloud<'_>) -> Vec<(&'static str, Value, usize)> {
    let changed = |name: &str, changes: Value| {
        let mut order = cloud.order(name, 1);
        order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        order
    };
    let flat = json!({ "VPCID": null, "SubnetID": null, "FlatNetworkID": "flatnet-sandbox", "WANSGID": null });
    let nics = json!({ "NICs": [{ "FlatNetworkID": "flatnet-sandbox", "Model": "virtio" }, { "FlatNetworkID": "flatnet-sandbox" }] });
    let wan =
        json!({ "WANNetworkConfig": { "NICConfigs": [{ "IPConfigs": [{ "SegmentID": "BGP", "Bandwidth": 5 }] }] } });
    vec![("flat", changed("flat", flat), 0), ("nics", changed("nics", nics), 0), ("wan", changed("wan", wan), 1)]
}

#[tokio::test(start_paused = true)]
async fn order_with_a_flat_network_interfaces_or_a_public_one_is_priced_made_and_found() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    let balance = || house.sandbox.world(&cloud.id, |world| world.account.balance).unwrap();
    for (what, order, unquoted) in orders(&cloud) {
        let plan = cloud.plan(&order).await;
        let quote = plan.quote.as_ref().unwrap();
        let [price] = quote.totals.as_slice() else { panic!("{what}: {:?}", quote.totals) };
        assert_eq!(quote.unquoted.len(), unquoted, "{what}: {:?}", quote.unquoted);
        assert!(plan.request.body.contains(if what == "wan" {
            "NICConfigs.0.IPConfigs.0.Bandwidth=5"
        } else {
            "flatnet-sandbox"
        }));
        let before = balance();
        let activity = cloud.apply(&plan).await.unwrap();
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids(what), "{what}");
        let shown = house.app.reads.instance(&cloud.key(&ids(&end)[0])).unwrap();
        let addresses = (shown.private_ips.len(), shown.public_ips.len());
        assert_eq!(addresses, if what == "nics" { (3, 0) } else { (1, unquoted) }, "{what}");
        let paid = before - balance();
        // What the price leaves out is charged on top of it.
        assert_eq!(paid > price.price.amount, unquoted > 0, "{what}: {paid} {price:?}");
        assert!(paid >= price.price.amount, "{what}: {paid} {price:?}");

        for (kind, phase) in
            [(FaultKind::DropAfter, ActivityPhase::Done), (FaultKind::DropBefore, ActivityPhase::NotApplied)]
        {
            let name = format!("{what}{}", if phase == ActivityPhase::Done { "-lost" } else { "-never" });
            let mut order = order.clone();
            order["Name"] = json!(name);
            cloud.strike_creation(kind);
            let activity = cloud.buy_order(&order).await;
            let activity = cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let end = house.ends_as(&activity.id, phase).await;
            assert_eq!(ids(&end), cloud.ids(&name), "{name}");
            assert_eq!(cloud.count(&name), usize::from(phase == ActivityPhase::Done), "{name}");
        }
    }
    assert_eq!(cloud.done(&cloud.create().name), 6);
}

#[tokio::test(start_paused = true)]
async fn order_into_neither_a_vpc_nor_a_flat_network_is_refused_before_anything_is_sent() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    let mut order = cloud.order("nowhere", 1);
    order["VPCID"] = json!(null);
    order["SubnetID"] = json!(null);
    let refused = house.app.acts.plan_create(&cloud.account, &cloud.region, &order).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::InvalidParams);
    let paths: Vec<&str> = refused.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert!(paths.contains(&"/VPCID") || paths.contains(&""), "{paths:?}");
    assert_eq!(cloud.calls(&cloud.create().name), 0);
}

/// What an earlier release says of an operation that it does not have, and what it says when it was too slow.
const NO_SUCH_CALL: &str = "请求的API不存在";
const TOO_SLOW: &str = "请求接口超时";

#[tokio::test(start_paused = true)]
async fn resize_where_the_release_has_no_price_call_is_planned_without_one_and_says_so() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    let key = cloud.instances(InstanceState::Stopped).await.remove(0);
    let size = json!({ "VMID": key.id, "CPU": 4, "Memory": 8192 });
    let release = |message: &str| {
        let fault = Fault::new(FaultKind::Refuse).of(&cloud.id).on("GetPaymentOfPremium").times(0).code("110");
        house.sandbox.inject(Fault { status: Some(200), message: Some(message.to_owned()), ..fault });
    };

    let priced = cloud.plan_operation("ResizeVMConfig", &size).await;
    assert!(priced.quote.is_some() && priced.no_quote.is_none(), "the sandbox's release has it");

    release(NO_SUCH_CALL);
    let plan = cloud.plan_operation("ResizeVMConfig", &size).await;
    assert!(plan.quote.is_none());
    assert!(plan.no_quote.as_ref().unwrap().en.contains("no price call for a resize"), "{:?}", plan.no_quote);
    let activity = cloud.apply(&plan).await.unwrap();
    let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
    assert!(end.act.quote.is_none());
    let made = house.sandbox.world(&cloud.id, |world| world.instances.get(&key.id).map(|it| (it.vcpus, it.memory_mib)));
    assert_eq!(made.unwrap(), Some((4, 8192)));
    assert_eq!((cloud.done("ResizeVMConfig"), house.line(&activity.id).quote.is_none()), (1, true));
    house.sandbox.clear_faults();

    // The same number for another reason is no release without a price call: there is no plan then.
    release(TOO_SLOW);
    let bigger = json!({ "VMID": key.id, "CPU": 8, "Memory": 16384 });
    let refused =
        house.app.acts.plan_operation(&cloud.account, &cloud.region, "ResizeVMConfig", &bigger).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unavailable);
    assert_eq!(cloud.done("ResizeVMConfig"), 1);
}
