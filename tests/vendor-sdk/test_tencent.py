"""The vendor's own SDKs (cvm and vpc) against the sandbox: they must not be able to tell the difference.

A field the typed models do not know makes the SDK warn; warnings are errors here.
"""

import json

import pytest
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.cvm.v20170312 import cvm_client
from tencentcloud.cvm.v20170312 import models as cvm
from tencentcloud.vpc.v20170312 import models as vpc
from tencentcloud.vpc.v20170312 import vpc_client

pytestmark = pytest.mark.filterwarnings("error:.*fileds are useless.*")


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox["tencent"]


def profile_of(cloud, sign="TC3-HMAC-SHA256", method="POST"):
    endpoint = cloud["url"].removeprefix("http://")
    http = HttpProfile(protocol="http", endpoint=endpoint, reqMethod=method, reqTimeout=20)
    return ClientProfile(signMethod=sign, httpProfile=http)


def client_of(cloud, secret_key=None, secret_id=None, region=None, **profile):
    keys = credential.Credential(secret_id or cloud["secret_id"], secret_key or cloud["secret_key"])
    return cvm_client.CvmClient(keys, region or cloud["region"], profile_of(cloud, **profile))


@pytest.fixture(scope="module")
def client(cloud):
    return client_of(cloud)


@pytest.fixture(scope="module")
def network(cloud):
    keys = credential.Credential(cloud["secret_id"], cloud["secret_key"])
    return vpc_client.VpcClient(keys, cloud["region"], profile_of(cloud))


def request(kind, **members):
    """A typed request from plain members."""
    made = kind()
    made.from_json_string(json.dumps(members))
    return made


def order(cloud, **changes):
    members = {
        "Placement": {"Zone": cloud["zone"]},
        "ImageId": cloud["image_id"],
        "InstanceType": cloud["instance_type"],
        "SystemDisk": {"DiskType": "CLOUD_PREMIUM", "DiskSize": 50},
        "DataDisks": [{"DiskType": "CLOUD_SSD", "DiskSize": 100}],
        "VirtualPrivateCloud": {"VpcId": cloud["vpc_id"], "SubnetId": cloud["subnet_id"]},
        "SecurityGroupIds": [cloud["security_group_id"]],
        "InternetAccessible": {
            "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR",
            "InternetMaxBandwidthOut": 5,
            "PublicIpAssigned": True,
        },
        "LoginSettings": {"Password": "Sdk@Test1234"},
        "InstanceName": "sdk",
    }
    return {**members, **changes}


def state_of(client, instance_id):
    reply = client.DescribeInstancesStatus(request(cvm.DescribeInstancesStatusRequest, InstanceIds=[instance_id]))
    return reply.InstanceStatusSet[0].InstanceState if reply.InstanceStatusSet else None


def code_of(call):
    with pytest.raises(TencentCloudSDKException) as raised:
        call()
    assert raised.value.requestId, "every answer has a request id"
    return raised.value.code


@pytest.fixture()
def wait(client, control):
    """Turns the world's clock until the instance is in the state; returns the states on the way."""

    def until(instance_id, wanted):
        seen = []
        for _ in range(30):
            state = state_of(client, instance_id)
            seen.append(state)
            if state == wanted:
                return seen
            control.advance(1)
        raise AssertionError(f"{wanted} was not reached: {seen}")

    return until


@pytest.fixture()
def instance_id(client, cloud, wait):
    reply = client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud)))
    (made,) = reply.InstanceIdSet
    wait(made, "RUNNING")
    return made


@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_signature_and_method_is_accepted(cloud, sign, method):
    client = client_of(cloud, sign=sign, method=method)
    reply = client.DescribeInstances(
        request(
            cvm.DescribeInstancesRequest,
            Filters=[{"Name": "zone", "Values": [cloud["zone"]]}, {"Name": "instance-name", "Values": ["web-01", "~ +=&/%*"]}],
            Offset=0,
            Limit=20,
        )
    )
    assert [found.InstanceName for found in reply.InstanceSet] == ["web-01"]
    assert reply.RequestId


