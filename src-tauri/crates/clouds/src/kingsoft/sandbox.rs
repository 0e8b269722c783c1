//! Kingsoft Cloud as the sandbox plays it.
//!
//! One listener answers every service (the client sends all of an account's calls to its endpoint), and a second one the
//! key service, because the vendor's SDKs dial that one apart. Which service is meant says the signature's scope.

mod address;
mod disk;
mod image;
mod instance;
mod instance_type;
mod interface;
mod key_pair;
mod network;
mod newer;
mod placement;
mod policy;
mod pricing;
mod project;
mod rebuild;
mod record;
mod refuse;
mod region;
mod reply;
mod request;
mod run;
mod seed;
mod setting;
mod tag;
mod template;
mod things;
mod time;
mod unheeded;
mod volume;

use serde_json::Value;
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::problem::Problem;
use yundeck_sandbox::sample::Sample;
use yundeck_sandbox::verify::sigv4::AWS4;
use yundeck_sandbox::verify::{AuthFailure, Caller, Gate, Key, sorted_hmac};
use yundeck_sandbox::world::{Ids, Obstacle};
use yundeck_sandbox::{Behaviour, Incoming, RawReply, RawRequest, Refusal, World};

use super::SPEC;

/// Kingsoft Cloud KEC.
pub struct Kingsoft;

/// What an operation comes to.
type Outcome = Result<Value, Refusal>;

