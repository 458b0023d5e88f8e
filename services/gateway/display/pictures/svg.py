"""SVG as escaped text: presentation attributes and classes alone, since pages admit no style and no script in them."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup, escape

DIGITS = 1
"""A tenth of a unit is less than anybody sees."""


class Size(NamedTuple):
    """The view box of a picture."""

    width: float
    height: float


def element(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """An element; `_` in a name of an attribute is `-`, one at its end is dropped, what is None is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(attribute_name(key), _written(value))
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(escape(one) for one in children)
    return (
        Markup("<{0}{1}>{2}</{0}>").format(name, written, inner)
        if children
        else Markup("<{}{}/>").format(name, written)
    )


def attribute_name(key: str) -> str:
    """How an attribute is called in SVG."""
    return key.removesuffix("_").replace("_", "-") if key != "viewBox" else key


def _written(value: object) -> object:
    return coordinate(value) if isinstance(value, float) else value


def coordinate(value: float) -> str:
    """A number in a picture, as short as it is exact enough."""
    text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def picture(name: str, title: str, told: str, size: Size, *body: Markup) -> Markup:
    """A picture, which a screen reader reads out as its title and what it tells; `name` is its own on the page."""
    return element(
        "svg",
        element("title", title, id=f"{name}-t"),
        element("desc", told, id=f"{name}-d"),
        *body,
        class_="picture",
        viewBox=f"0 0 {coordinate(size.width)} {coordinate(size.height)}",
        role="img",
        aria_labelledby=f"{name}-t",
        aria_describedby=f"{name}-d",
        xmlns="http://www.w3.org/2000/svg",
    )


def label(text: str, x: float, y: float, anchor: str = "middle") -> Markup:
    """Words in a picture; they have the colour of the text around it."""
    return element("text", text, x=x, y=y, text_anchor=anchor, fill="currentColor", font_size=TYPE)


TYPE = 12
"""How high letters are, in units of the view box; the style sheet makes them larger on a telephone."""
