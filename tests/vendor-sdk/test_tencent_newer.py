"""What is newer than the document, sent by the vendor's own SDK: every newer parameter of an order, the acts that decide over
money and safety, and the companions. The SDK fills its typed models from every reply; a field they do not know is an error.
"""

import json

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.cvm.v20170312 import models as cvm

from test_tencent import client, client_of, cloud, code_of, instance_id, order, request, wait  # noqa: F401 (fixtures)

pytestmark = pytest.mark.filterwarnings("error:.*fileds are useless.*")


def look(client, instance_id):
    asked = request(cvm.DescribeInstancesRequest, InstanceIds=[instance_id])
    return client.DescribeInstances(asked).InstanceSet[0]


def run(client, cloud, **changes):
    return client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud, **changes)))


def test_an_order_with_everything_that_is_newer(client, cloud, wait):
    cluster = client.CreateHpcCluster(request(cvm.CreateHpcClusterRequest, Zone=cloud["zone"], Name="sdk")).HpcClusterSet[0]
    place = {"VpcId": cloud["vpc_id"], "SubnetId": cloud["subnet_id"], "Ipv6AddressCount": 1}
    line = {"InternetChargeType": "BANDWIDTH_PACKAGE", "InternetMaxBandwidthOut": 5, "PublicIpAssigned": True}
    tag = {"Key": "team", "Value": "sdk"}
    reply = run(
        client,
        cloud,
        InstanceCount=2,
        MinCount=1,
        InstanceName="sdk-{R:3,F:3}",
        HostName="sdk-{R:3}",
        SystemDisk={"DiskType": "CLOUD_BSSD", "DiskSize": 50, "DiskName": "system", "Encrypt": False},
        DataDisks=[{"DiskType": "CLOUD_TSSD", "DiskSize": 500, "DiskName": "data", "Encrypt": True, "KmsKeyId": "kms-1", "ThroughputPerformance": 100}],
        VirtualPrivateCloud=place,
        InternetAccessible={**line, "BandwidthPackageId": "bwp-1", "InternetServiceProvider": "BGP", "IPv4AddressType": "WanIP"},
        LoginSettings={"Password": "Sdk_Test<1234567890>21"},
        EnhancedService={kind: {"Enabled": True} for kind in ("SecurityService", "MonitorService", "AutomationService")},
        TagSpecification=[{"ResourceType": kind, "Tags": [tag]} for kind in ("instance", "volume")],
        CamRoleName="role",
        HpcClusterId=cluster.HpcClusterId,
        DisableApiTermination=True,
        EnableJumboFrame=False,
        CpuTopology={"CoreCount": 1, "ThreadPerCore": 2},
        Metadata={"Items": [{"Key": "k", "Value": "v"}]},
        UserData="dQ==",
    )
    first, second = reply.InstanceIdSet
    wait(first, "RUNNING")
    found = look(client, first)
    assert (found.InstanceName, found.HostName, look(client, second).InstanceName) == ("sdk-003", "sdk-3", "sdk-004")
    assert (found.SystemDisk.DiskName, found.DataDisks[0].DiskName, found.DataDisks[0].ThroughputPerformance) == ("system", "data", 100)
    assert (found.CamRoleName, found.HpcClusterId, found.DisableApiTermination) == ("role", cluster.HpcClusterId, True)
    assert (found.CpuTopology.ThreadPerCore, found.Metadata.Items[0].Value, len(found.IPv6Addresses)) == (2, "v", 1)
    assert (found.InternetAccessible.BandwidthPackageId, [each.Key for each in found.Tags]) == ("bwp-1", ["team"])
    (inside,) = client.DescribeHpcClusters(request(cvm.DescribeHpcClustersRequest, Name="sdk")).HpcClusterSet
    assert sorted(inside.InstanceIds) == sorted([first, second])
    ids = {"InstanceIds": [first, second]}
    terminate = request(cvm.TerminateInstancesRequest, **ids, ReleaseAddress=True, ReleasePrepaidDataDisks=False)
    assert code_of(lambda: client.TerminateInstances(terminate)) == "UnsupportedOperation.InstancesProtected"
    client.ModifyInstancesAttribute(request(cvm.ModifyInstancesAttributeRequest, **ids, DisableApiTermination=False))
    client.TerminateInstances(terminate)
    wait(first, None)
    client.DeleteHpcClusters(request(cvm.DeleteHpcClustersRequest, HpcClusterIds=[cluster.HpcClusterId]))


