"""UCloudStack by a signer of somebody else's: `requests-ucloud` (PyPI), which signs the parameters of an address, so that every
call is a GET. npm has no client of this cloud that can be installed: the vendor's (`@ucloud-sdks/ucloud-sdk-js`) is not served.
"""

import pytest
import requests
from ucloudauth import UCloudAuth

CLOUD = "ucloudstack"


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


@pytest.fixture(scope="module")
def call(cloud):
    def call(action, private_key=None, **params):
        auth = UCloudAuth(cloud["public_key"], private_key or cloud["private_key"])
        asked = {"Action": action, "Region": cloud["region"], **params}
        reply = requests.get(f"{cloud['url']}/", params=asked, auth=auth, timeout=20)
        assert reply.status_code == 200
        return reply.json()

    return call


def order(cloud, **changes):
    return {
        "ImageID": cloud["image_id"],
        "CPU": 2,
        "Memory": 4096,
        "BootDiskSetType": cloud["storage_type"],
        "BootDiskSpace": 40,
        "VMType": cloud["instance_type"],
        "VPCID": cloud["vpc_id"],
        "SubnetID": cloud["subnet_id"],
        "WANSGID": cloud["security_group_id"],
        "Name": "foreign-云",
        "Remark": "~ +=&/%* 云",
        "Password": "Ucloud.cn&=1",
        "ChargeType": "Month",
        "Quantity": 1,
        **changes,
    }


def test_another_signer_pages_of_a_list_add_up_to_what_the_sandbox_has(call, control):
    seen, offset = [], 0
    while True:
        page = call("DescribeVMInstance", Offset=offset, Limit=2)
        seen += [found["VMID"] for found in page["Infos"]]
        offset += 2
        if offset >= page["TotalCount"]:
            break
    assert len(seen) == page["TotalCount"]
    assert sorted(seen) == sorted(found["id"] for found in control.state(CLOUD)["instances"])


def test_another_signer_makes_stops_starts_and_deletes_an_instance(call, control, cloud):
    before = control.state(CLOUD)
    priced = ("VMType", "ImageID", "CPU", "Memory", "BootDiskSetType", "BootDiskSpace", "ChargeType", "Quantity")
    prices = call("GetVMInstancePrice", **{name: order(cloud)[name] for name in priced})["Infos"]
    assert next(found["Price"] for found in prices if found["ChargeType"] == "Month") > 0
    assert control.state(CLOUD)["count"] == before["count"], "asking the price buys nothing"

    made = call("CreateVMInstance", **order(cloud))
    assert made["RetCode"] == 0 and control.state(CLOUD)["count"] == before["count"] + 1
    assert control.instance(CLOUD, made["VMID"])["name"] == "foreign-云"
    control.settle(CLOUD, made["VMID"], "running")

    for action, state in [("StopVMInstance", "stopped"), ("StartVMInstance", "running"), ("PoweroffVMInstance", "stopped")]:
        assert call(action, VMID=made["VMID"])["RetCode"] == 0
        control.settle(CLOUD, made["VMID"], state)
    assert call("DeleteVMInstance", VMID=made["VMID"], DelBindResource=1)["RetCode"] == 0
    control.advance(60)
    assert made["VMID"] not in [found["VMID"] for found in call("DescribeVMInstance", Limit=100)["Infos"]]


def test_another_signer_lists_the_images_that_the_sandbox_has(call, control, cloud):
    listed = {image["ImageID"] for image in call("DescribeImage", Limit=100)["Infos"]}
    assert cloud["image_id"] in listed and listed <= {image["id"] for image in control.state(CLOUD)["images"]}


def test_another_signer_with_a_wrong_secret_is_refused_and_nothing_happens(call, control, cloud):
    before = control.state(CLOUD)
    reply = call("CreateVMInstance", private_key="wrong", **order(cloud))
    assert reply["RetCode"] != 0 and "VMID" not in reply and reply["Message"]
    after = control.state(CLOUD)
    assert (after["count"], after["balance"]) == (before["count"], before["balance"])
