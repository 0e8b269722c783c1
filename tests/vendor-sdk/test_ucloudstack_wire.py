"""What clients of UCloudStack may send, as raw requests signed here: an empty session token is none."""

import pytest
import signers


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox["ucloudstack"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("more", [{}, {"SecurityToken": ""}], ids=["without a token", "with an empty one"])
def test_list_is_answered(cloud, method, more):
    reply = signers.ucloud(cloud, "DescribeVMInstance", {"Region": cloud["region"], **more}, method=method).json
    assert reply["RetCode"] == 0 and reply["Infos"], reply


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_wrong_secret_is_refused(cloud, method):
    reply = signers.ucloud(cloud, "DescribeVMInstance", {"Region": cloud["region"]}, method=method, private_key="wrong").json
    assert reply["RetCode"] != 0 and "Infos" not in reply
