"""Reading a page back: its elements, and what is wrong with it as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

HOSTILE = {
    "shop": "<script>alert('shop')</script>",
    "item": '"><img src=x onerror=alert(1)>',
    "maker": "</svg></style><b>&amp;",
    "people": "{{ 7 * 7 }}{% raw %}",
    "busy": "</pre></textarea><!--",
    "base": "base",
}
"""Names that would do harm as markup, in place of those of the shop and of its variants."""
VOID = {"meta", "link", "img", "br", "hr", "input"}
"""Elements without an end tag."""
SHAPES = {"rect", "path"}
"""Elements of SVG that close themselves."""


@dataclass
class Element:
    """An element with its attributes, what it stands in, and its text."""

    name: str
    attributes: dict[str, str]
    within: tuple[str, ...]
    text: str = ""
    children: list[str] = field(default_factory=list)


class Document(HTMLParser):
    """A page as a list of elements.

    Attributes:
        elements: The elements in their order.
        faults: What is wrong: tags that do not match, attributes given twice, names of elements used twice.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        self.faults += [f"{element.name} is never closed" for element in self._open]
        ids = [element.attributes["id"] for element in self.elements if "id" in element.attributes]
        self.faults += [f"id {name} is there twice" for name in ids if ids.count(name) > 1]
        for element in self.elements:
            for reference in (element.attributes.get("aria-labelledby"), element.attributes.get("href", "")[1:]):
                if reference and reference != "ata:," and reference not in ids:
                    self.faults.append(f"there is no id {reference}")

    def handle_starttag(self, tag, attrs) -> None:
        within = tuple(element.name for element in self._open)
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"{tag} has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, within)
        if self._open:
            self._open[-1].children.append(tag)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs) -> None:
        if "svg" not in [element.name for element in self._open] or tag not in SHAPES:
            self.faults.append(f"{tag} closes itself")
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag) -> None:
        if not self._open or self._open[-1].name != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1].name if self._open else 'nothing'}")
            return
        self._open.pop()

    def handle_data(self, data) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str) -> list[Element]:
        """The elements of a name."""
        return [element for element in self.elements if element.name == name]

    @property
    def pictures(self) -> list[Element]:
        """The pictures that say something."""
        return [
            element for element in self.elements if element.attributes.get("role") == "img" or element.name == "img"
        ]
