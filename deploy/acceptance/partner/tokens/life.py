"""A token's life as Authlib sees it, with nothing said that the metadata does not say: every way of
authenticating, scope, resource, introspection, revocation, and the errors."""

import pathlib
import sys

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oauth2.rfc8414 import get_well_known_url

issuer, ca, certificate, private_key, key_file = sys.argv[1:]
secret = pathlib.Path(key_file).read_text().strip()
key_id = secret.split("_")[2]
tls = {"verify": ca, "cert": (certificate, private_key)}
metadata = requests.get(get_well_known_url(issuer, external=True), **tls).json()
assert metadata["issuer"] == issuer, metadata
keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"], **tls).json())


def session(method, client_id, client_secret):
    assert (method if method != "none" else "tls_client_auth") in metadata["token_endpoint_auth_methods_supported"]
    made = OAuth2Session(
        client_id, client_secret, token_endpoint_auth_method=method, revocation_endpoint_auth_method=method
    )
    made.verify, made.cert = tls["verify"], tls["cert"]
    made.trust_env = False  # or REQUESTS_CA_BUNDLE of this machine counts instead
    return made


def fetch(client, **wishes):
    return client.fetch_token(metadata["token_endpoint"], grant_type="client_credentials", **wishes)


def refused(code, client, **wishes):
    try:
        fetch(client, **wishes)
    except OAuthError as refusal:
        assert refusal.error == code, refusal
        return
    raise AssertionError(f"{code} was expected of {wishes}")


ways = [
    ("client_secret_basic", key_id, secret),
    ("client_secret_post", key_id, secret),
    ("none", "erp", None),  # Authlib's word for a client that sends its id alone: the rest is TLS
]
for method, client_id, client_secret in ways:
    client = session(method, client_id, client_secret)
    token = fetch(client, resource="https://audit.giftwarden.example")["access_token"]
    claims = jwt.decode(token, keys)
    claims.validate()
    assert claims["aud"] == "audit" and claims["client_id"] == client_id, claims
    says = client.introspect_token(metadata["introspection_endpoint"], token=token).json()
    assert says["active"] is True and says["jti"] == claims["jti"] and says["cnf"] == claims["cnf"], says
    ended = client.revoke_token(metadata["revocation_endpoint"], token=token, token_type_hint="access_token")
    assert ended.status_code == 200, ended.text
    says = client.introspect_token(metadata["introspection_endpoint"], token=token).json()
    assert says == {"active": False}, says

good = session("client_secret_basic", key_id, secret)
narrow = fetch(good, scope="gifts:read")
assert narrow["scope"] == "gifts:read" and narrow["expires_in"] <= 300, narrow
refused("invalid_scope", good, scope="no:scope")
refused("invalid_target", good, resource="https://bank.example")
refused("invalid_client", session("client_secret_basic", key_id, secret[:-1]))
print(f"{len(ways)} ways")
