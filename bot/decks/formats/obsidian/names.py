"""Names with a `::` inside, as programs have them: `std::vector`, `map :: [a] -> [b]`, `'now'::date`."""

from __future__ import annotations

import re

# Where names of a language or a well-known library begin.
_SPACES_WORDS = (
    "std boost crate self super core alloc fmt io fs thread sync chrono ranges views collections mem ptr iter cmp ops "
    "env net tokio serde rayon anyhow futures async_std regex rand eigen cv torch at c10 tf tensorflow absl testing "
    "thrust cub nlohmann qt qstring filesystem this_thread placeholders literals detail impl static parent "
    "dplyr ggplot2 stats base utils tidyr purrr stringr readr data mlr shiny devtools "
    "aws activerecord activemodel actioncontroller rails nokogiri lwp dbi moose "
    "string integer object list map array vec option result box rc arc cell refcell hashmap hashset btreemap iterator "
    "optional collectors collections stream math system class"
)
_SPACES = frozenset(_SPACES_WORDS.split())
_MEMBERS_WORDS = (
    "new default from into item output error iter clone unwrap some none ok err npos iterator value_type type value "
    "begin end size push_back emplace_back make_unique make_shared cout cin endl vector string map set unordered_map "
    "class length println tostring valueof hashcode"
)
_MEMBERS = frozenset(_MEMBERS_WORDS.split())
_TYPES_WORDS = (
    "int integer bigint smallint text varchar char date time timestamp timestamptz interval numeric decimal float real "
    "uuid json jsonb boolean bool bytea regclass inet"
)
_TYPES = frozenset(_TYPES_WORDS.split())
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_ADDRESS_HEAD = re.compile(r"(?=.*[a-f:])(?=.*\d)[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}", re.IGNORECASE)
_ADDRESS_TAIL = re.compile(r"[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}(?:/\d{1,3})?[.,;)]?", re.IGNORECASE)
_SIGNATURE_NAME = re.compile(r"[a-z_][\w']*|\([^\w\s()]{1,4}\)")
_SIGNATURE = re.compile(r"[\w\s\[\](),.'>=-]*")
_HASKELL_TYPE = re.compile(
    r"\[?(?:Int|Integer|Bool|Char|String|Double|Float|Word|Text|ByteString|\(\)|[a-z]|"
    r"(?:IO|Maybe|Monad|Num) ?[\w()]*)\]?"
)


def is_identifier(word: str) -> bool:
    """Whether a word has the shape of a name in a program: letters, digits and `_`."""
    return word.isascii() and _IDENTIFIER.fullmatch(word) is not None


def is_address(left: str, right: str) -> bool:
    """Whether the words around a `::` are the halves of an address of IPv6."""
    return len(left) < 40 and bool(_ADDRESS_HEAD.fullmatch(left) and _ADDRESS_TAIL.fullmatch(right))


def is_name(left: str, right: str, after: str) -> bool:
    """Whether `left::right`, written without spaces, is surely one name; `after` is what follows it."""
    if left.casefold() in _SPACES or right.casefold() in _MEMBERS | _TYPES:
        return True
    if after.startswith(("(", "<", "!(", "::")) or "_" in left or "_" in right:
        return True
    return re.match(r"[a-z]+[A-Z]", right) is not None


def is_signature(left: str, right: str) -> bool:
    """Whether `left :: right` says the type of something, as Haskell writes it."""
    if not _SIGNATURE_NAME.fullmatch(left):
        return False
    arrows = ("->" in right or "=>" in right) and _SIGNATURE.fullmatch(right) is not None
    return arrows or _HASKELL_TYPE.fullmatch(right) is not None