impl Behaviour for Kingsoft {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    fn report_key(&self) -> &'static str {
        "kec"
    }

    fn listeners(&self) -> &'static [(&'static str, &'static str)] {
        &[("sks", "sks_url")]
    }

    fn new_key(&self, ids: &mut Ids) -> Key {
        Key::new(format!("AKLT{}", ids.mixed(22)), format!("O{}", ids.mixed(43)))
    }

    fn seed(&self, world: &mut World, instances: usize) {
        seed::seed(world, instances);
    }

    fn sample(&self, world: &World) -> Sample {
        seed::sample(world)
    }

    fn authenticate(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
        if !AWS4.claims(request) && sorted_hmac::claims(request) {
            return sorted_hmac::verify(request, gate);
        }
        AWS4.verify(request, gate)
    }

    fn not_authentic(&self, failure: &AuthFailure) -> Refusal {
        refuse::not_authentic(failure)
    }

    fn decode(&self, request: &RawRequest, caller: &Caller) -> Result<Incoming, Refusal> {
        request::decode(request, caller)
    }

    fn invalid(&self, incoming: &Incoming, problems: &[Problem]) -> Option<Refusal> {
        refuse::invalid_params(incoming, problems)
    }

    fn handle(&self, world: &mut World, incoming: &Incoming) -> Outcome {
        instance::delete_what_is_due(world);
        interface::let_go(world);
        match incoming.name() {
            "RunInstances" => run::run_instances(world, incoming),
            "DescribeInstances" => instance::describe(world, incoming),
            "StartInstances" => instance::start(world, incoming),
            "StopInstances" => instance::stop(world, incoming),
            "RebootInstances" => instance::reboot(world, incoming),
            "TerminateInstances" => instance::terminate(world, incoming),
            "ModifyInstanceImage" => rebuild::modify_image(world, incoming),
            "ModifyInstanceType" => rebuild::modify_type(world, incoming),
            "ModifyInstanceAttribute" => instance::modify_attribute(world, incoming),
            "ModifyInstanceAutoDeleteTime" => instance::modify_auto_delete_time(world, incoming),
            "MonitorInstances" => instance::monitor(world, incoming, "enabled"),
            "UnmonitorInstances" => instance::monitor(world, incoming, "disabled"),
            "DescribeInstanceVnc" => instance::vnc(world, incoming),
            "DescribeInstanceTypeConfigs" => instance_type::configs(world, incoming),
            "DescribeInstanceFamilies" => Ok(instance_type::families(world)),
            "DescribePrice" => pricing::price(world, incoming),
            "DescribeSpotPriceHistory" => pricing::spot_history(world, incoming),
            "CreateModel" => template::create(world, incoming),
            "TerminateModels" => template::terminate(world, incoming),
            "DescribeModels" => template::describe(world, incoming),
            "CreateDataGuardGroup" => placement::create(world, incoming),
            "DescribeDataGuardGroup" => placement::describe(world, incoming),
            "ModifyDataGuardGroups" => placement::rename(world, incoming),
            "DeleteDataGuardGroups" => placement::delete(world, incoming),
            "AddVmIntoDataGuard" => placement::add(world, incoming),
            "RemoveVmFromDataGuard" => placement::remove(world, incoming),
            "DescribeDataGuardCapacity" => Ok(placement::capacity(incoming)),
            "DescribeImages" => image::describe(world, incoming),
            "CreateImage" => image::create(world, incoming),
            "RemoveImages" => image::remove(world, incoming),
            "EnableImageCaching" => image::warm(world, incoming, true),
            "DisableImageCaching" => image::warm(world, incoming, false),
            "ModifyImageAttribute" => image::rename(world, incoming),
            "ImportImage" => image::import(world, incoming),
            "CopyImage" => image::copy(world, incoming),
            "DescribeImageSharePermission" => image::shares(world, incoming),
            "ModifyImageSharePermission" => image::share(world, incoming),
            "QueryImageList" => image::market(world, incoming),
            "CreateLocalVolumeSnapshot" => disk::create_snapshot(world, incoming),
            "RollbackLocalVolume" => disk::roll_back(world, incoming),
            "DescribeLocalVolumeSnapshots" => disk::snapshots(world, incoming),
            "DeleteLocalVolumeSnapshot" => disk::delete_snapshots(world, incoming),
            "DescribeLocalVolumes" => disk::volumes(world, incoming),
            "ModifyInstanceChargeType" => setting::charge_type(world, incoming),
            "AttachInstancesIamRole" => setting::role(world, incoming, incoming.text("IamRoleName")),
            "DetachInstancesIamRole" => setting::role(world, incoming, None),
            "SetInstanceResourceProtect" => setting::protect(world, incoming),
            "DescribeKecInventory" => instance_type::inventory(world, incoming),
            "CreateAutoSnapshotPolicy" => policy::create(world, incoming),
            "DescribeAutoSnapshotPolicy" => policy::describe(world, incoming),
            "ModifyAutoSnapshotPolicy" => policy::modify(world, incoming),
            "DeleteAutoSnapshotPolicy" => policy::delete(world, incoming),
            "ApplyAutoSnapshotPolicy" => policy::attach(world, incoming, true),
            "CancelAutoSnapshotPolicy" => policy::attach(world, incoming, false),
            "DescribeVolumes" => volume::describe(world, incoming),
            "DescribeInstanceVolumes" => volume::of_instance(world, incoming),
            "DescribeAddresses" => address::describe(world, incoming),
            "DescribeTags" => tag::describe(world, incoming),
            "DescribeRegions" => Ok(region::regions(world)),
            "DescribeAvailabilityZones" => region::zones(world, incoming),
            "GetAccountAllProjectList" => Ok(project::list(world)),
            "AttachNetworkInterface" => interface::attach(world, incoming),
            "ModifyNetworkInterfaceAttribute" => interface::modify(world, incoming),
            "DetachNetworkInterface" => interface::detach(world, incoming),
            "CreateNetworkInterface" => interface::create(world, incoming),
            "DeleteNetworkInterface" => interface::delete(world, incoming),
            "DescribeNetworkInterfaces" => interface::describe(world, incoming),
            "DescribeVpcs" => network::vpcs(world, incoming),
            "DescribeSubnets" => network::subnets(world, incoming),
            "DescribeSecurityGroups" => network::security_groups(world, incoming),
            "GetLines" => Ok(network::lines(incoming)),
            "CreateKey" => key_pair::create(world, incoming),
            "ImportKey" => key_pair::import(world, incoming),
            "DeleteKey" => key_pair::delete(world, incoming),
            "ModifyKey" => key_pair::rename(world, incoming),
            "DescribeKeys" => key_pair::describe(world, incoming),
            "AttachKey" => key_pair::attach(world, incoming),
            "DetachKey" => key_pair::detach(world, incoming),
            _ => Err(refuse::no_such_operation()),
        }
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Refusal {
        refuse::obstacle(obstacle)
    }

    fn reply(
        &self,
        request: &RawRequest,
        incoming: Option<&Incoming>,
        outcome: &Outcome,
        request_id: &str,
    ) -> RawReply {
        reply::reply(request, incoming, outcome, request_id)
    }

    fn throttled(&self, _incoming: &Incoming) -> Refusal {
        Refusal::new(
            409,
            "LimitExceeded",
            "Request was rejected because the request speed of this openAPI is beyond the current flow control limit.",
        )
    }

    fn unavailable(&self) -> Refusal {
        Refusal::new(
            500,
            "ServiceUnavailable",
            "OpenAPI or Service is unavailable because of an unknown error, exception or failure.",
        )
    }
}

#[cfg(test)]
mod tests;
