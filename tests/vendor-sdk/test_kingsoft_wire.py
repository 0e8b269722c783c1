"""What clients of Kingsoft Cloud send that neither its document nor its Python SDKs show, as raw requests signed here: the signature
in parameters (another SDK's, and a multi-cloud console's reads), JSON bodies, `Format=json`, an empty session token."""

import json

import pytest
import signers

CLOUD = "kec"
READ = [("Action", "DescribeInstances"), ("Version", "2016-03-04"), ("MaxResults", "5")]


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox[CLOUD]


def instances(reply):
    assert reply.status == 200, reply.body
    return reply.json["InstancesSet"]


def code_of(reply):
    return reply.json.get("Error", {}).get("Code")


def order(cloud, **changes):
    return {
        "ImageId": cloud["image_id"],
        "InstanceType": cloud["instance_type"],
        "SubnetId": cloud["subnet_id"],
        "SecurityGroupId.1": cloud["security_group_id"],
        "SystemDisk.DiskType": "SSD3.0",
        "SystemDisk.DiskSize": "20",
        "InstancePassword": "Wire@Test1+2",
        "InstanceName": "wire",
        "ChargeType": "HourlyInstantSettlement",
        "MaxCount": "1",
        "MinCount": "1",
        **changes,
    }


def test_signature_in_parameters_is_verified_and_answered(cloud):
    found = instances(signers.ksyun_parameters(cloud, "DescribeInstances", {"MaxResults": "5", "ProjectId.1": "0"}))
    assert 0 < len(found) <= 5 and all(record["InstanceId"] for record in found)


def test_signature_in_parameters_holds_text_that_needs_escapes(cloud):
    assert instances(signers.ksyun_parameters(cloud, "DescribeInstances", {"Search": "~ +=&/%*中'()"})) == []


def test_signature_in_parameters_buys_once(cloud, control):
    before = control.state(CLOUD)["count"]
    reply = signers.ksyun_parameters(cloud, "RunInstances", order(cloud))
    assert reply.status == 200, reply.body
    (made,) = [found["InstanceId"] for found in reply.json["InstancesSet"]]
    assert control.state(CLOUD)["count"] == before + 1 and control.instance(CLOUD, made)["name"] == "wire"


def test_signature_in_parameters_with_a_wrong_secret_is_refused_and_nothing_happens(cloud, control):
    before = control.state(CLOUD)["count"]
    reply = signers.ksyun_parameters(cloud, "RunInstances", order(cloud), secret_key="wrong")
    assert (reply.status, code_of(reply)) == (403, "SignatureDoesNotMatch")
    assert control.state(CLOUD)["count"] == before


def test_signature_in_parameters_of_another_call_is_refused(cloud, control):
    """What was signed and what is sent have to be one."""
    count = control.applied(CLOUD, "DescribeInstances")
    reply = signers.ksyun_parameters(cloud, "DescribeInstances", {"MaxResults": "5"}, after={"MaxResults": "6"})
    assert code_of(reply) == "SignatureDoesNotMatch" and control.applied(CLOUD, "DescribeInstances") == count


def test_signature_in_parameters_of_an_unknown_key_is_refused(cloud):
    reply = signers.ksyun_parameters({**cloud, "secret_id": "AKLTnobody"}, "DescribeInstances", {})
    assert reply.status == 403 and code_of(reply) not in (None, "MissingAuthenticationToken")


def test_signature_in_parameters_that_is_an_hour_old_is_refused(cloud, control):
    control.skew(3600)
    reply = signers.ksyun_parameters(cloud, "DescribeInstances", {"MaxResults": "5"})
    assert reply.status == 403, reply.body


def test_key_service_takes_the_signature_in_parameters(cloud):
    reply = signers.ksyun_parameters(
        cloud, "DescribeKeys", {"MaxResults": "100"}, url=cloud["sks_url"], service="sks", version="2015-11-01"
    )
    assert reply.status == 200 and cloud["key_id"] in [key["KeyId"] for key in reply.json["KeySet"]]


# A list as JSON has it, and numbered as in a form.
BODIES = [{"InstanceId": ["{id}"], "MaxResults": 5}, {"InstanceId.1": "{id}", "MaxResults": 5}]


@pytest.mark.parametrize("body", BODIES, ids=["list", "numbered"])
def test_json_body_with_the_action_in_the_query_is_read(cloud, body):
    wanted = instances(signers.aws4(cloud, "GET", READ))[-1]["InstanceId"]
    text = json.dumps(body).replace("{id}", wanted).encode()
    found = instances(signers.aws4(cloud, "POST", READ[:2], headers={"Content-Type": "application/json"}, body=text))
    assert [record["InstanceId"] for record in found] == [wanted]


def test_json_body_that_was_changed_on_the_way_is_refused(cloud):
    kind = {"Content-Type": "application/json"}
    reply = signers.aws4(cloud, "POST", READ[:2], headers=kind, body=b'{"MaxResults":5}', after=b'{"MaxResults":6}')
    assert code_of(reply) == "SignatureDoesNotMatch"


def test_format_of_the_answer_is_taken(cloud):
    reply = signers.aws4(cloud, "GET", [*READ, ("Format", "json")], headers={"Accept": "*/*"})
    assert instances(reply)


def test_empty_token_is_none(cloud):
    assert instances(signers.aws4(cloud, "GET", READ, token=""))


def test_token_that_is_not_empty_is_still_judged(cloud):
    assert code_of(signers.aws4(cloud, "GET", READ, token="x")) == "InvalidClientTokenId"
