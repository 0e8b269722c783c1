"""JD Cloud by clients that are not its Python SDK: its SDK for Node (npm), which signs JDCLOUD2-HMAC-SHA256, and Amazon's signer
with JD Cloud's words (`jdcloud_botocore.py`) in both versions. What they get is held against what the sandbox has.
"""

import jdcloud_botocore
import pytest
from node_client import Refused

CLOUD = "jdcloud"


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


@pytest.fixture(scope="module")
def client(npm, cloud):
    return npm("jdcloud", cloud)


def order(cloud, **changes):
    return {
        "az": cloud["zone"],
        "instanceType": cloud["instance_type"],
        "imageId": cloud["image_id"],
        "name": "npm",
        "password": "Npm@Test1234",
        "primaryNetworkInterface": {
            "networkInterface": {"subnetId": cloud["subnet_id"], "securityGroups": [cloud["security_group_id"]]}
        },
        **changes,
    }


def test_npm_pages_of_a_list_add_up_to_what_the_sandbox_has(client, control, cloud):
    seen, number = [], 1
    while True:
        page = client.call("describeInstances", {"pageNumber": number, "pageSize": 10})["result"]
        seen += [found["instanceId"] for found in page["instances"]]
        if number * 10 >= page["totalCount"]:
            break
        number += 1
    here = [found["id"] for found in control.state(CLOUD)["instances"] if found["region"] == cloud["region"]]
    assert len(seen) == page["totalCount"] and sorted(seen) == sorted(here)


def test_npm_finds_by_filters(client, cloud):
    asked = {"filters": [{"name": "instanceId", "values": [cloud["running_instance_id"]]}]}
    (found,) = client.call("describeInstances", asked)["result"]["instances"]
    assert found["instanceId"] == cloud["running_instance_id"]


def test_npm_makes_stops_starts_and_deletes_an_instance(client, control, cloud):
    count = control.state(CLOUD)["count"]
    made = client.call("createInstances", {"instanceSpec": order(cloud), "maxCount": 1})["result"]["instanceIds"]
    assert len(made) == 1 and control.state(CLOUD)["count"] == count + 1
    control.settle(CLOUD, made[0], "running")
    found = client.call("describeInstance", {"instanceId": made[0]})["result"]["instance"]
    assert (found["instanceName"], found["status"]) == ("npm", "running")

    for action, state in [("stopInstance", "stopped"), ("startInstance", "running"), ("stopInstance", "stopped")]:
        reply = client.call(action, {"instanceId": made[0]})
        assert reply["requestId"] and reply["status"] == 200
        control.settle(CLOUD, made[0], state)
    client.call("deleteInstance", {"instanceId": made[0]})
    control.settle(CLOUD, made[0], None)


def test_npm_lists_the_images_that_the_sandbox_has(client, control, cloud):
    found = client.call("describeImages", {"imageSource": "private", "pageSize": 100})["result"]["images"]
    listed = {image["imageId"] for image in found}
    assert cloud["private_image_id"] in listed and listed <= {image["id"] for image in control.state(CLOUD)["images"]}


def test_npm_makes_and_deletes_a_key_pair(client, control):
    made = client.call("createKeypair", {"keyName": "npm"})["result"]
    assert made["privateKey"].startswith("-----BEGIN") and "npm" in control.state(CLOUD)["key_pairs"]
    client.call("deleteKeypair", {"keyName": "npm"})
    assert "npm" not in control.state(CLOUD)["key_pairs"]


def test_npm_refusal_is_the_clouds_own(client, control, cloud):
    count = control.state(CLOUD)["count"]
    with pytest.raises(Refused) as refused:
        client.call("createInstances", {"instanceSpec": order(cloud), "maxCount": 1}, secretKey="wrong")
    assert (refused.value.code, refused.value.told["status"]) == (401, "ACCESS_ERROR") and refused.value.request_id
    with pytest.raises(Refused) as refused:
        client.call("describeInstance", {"instanceId": "i-0000000000"})
    assert (refused.value.code, refused.value.told["status"]) == (404, "NOT_FOUND")
    assert control.state(CLOUD)["count"] == count


@pytest.fixture(params=[2, 3])
def call(cloud, request):
    """Calls that botocore signs, in one version of the signature."""

    def call(method, path, **more):
        return jdcloud_botocore.call(cloud, request.param, method, path, **more)

    return call


def test_another_signer_pages_of_a_list_add_up_to_what_the_sandbox_has(call, control, cloud):
    seen, number = [], 1
    while True:
        page = call("GET", "instances", query=[("pageNumber", number), ("pageSize", 10)]).json["result"]
        seen += [found["instanceId"] for found in page["instances"]]
        if number * 10 >= page["totalCount"]:
            break
        number += 1
    here = [found["id"] for found in control.state(CLOUD)["instances"] if found["region"] == cloud["region"]]
    assert len(seen) == page["totalCount"] and sorted(seen) == sorted(here)


def test_another_signer_text_that_needs_escapes_is_signed_as_the_cloud_reads_it(call, cloud):
    name, values = "filters.1.name", ["~ +=&/%*中'()", cloud["running_instance_id"]]
    query = [(name, "instanceId"), *((f"filters.1.values.{nth}", value) for nth, value in enumerate(values, 1))]
    reply = call("GET", "instances", query=query)
    assert [found["instanceId"] for found in reply.json["result"]["instances"]] == values[1:]


def test_another_signer_makes_stops_starts_and_deletes_an_instance(call, control, cloud):
    count = control.state(CLOUD)["count"]
    ordered = {"instanceSpec": order(cloud, name="signed-云"), "maxCount": 1}
    (made,) = call("POST", "instances", body=ordered).json["result"]["instanceIds"]
    assert control.state(CLOUD)["count"] == count + 1
    assert control.settle(CLOUD, made, "running")["name"] == "signed-云"
    for action, state in [("stopInstance", "stopped"), ("startInstance", "running"), ("stopInstance", "stopped")]:
        reply = call("POST", f"instances/{made}:{action}", body={})
        assert reply.status == 200 and reply.json["requestId"]
        control.settle(CLOUD, made, state)
    assert call("DELETE", f"instances/{made}").status == 200
    control.settle(CLOUD, made, None)
    assert call("GET", f"instances/{made}").status == 404


def test_another_signer_lists_the_images_that_the_sandbox_has(call, control, cloud):
    found = call("GET", "images", query=[("imageSource", "private"), ("pageSize", 100)]).json["result"]["images"]
    listed = {image["imageId"] for image in found}
    assert cloud["private_image_id"] in listed and listed <= {image["id"] for image in control.state(CLOUD)["images"]}


def test_another_signer_makes_and_deletes_a_key_pair(call, control):
    made = call("POST", "keypairs", body={"keyName": "signed"}).json["result"]
    assert made["privateKey"].startswith("-----BEGIN") and "signed" in control.state(CLOUD)["key_pairs"]
    assert call("DELETE", "keypairs/signed").status == 200
    assert "signed" not in control.state(CLOUD)["key_pairs"]


def test_another_signer_that_signed_something_else_is_refused_and_nothing_happens(call, control, cloud):
    count = control.state(CLOUD)["count"]
    ordered = {"instanceSpec": order(cloud), "maxCount": 1}
    for wrong in [{"secret_key": "wrong"}, {"token": "not-a-token"}, {"after": {**ordered, "maxCount": 2}}]:
        reply = call("POST", "instances", body=ordered, **wrong)
        assert (reply.status, reply.json["error"]["status"]) == (401, "ACCESS_ERROR") and reply.json["requestId"]
    assert control.state(CLOUD)["count"] == count