@pytest.mark.parametrize("changes", [{"HostName": "", "CamRoleName": ""}, {"InstanceType": "S6.MEDIUM4"}, {"InstanceType": "SA3.LARGE8"}])
def test_what_other_clients_leave_empty_is_none_and_todays_types_are_sold(client, cloud, changes):
    assert run(client, cloud, **changes).InstanceIdSet


def test_a_check_answers_with_its_request_id_and_makes_nothing(client, cloud):
    def count():
        return client.DescribeInstances(cvm.DescribeInstancesRequest()).TotalCount

    before = count()
    reply = run(client, cloud, DryRun=True)
    assert reply.RequestId and not reply.InstanceIdSet and count() == before
    assert code_of(lambda: run(client, cloud, DryRun=True, InstanceType="S2.4XLARGE64")) == "ResourcesSoldOut.SpecifiedInstanceType"


def test_stopping_says_whether_it_goes_on_costing(client, wait, instance_id):
    one = {"InstanceIds": [instance_id]}
    client.StopInstances(request(cvm.StopInstancesRequest, **one, StopType="SOFT_FIRST", StoppedMode="STOP_CHARGING"))
    wait(instance_id, "STOPPED")
    found = look(client, instance_id)
    assert (found.StopChargingMode, found.LatestOperation, found.LatestOperationState) == ("STOP_CHARGING", "StopInstances", "SUCCESS")
    assert found.LatestOperationRequestId and found.Uuid


def test_the_last_operation_carries_its_request_id(client, instance_id):
    reply = client.RebootInstances(request(cvm.RebootInstancesRequest, InstanceIds=[instance_id], StopType="HARD"))
    found = look(client, instance_id)
    assert (found.LatestOperation, found.LatestOperationState) == ("RebootInstances", "OPERATING")
    assert found.LatestOperationRequestId == reply.RequestId


@pytest.mark.parametrize("name", ["uuid", "subnet-id", "instance-state", "creation-start-time"])
def test_newer_filters(client, instance_id, name):
    found = look(client, instance_id)
    value = {
        "uuid": found.Uuid,
        "subnet-id": found.VirtualPrivateCloud.SubnetId,
        "instance-state": found.InstanceState,
        "creation-start-time": found.CreatedTime.replace("T", " ").removesuffix("Z"),
    }[name]
    asked = request(cvm.DescribeInstancesRequest, Filters=[{"Name": name, "Values": [value]}], Limit=100)
    assert instance_id in [each.InstanceId for each in client.DescribeInstances(asked).InstanceSet]


def test_a_template_in_versions_is_ordered_from(client, cloud, wait):
    data = order(cloud, InstanceName="of-template", InstanceType="S5.MEDIUM4")
    made = client.CreateLaunchTemplate(request(cvm.CreateLaunchTemplateRequest, **data, LaunchTemplateName="sdk"))
    ids = {"LaunchTemplateId": made.LaunchTemplateId}
    version = request(cvm.CreateLaunchTemplateVersionRequest, **ids, Placement=data["Placement"], InstanceType="S6.LARGE8")
    assert client.CreateLaunchTemplateVersion(version).LaunchTemplateVersionNumber == 2
    asked = request(cvm.DescribeLaunchTemplateVersionsRequest, **ids, LaunchTemplateVersions=[2])
    (shown,) = client.DescribeLaunchTemplateVersions(asked).LaunchTemplateVersionSet
    assert (shown.LaunchTemplateVersionData.InstanceType, shown.IsDefaultVersion) == ("S6.LARGE8", False)
    assert shown.LaunchTemplateVersionData.LoginSettings.Password is None
    (listed,) = client.DescribeLaunchTemplates(request(cvm.DescribeLaunchTemplatesRequest, LaunchTemplateIds=[made.LaunchTemplateId])).LaunchTemplateSet
    assert (listed.LaunchTemplateName, listed.LatestVersionNumber, listed.DefaultVersionNumber) == ("sdk", 2, 1)
    template = {"LaunchTemplate": {**ids, "LaunchTemplateVersion": 2}}
    assert client.InquiryPriceRunInstances(request(cvm.InquiryPriceRunInstancesRequest, **template)).Price.InstancePrice.UnitPrice > 0
    (instance,) = client.RunInstances(request(cvm.RunInstancesRequest, **template)).InstanceIdSet
    wait(instance, "RUNNING")
    found = look(client, instance)
    assert (found.InstanceType, found.InstanceName) == ("S6.LARGE8", "of-template")
    client.ModifyLaunchTemplateDefaultVersion(request(cvm.ModifyLaunchTemplateDefaultVersionRequest, **ids, DefaultVersion=2))
    client.DeleteLaunchTemplateVersions(request(cvm.DeleteLaunchTemplateVersionsRequest, **ids, LaunchTemplateVersions=[1]))
    client.DeleteLaunchTemplate(request(cvm.DeleteLaunchTemplateRequest, **ids))
    assert code_of(lambda: client.DeleteLaunchTemplate(request(cvm.DeleteLaunchTemplateRequest, **ids))) == (
        "InvalidParameterValue.LaunchTemplateIdNotExisted"
    )


