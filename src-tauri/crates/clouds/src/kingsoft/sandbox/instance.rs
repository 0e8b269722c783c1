//! What is done to instances after they have been made.

use chrono::Duration;
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::{Act, Course, Instance, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, network, record, refuse, setting, time};

/// How long the recycle bin keeps an instance. The document does not say.
const RECYCLED_SECONDS: i64 = 7 * 24 * 3600;
/// How many instances a page has when the caller does not say.
const PAGE: usize = 10;
const MOST_PER_PAGE: usize = 1000;
/// Seconds a password takes to change, by the document.
const PASSWORD_SECONDS: i64 = 7;

/// The document's filters. None is by name: `Search` is.
const FILTERS: &[&str] = &[
    "instance-id",
    "subnet-id",
    "vpc-id",
    "network-interface.subnet-id",
    "network-interface.network-interface-id",
    "network-interface.group-id",
    "instance-state.name",
    "availability-zone.name",
    // Newer than the document (kingsoftcloud-sdk-python 1.5.8.114); the project one is what present clients send.
    "project-id",
    "instance-name",
    "instance-type",
    "private-ip-address",
    "image-id",
    "charge-type",
    "availability-zone-name",
];

/// The numbers that stand for a billing mode in the filter `charge-type`, by the SDK.
const CHARGE_TYPES: &[(&str, &str)] =
    &[("1", "Monthly"), ("5", "Daily"), ("87", "HourlyInstantSettlement"), ("810", "Spot")];

/// `DescribeInstances`. What is in the recycle bin only shows to those who filter for it.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = network::filters(incoming, FILTERS)?;
    let ids = incoming.texts("InstanceId");
    let projects: Vec<i64> = match incoming.params.get("ProjectId").and_then(Value::as_array) {
        Some(projects) => projects.iter().filter_map(Value::as_i64).collect(),
        None => named_projects(&filters).unwrap_or_else(|| vec![0]),
    };
    let search = incoming.text("Search").unwrap_or_default();
    let wants_recycled = filters
        .iter()
        .any(|(name, values)| name == "instance-state.name" && values.iter().any(|value| value == "recycling"));
    let shown = |instance: &&Instance| {
        (ids.is_empty() || ids.contains(&instance.id))
            && projects.contains(&record::project(instance))
            && (wants_recycled || instance.state(world.now()) != record::RECYCLING)
            && (instance.name.contains(search)
                || instance.private_ips.first().is_some_and(|address| address.contains(search)))
            && filters.iter().all(|(name, values)| matches(world, instance, name, values))
    };
    let mut found: Vec<&Instance> = world.instances.in_region(&incoming.region).filter(shown).collect();
    sort(&mut found, incoming);
    let total = found.len();
    let number = |name: &str| incoming.number(name).and_then(|number| usize::try_from(number).ok());
    let start = number("Marker").unwrap_or(0);
    let limit = number("MaxResults").unwrap_or(PAGE).min(MOST_PER_PAGE);
    let page: Vec<Value> =
        found.into_iter().skip(start).take(limit).map(|instance| record::instance(world, instance)).collect();
    let next = start + page.len();
    Ok(json!({ "Marker": if next < total { next } else { 0 }, "InstanceCount": total, "InstancesSet": page }))
}

/// The projects that a filter names.
fn named_projects(filters: &[(String, Vec<String>)]) -> Option<Vec<i64>> {
    let (_, values) = filters.iter().find(|(name, _)| name == "project-id")?;
    Some(values.iter().filter_map(|value| value.parse().ok()).collect())
}

fn matches(world: &World, instance: &Instance, filter: &str, values: &[String]) -> bool {
    let is = |found: &str| values.iter().any(|value| value == found);
    let is_some = |found: &Option<String>| found.as_deref().is_some_and(is);
    match filter {
        "instance-id" => is(&instance.id),
        "subnet-id" | "network-interface.subnet-id" => is_some(&instance.subnet_id),
        "vpc-id" => is_some(&instance.vpc_id),
        "network-interface.network-interface-id" => is(&instance.interface_id),
        "network-interface.group-id" => instance.security_group_ids.iter().any(|id| is(id)),
        "instance-state.name" => is(record::word(instance.state(world.now()))),
        "project-id" => is(&record::project(instance).to_string()),
        "instance-name" => is(&instance.name),
        "instance-type" => is_some(&instance.instance_type),
        "private-ip-address" => instance.private_ips.first().is_some_and(|address| is(address)),
        "image-id" => is(&instance.image_id),
        "charge-type" => {
            let word = record::charge_type(instance);
            is(word) || CHARGE_TYPES.iter().any(|(number, name)| *name == word && is(number))
        }
        _ => is(&instance.zone),
    }
}