def test_a_list_of_instances_fills_the_typed_model(client, cloud):
    reply = client.DescribeInstances(request(cvm.DescribeInstancesRequest, Limit=100))
    assert reply.TotalCount >= 5
    web = next(found for found in reply.InstanceSet if found.InstanceName == "web-01")
    assert (web.InstanceState, web.InstanceChargeType) == ("RUNNING", "PREPAID")
    assert (web.CPU, web.Memory, web.Placement.Zone) == (2, 4, cloud["zone"])
    assert web.ExpiredTime.endswith("Z") and web.PublicIpAddresses and web.SystemDisk.DiskId.startswith("disk-")
    gpu = next(found for found in reply.InstanceSet if found.InstanceName == "train-gpu")
    assert (gpu.GPUInfo.GPUCount, gpu.ExpiredTime) == (1, None)


def test_pages_add_up_to_the_whole(client):
    whole = client.DescribeInstances(request(cvm.DescribeInstancesRequest, Limit=100))
    pages = []
    while len(pages) < whole.TotalCount:
        page = client.DescribeInstances(request(cvm.DescribeInstancesRequest, Offset=len(pages), Limit=2)).InstanceSet
        assert page
        pages += page
    assert [found.InstanceId for found in pages] == [found.InstanceId for found in whole.InstanceSet]


def test_regions_zones_and_types(client, cloud):
    regions = client.DescribeRegions(cvm.DescribeRegionsRequest())
    assert cloud["region"] in [found.Region for found in regions.RegionSet]
    zones = client.DescribeZones(cvm.DescribeZonesRequest())
    assert cloud["zone"] in [found.Zone for found in zones.ZoneSet if found.ZoneState == "AVAILABLE"]
    families = client.DescribeInstanceFamilyConfigs(cvm.DescribeInstanceFamilyConfigsRequest())
    assert "S2" in [found.InstanceFamily for found in families.InstanceFamilyConfigSet]
    here = {"Filters": [{"Name": "zone", "Values": [cloud["zone"]]}]}
    types = client.DescribeInstanceTypeConfigs(request(cvm.DescribeInstanceTypeConfigsRequest, **here))
    assert cloud["instance_type"] in [found.InstanceType for found in types.InstanceTypeConfigSet]
    sale = client.DescribeZoneInstanceConfigInfos(request(cvm.DescribeZoneInstanceConfigInfosRequest, **here))
    statuses = {found.InstanceType: found.Status for found in sale.InstanceTypeQuotaSet}
    assert statuses[cloud["instance_type"]] == "SELL" and "SOLD_OUT" in statuses.values()
    assert all(found.Price.UnitPrice or found.Price.OriginalPrice for found in sale.InstanceTypeQuotaSet)


def test_networks(network, cloud):
    vpcs = network.DescribeVpcs(request(vpc.DescribeVpcsRequest, Offset="0", Limit="20"))
    assert cloud["vpc_id"] in [found.VpcId for found in vpcs.VpcSet]
    subnets = network.DescribeSubnets(
        request(
            vpc.DescribeSubnetsRequest,
            Filters=[{"Name": "vpc-id", "Values": [cloud["vpc_id"]]}, {"Name": "zone", "Values": [cloud["zone"]]}],
        )
    )
    (subnet,) = subnets.SubnetSet
    assert (subnet.SubnetId, subnet.Zone) == (cloud["subnet_id"], cloud["zone"])
    assert subnet.AvailableIpAddressCount > 0
    groups = network.DescribeSecurityGroups(request(vpc.DescribeSecurityGroupsRequest, Limit="100"))
    assert cloud["security_group_id"] in [found.SecurityGroupId for found in groups.SecurityGroupSet]


