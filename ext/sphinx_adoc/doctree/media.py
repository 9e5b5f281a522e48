"""Images in blocks and in running text, icons, video and sound."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.gate import is_size, whole
from sphinx_adoc.syntax.tree import BlockMacro, Icon, Inline, InlineImage, InlineText

from .context import Context, InlineRule
from .elements import drawing, media
from .elements import icon as icon_element
from .embed import NO_BYTES
from .hosted import addresses
from .inlines import identify
from .links import file_trouble, to_address, window

_ADDRESS: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ALIGN: Final = ("left", "center", "right")
_IMAGE_HINT: Final = "it must be a file of at most 16 MiB in the document's folder or below"


def image_element(
    ctx: Context, target: str, attrs: Mapping[str, str], version: int, options: Sequence[str]
) -> nodes.image:
    """Return the image itself: its address, what to say where it cannot be seen, its size."""
    node_class = drawing if _is_live(target, attrs, options) else nodes.image
    alt = attrs.get("alt")
    image = node_class(uri=_address(ctx, target, version), alt=default_alt(target) if alt is None else alt)
    if node_class is drawing and attrs.get("fallback"):
        image["fallback"] = _address(ctx, attrs["fallback"], version)
    for name in ("width", "height"):
        value = attrs.get(name, "").strip()
        if is_size(value):
            image[name] = value
    scale = whole(attrs.get("scale", "").rstrip("%"))
    if scale is not None:
        image["scale"] = scale
    return image


def _is_live(target: str, attrs: Mapping[str, str], options: Sequence[str]) -> bool:
    """Whether an image is an SVG that the author wants to be more than a picture."""
    is_svg = target.endswith(".svg") or attrs.get("format") == "svg"
    return is_svg and ("interactive" in options or "inline" in options)


def _address(ctx: Context, target: str, version: int) -> str:
    uri = locate(ctx, target, version, "image")
    if ctx.options.embed is not None and ctx.doc.attribute("data-uri", version) is not None:
        return ctx.options.embed(uri)
    return ctx.options.image_uri(uri)


def default_alt(target: str) -> str:
    """Return the file's name, made readable."""
    return re.sub("[-_]", " ", PurePosixPath(target).stem)


def locate(ctx: Context, target: str, version: int, kind: str = "") -> str:
    """Return a target below ``imagesdir``, unless it is an address or absolute. ``kind``: "image", or "" for other
    files.
    """
    if (resource := ctx.options.resource(target, kind)) is not None:
        return resource
    folder = ctx.doc.attribute("imagesdir", version)
    if not folder or not target or target.startswith("/") or _ADDRESS.match(target):
        return target
    return f"{folder.rstrip('/')}/{target}"


def linked(ctx: Context, image: nodes.image, attrs: Mapping[str, str]) -> nodes.Element:
    """Return the image, inside a reference where it has a ``link``."""
    address = attrs.get("link")
    if not address:
        return image
    if address == "self":
        address = image["uri"]
    reference = to_address(ctx, address, [image])
    window({name: value for name, value in attrs.items() if name != "title"}, reference)
    return reference


def _target_of_link(target: str) -> str:
    """The address of an image's link; '' where that is the image itself."""
    return "" if target == "self" else target


def _check_files(ctx: Context, block: BlockMacro, *targets: str) -> None:
    """Report the files that a block macro names and that are not there."""
    for target in targets:
        if trouble := file_trouble(ctx, _target_of_link(target)):
            ctx.report(block, Code.FILE_MISSING, trouble[0], hint=trouble[1])


def _unreadable(target: str) -> str:
    return f"the image '{target}' cannot be put into the page; an empty one stands there"


def block_image(ctx: Context, block: BlockMacro, parent: nodes.Element) -> None:
    """Append an image of its own; with a title, a figure."""
    image = ctx.place(block.ref, image_element(ctx, block.target, block.attrs, block.version, block.options))
    if image["uri"].endswith(NO_BYTES):
        ctx.report(block, Code.IMAGE_UNREADABLE, _unreadable(block.target), hint=_IMAGE_HINT)
    _check_files(ctx, block, block.attrs.get("link", ""))
    align = block.attrs.get("align") or next((role[5:] for role in block.roles if role.startswith("text-")), "")
    box: nodes.Element
    if block.title is None:
        box = nodes.container("", linked(ctx, image, block.attrs), classes=["image-block"])
    else:
        caption = nodes.caption(block.title.raw, "")
        ctx.fill_title(block, caption)
        box = nodes.figure("", linked(ctx, image, block.attrs), caption)
    if align in _ALIGN:
        (image if block.title is None else box)["align"] = align
    if block.attrs.get("float") in _ALIGN:
        box["classes"].append(f"float-{block.attrs['float']}")
    parent.append(ctx.mark(block, box))