fn sort(found: &mut [&Instance], incoming: &Incoming) {
    // The last key first: the sort is stable.
    for sort in incoming.params.get("Sort").and_then(Value::as_array).into_iter().flatten().rev() {
        match sort["Name"].as_str().unwrap_or_default() {
            "InstanceName" => found.sort_by(|a, b| a.name.cmp(&b.name)),
            "CreationDate" => found.sort_by_key(|instance| instance.created),
            _ => found.sort_by(|a, b| a.private_ips.cmp(&b.private_ips)),
        }
        if sort["Value"][0] == "DESC" {
            found.reverse();
        }
    }
}

/// `StartInstances`.
pub fn start(world: &mut World, incoming: &Incoming) -> Outcome {
    let course = Act::Start.course(world.now());
    each(world, incoming, &[InstanceState::Stopped, record::CHANGED], &course, |_| {})
}

/// `StopInstances`: any state but stopped, and none in which the cloud is at work on it.
pub fn stop(world: &mut World, incoming: &Incoming) -> Outcome {
    let course = Act::Stop.course(world.now());
    let mode = incoming.text("StoppedMode").unwrap_or("KeepCharging").to_owned();
    each(world, incoming, &[InstanceState::Running, InstanceState::LaunchFailed], &course, |instance| {
        instance.extra.insert("StoppedMode".to_owned(), Value::from(mode.clone()));
    })
}

/// `RebootInstances`.
pub fn reboot(world: &mut World, incoming: &Incoming) -> Outcome {
    let course = Act::Reboot.course(world.now());
    each(world, incoming, &[InstanceState::Running, InstanceState::LaunchFailed, record::MOVED], &course, |_| {})
}

/// `TerminateInstances`: into the recycle bin, or away for good.
pub fn terminate(world: &mut World, incoming: &Incoming) -> Outcome {
    setting::check_unprotected(world, incoming)?;
    let for_good = incoming.flag("ForceDelete").unwrap_or(false);
    let mut allowed = vec![
        InstanceState::Running,
        InstanceState::Stopped,
        InstanceState::LaunchFailed,
        record::CHANGED,
        record::MOVED,
    ];
    let course = removal(world, for_good);
    if for_good {
        allowed.push(record::RECYCLING);
    }
    each(world, incoming, &allowed, &course, |_| {})
}

fn removal(world: &World, for_good: bool) -> Course<InstanceState> {
    let now = world.now();
    if for_good {
        return Act::Terminate.course(now);
    }
    Course::through(now, InstanceState::Terminating, 3, record::RECYCLING).then(RECYCLED_SECONDS, InstanceState::Gone)
}

/// Gives every instance a new course where its state allows it, and says for each whether it did.
fn each(
    world: &mut World,
    incoming: &Incoming,
    allowed: &[InstanceState],
    course: &Course<InstanceState>,
    mut change: impl FnMut(&mut Instance),
) -> Outcome {
    let now = world.now();
    let ids = known(world, incoming)?;
    let mut set = Vec::new();
    for id in &ids {
        if let Some(message) = world.refused(id, &ids) {
            set.push(refuse::item("InstanceId", id, message));
            continue;
        }
        let Some(instance) = world.instances.get_mut(id) else { continue };
        let state = instance.state(now);
        if allowed.contains(&state) {
            instance.course = course.clone();
            change(instance);
            set.push(json!({ "InstanceId": id, "Return": true }));
        } else {
            let message = format!("The instance is {}.", record::word(state));
            set.push(refuse::item("InstanceId", id, message));
        }
    }
    Ok(json!({ "InstancesSet": set }))
}

/// The ids of a call, all of which must exist.
///
/// # Errors
/// The first that does not.
pub fn known(world: &World, incoming: &Incoming) -> Result<Vec<String>, Refusal> {
    let ids = incoming.texts("InstanceId");
    match ids.iter().position(|id| world.instances.find(&incoming.region, id).is_none()) {
        Some(index) => Err(refuse::invalid(&format!("InstanceId.{}", index + 1))),
        None => Ok(ids),
    }
}

/// The instance a call names, to be looked at.
///
/// # Errors
/// There is none.
pub fn one<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Instance, Refusal> {
    let id = incoming.text("InstanceId").unwrap_or_default();
    world.instances.find(&incoming.region, id).ok_or_else(|| refuse::invalid("InstanceId"))
}

/// The instance a call names, to be changed.
///
/// # Errors
/// There is none.
pub fn named<'w>(world: &'w mut World, incoming: &Incoming) -> Result<&'w mut Instance, Refusal> {
    let id = incoming.text("InstanceId").unwrap_or_default();
    world.instances.find_mut(&incoming.region, id).ok_or_else(|| refuse::invalid("InstanceId"))
}