def test_a_signature_of_another_service_is_refused(cloud):
    keys = credential.Credential(cloud["secret_id"], cloud["secret_key"])
    client = cvm_client.CvmClient(keys, cloud["region"], profile_of(cloud))
    assert code_of(lambda: client.call_json("DescribeVpcs", {})) == "AuthFailure.SignatureFailure"


def test_prices_by_the_hour_for_a_period_and_for_spot(client, cloud):
    def price(**changes):
        asked = order(cloud, **changes)
        for name in ("LoginSettings", "SecurityGroupIds", "InstanceName"):
            asked.pop(name)
        del asked["InternetAccessible"]["PublicIpAssigned"]
        return client.InquiryPriceRunInstances(request(cvm.InquiryPriceRunInstancesRequest, **asked)).Price

    hourly = price()
    assert (hourly.InstancePrice.ChargeUnit, hourly.BandwidthPrice.ChargeUnit) == ("HOUR", "GB")
    assert 0 < hourly.InstancePrice.UnitPriceDiscount < hourly.InstancePrice.UnitPrice
    monthly = price(InstanceChargeType="PREPAID", InstanceChargePrepaid={"Period": 1}).InstancePrice
    assert 0 < monthly.DiscountPrice < monthly.OriginalPrice
    yearly = price(InstanceChargeType="PREPAID", InstanceChargePrepaid={"Period": 12}).InstancePrice
    assert yearly.OriginalPrice == pytest.approx(monthly.OriginalPrice * 10)
    spot = price(
        InstanceChargeType="SPOTPAID",
        InstanceMarketOptions={"MarketType": "spot", "SpotOptions": {"MaxPrice": "100", "SpotInstanceType": "one-time"}},
    ).InstancePrice
    assert spot.UnitPriceDiscount < hourly.InstancePrice.UnitPriceDiscount


def test_an_instance_from_creation_to_removal(client, cloud, wait, instance_id):
    found = client.DescribeInstances(request(cvm.DescribeInstancesRequest, InstanceIds=[instance_id])).InstanceSet[0]
    assert (found.InstanceName, found.ImageId, found.InstanceType) == ("sdk", cloud["image_id"], cloud["instance_type"])
    assert found.VirtualPrivateCloud.SubnetId == cloud["subnet_id"] and found.PrivateIpAddresses and found.PublicIpAddresses
    assert [(disk.DiskType, disk.DiskSize) for disk in found.DataDisks] == [("CLOUD_SSD", 100)]
    client.StopInstances(request(cvm.StopInstancesRequest, InstanceIds=[instance_id], StopType="SOFT"))
    assert wait(instance_id, "STOPPED")[0] == "STOPPING"
    client.StartInstances(request(cvm.StartInstancesRequest, InstanceIds=[instance_id]))
    assert wait(instance_id, "RUNNING")[0] == "STARTING"
    client.RebootInstances(request(cvm.RebootInstancesRequest, InstanceIds=[instance_id]))
    assert wait(instance_id, "RUNNING")[0] == "REBOOTING"
    client.TerminateInstances(request(cvm.TerminateInstancesRequest, InstanceIds=[instance_id]))
    assert wait(instance_id, None)[0] == "TERMINATING"


def test_a_new_instance_is_pending_first(client, cloud, wait):
    reply = client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud, InstanceCount=2, InstanceName="sdk-{R:7}")))
    assert len(reply.InstanceIdSet) == 2
    assert wait(reply.InstanceIdSet[0], "RUNNING")[0] == "PENDING"
    made = client.DescribeInstances(request(cvm.DescribeInstancesRequest, InstanceIds=reply.InstanceIdSet)).InstanceSet
    assert [found.InstanceName for found in made] == ["sdk-7", "sdk-8"]


def test_a_token_is_honoured(client, cloud):
    token = "sdk-token-1"
    first = client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud, ClientToken=token))).InstanceIdSet
    again = client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud, ClientToken=token))).InstanceIdSet
    assert first == again


