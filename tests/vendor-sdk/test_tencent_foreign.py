"""Tencent Cloud by clients that are not its Python SDK: its SDK for Node (npm), and a signer of somebody else's
(`qcloud-requests-auth`, PyPI), each held against what the sandbox has."""

import json
from decimal import Decimal

import pytest
import requests
from node_client import Refused
from qcloud_requests_auth.qcloud_auth import QCloudRequestsAuth

CLOUD = "tencent"


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


@pytest.fixture(scope="module")
def client(npm, cloud):
    return npm("tencent", cloud)


def order(cloud, **changes):
    return {
        "Placement": {"Zone": cloud["zone"]},
        "ImageId": cloud["image_id"],
        "InstanceType": cloud["instance_type"],
        "InstanceChargeType": "POSTPAID_BY_HOUR",
        "VirtualPrivateCloud": {"VpcId": cloud["vpc_id"], "SubnetId": cloud["subnet_id"]},
        "SecurityGroupIds": [cloud["security_group_id"]],
        "LoginSettings": {"Password": "Npm@Test1234"},
        "InstanceName": "npm",
        **changes,
    }


@pytest.fixture
def instance_id(client, cloud, control):
    (made,) = client.call("RunInstances", order(cloud))["InstanceIdSet"]
    control.settle(CLOUD, made, "running")
    return made


def test_npm_pages_of_a_list_add_up_to_what_the_sandbox_has(client, control, cloud):
    seen, offset = [], 0
    while True:
        page = client.call("DescribeInstances", {"Offset": offset, "Limit": 2})
        seen += [found["InstanceId"] for found in page["InstanceSet"]]
        offset += 2
        if offset >= page["TotalCount"]:
            break
    assert len(seen) == page["TotalCount"]
    here = [found["id"] for found in control.state(CLOUD)["instances"] if found["region"] == cloud["region"]]
    assert sorted(seen) == sorted(here)


def test_npm_makes_stops_starts_and_terminates_an_instance(client, control, cloud):
    before = control.state(CLOUD)
    price = client.call("InquiryPriceRunInstances", order(cloud))["Price"]["InstancePrice"]
    assert price["ChargeUnit"] == "HOUR" and price["UnitPriceDiscount"] > 0
    assert control.state(CLOUD)["count"] == before["count"], "asking the price buys nothing"

    (made,) = client.call("RunInstances", order(cloud))["InstanceIdSet"]
    assert control.state(CLOUD)["count"] == before["count"] + 1
    assert control.instance(CLOUD, made)["name"] == "npm"
    control.settle(CLOUD, made, "running")
    (found,) = client.call("DescribeInstances", {"InstanceIds": [made]})["InstanceSet"]
    assert (found["InstanceState"], found["InstanceChargeType"]) == ("RUNNING", "POSTPAID_BY_HOUR")

    client.call("StopInstances", {"InstanceIds": [made], "StopType": "HARD"})
    control.settle(CLOUD, made, "stopped")
    client.call("StartInstances", {"InstanceIds": [made]})
    control.settle(CLOUD, made, "running")

    client.call("TerminateInstances", {"InstanceIds": [made]})
    control.settle(CLOUD, made, None)
    assert client.call("DescribeInstances", {"InstanceIds": [made]})["TotalCount"] == 0


def test_npm_charge_of_a_month_is_the_price_that_was_told(client, control, cloud):
    month = order(cloud, InstanceChargeType="PREPAID", InstanceChargePrepaid={"Period": 1, "RenewFlag": "NOTIFY_AND_MANUAL_RENEW"})
    price = client.call("InquiryPriceRunInstances", month)["Price"]["InstancePrice"]
    before = Decimal(control.state(CLOUD)["balance"])
    client.call("RunInstances", month)
    assert before - Decimal(control.state(CLOUD)["balance"]) == Decimal(str(price["DiscountPrice"]))


