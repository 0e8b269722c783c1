"""What clients of Tencent Cloud send that neither its document nor its Python SDK shows, as raw requests signed here."""

import pytest
import signers
from replaying import public_key

CLOUD = "tencent"

# Members of a record that present clients read: the vendor's Terraform provider waits for `LatestOperationState`.
READ = (
    "LatestOperation",
    "LatestOperationState",
    "LatestOperationRequestId",
    "Uuid",
    "StopChargingMode",
    "IPv6Addresses",
    "DisableApiTermination",
    "Tags",
    "RestrictState",
)


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


@pytest.fixture
def call(cloud):
    """A call by POST; returns the reply, which must not be a refusal."""

    def call(action, body=None, **more):
        reply = signers.tc3(cloud, action, body or {}, **more).json["Response"]
        assert "Error" not in reply, reply
        return reply

    return call


def code_of(reply):
    return reply.json["Response"].get("Error", {}).get("Code")


def order(cloud, **changes):
    return {
        "Placement": {"Zone": cloud["zone"]},
        "ImageId": cloud["image_id"],
        "InstanceType": cloud["instance_type"],
        "InstanceChargeType": "POSTPAID_BY_HOUR",
        "VirtualPrivateCloud": {"VpcId": cloud["vpc_id"], "SubnetId": cloud["subnet_id"]},
        "SecurityGroupIds": [cloud["security_group_id"]],
        "LoginSettings": {"Password": "Wire@Test1234"},
        "InstanceName": "wire",
        **changes,
    }


@pytest.fixture
def instance_id(call, cloud, control):
    (made,) = call("RunInstances", order(cloud))["InstanceIdSet"]
    control.settle(CLOUD, made, "running")
    return made


# The document's sample names it.
SECOND_PROJECT = 1045

SIGNED = ("content-type", "host", "x-tc-action")


def test_signed_action_is_accepted_in_small_letters_as_the_signature_page_writes_it(call):
    found = call("DescribeInstances", {"Limit": 1}, signed=SIGNED, lowered=("x-tc-action",))
    assert len(found["InstanceSet"]) == 1


def test_signed_action_is_accepted_as_it_is_sent(call):
    assert call("DescribeInstances", {"Limit": 1}, signed=SIGNED)["InstanceSet"]


def test_signed_action_in_small_letters_still_holds_the_action(cloud, control, instance_id):
    """An action that is not the one that was signed is refused, however its letters are written."""
    reply = signers.tc3(
        cloud,
        "DescribeInstances",
        {"InstanceIds": [instance_id]},
        signed=SIGNED,
        lowered=("x-tc-action",),
        after={"X-TC-Action": "TerminateInstances"},
    )
    assert code_of(reply) == "AuthFailure.SignatureFailure"
    assert control.instance(CLOUD, instance_id)["state"] == "running"


def test_small_letters_do_not_make_a_wrong_secret_right(cloud):
    reply = signers.tc3(cloud, "DescribeInstances", {}, signed=SIGNED, lowered=("x-tc-action",), secret_key="wrong")
    assert code_of(reply) == "AuthFailure.SignatureFailure"


def test_empty_token_is_none(cloud, call):
    assert call("DescribeInstances", {"Limit": 1}, headers={"X-TC-Token": ""})["InstanceSet"]
    older = signers.tencent_older(cloud, "DescribeInstances", {"Limit": 1}, common={"Token": ""})
    assert "Error" not in older.json["Response"], older.json


def test_token_that_is_not_empty_is_still_judged(cloud):
    assert code_of(signers.tc3(cloud, "DescribeInstances", {}, headers={"X-TC-Token": "x"})) == "AuthFailure.TokenFailure"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_older_signature_takes_where_a_request_is_from(cloud, method):
    common = {"RequestClient": "SDK_NET_2.0", "RequestSource": "ApiPlayGround"}
    reply = signers.tencent_older(cloud, "DescribeInstances", {"Limit": 1}, method=method, common=common)
    assert "Error" not in reply.json["Response"], reply.json