def test_an_image_is_made_shared_read_back_and_removed(client, control, wait, instance_id):
    client.StopInstances(request(cvm.StopInstancesRequest, InstanceIds=[instance_id]))
    wait(instance_id, "STOPPED")
    made = client.CreateImage(request(cvm.CreateImageRequest, InstanceId=instance_id, ImageName="sdk image", ImageDescription="words"))
    ids = {"ImageIds": [made.ImageId]}
    image = client.DescribeImages(request(cvm.DescribeImagesRequest, **ids)).ImageSet[0]
    assert (image.ImageState, image.ImageType, image.ImageName) == ("CREATING", "PRIVATE_IMAGE", "sdk image")
    control.advance(20)
    assert client.DescribeImages(request(cvm.DescribeImagesRequest, **ids)).ImageSet[0].ImageState == "NORMAL"

    def share(accounts, permission):
        members = {"ImageId": made.ImageId, "AccountIds": accounts, "Permission": permission}
        client.ModifyImageSharePermission(request(cvm.ModifyImageSharePermissionRequest, **members))

    def shares():
        asked = request(cvm.DescribeImageSharePermissionRequest, ImageId=made.ImageId)
        return client.DescribeImageSharePermission(asked).SharePermissionSet

    assert shares() == []
    share(["100000000002", "100000000003"], "SHARE")
    assert [found.AccountId for found in shares()] == ["100000000002", "100000000003"]
    assert all(found.CreatedTime.endswith("Z") for found in shares())
    assert code_of(lambda: client.DeleteImages(request(cvm.DeleteImagesRequest, **ids))) == "InvalidImageId.InShared"
    share(["100000000002", "100000000003"], "CANCEL")
    assert shares() == []
    client.DeleteImages(request(cvm.DeleteImagesRequest, **ids))
    assert client.DescribeImages(request(cvm.DescribeImagesRequest, **ids)).TotalCount == 0


@pytest.mark.parametrize("kind", ["PUBLIC_IMAGE", "PRIVATE_IMAGE", "SHARED_IMAGE"])
def test_images_by_kind(client, kind):
    asked = request(cvm.DescribeImagesRequest, Filters=[{"Name": "image-type", "Values": [kind]}])
    found = client.DescribeImages(asked).ImageSet
    assert found and {image.ImageType for image in found} == {kind}


def test_key_pairs(client):
    made = client.CreateKeyPair(request(cvm.CreateKeyPairRequest, KeyName="sdk_key", ProjectId=0)).KeyPair
    assert made.PrivateKey and made.PublicKey.startswith("ssh-rsa ")
    listed = client.DescribeKeyPairs(request(cvm.DescribeKeyPairsRequest, KeyIds=[made.KeyId])).KeyPairSet
    assert [(pair.KeyName, pair.PrivateKey) for pair in listed] == [("sdk_key", None)]
    client.ModifyKeyPairAttribute(request(cvm.ModifyKeyPairAttributeRequest, KeyId=made.KeyId, KeyName="sdk_key_2"))
    client.DeleteKeyPairs(request(cvm.DeleteKeyPairsRequest, KeyIds=[made.KeyId]))
    assert client.DescribeKeyPairs(request(cvm.DescribeKeyPairsRequest, KeyIds=[made.KeyId])).TotalCount == 0
    imported = client.ImportKeyPair(request(cvm.ImportKeyPairRequest, KeyName="sdk_key_3", ProjectId=0, PublicKey=made.PublicKey))
    assert imported.KeyId.startswith("skey-")


