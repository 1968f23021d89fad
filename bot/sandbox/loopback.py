"""Who may drive the sandbox: its own page on this machine, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit


def at_home(headers: Mapping[str, str]) -> bool:
    """Tell whether the `Host` is this machine: a foreign name that resolves here (DNS rebinding) is not."""
    return _is_loopback(_name(headers.get("Host", "")))


def same_page(headers: Mapping[str, str]) -> bool:
    """Tell whether no other origin sent this; browsers name it in `Origin` and `Sec-Fetch-Site`, programs do not."""
    origin = headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{headers.get('Host', '')}".lower():
        return False
    return headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
