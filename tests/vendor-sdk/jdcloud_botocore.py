"""JD Cloud signed by botocore: its signature version 4 with JD Cloud's words in place of Amazon's.

The canonical request, the scope, the string to sign and the derived key are botocore's own. Replaced are constants: the algorithm's
name, the prefix of the secret, the last word of the scope, and the names of the headers with the time and the token; the nonce is
a header more.
"""

import json
import urllib.parse
import uuid

import signers
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class JdcloudAuth(SigV4Auth):
    """`version` is 2 or 3: JDCLOUD2-HMAC-SHA256 or JDCLOUD3-HMAC-SHA256."""

    def __init__(self, credentials, region, version, service="vm"):
        super().__init__(credentials, service, region)
        self._version = version

    def _in_their_words(self, text):
        text = text.replace("AWS4-HMAC-SHA256", f"JDCLOUD{self._version}-HMAC-SHA256")
        return text.replace("aws4_request", f"jdcloud{self._version}_request")

    def _sign(self, key, msg, hex=False):
        secret = self.credentials.secret_key
        if key == f"AWS4{secret}".encode():
            key = f"JDCLOUD{self._version}{secret}".encode()
        return super()._sign(key, self._in_their_words(msg), hex)

    def scope(self, request):
        return self._in_their_words(super().scope(request))

    def credential_scope(self, request):
        return self._in_their_words(super().credential_scope(request))

    def string_to_sign(self, request, canonical_request):
        return self._in_their_words(super().string_to_sign(request, canonical_request))

    def _modify_request_before_signing(self, request):
        super()._modify_request_before_signing(request)
        for theirs, amazons in [("X-Jdcloud-Date", "X-Amz-Date"), ("X-Jdcloud-Security-Token", "X-Amz-Security-Token")]:
            if amazons in request.headers:
                request.headers[theirs] = request.headers[amazons]
                del request.headers[amazons]
        request.headers["X-Jdcloud-Nonce"] = str(uuid.uuid4())

    def _inject_signature_to_request(self, request, signature):
        super()._inject_signature_to_request(request, signature)
        signed = self._in_their_words(request.headers["Authorization"])
        del request.headers["Authorization"]
        request.headers["Authorization"] = signed
        return request


def call(cloud, version, method, path, *, query=(), body=None, secret_key=None, token=None, after=None):
    """A call below the region's path; `query` is a list of pairs. `after` is the body that is sent once another was signed."""
    url = f"{cloud['url']}/v1/regions/{cloud['region']}/{path}"
    if query:
        url += "?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote, safe="-_.~")
    payload = b"" if body is None else json.dumps(body).encode()
    request = AWSRequest(method=method, url=url, data=payload, headers={"Content-Type": "application/json"})
    credentials = Credentials(cloud["secret_id"], secret_key or cloud["secret_key"], token)
    JdcloudAuth(credentials, cloud["region"], version).add_auth(request)
    sent = payload if after is None else json.dumps(after).encode()
    return signers.send(method, url, dict(request.headers.items()), sent or None)
