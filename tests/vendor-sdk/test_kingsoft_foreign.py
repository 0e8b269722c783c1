"""Kingsoft Cloud by two clients from npm that were made for Amazon, `aws4` and `aws4fetch`: they only sign. What they get is held
against what the sandbox has. (`botocore` and `requests-aws4auth` from PyPI are tried in `test_kingsoft.py`.)"""

import pytest
from node_client import Refused

CLOUD = "kec"


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


@pytest.fixture(scope="module")
def client(npm, cloud):
    return npm("kingsoft", cloud)


@pytest.fixture(params=["aws4 GET", "aws4 POST", "aws4fetch GET", "aws4fetch POST"])
def call(client, request):
    """Calls with one of the signers by one of the methods."""
    signer, method = request.param.split()
    return lambda action, params=None, **more: client.call(action, params, signer=signer, method=method, **more)


def order(cloud, **changes):
    return {
        "ImageId": cloud["image_id"],
        "InstanceType": cloud["instance_type"],
        "SubnetId": cloud["subnet_id"],
        "SecurityGroupId.1": cloud["security_group_id"],
        "SystemDisk.DiskType": "SSD3.0",
        "SystemDisk.DiskSize": "20",
        "InstancePassword": "Npm@Test1+2",
        "InstanceName": "npm",
        "ChargeType": "HourlyInstantSettlement",
        "MaxCount": "1",
        "MinCount": "1",
        **changes,
    }


def test_npm_pages_of_a_list_add_up_to_what_the_sandbox_has(call, control, cloud):
    seen, marker = [], 0
    while True:
        page = call("DescribeInstances", {"MaxResults": "5", "Marker": str(marker), "ProjectId.1": "0", "ProjectId.2": "1001"})
        seen += [found["InstanceId"] for found in page["InstancesSet"]]
        marker = page["Marker"]
        if not marker:
            break
    here = [found["id"] for found in control.state(CLOUD)["instances"] if found["region"] == cloud["region"]]
    assert len(seen) == page["InstanceCount"] and sorted(seen) == sorted(here)


def test_npm_makes_stops_starts_and_terminates_an_instance(call, control, cloud):
    before = control.state(CLOUD)
    asked = {"InstanceType": cloud["instance_type"], "ImageId": cloud["image_id"], "ChargeType": "HourlyInstantSettlement"}
    priced = {**asked, "SystemDisk.DiskType": "SSD3.0", "SystemDisk.DiskSize": "20"}
    price = call("DescribePrice", priced)["PriceInfo"]["InstancePrice"]
    assert price["TradePrice"] > 0 and price["PriceUnit"] == "Hour"
    assert control.state(CLOUD)["count"] == before["count"], "asking the price buys nothing"

    (made,) = [found["InstanceId"] for found in call("RunInstances", order(cloud))["InstancesSet"]]
    assert control.state(CLOUD)["count"] == before["count"] + 1
    control.settle(CLOUD, made, "running")
    (found,) = call("DescribeInstances", {"InstanceId.1": made})["InstancesSet"]
    assert (found["InstanceName"], found["InstanceState"]["Name"]) == ("npm", "active")

    for action, state in [("StopInstances", "stopped"), ("StartInstances", "running")]:
        (done,) = call(action, {"InstanceId.1": made})["InstancesSet"]
        assert done == {"InstanceId": made, "Return": True}
        control.settle(CLOUD, made, state)

    call("TerminateInstances", {"InstanceId.1": made, "ForceDelete": "true"})
    control.settle(CLOUD, made, None)
    assert call("DescribeInstances", {"InstanceId.1": made})["InstancesSet"] == []


def test_npm_lists_the_images_that_the_sandbox_has(call, control, cloud):
    listed = {image["ImageId"] for image in call("DescribeImages")["ImagesSet"]}
    assert cloud["image_id"] in listed and listed <= {image["id"] for image in control.state(CLOUD)["images"]}


def test_npm_makes_and_deletes_a_key_of_the_key_service(call, control):
    made = call("CreateKey", {"KeyName": "npm"}, service="sks")
    assert made["PrivateKey"].startswith("-----BEGIN") and "npm" in control.state(CLOUD)["key_pairs"]
    call("DeleteKey", {"KeyId": made["Key"]["KeyId"]}, service="sks")
    assert "npm" not in control.state(CLOUD)["key_pairs"]


def test_npm_text_that_needs_escapes_is_signed_as_the_cloud_reads_it(call):
    assert call("DescribeInstances", {"Search": "~ +=&/%*中'()"})["InstancesSet"] == []


def test_npm_refusal_is_the_clouds_own(call, control, cloud):
    before = control.state(CLOUD)
    for wrong, code in [({"secretKey": "wrong"}, "SignatureDoesNotMatch"), ({"token": "not-a-token"}, "InvalidClientTokenId")]:
        with pytest.raises(Refused) as refused:
            call("RunInstances", order(cloud), **wrong)
        assert refused.value.code == code and refused.value.request_id
    after = control.state(CLOUD)
    assert (after["count"], after["balance"]) == (before["count"], before["balance"])