@pytest.mark.parametrize("region", ["null", "", "nowhere"])
def test_list_of_regions_takes_no_region(call, region):
    assert call("DescribeRegions", region=False, headers={"X-TC-Region": region})["RegionSet"]


def test_other_calls_still_need_a_region_that_is_there(cloud):
    reply = signers.tc3(cloud, "DescribeInstances", {}, region=False, headers={"X-TC-Region": "nowhere"})
    assert code_of(reply) == "UnsupportedRegion"


@pytest.mark.parametrize("empty", [{"HostName": ""}, {"CamRoleName": ""}, {"UserData": ""}, {"HostName": "", "CamRoleName": ""}])
def test_empty_text_of_an_order_is_absent(call, cloud, control, empty):
    (made,) = call("RunInstances", order(cloud, **empty))["InstanceIdSet"]
    assert control.instance(CLOUD, made)["name"] == "wire"


@pytest.mark.parametrize("yes", ["TRUE", "True", "true"])
def test_any_letters_of_true_turn_off_an_instance_for_its_image(call, control, instance_id, yes):
    made = call("CreateImage", {"InstanceId": instance_id, "ImageName": f"of-{yes}", "ForcePoweroff": yes, "Sysprep": "False"})
    assert made["ImageId"] in {image["id"] for image in control.state(CLOUD)["images"]}
    control.advance(3600)
    call("DeleteImages", {"ImageIds": [made["ImageId"]]})


def test_record_of_an_instance_has_what_clients_read(call, control, instance_id):
    (found,) = call("DescribeInstances", {"InstanceIds": [instance_id]})["InstanceSet"]
    assert [name for name in READ if name not in found] == []
    assert found["Uuid"] and found["DisableApiTermination"] is False


def test_record_of_an_instance_says_what_was_done_to_it_last(call, control, instance_id):
    call("StopInstances", {"InstanceIds": [instance_id]})
    (during,) = call("DescribeInstances", {"InstanceIds": [instance_id]})["InstanceSet"]
    assert (during["LatestOperation"], during["LatestOperationState"]) == ("StopInstances", "OPERATING")
    control.settle(CLOUD, instance_id, "stopped")
    (after,) = call("DescribeInstances", {"InstanceIds": [instance_id]})["InstanceSet"]
    assert (after["LatestOperation"], after["LatestOperationState"]) == ("StopInstances", "SUCCESS")
    assert after["StopChargingMode"] in ("KEEP_CHARGING", "NOT_APPLICABLE")


def test_copied_images_are_named_when_that_is_asked(call, cloud):
    wanted = {"ImageIds": [cloud["own_image_id"]], "DestinationRegions": ["ap-shanghai"], "ImageSetRequired": True}
    (copied,) = call("SyncImages", wanted)["ImageSet"]
    assert copied["Region"] == "ap-shanghai" and copied["ImageId"].startswith("img-")


def test_new_key_pair_says_when_it_was_made(call, control):
    made = call("CreateKeyPair", {"KeyName": "wire_key", "ProjectId": 0})["KeyPair"]
    assert made["CreatedTime"].endswith("Z")


def test_key_pair_is_made_without_a_project_and_in_a_second_one(call, control):
    """A client that drops zeros names no project; and there is another than the default one."""
    call("CreateKeyPair", {"KeyName": "wire_none"})
    made = call("ImportKeyPair", {"KeyName": "wire_second", "ProjectId": SECOND_PROJECT, "PublicKey": public_key()})
    (found,) = call("DescribeKeyPairs", {"KeyIds": [made["KeyId"]]})["KeyPairSet"]
    assert found["ProjectId"] == SECOND_PROJECT
    assert {"wire_none", "wire_second"} <= set(control.state(CLOUD)["key_pairs"])
