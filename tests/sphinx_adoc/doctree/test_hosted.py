"""The addresses of hosted videos, as Asciidoctor writes them."""

import pytest
from sphinx_adoc.doctree.hosted import addresses
from sphinx_adoc.syntax.document import parse

YOUTUBE = "https://www.youtube.com/embed/"
ADDRESSES = {
    "abc[youtube]": YOUTUBE + "abc?rel=0",
    'abc/l1[youtube,start=60,end=90,opts="autoplay,loop,modest,related,nofullscreen,muted,nocontrols",lang=de,theme=light]':
        YOUTUBE + "abc?rel=1&start=60&end=90&autoplay=1&loop=1&mute=1&controls=0&list=l1&fs=0&modestbranding=1"
        "&theme=light&hl=de",
    "abc/l1[youtube,list=l2]": YOUTUBE + "abc?rel=0&list=l1",
    "a,b,c[youtube]": YOUTUBE + "a?rel=0&playlist=a,b,c",
    "a[youtube,playlist=b]": YOUTUBE + "a?rel=0&playlist=a,b",
    "a[youtube,opts=loop]": YOUTUBE + "a?rel=0&loop=1&playlist=a",
    "a[youtube,list=PL]": YOUTUBE + "a?rel=0&list=PL",
    "12/zz[vimeo,start=3,opts=muted]": "https://player.vimeo.com/video/12?h=zz&muted=1#at=3",
    "12[vimeo]": "https://player.vimeo.com/video/12",
    'x[wistia,start=9,opts="reset,autoplay"]':
        "https://fast.wistia.com/embed/iframe/x?time=9&autoPlay=true&endVideoBehavior=reset",
    'a"b[youtube,theme="x&y"]': YOUTUBE + "a%22b?rel=0&theme=x%26y",
}  # fmt: skip


@pytest.mark.parametrize("written", ADDRESSES)
def test_addresses(written):
    block = parse(f"video::{written}\n").blocks[0]
    assert addresses(block.attrs["$1"], block)[0] == ADDRESSES[written]


def test_any_other_is_a_file():
    assert addresses("poster.png", parse("video::a.mp4[poster.png]\n").blocks[0]) is None


def test_source_indent_is_the_indentation_of_source_alone():
    document = parse(
        ":source-indent: 2\n\n[source]\n----\n    a\n----\n\n[source,indent=0]\n----\n  a\n----\n\n----\n a\n----\n"
    )
    assert [block.text.raw for block in document.blocks] == ["  a", "a", " a"]


def test_an_anchor_at_the_end_of_a_title_that_has_an_id_is_one_in_the_text():
    document = parse("[[own]]\n== Title [[inner]]\n\n== Next [[id]]\n")
    assert [section.id for section in document.blocks] == ["own", "id"]
    assert document.blocks[0].title.inlines[-1].id == "inner"
