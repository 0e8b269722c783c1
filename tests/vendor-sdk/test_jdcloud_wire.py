"""What clients of JD Cloud send that its document and its Python SDK do not show, as raw requests signed here with
JDCLOUD2-HMAC-SHA256: a path whose colon is escaped on the wire, and an empty session token."""

import pytest
import signers

CLOUD = "jdcloud"


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


@pytest.fixture(scope="module")
def home(cloud):
    return f"/v1/regions/{cloud['region']}/instances"


@pytest.fixture
def instance_id(cloud, home, control):
    spec = {
        "az": cloud["zone"],
        "instanceType": cloud["instance_type"],
        "imageId": cloud["image_id"],
        "name": "wire",
        "password": "Wire@Test1234",
        "primaryNetworkInterface": {"networkInterface": {"subnetId": cloud["subnet_id"]}},
    }
    reply = signers.jdcloud2(cloud, "POST", home, body={"instanceSpec": spec, "maxCount": 1})
    (made,) = reply.json["result"]["instanceIds"]
    control.settle(CLOUD, made, "running")
    return made


# How a colon is written on the wire, and in what is signed. The first is the Python SDK's and the known vectors', the second the
# Node SDK's, the last what one gets who does nothing.
WRITTEN = {"plain, signed escaped": (":", "%3A"), "escaped, signed so": ("%3A", "%3A"), "plain, signed so": (":", ":")}


@pytest.mark.parametrize("written", WRITTEN)
def test_act_is_done_however_its_colon_is_written(cloud, home, control, instance_id, written):
    sent, signed = WRITTEN[written]
    reply = signers.jdcloud2(
        cloud,
        "POST",
        f"{home}/{instance_id}{sent}stopInstance",
        signed_path=f"{home}/{instance_id}{signed}stopInstance",
        body={},
    )
    assert reply.status == 200, reply.body
    control.settle(CLOUD, instance_id, "stopped")


@pytest.mark.parametrize("written", WRITTEN)
def test_act_that_is_not_the_one_that_was_signed_is_refused(cloud, home, control, instance_id, written):
    sent, signed = WRITTEN[written]
    reply = signers.jdcloud2(
        cloud,
        "POST",
        f"{home}/{instance_id}{sent}stopInstance",
        signed_path=f"{home}/{instance_id}{signed}startInstance",
        body={},
    )
    assert (reply.status, reply.json["error"]["status"]) == (401, "ACCESS_ERROR")
    assert control.instance(CLOUD, instance_id)["state"] == "running"


@pytest.mark.parametrize("written", WRITTEN)
def test_act_with_a_wrong_secret_is_refused(cloud, home, control, instance_id, written):
    sent, signed = WRITTEN[written]
    path, as_signed = f"{home}/{instance_id}{sent}stopInstance", f"{home}/{instance_id}{signed}stopInstance"
    reply = signers.jdcloud2(cloud, "POST", path, signed_path=as_signed, body={}, secret_key="wrong")
    assert reply.status == 401 and control.instance(CLOUD, instance_id)["state"] == "running"


def test_list_is_read_with_filters(cloud, home):
    query = f"filters.1.name=instanceId&filters.1.values.1={cloud['running_instance_id']}"
    reply = signers.jdcloud2(cloud, "GET", home, query=query)
    assert [found["instanceId"] for found in reply.json["result"]["instances"]] == [cloud["running_instance_id"]]


def test_empty_token_is_none(cloud, home):
    assert signers.jdcloud2(cloud, "GET", home, token="").status == 200


def test_token_that_is_not_empty_is_still_judged(cloud, home):
    assert signers.jdcloud2(cloud, "GET", home, token="x").status == 401
