"""JSON Web Tokens with HS256, by hand: the field's claims (row 14), signed with a known secret."""

import base64
import hashlib
import hmac
import json
import time

SECRET = b"the field server of the interop suites"


class Refused(Exception):
    """The token is not one that this server accepts; says why as a server would."""


def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _decode(text):
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def _sign(signed):
    return _encode(hmac.new(SECRET, signed, hashlib.sha256).digest())


def mint(user, life=12 * 3600, claim="id", serial=0):
    claims = {
        claim: user["_id"],
        "role": user["role"],
        "phone": user["phone"],
        "email": user["email"],
        "exp": int(time.time() + life),
        "n": serial,
    }
    header = _encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    signed = header + b"." + _encode(json.dumps(claims).encode())
    return (signed + b"." + _sign(signed)).decode()


def read(token, judges_time=True, judges_signature=True):
    try:
        signed, _, signature = token.encode().rpartition(b".")
        if judges_signature and not hmac.compare_digest(signature, _sign(signed)):
            raise Refused("Invalid token")
        claims = json.loads(_decode(signed.partition(b".")[2]))
    except (ValueError, UnicodeError):
        raise Refused("Invalid token") from None
    if judges_time and claims["exp"] <= time.time():
        raise Refused("Token expired")
    return claims


def user_id(claims):
    for name in ("id", "_id", "userId", "sub"):
        if name in claims:
            return claims[name]
    raise Refused("Invalid token")