def test_npm_lists_the_images_that_the_sandbox_has(client, control, cloud):
    found = client.call("DescribeImages", {"Filters": [{"Name": "image-type", "Values": ["PRIVATE_IMAGE"]}]})
    has = {image["id"] for image in control.state(CLOUD)["images"]}
    listed = {image["ImageId"] for image in found["ImageSet"]}
    assert cloud["own_image_id"] in listed and listed <= has


def test_npm_makes_and_deletes_a_key_pair(client, control):
    made = client.call("CreateKeyPair", {"KeyName": "npm_key", "ProjectId": 0})["KeyPair"]
    assert made["PrivateKey"].startswith("-----BEGIN") and "npm_key" in control.state(CLOUD)["key_pairs"]
    client.call("DeleteKeyPairs", {"KeyIds": [made["KeyId"]]})
    assert "npm_key" not in control.state(CLOUD)["key_pairs"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
def test_npm_every_signature_and_method_is_accepted(client, sign, method):
    name = "~ +=&/%*中"
    asked = {"Filters": [{"Name": "instance-name", "Values": ["web-01", name]}], "Limit": 5}
    found = client.call("DescribeInstances", asked, signMethod=sign, method=method)
    assert [instance["InstanceName"] for instance in found["InstanceSet"]] == ["web-01"]


def test_npm_refusal_is_the_clouds_own(client, cloud, control):
    before = control.state(CLOUD)
    for wrong, code in [
        ({"secretKey": "wrong"}, "AuthFailure.SignatureFailure"),
        ({"token": "not-a-token"}, "AuthFailure.TokenFailure"),
    ]:
        with pytest.raises(Refused) as refused:
            client.call("RunInstances", order(cloud), **wrong)
        assert refused.value.code == code and refused.value.request_id
    with pytest.raises(Refused) as refused:
        client.call("StartInstances", {"InstanceIds": ["ins-00000000"]})
    assert refused.value.code == "InvalidInstanceId.NotFound"
    after = control.state(CLOUD)
    assert (after["count"], after["balance"]) == (before["count"], before["balance"])


def signed_by_another(cloud, action, body=None, params=None, secret_key=None):
    """`qcloud-requests-auth`: a POST with a body, a GET with parameters."""
    host = cloud["url"].removeprefix("http://")
    auth = QCloudRequestsAuth(
        cloud["secret_id"], secret_key or cloud["secret_key"], host, cloud["region"], "cvm", action, "2017-03-12"
    )
    if body is None:
        return requests.get(cloud["url"], params=params, auth=auth, timeout=20).json()["Response"]
    headers = {"content-type": "application/json"}
    return requests.post(cloud["url"], data=json.dumps(body), headers=headers, auth=auth, timeout=20).json()["Response"]


def test_another_signer_lists_by_post_and_by_get(cloud):
    posted = signed_by_another(cloud, "DescribeInstances", {"Limit": 1, "Offset": 0})
    assert len(posted["InstanceSet"]) == 1
    got = signed_by_another(cloud, "DescribeInstances", params={"Limit": 1, "Offset": 0})
    assert got["InstanceSet"] == posted["InstanceSet"]


def test_another_signer_stops_starts_and_terminates(cloud, control, instance_id):
    for action, state in [("StopInstances", "stopped"), ("StartInstances", "running"), ("TerminateInstances", None)]:
        reply = signed_by_another(cloud, action, {"InstanceIds": [instance_id]})
        assert "Error" not in reply, reply
        control.settle(CLOUD, instance_id, state)


def test_another_signer_with_a_wrong_secret_is_refused_and_nothing_happens(cloud, control, instance_id):
    reply = signed_by_another(cloud, "TerminateInstances", {"InstanceIds": [instance_id]}, secret_key="wrong")
    assert reply["Error"]["Code"] == "AuthFailure.SignatureFailure" and reply["RequestId"]
    assert control.instance(CLOUD, instance_id)["state"] == "running"