def test_a_disk_grows_online_and_what_is_prepaid_is_paid_by_the_hour(client, cloud, wait):
    prepaid = {"InstanceChargeType": "PREPAID", "InstanceChargePrepaid": {"Period": 60}}
    (made,) = run(client, cloud, **prepaid).InstanceIdSet
    wait(made, "RUNNING")
    growth = {"InstanceId": made, "SystemDisk": {"DiskSize": 100}, "ResizeOnline": True}
    asked = request(cvm.InquiryPriceResizeInstanceDisksRequest, **growth)
    assert client.InquiryPriceResizeInstanceDisks(asked).Price.InstancePrice.DiscountPrice > 0
    client.ResizeInstanceDisks(request(cvm.ResizeInstanceDisksRequest, **growth))
    one = {"InstanceIds": [made]}
    (refund,) = client.InquiryPriceTerminateInstances(request(cvm.InquiryPriceTerminateInstancesRequest, **one)).InstanceRefundsSet
    assert refund.Refunds > 0
    hourly = {**one, "InstanceChargeType": "POSTPAID_BY_HOUR", "ModifyPortableDataDisk": False}
    asked = request(cvm.InquiryPriceModifyInstancesChargeTypeRequest, **hourly)
    assert client.InquiryPriceModifyInstancesChargeType(asked).Price.InstancePrice.ChargeUnit == "HOUR"
    client.ModifyInstancesChargeType(request(cvm.ModifyInstancesChargeTypeRequest, **hourly))
    found = look(client, made)
    assert (found.SystemDisk.DiskSize, found.InstanceChargeType, found.InstanceState) == (100, "POSTPAID_BY_HOUR", "RUNNING")


