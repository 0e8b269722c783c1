"""A client of each cloud that sends replays, each signed by a signer that shares nothing with the sandbox, and makes what they stand
on: a running instance, a stopped one, an image."""

import json
from datetime import datetime, timedelta, timezone

import requests
import signers
from qcloud_requests_auth.qcloud_auth import QCloudRequestsAuth
from requests_aws4auth import AWS4Auth
from ucloudauth import UCloudAuth


class Refused(Exception):
    """The cloud's words."""


class Client:
    """What the clients of all clouds have: `makers` of what a replay names, and how they clear up."""

    def now(self):
        """The world's time, which runs ahead."""
        return datetime.fromisoformat(self._control.state(self.name)["now"])

    def tidy(self):
        """Clears away what would stand in the way of the next replay."""


class Tencent(Client):
    """Signed by `qcloud-requests-auth` (POST of JSON), or in parameters as the console does, by hand."""

    name = "tencent"

    def __init__(self, cloud, control):
        self.cloud, self._control = cloud, control
        self.makers = {
            "running": lambda _: self._made(),
            "stopped": lambda _: self._stopped(),
            "stopped_local": lambda _: self._stopped(DataDisks=[{"DiskType": "LOCAL_BASIC", "DiskSize": 50}]),
            "bound": lambda _: self._made(LoginSettings={"KeyIds": [cloud["key_pair_id"]]}),
            "prepaid": lambda _: self._made(InstanceChargeType="PREPAID", InstanceChargePrepaid={"Period": 1}),
            "data_disk_id": lambda world: self._record(world["running"])["DataDisks"][0]["DiskId"],
            "data_snapshot_id": lambda _: self._snapshot(),
            "hpc_cluster_id": lambda world: self._cluster(world),
            "group_id": lambda world: self._group(world),
            "launch_template_id": lambda world: self._template(world),
            "second_security_group_id": lambda world: self._second_group(world),
            "tomorrow": lambda _: (self.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def send(self, request):
        params = request["parameters"]
        if request.get("wire") == "parameters":
            reply = signers.tencent_older(self.cloud, request["action"], params).json["Response"]
        else:
            reply = self._posted(request["action"], params)
        if "Error" in reply:
            raise Refused(f"{reply['Error']['Code']}: {reply['Error']['Message']}")

    def tidy(self):
        """Deletes the images that were made: ten are the quota."""
        private = {"Filters": [{"Name": "image-type", "Values": ["PRIVATE_IMAGE"]}], "Limit": 100}
        self._control.advance(3600)
        for image in self._done("DescribeImages", private)["ImageSet"]:
            if image["ImageName"].startswith("replay") and image["ImageId"] != self.cloud["own_image_id"]:
                self._posted("DeleteImages", {"ImageIds": [image["ImageId"]], "DeleteBindedSnap": True})

    def _posted(self, action, body, service="cvm"):
        host = self.cloud["url"].removeprefix("http://")
        keys = (self.cloud["secret_id"], self.cloud["secret_key"])
        auth = QCloudRequestsAuth(*keys, host, self.cloud["region"], service, action, "2017-03-12")
        headers = {"content-type": "application/json"}
        reply = requests.post(self.cloud["url"], data=json.dumps(body), headers=headers, auth=auth, timeout=20)
        return reply.json()["Response"]

    def _done(self, action, body, **more):
        reply = self._posted(action, body, **more)
        assert "Error" not in reply, f"{action}: {reply}"
        return reply

    def _made(self, **changes):
        cloud = self.cloud
        order = {
            "Placement": {"Zone": cloud["zone"]},
            "ImageId": cloud["image_id"],
            "InstanceType": cloud["instance_type"],
            "InstanceChargeType": "POSTPAID_BY_HOUR",
            "VirtualPrivateCloud": {"VpcId": cloud["vpc_id"], "SubnetId": cloud["subnet_id"]},
            "SecurityGroupIds": [cloud["security_group_id"]],
            "DataDisks": [{"DiskType": "CLOUD_PREMIUM", "DiskSize": 50}],
            "InternetAccessible": {
                "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR",
                "InternetMaxBandwidthOut": 5,
                "PublicIpAssigned": True,
            },
            "LoginSettings": {"Password": "Replay@Test1"},
            "InstanceName": "replay",
        }
        (made,) = self._done("RunInstances", {**order, **changes})["InstanceIdSet"]
        self._control.advance(300)
        return made

    def _stopped(self, **changes):
        made = self._made(**changes)
        self._done("StopInstances", {"InstanceIds": [made]})
        self._control.advance(300)
        return made

    def _record(self, instance_id):
        return self._done("DescribeInstances", {"InstanceIds": [instance_id]})["InstanceSet"][0]

    def _snapshot(self):
        """The snapshot of a data disk that an image has. Those of system disks belong to another service."""
        made = self._stopped()
        (disk,) = self._record(made)["DataDisks"]
        order = {"InstanceId": made, "ImageName": f"replay-{made}", "DataDiskIds": [disk["DiskId"]]}
        image = self._done("CreateImage", order)["ImageId"]
        self._control.advance(3600)
        (found,) = self._done("DescribeImages", {"ImageIds": [image]})["ImageSet"]
        return next(snapshot["SnapshotId"] for snapshot in found["SnapshotSet"] if snapshot["DiskUsage"] == "DATA_DISK")

    def _cluster(self, world):
        order = {"Zone": self.cloud["zone"], "Name": world["short_name"]}
        return self._done("CreateHpcCluster", order)["HpcClusterSet"][0]["HpcClusterId"]

    def _group(self, world):
        """A placement group; old ones make room, there is a quota."""
        groups = self._done("DescribeDisasterRecoverGroups", {"Limit": 100})["DisasterRecoverGroupSet"]
        for group in groups[5:]:
            self._posted("DeleteDisasterRecoverGroups", {"DisasterRecoverGroupIds": [group["DisasterRecoverGroupId"]]})
        made = self._done("CreateDisasterRecoverGroup", {"Name": world["short_name"], "Type": "HOST"})
        return made["DisasterRecoverGroupId"]

    def _template(self, world):
        template = {
            "LaunchTemplateName": world["short_name"],
            "Placement": {"Zone": self.cloud["zone"]},
            "ImageId": self.cloud["image_id"],
            "InstanceType": self.cloud["instance_type"],
        }
        return self._done("CreateLaunchTemplate", template)["LaunchTemplateId"]

    def _second_group(self, world):
        """Another security group, which the replay's instance is in, too."""
        first = self.cloud["security_group_id"]
        groups = self._done("DescribeSecurityGroups", {}, service="vpc")["SecurityGroupSet"]
        second = next(group["SecurityGroupId"] for group in groups if group["SecurityGroupId"] != first)
        world["running"] = self._made(SecurityGroupIds=[first, second])
        return second


def text(value):
    """As a parameter of a form has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Kingsoft(Client):
    """Signed by `requests-aws4auth` (GET), or in parameters as the console does, by hand."""

    name = "kec"
    versions = {"kec": "2016-03-04", "sks": "2015-11-01"}

    def __init__(self, cloud, control):
        self.cloud, self._control = cloud, control
        self.makers = {
            "running": lambda _: self._made(),
            "stopped": lambda _: self._stopped(),
            "stopped_with_data": lambda _: self._stopped(**{"DataDisk.1.Type": "SSD3.0", "DataDisk.1.Size": 50}),
            "bound": lambda _: self._stopped(InstancePassword=None, **{"KeyId.1": cloud["key_id"]}),
            "guarded": lambda world: self._made(DataGuardId=world["its_guard_id"]),
            "its_guard_id": lambda world: self._guard(world),
            "data_guard_id": lambda world: self._guard(world),
            "data_disk_id": lambda world: self._record(world["stopped_with_data"])["DataDisks"][0]["DiskId"],
            "own_image_id": lambda _: self._own_image(),
            "new_image_id": lambda world: self._new_image(world),
            "model_id": lambda world: self._model(world),
            "free_address": lambda _: self._free_address(),
        }
        self._before = self._instances()

    def tidy(self):
        """Terminates what was made: there is a quota."""
        self._control.advance(600)
        made = sorted(self._instances() - self._before)
        if made:
            ids = {f"InstanceId.{nth}": instance for nth, instance in enumerate(made, 1)}
            self._done("TerminateInstances", {**ids, "ForceDelete": True})
            self._control.advance(600)

    def _instances(self):
        listed = self._done("DescribeInstances", {"MaxResults": 1000, "ProjectId.1": 0, "ProjectId.2": 1001})
        return {found["InstanceId"] for found in listed["InstancesSet"]}

    def send(self, request):
        service, action = request.get("service", "kec"), request["action"]
        params = {name: text(value) for name, value in request["parameters"].items()}
        if request.get("wire") == "parameters":
            reply = signers.ksyun_parameters(
                self.cloud, action, params, url=self._url(service), service=service, version=self.versions[service]
            )
            status, body = reply.status, reply.json
        else:
            status, body = self._got(action, params, service)
        if status != 200:
            raise Refused(f"{body['Error']['Code']}: {body['Error']['Message']}")
        refused = [found for found in body.get("InstancesSet", []) if found.get("Return") is False]
        if refused:
            raise Refused(str(refused))

    def _url(self, service):
        return self.cloud["sks_url"] if service == "sks" else self.cloud["url"]

    def _got(self, action, params, service="kec"):
        auth = AWS4Auth(self.cloud["secret_id"], self.cloud["secret_key"], self.cloud["region"], service)
        asked = {"Action": action, "Version": self.versions[service], **params}
        headers = {"Accept": "application/json"}
        reply = requests.get(f"{self._url(service)}/", params=asked, auth=auth, headers=headers, timeout=20)
        return reply.status_code, reply.json()

    def _done(self, action, params, **more):
        status, body = self._got(action, {name: text(value) for name, value in params.items()}, **more)
        assert status == 200, f"{action}: {body}"
        return body

    def _made(self, **changes):
        cloud = self.cloud
        order = {
            "ImageId": cloud["image_id"],
            "InstanceType": cloud["instance_type"],
            "SystemDisk.DiskType": "SSD3.0",
            "SystemDisk.DiskSize": 20,
            "SubnetId": cloud["subnet_id"],
            "SecurityGroupId.1": cloud["security_group_id"],
            "InstancePassword": "Replay@Test1",
            "InstanceName": "replay",
            "ChargeType": "HourlyInstantSettlement",
            "MaxCount": 1,
            "MinCount": 1,
            **changes,
        }
        made = self._done("RunInstances", {name: value for name, value in order.items() if value is not None})
        self._control.advance(600)
        return made["InstancesSet"][0]["InstanceId"]

    def _stopped(self, **changes):
        made = self._made(**changes)
        self._done("StopInstances", {"InstanceId.1": made})
        self._control.advance(600)
        return made

    def _record(self, instance_id):
        return self._done("DescribeInstances", {"InstanceId.1": instance_id})["InstancesSet"][0]

    def _guard(self, world):
        return self._done("CreateDataGuardGroup", {"DataGuardName": world["plain_name"]})["DataGuardId"]

    def _own_image(self):
        images = self._done("DescribeImages", {})["ImagesSet"]
        return next(image["ImageId"] for image in images if not image["IsPublic"] and image["ImageState"] == "active")

    def _new_image(self, world):
        made = self._done("CreateImage", {"InstanceId": self._stopped(), "Name": world["plain_name"]})
        self._control.advance(7200)
        return made["ImageId"]

    def _model(self, world):
        model = {
            "ModelName": world["plain_name"],
            "ImageId": self.cloud["image_id"],
            "InstanceType": self.cloud["instance_type"],
            "SubnetId": self.cloud["subnet_id"],
            "SecurityGroupId.1": self.cloud["security_group_id"],
            "ChargeType": "HourlyInstantSettlement",
            "PurchaseTime": 0,
            "SystemDisk.DiskType": "SSD3.0",
            "SystemDisk.DiskSize": 20,
            "InstancePassword": "Replay@Test1",
        }
        return self._done("CreateModel", model)["ModelId"]

    def _free_address(self):
        """An address of the subnet that no instance of it has."""
        wanted = {"Filter.1.Name": "subnet-id", "Filter.1.Value.1": self.cloud["subnet_id"], "MaxResults": 1000}
        taken = {found["PrivateIpAddress"] for found in self._done("DescribeInstances", wanted)["InstancesSet"]}
        head = next(iter(taken)).rpartition(".")[0]
        return next(f"{head}.{last}" for last in range(250, 10, -1) if f"{head}.{last}" not in taken)


class JdCloud(Client):
    """Signed by hand with JDCLOUD2-HMAC-SHA256, the colon plain on the wire, as the vendor's Go SDK does."""

    name = "jdcloud"

    def __init__(self, cloud, control):
        self.cloud, self._control = cloud, control
        self._home = f"/v1/regions/{cloud['region']}"
        shanghai = timezone(timedelta(hours=8))
        self.makers = {
            "running": lambda _: self._made(),
            "stopped": lambda _: self._stopped(),
            "bound": lambda _: self._stopped(password=None, keyNames=[cloud["key_pair_id"]]),
            "data_disk_id": lambda world: self._record(world["running"])["dataDisks"][0]["cloudDisk"]["diskId"],
            "free_disk_id": lambda _: cloud["disk_id"],
            "new_key_id": lambda world: self._key(world),
            "tomorrow_local": lambda _: (self.now() + timedelta(days=1)).astimezone(shanghai).strftime("%Y-%m-%d %H:%M:%S"),
        }

    def send(self, request):
        method, path = request["call"].split(" ", 1)
        reply = self._sent(method, path, query=request.get("query", ""), body=request.get("body"))
        if reply.status != 200:
            raise Refused(str(reply.json["error"]))

    def _sent(self, method, path, **more):
        return signers.jdcloud2(self.cloud, method, path, signed_path=path.replace(":", "%3A"), **more)

    def _done(self, method, path, **more):
        reply = self._sent(method, self._home + path, **more)
        assert reply.status == 200, f"{path}: {reply.body}"
        return reply.json.get("result")

    def _made(self, **changes):
        cloud = self.cloud
        disk = {"az": cloud["zone"], "name": "data", "diskType": "ssd.gp1", "diskSizeGB": 20}
        spec = {
            "az": cloud["zone"],
            "instanceType": cloud["instance_type"],
            "imageId": cloud["image_id"],
            "name": "replay",
            "password": "Replay@Test1",
            "primaryNetworkInterface": {
                "networkInterface": {"subnetId": cloud["subnet_id"], "securityGroups": [cloud["security_group_id"]]}
            },
            "dataDisks": [{"diskCategory": "cloud", "autoDelete": True, "cloudDiskSpec": disk}],
            **changes,
        }
        (made,) = self._done("POST", "/instances", body={"instanceSpec": spec, "maxCount": 1})["instanceIds"]
        self._control.advance(600)
        return made

    def _stopped(self, **changes):
        made = self._made(**changes)
        self._done("POST", f"/instances/{made}:stopInstance", body={})
        self._control.advance(600)
        return made

    def _record(self, instance_id):
        return self._done("GET", f"/instances/{instance_id}")["instance"]

    def _key(self, world):
        self._done("POST", "/keypairs", body={"keyName": world["short_name"]})
        return world["short_name"]


class UCloudStack(Client):
    """Signed by `requests-ucloud`, which signs the parameters of an address: every call is a GET."""

    name = "ucloudstack"

    def __init__(self, cloud, control):
        self.cloud, self._control = cloud, control
        self.makers = {
            "running": lambda world: self._made(world),
            "stopped": lambda world: self._stopped(world),
            "stopped_with_gpus": lambda world: self._stopped(world, VMType="ComputeSetGPU"),
        }

    def send(self, request):
        reply = self._got(request["action"], request["parameters"])
        if reply["RetCode"] != 0:
            raise Refused(f"{reply['RetCode']}: {reply['Message']}")

    def _got(self, action, params):
        auth = UCloudAuth(self.cloud["public_key"], self.cloud["private_key"])
        asked = {"Action": action, "Region": self.cloud["region"], **params}
        return requests.get(f"{self.cloud['url']}/", params=asked, auth=auth, timeout=20).json()

    def _done(self, action, params):
        reply = self._got(action, params)
        assert reply["RetCode"] == 0, f"{action}: {reply}"
        return reply

    def _made(self, world, **changes):
        cloud = self.cloud
        order = {
            "ImageID": cloud["image_id"],
            "CPU": 2,
            "Memory": 4096,
            "BootDiskSetType": cloud["storage_type"],
            "VMType": cloud["instance_type"],
            "VPCID": cloud["vpc_id"],
            "SubnetID": cloud["subnet_id"],
            "WANSGID": cloud["security_group_id"],
            "Name": world["name"],
            "Password": "ucloud.cn132",
            "ChargeType": "Month",
            "Quantity": 1,
            **changes,
        }
        made = self._done("CreateVMInstance", order)
        self._control.advance(600)
        return made["VMID"]

    def _stopped(self, world, **changes):
        made = self._made(world, **changes)
        self._done("StopVMInstance", {"VMID": made})
        self._control.advance(600)
        return made


CLIENTS = {"tencent": Tencent, "kingsoft": Kingsoft, "jdcloud": JdCloud, "ucloudstack": UCloudStack}