def test_a_key_pair_is_bound_and_released(client, wait, instance_id):
    key_id = client.CreateKeyPair(request(cvm.CreateKeyPairRequest, KeyName="sdk_bound", ProjectId=0)).KeyPair.KeyId
    both = {"InstanceIds": [instance_id], "KeyIds": [key_id]}
    client.StopInstances(request(cvm.StopInstancesRequest, InstanceIds=[instance_id]))
    wait(instance_id, "STOPPED")

    def bound():
        return client.DescribeKeyPairs(request(cvm.DescribeKeyPairsRequest, KeyIds=[key_id])).KeyPairSet[0].AssociatedInstanceIds

    client.AssociateInstancesKeyPairs(request(cvm.AssociateInstancesKeyPairsRequest, **both))
    assert bound() == [instance_id]
    deleted = request(cvm.DeleteKeyPairsRequest, KeyIds=[key_id])
    assert code_of(lambda: client.DeleteKeyPairs(deleted)) == "InvalidParameterValue"
    client.DisassociateInstancesKeyPairs(request(cvm.DisassociateInstancesKeyPairsRequest, **both))
    assert not bound()
    client.DeleteKeyPairs(deleted)
    assert code_of(lambda: client.DeleteKeyPairs(deleted)) == "InvalidKeyPairId.NotFound"


def test_an_image_is_renamed_copied_to_a_region_and_one_is_imported(client, cloud, control, wait, instance_id):
    assert client.DescribeImageQuota(cvm.DescribeImageQuotaRequest()).ImageNumQuota == 10
    systems = client.DescribeImportImageOs(cvm.DescribeImportImageOsRequest())
    assert "CentOS" in systems.ImportImageOsListSupported.Linux
    client.StopInstances(request(cvm.StopInstancesRequest, InstanceIds=[instance_id]))
    wait(instance_id, "STOPPED")
    made = client.CreateImage(request(cvm.CreateImageRequest, InstanceId=instance_id, ImageName="sdk copied")).ImageId
    control.advance(20)
    client.ModifyImageAttribute(request(cvm.ModifyImageAttributeRequest, ImageId=made, ImageName="sdk renamed"))
    client.SyncImages(request(cvm.SyncImagesRequest, ImageIds=[made], DestinationRegions=["ap-shanghai"]))
    named = request(cvm.DescribeImagesRequest, Filters=[{"Name": "image-name", "Values": ["sdk renamed"]}])
    (here,) = client.DescribeImages(named).ImageSet
    (there,) = client_of(cloud, region="ap-shanghai").DescribeImages(named).ImageSet
    assert (here.ImageId, there.ImageState) == (made, "SYNCING")
    client.ImportImage(
        request(
            cvm.ImportImageRequest,
            OsType="CentOS",
            OsVersion="7",
            ImageName="sdk imported",
            Architecture="x86_64",
            ImageUrl="http://example-1250000000.cos.ap-guangzhou.myqcloud.com/sample.vmdk",
        )
    )
    control.advance(20)
    named = request(cvm.DescribeImagesRequest, Filters=[{"Name": "image-name", "Values": ["sdk imported"]}])
    (imported,) = client.DescribeImages(named).ImageSet
    assert (imported.ImageState, imported.ImageSource) == ("NORMAL", "EXTERNAL_IMPORT")
    client.DeleteImages(request(cvm.DeleteImagesRequest, ImageIds=[made, imported.ImageId]))


