"""Small pictures beside a paragraph, ``[thumbnail="screenshot/panel.png"]``, as the project's own HTML shows them."""

from docutils import nodes


def thumbnail(ctx, block):
    """Return a block with its picture before it; the picture leads to itself in full size."""
    address = "images/" + block.attrs["thumbnail"]
    picture = ctx.place(block.ref, nodes.image(uri=address, alt=block.attrs["thumbnail"], width="250px"))
    box = nodes.container("", picture, classes=["thumbnail", "align-" + block.attrs.get("float", "right")])
    ctx.blocks_plainly([block], box)
    return [ctx.place(block.ref, box)]