def test_attributes_groups_and_timers_of_an_instance(client, cloud, wait, instance_id):
    one = {"InstanceIds": [instance_id]}
    change = {"HostName": "sdk-host", "AutoReboot": False, "UserData": "dQ==", "CamRoleName": "role", "CamRoleType": "user"}
    client.ModifyInstancesAttribute(request(cvm.ModifyInstancesAttributeRequest, **one, **change))
    found = look(client, instance_id)
    assert (found.HostName, found.CamRoleName, found.InstanceState) == ("sdk-host", "role", "RUNNING")
    asked = request(cvm.DescribeInstancesAttributesRequest, **one, Attributes=["UserData"])
    assert client.DescribeInstancesAttributes(asked).InstanceSet[0].Attributes.UserData == "dQ=="
    group = {"SecurityGroupIds": [cloud["security_group_id"]]}
    client.DisassociateSecurityGroups(request(cvm.DisassociateSecurityGroupsRequest, **one, **group))
    assert not look(client, instance_id).SecurityGroupIds
    client.AssociateSecurityGroups(request(cvm.AssociateSecurityGroupsRequest, **one, **group))
    assert look(client, instance_id).SecurityGroupIds == group["SecurityGroupIds"]
    timer = {"TimerAction": "TerminateInstances", "ActionTime": "2099-05-29T11:26:40Z"}
    (made,) = client.ImportInstancesActionTimer(request(cvm.ImportInstancesActionTimerRequest, **one, ActionTimer=timer)).ActionTimerIds
    asked = request(cvm.DescribeInstancesActionTimerRequest, **one)
    assert [each.ActionTimerId for each in client.DescribeInstancesActionTimer(asked).ActionTimers] == [made]
    client.DeleteInstancesActionTimer(request(cvm.DeleteInstancesActionTimerRequest, ActionTimerIds=[made]))
    types = client.DescribeInstancesModification(request(cvm.DescribeInstancesModificationRequest, **one))
    assert types.InstanceTypeConfigStatusSet[0].InstanceTypeConfig.InstanceFamily == "S2"
    asked = request(cvm.DescribeInstancesOperationLimitRequest, **one, Operation="INSTANCE_DEGRADE")
    assert client.DescribeInstancesOperationLimit(asked).InstanceOperationLimitSet[0].InstanceId == instance_id
    placed = client.CreateDisasterRecoverGroup(
        request(cvm.CreateDisasterRecoverGroupRequest, Name="sdk newer", Type="HOST", Affinity=2, Strategy="SPREAD")
    ).DisasterRecoverGroupId
    client.ModifyInstancesDisasterRecoverGroup(
        request(cvm.ModifyInstancesDisasterRecoverGroupRequest, **one, DisasterRecoverGroupId=placed, Force=False)
    )
    assert look(client, instance_id).DisasterRecoverGroupId == placed
    out = request(cvm.DeleteInstancesDisasterRecoverGroupsRequest, **one, DisasterRecoverGroupIds=[placed])
    client.DeleteInstancesDisasterRecoverGroups(out)
    client.DeleteDisasterRecoverGroups(request(cvm.DeleteDisasterRecoverGroupsRequest, DisasterRecoverGroupIds=[placed]))


def test_reads_of_the_account(client, cloud):
    quota = client.DescribeAccountQuota(cvm.DescribeAccountQuotaRequest()).AccountQuotaOverview
    assert quota.Region == cloud["region"] and quota.AccountQuota.PostPaidQuotaSet and quota.AccountQuota.ImageQuotaSet
    tasks = client.DescribeTaskInfo(request(cvm.DescribeTaskInfoRequest, Limit=20, Offset=0))
    assert [task.Alias for task in tasks.RepairTaskInfoSet] == ["db-master"]


def test_an_image_of_a_family_is_copied_and_exported(client, cloud, control, wait, instance_id):
    client.StopInstances(request(cvm.StopInstancesRequest, InstanceIds=[instance_id]))
    wait(instance_id, "STOPPED")
    disks = [disk.DiskId for disk in look(client, instance_id).DataDisks]
    tags = [{"ResourceType": "image", "Tags": [{"Key": "team", "Value": "sdk"}]}]
    members = {"InstanceId": instance_id, "ImageName": "sdk family", "DataDiskIds": disks, "ImageFamily": "sdk", "TagSpecification": tags}
    checked = request(cvm.CreateImageRequest, **members, DryRun=True)
    assert code_of(lambda: client.CreateImage(checked)) == "DryRunOperation"
    made = client.CreateImage(request(cvm.CreateImageRequest, **members, ForcePoweroff="false", Sysprep="False")).ImageId
    control.advance(20)
    found = client.DescribeImageFromFamily(request(cvm.DescribeImageFromFamilyRequest, ImageFamily="sdk")).Image
    assert (found.ImageId, [each.DiskUsage for each in found.SnapshotSet]) == (made, ["DATA_DISK"])
    copy = request(
        cvm.SyncImagesRequest, ImageIds=[made], DestinationRegions=["ap-beijing"], ImageName="sdk copy", ImageSetRequired=True
    )
    (there,) = client.SyncImages(copy).ImageSet
    asked = request(cvm.DescribeImagesRequest, ImageIds=[there.ImageId])
    assert client_of(cloud, region="ap-beijing").DescribeImages(asked).ImageSet[0].ImageName == "sdk copy"
    exported = client.ExportImages(request(cvm.ExportImagesRequest, BucketName="b-1", ImageIds=[made], ExportFormat="VHD"))
    assert exported.TaskId and exported.CosPaths[0].endswith(".vhd")
    client.ModifyImageAttribute(request(cvm.ModifyImageAttributeRequest, ImageId=made, ImageFamily="other", ImageDeprecated=True))
    client.DeleteImages(request(cvm.DeleteImagesRequest, ImageIds=[made], DeleteBindedSnap=True))