def inline_image(ctx: Context, node: InlineImage, parent: nodes.Element, text: InlineText) -> None:
    """Append an image in running text."""
    opts = node.attrs.get("opts", node.attrs.get("options", "")).split(",")
    image = image_element(ctx, node.target, node.attrs, text.version, opts)
    if image["uri"].endswith(NO_BYTES):
        message = _unreadable(node.target)
        ctx.doc.report(Code.IMAGE_UNREADABLE, message, text, node.start, node.end, hint=_IMAGE_HINT)
    if trouble := file_trouble(ctx, _target_of_link(node.attrs.get("link", ""))):
        ctx.doc.report(Code.FILE_MISSING, trouble[0], text, node.start, node.end, hint=trouble[1])
    ref, _ = text.position(node.start)
    ctx.place(ref, image)
    identify(node, image)
    image["classes"].append("inline")
    if node.attrs.get("float") in _ALIGN:
        image["classes"].append(f"float-{node.attrs['float']}")
    if node.attrs.get("title") and not node.attrs.get("link"):
        parent.append(nodes.inline("", "", image, classes=["titled"]))
        return
    parent.append(linked(ctx, image, node.attrs))


def icon(ctx: Context, node: Icon, parent: nodes.Element, text: InlineText) -> None:
    """Append a glyph where the document has icons, else its name in brackets."""
    kind = ctx.doc.attribute("icons", text.version)
    element: nodes.Element
    name = node.attrs.get("alt") or node.target
    label = node.attrs.get("title") or name
    if kind == "font":
        words = f"[{name}]"
        element = icon_element(words, words, label=label, classes=["adoc-icon", "fa", f"fa-{node.target}"])
    elif kind is not None:
        folder = ctx.doc.attribute("iconsdir", text.version) or "./images/icons"
        suffix = ctx.doc.attribute("icontype", text.version) or "png"
        element = nodes.image(uri=f"{folder}/{node.target}.{suffix}", alt=label)
    else:
        words = f"[{name}]"
        element = nodes.inline(words, words, classes=["adoc-icon"])
    identify(node, element)
    if node.attrs.get("link"):
        if trouble := file_trouble(ctx, node.attrs["link"]):
            ctx.doc.report(Code.FILE_MISSING, trouble[0], text, node.start, node.end, hint=trouble[1])
        element = to_address(ctx, node.attrs["link"], [element])
        window(node.attrs, element)
    parent.append(element)


def block_media(ctx: Context, block: BlockMacro, parent: nodes.Element) -> None:
    """Append a video or a sound: a player, or a link to it where nothing can be played."""
    ctx.title(block, parent)
    host = block.attrs.get("poster") or block.attrs.get("$1") or ""
    tag = block.macro
    hosted = addresses(host, block) if tag == "video" else None
    if hosted is not None:
        tag, (uri, shown) = "iframe", hosted
    else:
        uri = shown = locate(ctx, block.target, block.version)
        _check_files(ctx, block, uri)
        uri += _time_range(block.attrs)
    words = block.attrs.get("alt") or PurePosixPath(block.target).name
    label = block.title.plain if block.title is not None else words
    player = ctx.mark(block, media(tag=tag, uri=uri, label=label, options=_options(ctx, block, tag)))
    player.append(nodes.paragraph("", "", to_address(ctx, shown, [nodes.Text(words)])))
    parent.append(player)


def _time_range(attrs: Mapping[str, str]) -> str:
    start, end = attrs.get("start", ""), attrs.get("end", "")
    if not start and not end:
        return ""
    return f"#t={start}" + (f",{end}" if end else "")


def _options(ctx: Context, block: BlockMacro, tag: str) -> dict[str, str | None]:
    attributes: dict[str, str | None] = {
        name: value for name in ("width", "height") if is_size(value := block.attrs.get(name, ""))
    }
    poster = block.attrs.get("poster") or block.attrs.get("$1")
    if tag == "video" and poster:
        attributes["poster"] = picture = locate(ctx, poster, block.version)
        _check_files(ctx, block, picture)
    if tag == "iframe":
        return attributes if "nofullscreen" in block.options else {**attributes, "allowfullscreen": None}
    attributes |= {name: None for name in ("autoplay", "loop", "muted") if name in block.options}
    if "nocontrols" not in block.options:
        attributes["controls"] = None
    if tag == "video" and block.attrs.get("preload") in {"none", "metadata", "auto"}:
        attributes["preload"] = block.attrs["preload"]
    return attributes


RULES: dict[type[Inline], InlineRule] = {InlineImage: inline_image, Icon: icon}
