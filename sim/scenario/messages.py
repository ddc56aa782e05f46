"""Validation errors in plain words."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.errors import Place
from sim.names import nearest
from sim.scenario.vocabulary import expected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.scenario.vocabulary import Entry, Shape


@dataclass(frozen=True, slots=True)
class Message:
    """What to say about one error.

    Attributes:
        text: What is wrong.
        hint: What would be right.
        key: The key meant, if it is not the one at which the error stands.
        place: Where the mistake is, if it is in a data file.
        meant: The key that an unknown key probably stands for.
    """

    text: str
    hint: str = ""
    key: str = ""
    place: Place | None = None
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One of pydantic's errors, and what could have stood there.

    Attributes:
        error: What pydantic says.
        keys: The keys of the mapping in which it stands, if that is known.
        shape: What may stand there, if that is known.
    """

    error: Mapping[str, Any]
    keys: Mapping[str, Entry]
    shape: Shape | None

    @property
    def given(self) -> Any:
        """The value that is wrong."""
        return self.error["input"]

    @property
    def context(self) -> Mapping[str, Any]:
        """Particulars, by the kind of the error."""
        return self.error.get("ctx") or {}

    @property
    def last(self) -> str:
        """The last step of the location: the key that is missing or unknown."""
        return str(self.error["loc"][-1])

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that could have been meant."""
        return self.shape.kinds if self.shape is not None else ()


def message_of(mistake: Mistake) -> Message:
    """The message for one of pydantic's errors."""
    error = mistake.error
    speaker = _SPEAKERS.get(error["type"])
    if speaker is not None:
        return speaker(mistake)
    if "text" in mistake.context:
        return Message(str(error["msg"]), str(mistake.context.get("hint") or ""))
    if error["type"].endswith("_type") and mistake.shape is not None:
        return Message(f"expected {expected(mistake.shape)}, got {_shown(mistake.given)}")
    text = str(error["msg"])
    return Message(text[:1].lower() + text[1:])


def _missing(mistake: Mistake) -> Message:
    key = mistake.last
    if isinstance(mistake.error["loc"][-1], int):
        return Message(f"the list is too short: it has {key}, and one more is needed")
    about = (mistake.keys[key].info.description or "") if key in mistake.keys else ""
    first = " ".join(about.split("\n\n", maxsplit=1)[0].split()).partition(". ")[0]
    return Message(f"missing key {key!r}", first.replace("``", "'").rstrip("."), key)


def _unknown(mistake: Mistake) -> Message:
    key = mistake.last
    # An attribute whose key is spelled otherwise, such as `source` for `from`, is worth a hint of its own.
    for spelled, entry in mistake.keys.items():
        if entry.name == key:
            return Message(f"unknown key {key!r}", f"it is spelled {spelled!r}", meant=spelled)
    close = difflib.get_close_matches(key, sorted(mistake.keys), n=1, cutoff=0.6)
    return Message(f"unknown key {key!r}", nearest(key, mistake.keys), meant=close[0] if close else "")


def _unknown_kind(mistake: Mistake) -> Message:
    tag = str(mistake.context["tag"])
    kinds = mistake.kinds
    given = mistake.given.get("kind") if isinstance(mistake.given, dict) else tag
    return Message(f"there is no kind {given!r}", nearest(tag, kinds) or f"known: {', '.join(kinds)}", "kind")


def _no_kind(mistake: Mistake) -> Message:
    kinds = mistake.kinds
    return Message("missing key 'kind'", f"one of {', '.join(kinds)}" if kinds else "", "kind")


def _literal(mistake: Mistake) -> Message:
    choices = mistake.shape.choices if mistake.shape is not None else ()
    given = mistake.given
    hint = nearest(given, choices) if isinstance(given, str) and len(choices) > 1 else ""
    return Message(f"{_shown(given)} is not {mistake.context['expected'].replace(' or ', ', ')}", hint)


def _bound(words: str) -> Callable[[Mistake], Message]:
    def speak(mistake: Mistake) -> Message:
        limit = next(iter(mistake.context.values()))
        shown = f"{limit:,}" if isinstance(limit, int) else f"{limit:g}" if isinstance(limit, float) else str(limit)
        return Message(f"must be {words} {shown}, got {_shown(mistake.given)}")

    return speak


def _date(mistake: Mistake) -> Message:
    return Message(
        f"expected a date such as 2025-01-06, got {_shown(mistake.given)}", "year, month and day, in this order"
    )


def _too_short(mistake: Mistake) -> Message:
    least = mistake.context["min_length"]
    return Message("must not be empty" if least == 1 else f"must have at least {least} entries")


def _too_long(mistake: Mistake) -> Message:
    return Message(f"must have at most {mistake.context['max_length']} entries, got {mistake.context['actual_length']}")


def _name(mistake: Mistake) -> Message:
    text = f"{mistake.given!r} is not a name: letters, digits, '_' and '-', beginning with a letter or '_'"
    return Message(text, "a name has at most 100 characters" if mistake.error["type"] == "string_too_long" else "")


def _own_words(mistake: Mistake) -> Message:
    return Message(str(mistake.error["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, "))


def _table(mistake: Mistake) -> Message:
    context = mistake.context
    line = context.get("line")
    at = Place(str(context["file"]), line, 1) if line is not None else None
    return Message(str(mistake.error["msg"]), str(context.get("hint") or ""), place=at)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = "true" if value is True else "false" if value is False else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


_SPEAKERS: Final[dict[str, Callable[[Mistake], Message]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
    "literal_error": _literal,
    "greater_than": _bound("greater than"),
    "greater_than_equal": _bound("at least"),
    "less_than": _bound("less than"),
    "less_than_equal": _bound("at most"),
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "date_from_datetime_inexact": _date,
    "date_type": _date,
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_short": _too_short,
    "string_pattern_mismatch": _name,
    "string_too_long": _name,
    "value_error": _own_words,
    "assertion_error": _own_words,
    "table": _table,
}