def test_what_else_becomes_of_an_instance(client, cloud, wait, instance_id):
    one = {"InstanceIds": [instance_id]}
    shown = client.DescribeInstanceVncUrl(request(cvm.DescribeInstanceVncUrlRequest, InstanceId=instance_id))
    assert shown.InstanceVncUrl
    client.ModifyInstancesProject(request(cvm.ModifyInstancesProjectRequest, **one, ProjectId=1045))
    asked = request(cvm.DescribeInstancesRequest, Filters=[{"Name": "project-id", "Values": ["1045"]}])
    assert [found.InstanceId for found in client.DescribeInstances(asked).InstanceSet] == [instance_id]
    password = {**one, "Password": "Sdk@Test5678"}
    refused = request(cvm.ResetInstancesPasswordRequest, **password)
    assert code_of(lambda: client.ResetInstancesPassword(refused)) == "UnsupportedOperation.InstanceStateRunning"
    client.ResetInstancesPassword(request(cvm.ResetInstancesPasswordRequest, **password, ForceStop=True))
    wait(instance_id, "RUNNING")
    place = {"VpcId": cloud["vpc_id"], "SubnetId": cloud["subnet_id"]}
    client.ModifyInstancesVpcAttribute(request(cvm.ModifyInstancesVpcAttributeRequest, **one, VirtualPrivateCloud=place))
    wait(instance_id, "RUNNING")
    larger = {"InstanceId": instance_id, "SystemDisk": {"DiskSize": 80}}
    asked = request(cvm.InquiryPriceResetInstanceRequest, **larger)
    assert client.InquiryPriceResetInstance(asked).Price.InstancePrice
    login = {"LoginSettings": {"Password": "Sdk@Test1234"}}
    client.ResetInstance(request(cvm.ResetInstanceRequest, **larger, **login))
    wait(instance_id, "RUNNING")
    found = client.DescribeInstances(request(cvm.DescribeInstancesRequest, **one)).InstanceSet[0]
    assert (found.SystemDisk.DiskSize, found.Placement.ProjectId) == (80, 1045)


def test_a_line_is_widened_and_priced(client, cloud, wait):
    kinds = client.DescribeInternetChargeTypeConfigs(cvm.DescribeInternetChargeTypeConfigsRequest())
    assert "BANDWIDTH_PREPAID" in [found.InternetChargeType for found in kinds.InternetChargeTypeConfigSet]
    line = {"InternetChargeType": "BANDWIDTH_PREPAID", "InternetMaxBandwidthOut": 5, "PublicIpAssigned": True}
    prepaid = order(cloud, InstanceChargeType="PREPAID", InstanceChargePrepaid={"Period": 1}, InternetAccessible=line)
    (made,) = client.RunInstances(request(cvm.RunInstancesRequest, **prepaid)).InstanceIdSet
    wait(made, "RUNNING")
    asked = request(cvm.DescribeInstanceInternetBandwidthConfigsRequest, InstanceId=made)

    def bandwidth():
        (config,) = client.DescribeInstanceInternetBandwidthConfigs(asked).InternetBandwidthConfigSet
        return config.InternetAccessible.InternetMaxBandwidthOut, config.StartTime, config.EndTime

    width, start, end = bandwidth()
    assert width == 5
    wider = {
        "InstanceIds": [made],
        "InternetAccessible": {"InternetMaxBandwidthOut": 20},
        "StartTime": start[:10],
        "EndTime": end[:10],
    }
    price = client.InquiryPriceResetInstancesInternetMaxBandwidth(
        request(cvm.InquiryPriceResetInstancesInternetMaxBandwidthRequest, **wider)
    ).Price
    assert price.BandwidthPrice.DiscountPrice > 0
    client.ResetInstancesInternetMaxBandwidth(request(cvm.ResetInstancesInternetMaxBandwidthRequest, **wider))
    found = client.DescribeInstances(request(cvm.DescribeInstancesRequest, InstanceIds=[made])).InstanceSet[0]
    assert found.InternetAccessible.InternetMaxBandwidthOut == 20
    flag = {"InstanceIds": [made], "RenewFlag": "NOTIFY_AND_AUTO_RENEW"}
    client.ModifyInstancesRenewFlag(request(cvm.ModifyInstancesRenewFlagRequest, **flag))
    found = client.DescribeInstances(request(cvm.DescribeInstancesRequest, InstanceIds=[made])).InstanceSet[0]
    assert found.RenewFlag == "NOTIFY_AND_AUTO_RENEW"


