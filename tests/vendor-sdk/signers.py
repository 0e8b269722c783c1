"""Signers of our own, written from the clouds' signature pages, for what no published client sends.

They share nothing with the sandbox, which judges them: a request that is signed here says what goes over the wire to the letter.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import UTC, datetime


class Reply:
    """A status, headers and a body; `json` is the body read."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


def send(method, url, headers=None, body=None):
    """Sends the bytes as they are; a refusal is a reply, too."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return Reply(reply.status, dict(reply.headers), reply.read())
    except urllib.error.HTTPError as error:
        return Reply(error.code, dict(error.headers), error.read())


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


def quote(text):
    """Percent-encoded, the unreserved letters excepted."""
    return urllib.parse.quote(str(text), safe="-_.~")


def host_of(url):
    return urllib.parse.urlsplit(url).netloc


# ---- Tencent: TC3-HMAC-SHA256, https://cloud.tencent.com/document/api/213/30654 ---------------------------------------------


def tc3(cloud, action, body, *, secret_key=None, headers=None, signed=("content-type", "host"), lowered=(), region=True, service="cvm", after=None):
    """A call by POST. `headers` are sent beside the usual ones, `signed` names what is signed, and of those in `lowered` the
    value is signed in small letters, as the signature page has it. `after` are headers that are changed once it is signed."""
    now = int(time.time())
    day = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d")
    payload = json.dumps(body).encode()
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "Host": host_of(cloud["url"]),
        "X-TC-Action": action,
        "X-TC-Version": "2017-03-12",
        "X-TC-Timestamp": str(now),
        **({"X-TC-Region": cloud["region"]} if region else {}),
        **(headers or {}),
    }
    values = {name.lower(): value.strip() for name, value in sent.items()}
    canonical = "".join(f"{name}:{values[name].lower() if name in lowered else values[name]}\n" for name in sorted(signed))
    names = ";".join(sorted(signed))
    scope = f"{day}/{service}/tc3_request"
    request = f"POST\n/\n\n{canonical}\n{names}\n{_sha256(payload)}"
    to_sign = f"TC3-HMAC-SHA256\n{now}\n{scope}\n{_sha256(request.encode())}"
    key = _hmac(_hmac(_hmac(("TC3" + (secret_key or cloud["secret_key"])).encode(), day), service), "tc3_request")
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    sent["Authorization"] = (
        f"TC3-HMAC-SHA256 Credential={cloud['secret_id']}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return send("POST", cloud["url"] + "/", {**sent, **(after or {})}, payload)


# ---- Tencent: the older signature in parameters, https://cloud.tencent.com/document/api/213/15693 ---------------------------


def tencent_older(cloud, action, params, *, method="POST", secret_key=None, common=None):
    """A call whose signature is a parameter (HmacSHA256). `common` are sent and signed beside the usual common ones."""
    every = {
        "Action": action,
        "Version": "2017-03-12",
        "Region": cloud["region"],
        "Timestamp": int(time.time()),
        "Nonce": uuid.uuid4().int >> 96,
        "SecretId": cloud["secret_id"],
        "SignatureMethod": "HmacSHA256",
        **(common or {}),
        **params,
    }
    plain = "&".join(f"{name}={every[name]}" for name in sorted(every))
    to_sign = f"{method}{host_of(cloud['url'])}/?{plain}"
    every["Signature"] = _base64(_hmac((secret_key or cloud["secret_key"]).encode(), to_sign))
    return _with_form(cloud["url"] + "/", method, every)


def _base64(data):
    return base64.b64encode(data).decode()


def _with_form(url, method, params):
    text = urllib.parse.urlencode(params)
    if method == "GET":
        return send("GET", f"{url}?{text}")
    return send("POST", url, {"Content-Type": "application/x-www-form-urlencoded"}, text.encode())


# ---- Kingsoft: the signature in parameters, as another SDK and a multi-cloud console send it --------------------------------


def ksyun_parameters(cloud, action, params, *, secret_key=None, url=None, version="2016-03-04", service="kec", common=None, after=None):
    """A call by GET: every parameter sorted and percent-encoded, then HMAC-SHA256 in hexadecimal digits. `after` are parameters
    that are changed once it is signed."""
    every = {
        "Accesskey": cloud["secret_id"],
        "Action": action,
        "Format": "json",
        "Region": cloud["region"],
        "Service": service,
        "SignatureMethod": "HMAC-SHA256",
        "SignatureVersion": "1.0",
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Version": version,
        **(common or {}),
        **params,
    }
    canonical = "&".join(f"{quote(name)}={quote(every[name])}" for name in sorted(every))
    key = (secret_key or cloud["secret_key"]).encode()
    signature = hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()
    text = urllib.parse.urlencode({**every, "Signature": signature, **(after or {})})
    return send("GET", f"{url or cloud['url']}/?{text}", {"Accept": "application/json"})


# ---- Amazon's signature version 4, which Kingsoft takes ---------------------------------------------------------------------


def aws4(cloud, method, query, *, headers=None, body=b"", secret_key=None, url=None, service="kec", token=None, after=None):
    """A call signed with AWS4-HMAC-SHA256 over host and date; `query` is a list of pairs, `body` is sent as it is, or `after` in
    its stead once it is signed."""
    url = url or cloud["url"]
    now = datetime.now(UTC)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    sent = {"Accept": "application/json", "Host": host_of(url), "X-Amz-Date": stamp, **(headers or {})}
    if token is not None:
        sent["X-Amz-Security-Token"] = token
    signed = {name.lower(): value.strip() for name, value in sent.items() if name != "Accept"}
    names = ";".join(sorted(signed))
    canonical_query = "&".join(sorted(f"{quote(name)}={quote(value)}" for name, value in query))
    canonical = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"{method}\n/\n{canonical_query}\n{canonical}\n{names}\n{_sha256(body)}"
    scope = f"{day}/{cloud['region']}/{service}/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{_sha256(request.encode())}"
    key = ("AWS4" + (secret_key or cloud["secret_key"])).encode()
    for part in (day, cloud["region"], service, "aws4_request"):
        key = _hmac(key, part)
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    sent["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={cloud['secret_id']}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return send(method, f"{url}/?{urllib.parse.urlencode(query)}", sent, after or body or None)


# ---- JD Cloud: JDCLOUD2-HMAC-SHA256, https://docs.jdcloud.com/common-declaration/api/signature-process ----------------------


def jdcloud2(cloud, method, path, *, query="", body=None, secret_key=None, token=None, signed_path=None, service="vm"):
    """A call whose path and query go over the wire as they are given. `signed_path` is what is signed: the path as it is sent
    when left out."""
    now = datetime.now(UTC)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    payload = b"" if body is None else json.dumps(body).encode()
    sent = {
        "Content-Type": "application/json",
        "Host": host_of(cloud["url"]),
        "X-Jdcloud-Date": stamp,
        "X-Jdcloud-Nonce": str(uuid.uuid4()),
    }
    if token is not None:
        sent["X-Jdcloud-Security-Token"] = token
    signed = {name.lower(): value for name, value in sent.items()}
    names = ";".join(sorted(signed))
    canonical = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    canonical_query = "&".join(sorted(query.split("&"))) if query else ""
    request = f"{method}\n{signed_path or path}\n{canonical_query}\n{canonical}\n{names}\n{_sha256(payload)}"
    scope = f"{day}/{cloud['region']}/{service}/jdcloud2_request"
    to_sign = f"JDCLOUD2-HMAC-SHA256\n{stamp}\n{scope}\n{_sha256(request.encode())}"
    key = ("JDCLOUD2" + (secret_key or cloud["secret_key"])).encode()
    for part in (day, cloud["region"], service, "jdcloud2_request"):
        key = _hmac(key, part)
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    sent["Authorization"] = (
        f"JDCLOUD2-HMAC-SHA256 Credential={cloud['secret_id']}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return send(method, cloud["url"] + path + (f"?{query}" if query else ""), sent, payload or None)


# ---- UCloud: sha1 over names, values and the private key, https://docs.ucloud.cn/api/summary/signature ----------------------


def ucloud(cloud, action, params, *, method="POST", private_key=None):
    every = {"Action": action, "PublicKey": cloud["public_key"], **params}
    text = "".join(f"{name}{every[name]}" for name in sorted(every)) + (private_key or cloud["private_key"])
    every["Signature"] = hashlib.sha1(text.encode()).hexdigest()
    return _with_form(cloud["url"] + "/", method, every)