def test_an_image_is_made_of_a_running_instance(client, control, instance_id, wait):
    made = client.CreateImage(request(cvm.CreateImageRequest, InstanceId=instance_id, ImageName="sdk running")).ImageId
    assert look(client, instance_id).InstanceState == "RUNNING"
    control.advance(20)
    client.DeleteImages(request(cvm.DeleteImagesRequest, ImageIds=[made]))


def test_local_disks_become_cloud_disks(client, cloud, wait):
    local = {"SystemDisk": {"DiskType": "LOCAL_BASIC", "DiskSize": 50}, "DataDisks": [{"DiskType": "LOCAL_SSD", "DiskSize": 100}]}
    (made,) = run(client, cloud, **local).InstanceIdSet
    wait(made, "RUNNING")
    turned = {"SystemDisk": {"DiskType": "CLOUD_SSD"}, "DataDisks": [{"DiskType": "CLOUD_PREMIUM"}]}
    asked = request(cvm.ModifyInstanceDiskTypeRequest, InstanceId=made, **turned)
    assert code_of(lambda: client.ModifyInstanceDiskType(asked)) == "UnsupportedOperation.InstanceStateRunning"
    client.StopInstances(request(cvm.StopInstancesRequest, InstanceIds=[made]))
    wait(made, "STOPPED")
    client.ModifyInstanceDiskType(asked)
    found = look(client, made)
    assert (found.SystemDisk.DiskType, found.DataDisks[0].DiskType) == ("CLOUD_SSD", "CLOUD_PREMIUM")
    client.TerminateInstances(request(cvm.TerminateInstancesRequest, InstanceIds=[made]))


def test_key_pairs_without_a_project(client):
    tags = [{"ResourceType": "keypair", "Tags": [{"Key": "team", "Value": "sdk"}]}]
    made = client.CreateKeyPair(request(cvm.CreateKeyPairRequest, KeyName="sdk_newer", TagSpecification=tags)).KeyPair
    assert (made.ProjectId, made.CreatedTime[-1:]) == (0, "Z")
    client.DeleteKeyPairs(request(cvm.DeleteKeyPairsRequest, KeyIds=[made.KeyId]))


def test_hosts_are_tagged_moved_and_their_renewal_is_priced(client, cloud):
    tags = [{"ResourceType": "host", "Tags": [{"Key": "team", "Value": "sdk"}]}]
    bought = request(cvm.AllocateHostsRequest, Placement={"Zone": cloud["zone"]}, HostChargePrepaid={"Period": 1}, TagSpecification=tags)
    made = client.AllocateHosts(bought).HostIdSet
    client.ModifyHostsAttribute(request(cvm.ModifyHostsAttributeRequest, HostIds=made, ProjectId=1045))
    asked = request(cvm.DescribeHostsRequest, Filters=[{"Name": "tag:team", "Values": ["sdk"]}])
    (host,) = client.DescribeHosts(asked).HostSet
    assert (host.HostId, host.Placement.ProjectId, host.Tags[0].Key) == (made[0], 1045, "team")
    asked = request(cvm.InquiryPriceRenewHostsRequest, HostIds=made, HostChargePrepaid={"Period": 1})
    assert client.InquiryPriceRenewHosts(asked).Price.HostPrice.DiscountPrice > 0


def test_the_list_of_regions_minds_no_region(cloud):
    assert client_of(cloud, region="null").DescribeRegions(cvm.DescribeRegionsRequest()).TotalCount > 0
    with pytest.raises(TencentCloudSDKException):
        client_of(cloud, region="null").DescribeZones(cvm.DescribeZonesRequest())


def test_a_json_body_may_hold_truth_in_any_case(client, instance_id, wait):
    """`ForcePoweroff` is a text; another client writes it as its language does."""
    body = {"InstanceId": instance_id, "ImageName": "sdk truth", "ForcePoweroff": "True"}
    assert json.dumps(client.call_json("CreateImage", body)).count("img-") == 1