def test_a_placement_group_from_creation_to_removal(client, cloud, wait):
    def quota():
        return client.DescribeDisasterRecoverGroupQuota(cvm.DescribeDisasterRecoverGroupQuotaRequest())

    before = quota().CurrentNum
    group = client.CreateDisasterRecoverGroup(request(cvm.CreateDisasterRecoverGroupRequest, Name="sdk", Type="RACK"))
    assert (group.Name, group.CurrentNum, quota().CurrentNum) == ("sdk", 0, before + 1)
    named = {"DisasterRecoverGroupId": group.DisasterRecoverGroupId, "Name": "sdk-renamed"}
    client.ModifyDisasterRecoverGroupAttribute(request(cvm.ModifyDisasterRecoverGroupAttributeRequest, **named))
    ids = {"DisasterRecoverGroupIds": [group.DisasterRecoverGroupId]}
    (member,) = client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud, **ids))).InstanceIdSet
    wait(member, "RUNNING")
    (found,) = client.DescribeDisasterRecoverGroups(
        request(cvm.DescribeDisasterRecoverGroupsRequest, **ids)
    ).DisasterRecoverGroupSet
    assert (found.Name, found.CurrentNum, found.InstanceIds) == ("sdk-renamed", 1, [member])
    deleted = request(cvm.DeleteDisasterRecoverGroupsRequest, **ids)
    assert code_of(lambda: client.DeleteDisasterRecoverGroups(deleted)) == "FailedOperation.PlacementSetNotEmpty"
    client.TerminateInstances(request(cvm.TerminateInstancesRequest, InstanceIds=[member]))
    wait(member, None)
    client.DeleteDisasterRecoverGroups(deleted)
    assert quota().CurrentNum == before
    assert code_of(lambda: client.DeleteDisasterRecoverGroups(deleted)) == "ResourceNotFound.InvalidPlacementSet"


def test_a_host_is_bought_named_filled_and_renewed(client, cloud):
    members = {"HostChargeType": "PREPAID", "HostChargePrepaid": {"Period": 1}, "HostType": "HS1", "HostCount": 1}
    made = client.AllocateHosts(request(cvm.AllocateHostsRequest, Placement={"Zone": cloud["zone"]}, **members)).HostIdSet
    asked = request(cvm.DescribeHostsRequest, Filters=[{"Name": "host-id", "Values": made}])
    (host,) = client.DescribeHosts(asked).HostSet
    assert (host.HostId, host.HostType, host.HostResource.CpuTotal) == (made[0], "HS1", 24)
    client.ModifyHostsAttribute(request(cvm.ModifyHostsAttributeRequest, HostIds=made, HostName="sdk host"))
    guest = order(
        cloud,
        InstanceChargeType="CDHPAID",
        InstanceType="CDH_2C4G",
        Placement={"Zone": cloud["zone"], "HostIds": made},
    )
    (guest_id,) = client.RunInstances(request(cvm.RunInstancesRequest, **guest)).InstanceIdSet
    client.RenewHosts(request(cvm.RenewHostsRequest, HostIds=made, HostChargePrepaid={"Period": 1}))
    (renewed,) = client.DescribeHosts(asked).HostSet
    assert (renewed.HostName, renewed.InstanceIds) == ("sdk host", [guest_id])
    assert renewed.ExpiredTime > host.ExpiredTime
    assert renewed.HostResource.CpuAvailable == host.HostResource.CpuAvailable - 2


