"""What today's Terraform providers, packer plugins, a multi-cloud console, a policy engine and SDKs in other languages send, as data in
`replays/`: each request is signed by a signer that shares nothing with the sandbox, and has to be carried out. Nothing of it may
be refused as a parameter or a value that is not known.
"""

import json

import pytest
from conftest import Control
from replayers import CLIENTS, Refused
from replaying import REPLAYS, World, read

# What is still refused, with the reason. A row whose request is carried out makes its test red: take it away then.
LEFT_OUT = json.loads((REPLAYS / "left_out.json").read_text())

EVERY = [(file, request) for file in CLIENTS for request in read(file)]


@pytest.mark.parametrize(("file", "request_"), EVERY, ids=[f"{file}: {request['name']}" for file, request in EVERY])
def test_request_of_a_client_of_today_is_carried_out(sandbox_of_its_own, file, request_):
    kind, control = CLIENTS[file], Control(sandbox_of_its_own["control"])
    cloud = kind(sandbox_of_its_own[kind.name], control)
    filled = World(cloud.cloud, cloud.makers).fill(request_)
    if request_["name"] in LEFT_OUT.get(file, {}):
        with pytest.raises(Refused):
            cloud.send(filled)
        return
    if "answers" in request_:
        with pytest.raises(Refused, match=request_["answers"]):
            cloud.send(filled)
        return
    counted = request_.get("counted", request_["action"])
    before = control.applied(kind.name, counted)
    cloud.send(filled)
    assert control.applied(kind.name, counted) == before + 1
    cloud.tidy()


@pytest.mark.parametrize("file", CLIENTS)
def test_every_request_says_where_it_was_read(file):
    for request in read(file):
        assert {"name", "repo", "file", "action"} <= request.keys() and ("parameters" in request) != ("call" in request), request


def test_every_row_of_what_is_left_out_names_a_request():
    for file, rows in LEFT_OUT.items():
        assert rows.keys() <= {request["name"] for request in read(file)}
