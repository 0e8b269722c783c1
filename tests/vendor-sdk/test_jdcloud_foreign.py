"""JD Cloud by its SDK for Node (npm), which signs JDCLOUD2-HMAC-SHA256; what it gets is held against what the sandbox has.

No signer of its signatures was found that is not the vendor's. Version 2 is signed here by its Node SDK and by hand in
`test_jdcloud_wire.py`, version 3 in `test_jdcloud.py` by its Python SDK.
"""

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


def settle(control, instance_id, state):
    """Turns the clock until the sandbox has the instance in the state."""
    for _ in range(60):
        found = control.instance(CLOUD, instance_id)
        if (found and found["state"]) == state:
            return found
        control.advance(10)
    raise AssertionError(f"{instance_id} is {found} and not {state}")


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
    settle(control, made[0], "running")
    found = client.call("describeInstance", {"instanceId": made[0]})["result"]["instance"]
    assert (found["instanceName"], found["status"]) == ("npm", "running")

    for action, state in [("stopInstance", "stopped"), ("startInstance", "running"), ("stopInstance", "stopped")]:
        reply = client.call(action, {"instanceId": made[0]})
        assert reply["requestId"] and reply["status"] == 200
        settle(control, made[0], state)
    client.call("deleteInstance", {"instanceId": made[0]})
    settle(control, made[0], None)


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