/// The instance a call names must be off.
///
/// # Errors
/// There is none, or it is in another state.
pub fn must_be_stopped(world: &World, incoming: &Incoming) -> Result<(), Refusal> {
    let id = incoming.text("InstanceId").unwrap_or_default();
    let instance = world.instances.find(&incoming.region, id).ok_or_else(|| refuse::invalid("InstanceId"))?;
    match instance.state(world.now()) {
        InstanceState::Stopped => Ok(()),
        state => {
            Err(refuse::because("InstanceId", format!("the instance is {}, it must be stopped", record::word(state))))
        }
    }
}

/// `ModifyInstanceAttribute`: as many attributes as are named.
pub fn modify_attribute(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let password = incoming.text("InstancePassword").is_some();
    // With a way of restarting a running one is taken, too, and started again (a console of many clouds sends it so).
    let restarts = incoming.text("RestartMode").is_some() && one(world, incoming)?.state(now) == InstanceState::Running;
    if password && !restarts {
        must_be_stopped(world, incoming)?;
    }
    let instance = named(world, incoming)?;
    if let Some(name) = incoming.text("InstanceName") {
        instance.name = name.to_owned();
    }
    if let Some(name) = incoming.text("HostName") {
        instance.host_name = Some(name.to_owned());
    }
    if password {
        let after = if restarts { InstanceState::Running } else { InstanceState::Stopped };
        instance.course = Course::through(now, InstanceState::Busy("updating_password"), PASSWORD_SECONDS, after);
    }
    Ok(json!({ "Return": true }))
}

/// `ModifyInstanceAutoDeleteTime`. Without a time, automatic deletion is switched off.
pub fn modify_auto_delete_time(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = known(world, incoming)?;
    let at = incoming.text("AutoDeleteTime");
    if let Some(at) = at {
        check_auto_delete_time(world, at)?;
    }
    for id in ids {
        let Some(instance) = world.instances.get_mut(&id) else { continue };
        match at {
            Some(at) => {
                instance.extra.insert("AutoDeleteTime".to_owned(), Value::from(at));
                instance
                    .extra
                    .insert("AutoDeleteEip".to_owned(), Value::from(incoming.flag("AutoDeleteEip").unwrap_or(false)));
            }
            None => forget_auto_delete(&mut instance.extra),
        }
    }
    Ok(json!({ "Return": true }))
}

fn forget_auto_delete(extra: &mut Map<String, Value>) {
    extra.shift_remove("AutoDeleteTime");
    extra.shift_remove("AutoDeleteEip");
}

/// Whether an instance can be set to be deleted then: at least half an hour from now.
///
/// # Errors
/// It is too early or no time.
pub fn check_auto_delete_time(world: &World, at: &str) -> Result<(), Refusal> {
    match time::from_beijing(at, time::MINUTES) {
        Some(at) if at >= world.now() + Duration::minutes(30) => Ok(()),
        _ => Err(refuse::because("AutoDeleteTime", "at least 30 minutes from now")),
    }
}

/// Puts what is to be deleted by now on its way out. Runs before every operation.
pub fn delete_what_is_due(world: &mut World) {
    let now = world.now();
    let course = removal(world, false);
    let is_due = |instance: &Instance| {
        let at = instance.extra.get("AutoDeleteTime").and_then(Value::as_str);
        at.and_then(|at| time::from_beijing(at, time::MINUTES)).is_some_and(|at| at <= now)
    };
    for instance in world.instances.matching_mut(is_due) {
        forget_auto_delete(&mut instance.extra);
        instance.course = course.clone();
    }
}

/// `MonitorInstances` and `UnmonitorInstances`.
pub fn monitor(world: &mut World, incoming: &Incoming, state: &str) -> Outcome {
    let ids = known(world, incoming)?;
    let mut set = Vec::new();
    for id in ids {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.extra.insert("Monitoring".to_owned(), Value::from(state));
            set.push(json!({ "InstanceId": id, "Monitoring": { "State": state } }));
        }
    }
    Ok(json!({ "InstancesSet": set }))
}

/// `DescribeInstanceVnc`.
pub fn vnc(world: &mut World, incoming: &Incoming) -> Outcome {
    let token = world.ids.uuid();
    let state = {
        let now = world.now();
        named(world, incoming)?.state(now)
    };
    if state != InstanceState::Running {
        return Err(refuse::because("InstanceId", format!("the instance is {}", record::word(state))));
    }
    Ok(json!({ "vncUrl": format!("http://127.0.0.1:6080/vnc_auto.html?token={token}") }))
}
