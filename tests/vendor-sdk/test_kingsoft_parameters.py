"""The signature that stands in parameters: the vendor's Go SDK and its earlier Node SDK sign so, and a console of many clouds.

Written from `kingsoftcloud/sdk-go` (`ksyun/common/sign.go`), `kingsoftcloud/sdk-node` (`dist/lib/sign.js`) and
`yunionio/cloudmux` (`pkg/multicloud/ksyun/ksyun.go`); none of them runs here.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
import requests
from requests_aws4auth import AWS4Auth
from test_kingsoft import order


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox["kec"]


def escaped(text):
    return quote(str(text), safe="~")


def signature(params, secret):
    text = "&".join(f"{escaped(name)}={escaped(params[name])}" for name in sorted(params))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def console(cloud, action, service="kec", version="2016-03-04", **more):
    """The parameters as the console sends them; `None` takes one out."""
    params = {
        "Action": action,
        "Version": version,
        "Accesskey": cloud["secret_id"],
        "SignatureMethod": "HMAC-SHA256",
        "SignatureVersion": "1.0",
        "Service": service,
        "Format": "json",
        "Region": cloud["region"],
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **more,
    }
    params = {name: value for name, value in params.items() if value is not None}
    return {**params, "Signature": signature(params, cloud["secret_key"])}


def get(cloud, params):
    return requests.get(f"{cloud['url']}/?{urlencode(params)}", headers={"Accept": "*/*"}, timeout=10)


def test_the_console_reads_instances_regions_and_networks(cloud):
    found = get(cloud, console(cloud, "DescribeInstances", MaxResults=100, Marker=0)).json()
    assert found["RequestId"] and "InstancesSet" in found
    regions = get(cloud, console(cloud, "DescribeRegions", Region=None)).json()["RegionSet"]
    assert cloud["region"] in [region["Region"] for region in regions]
    vpcs = get(cloud, console(cloud, "DescribeVpcs", service="vpc")).json()["VpcSet"]
    assert cloud["vpc_id"] in [vpc["VpcId"] for vpc in vpcs]
    keys = get(cloud, console(cloud, "DescribeKeys", service="sks", version="2015-11-01"))
    assert keys.status_code == 200, keys.text


def test_the_go_sdk_sends_a_form_without_timestamp_and_counts_from_0(cloud, control):
    params = {"SignatureVersion": None, "Timestamp": None, "Format": None, "Search": "网 a+b*(c)~'!/"}
    reply = requests.post(
        cloud["url"] + "/",
        data=console(cloud, "DescribeInstances", **params, **{"Filter.0.Name": "vpc-id", "Filter.0.Value.0": cloud["vpc_id"]}),
        headers={"Accept": "application/json"},
        timeout=10,
    )
    assert (reply.status_code, reply.json()["InstanceCount"]) == (200, 0), reply.text


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"Signature": "0" * 64}, 403, "SignatureDoesNotMatch"),
        ({"Signature": ""}, 403, "MissingAuthenticationToken"),
        ({"MaxResults": 7}, 403, "SignatureDoesNotMatch"),
        ({"Accesskey": "AKLTnobody"}, 403, "InvalidClientTokenId"),
        ({"SignatureMethod": "HMAC-MD5"}, 400, "IncompleteSignature"),
    ],
)
def test_what_was_changed_is_refused(cloud, change, status, code):
    reply = get(cloud, {**console(cloud, "DescribeInstances", MaxResults=10), **change})
    assert (reply.status_code, reply.json()["Error"]["Code"]) == (status, code)


def test_an_old_timestamp_and_another_service_are_refused(cloud):
    old = (datetime.now(UTC) - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    reply = get(cloud, console(cloud, "DescribeInstances", Timestamp=old))
    assert "Signature expired" in reply.json()["Error"]["Message"]
    reply = get(cloud, console(cloud, "DescribeInstances", service="vpc"))
    assert reply.json()["Error"]["Code"] == "SignatureDoesNotMatch"


@pytest.mark.parametrize("nested", [True, False])
def test_a_json_body_has_action_and_version_in_the_query(cloud, control, nested):
    """As the newer Python SDK's `call_json` nests and its Node SDK writes flat."""
    auth = AWS4Auth(cloud["secret_id"], cloud["secret_key"], cloud["region"], "kec")

    def post(action, body):
        return requests.post(
            cloud["url"] + "/",
            params={"Action": action, "Version": "2016-03-04"},
            json=body,
            auth=auth,
            headers={"Accept": "application/json"},
            timeout=10,
        )

    body = order(cloud, InstanceName="json")
    if not nested:
        body |= {"SystemDisk.DiskType": "SSD3.0", "DataDisk.1.Type": "EHDD", "DataDisk.1.Size": 20, "SystemDisk": None, "DataDisk": None}
    made = post("RunInstances", body)
    assert made.status_code == 200, made.text
    instance_id = made.json()["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    ids = {"InstanceId": [instance_id]} if nested else {"InstanceId.1": instance_id}
    found = post("DescribeInstances", ids).json()["InstancesSet"]
    assert [(one["InstanceName"], one["DataDisks"][0]["DiskSize"]) for one in found] == [("json", 100 if nested else 20)]
    assert post("TerminateInstances", {**ids, "ForceDelete": True}).json()["InstancesSet"][0]["Return"] is True
    assert post("DescribeInstances", []).json()["Error"]["Code"] == "InvalidQueryParameter"
    control.advance(10)
