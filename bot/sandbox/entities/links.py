"""Which address a text link may carry, and in what form it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

_SPACES = b" \t\r\n\0\v"
_CANONICAL = re.compile(rb"0|-?[1-9][0-9]*")
_INT32 = 2**31
_INT64 = 2**63
_MAX_USER = 2**40 - 1
_MAX_PORT = 65535
_SCHEME = re.compile(rb"([^:/?#@\[\]]*)://")
_OUR_SCHEME = re.compile(rb"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
_AUTHORITY = re.compile(rb"[^/?#]*")
_PORT = re.compile(rb"(?s)(.+):([^:\]@]*)")
_HOST = re.compile(rb"(?:[a-z.0-9\-_!$,~*'();&+=\x80-\xff]|%[a-f0-9]{2})*")
_USER = re.compile(rb"tg:(?://)?user/?\?([^#]*)")


@dataclass(frozen=True, slots=True)
class _Address:
    scheme: bytes
    userinfo: bytes
    host: bytes
    port: int
    query: bytes

    @property
    def bracketed(self) -> bool:
        return self.host.startswith(b"[")

    def written(self) -> bytes:
        user = self.userinfo + b"@" if self.userinfo else b""
        port = b":%d" % self.port if self.port else b""
        return self.scheme + b"://" + user + self.host + port + self.query


class WrongLinkError(Exception):
    """The text is no address; the message is TDLib's reason."""


def canonical_int(digits: bytes, limit: int = _INT64) -> int | None:
    """The number when it is written the only way TDLib accepts: no plus, no leading zeros, within range."""
    if not _CANONICAL.fullmatch(digits):
        return None
    value = int(digits)
    return value if -limit <= value < limit else None


def mentioned_user(link: bytes) -> int | None:
    """The user of a `tg://user?id=…` link, or None."""
    found = _USER.match(link.lower())
    if found is None:
        return None
    for parameter in found[1].split(b"&"):
        key, _, value = parameter.partition(b"=")
        if key == b"id":
            user = canonical_int(value)
            return user if user is not None and is_user(user) else None
    return None


def is_user(identifier: int) -> bool:
    """Whether a number can be a user's."""
    return 0 < identifier <= _MAX_USER


def checked_link(link: bytes) -> bytes:
    """The address as Telegram stores it: scheme and slash added, host in lower case.

    Raises WrongLinkError for what TDLib's `check_link` refuses, with its reason.
    """
    ours = _OUR_SCHEME.match(link)
    return _telegram_link(ours[1].lower(), link[ours.end() :]) if ours else _web_link(link)


def _web_link(link: bytes) -> bytes:
    address = _address(link)
    if b"." not in address.host and not address.bracketed:
        raise WrongLinkError("Wrong HTTP URL")
    return address.written()


def _telegram_link(scheme: bytes, rest: bytes) -> bytes:
    address = _address(rest)
    spelled_http = rest.lower().startswith(b"http://") or address.scheme == b"https"
    if spelled_http or address.userinfo or address.port or address.bracketed:
        raise WrongLinkError("Wrong tg URL" if scheme == b"tg" else "Wrong ton URL")
    allowed = rb"[a-z0-9\-_.]*" if scheme == b"tonsite" else rb"[a-z0-9\-_]*"
    if not re.fullmatch(allowed, address.host):
        raise WrongLinkError("Unallowed characters in URL host")
    query = address.query[1:] if address.query.startswith(b"/?") else address.query
    return scheme + b"://" + address.host + query


def _address(link: bytes) -> _Address:
    scheme, rest = _scheme(link)
    found = _AUTHORITY.match(rest)
    authority = found[0] if found else b""
    ported = _PORT.fullmatch(authority)
    named, port = (ported[1], _port(ported[2])) if ported else (authority, 0)
    userinfo, _, host = named.rpartition(b"@")
    return _Address(scheme, userinfo, _host(host), port, _query(rest[len(authority) :]))


def _scheme(link: bytes) -> tuple[bytes, bytes]:
    found = _SCHEME.match(link)
    if found is None:
        return b"http", link
    if found[1].lower() not in {b"http", b"https"}:
        raise WrongLinkError("Unsupported URL protocol")
    return found[1].lower(), link[found.end() :]


def _port(digits: bytes) -> int:
    stripped = digits.lstrip(b"0") or digits[-1:]
    port = canonical_int(stripped, _INT32)
    if port is None or not 0 < port <= _MAX_PORT:
        raise WrongLinkError("Wrong port number specified in the URL")
    return port


def _host(host: bytes) -> bytes:
    if not host:
        raise WrongLinkError("URL host is empty")
    if host == b".":
        raise WrongLinkError("Host is invalid")
    lowered = host.lower()
    if lowered.startswith(b"[") and lowered.endswith(b"]"):
        return _bracketed(lowered)
    wrong = _HOST.sub(b"", lowered, count=1)
    if wrong:
        raise WrongLinkError(
            "Wrong percent-encoded symbol in URL host"
            if wrong.startswith(b"%")
            else "Disallowed character in URL host"
        )
    return lowered


def _bracketed(host: bytes) -> bytes:
    try:
        address = IPv6Address(host[1:-1].decode("ascii"))
    except (AddressValueError, UnicodeDecodeError) as error:
        raise WrongLinkError("Wrong IPv6 address specified in the URL") from error
    if address.scope_id is not None:
        raise WrongLinkError("Wrong IPv6 address specified in the URL")
    return host


def _query(rest: bytes) -> bytes:
    query = rest.rstrip(_SPACES)
    escaped = b"".join(b"%%%02X" % byte if byte <= 0x20 else bytes((byte,)) for byte in query)
    return escaped if escaped.startswith(b"/") else b"/" + escaped