def test_changes_and_their_prices(client, wait, instance_id):
    one = {"InstanceIds": [instance_id]}
    client.ModifyInstancesAttribute(request(cvm.ModifyInstancesAttributeRequest, **one, InstanceName="sdk-renamed"))
    asked = request(cvm.InquiryPriceResetInstancesTypeRequest, **one, InstanceType="S2.LARGE8")
    assert client.InquiryPriceResetInstancesType(asked).Price.InstancePrice.UnitPrice > 0
    client.StopInstances(request(cvm.StopInstancesRequest, **one))
    wait(instance_id, "STOPPED")
    client.ResetInstancesType(request(cvm.ResetInstancesTypeRequest, **one, InstanceType="S2.LARGE8"))
    disk = {"InstanceId": instance_id, "DataDisks": [{"DiskSize": 200}]}
    assert client.InquiryPriceResizeInstanceDisks(request(cvm.InquiryPriceResizeInstanceDisksRequest, **disk)).Price
    client.ResizeInstanceDisks(request(cvm.ResizeInstanceDisksRequest, **disk))
    prepaid = {**one, "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": {"Period": 1}}
    asked = request(cvm.InquiryPriceModifyInstancesChargeTypeRequest, **prepaid)
    assert client.InquiryPriceModifyInstancesChargeType(asked).Price.InstancePrice.DiscountPrice > 0
    client.ModifyInstancesChargeType(request(cvm.ModifyInstancesChargeTypeRequest, **prepaid))
    renewal = {**one, "InstanceChargePrepaid": {"Period": 2}}
    assert client.InquiryPriceRenewInstances(request(cvm.InquiryPriceRenewInstancesRequest, **renewal)).Price
    client.RenewInstances(request(cvm.RenewInstancesRequest, **renewal))
    found = client.DescribeInstances(request(cvm.DescribeInstancesRequest, **one)).InstanceSet[0]
    assert (found.InstanceName, found.CPU, found.DataDisks[0].DiskSize) == ("sdk-renamed", 4, 200)
    assert (found.InstanceChargeType, found.RenewFlag) == ("PREPAID", "NOTIFY_AND_MANUAL_RENEW")


def test_wrong_keys(cloud):
    asked = cvm.DescribeZonesRequest()
    assert code_of(lambda: client_of(cloud, secret_key="wrong").DescribeZones(asked)) == "AuthFailure.SignatureFailure"
    assert code_of(lambda: client_of(cloud, secret_id="AKIDnobody").DescribeZones(asked)) == "AuthFailure.SecretIdNotFound"
    for sign in ("HmacSHA1", "HmacSHA256"):
        wrong = client_of(cloud, secret_key="wrong", sign=sign)
        assert code_of(lambda: wrong.DescribeZones(asked)) == "AuthFailure.SignatureFailure"


def test_a_wrong_clock(client, control):
    control.skew(3600)
    assert code_of(lambda: client.DescribeZones(cvm.DescribeZonesRequest())) == "AuthFailure.SignatureExpire"


def test_mistakes_get_the_documents_codes(client, cloud):
    def run(**changes):
        return code_of(lambda: client.RunInstances(request(cvm.RunInstancesRequest, **order(cloud, **changes))))

    assert run(ImageId="img-00000000") == "InvalidImageId.NotFound"
    assert run(Placement={"Zone": "ap-beijing-1"}) == "InvalidZone.MismatchRegion"
    assert run(InstanceCount=501) == "InvalidParameterValue.Range"
    assert run(LoginSettings={"Password": "short"}) == "InvalidPassword"
    assert run(InstanceChargeType="PREPAID") == "MissingParameter"
    assert run(InstanceType="S2.4XLARGE64") == "ResourcesSoldOut.SpecifiedInstanceType"

    def start(*ids):
        return code_of(lambda: client.StartInstances(request(cvm.StartInstancesRequest, InstanceIds=list(ids))))

    assert start("ins-00000000") == "InvalidInstanceId.NotFound"
    assert start("nonsense") == "InvalidInstanceId.Malformed"
    assert code_of(lambda: client.call_json("NoSuchThing", {})) == "InvalidAction"
    assert code_of(lambda: client.call_json("DescribeInstances", {"Nonsense": 1})) == "UnknownParameter"
    nowhere = client_of(cloud, region="xx-nowhere")
    assert code_of(lambda: nowhere.DescribeZones(cvm.DescribeZonesRequest())) == "UnsupportedRegion"


def test_throttling_is_told_in_the_clouds_code(client, control):
    control.inject("throttle", cloud="tencent", operation="DescribeZones")
    assert code_of(lambda: client.DescribeZones(cvm.DescribeZonesRequest())) == "RequestLimitExceeded"
    client.DescribeZones(cvm.DescribeZonesRequest())
