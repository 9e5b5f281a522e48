"""What renderers write in different HTML and readers see as the same becomes the same blocks."""

import pytest

pages = pytest.importorskip("sphinx_adoc.parity.pages", reason="beautifulsoup4 is not installed")
ADMONITION = '<td class="icon"><div class="title">Note</div></td><td class="content">Mind it.</td>'
SAME = {  # Asciidoctor's way, the older programs', ours
    "admonition": (
        f'<div class="admonitionblock note"><table><tr>{ADMONITION}</tr></table></div>',
        f'<div class="admonitionblock"><table><tr>{ADMONITION}</tr></table></div>',
        '<aside class="admonition note"><p class="admonition-title">Note</p><p>Mind it.</p></aside>',
    ),
    "admonition with an icon": (
        (
            '<div class="admonitionblock tip"><table><tr><td class="icon"><img src="tip.png" alt="Tip"></td>'
            '<td class="content"><div class="title">T</div>Do.</td></tr></table></div>'
        ),
        '<aside class="admonition tip"><p class="admonition-title">T</p><p>Do.</p></aside>',
    ),
    "list": (
        (
            "<div class='ulist'><div class='title'>L</div>"
            "<ul><li><p>one</p><div class='paragraph'><p>two</p></div></li></ul></div>"
        ),
        "<p class='rubric'>L</p><ul><li>\none\n<p>two</p></li></ul>",
    ),
    "horizontal list": (
        '<div class="hdlist"><table><tr><td class="hdlist1">a</td><td class="hdlist2"><p>b</p></td></tr></table></div>',
        '<dl class="horizontal"><dt>a</dt><dd><p>b</p></dd></dl>',
    ),
    "callouts": (
        '<pre>x <b class="conum">(1)</b>\ny</pre><div class="colist arabic"><ol><li><p>a</p></li></ol></div>',
        '<pre>x\ny</pre><div class="colist arabic"><ol>\n<li>\na\n</li></ol></div>',
        '<pre><code><span>x</span>\ny</code></pre><ol class="arabic colist"><li><p>a</p></li></ol>',
    ),
    "quote": (
        (
            '<div class="quoteblock"><blockquote><div class="paragraph"><p>Q</p></div></blockquote>'
            '<div class="attribution">&#8212; Ada<br><cite>Book</cite></div></div>'
        ),
        (
            '<div class="quoteblock"><div class="content"><p>Q</p></div>'
            '<div class="attribution"><em>Book</em><br>&#8212; Ada</div></div>'
        ),
        '<blockquote><p>Q</p><p class="attribution">—Ada, <cite>Book</cite></p></blockquote>',
        (
            '<div class="quoteblock"><blockquote><p>Q</p></blockquote>'
            '<p class="attribution">—Ada, <cite>Book</cite></p></div>'
        ),
    ),
    "verse": (
        '<div class="verseblock"><pre class="content">a\n  b</pre></div>',
        '<blockquote class="verse"><pre class="verse">a\n  b</pre></blockquote>',
        '<div class="verse verseblock"><blockquote><pre class="verse">a\n  b</pre></blockquote></div>',
    ),
    "image": (
        '<div class="imageblock"><div class="content"><img src="a.png" alt="A"></div><div class="title">F</div></div>',
        '<figure><img src="a.png" alt="A"/><figcaption>F</figcaption></figure>',
    ),
    "image in a link": (
        '<div class="imageblock"><div class="content"><a class="image" href="b"><img alt="A"></a></div></div>',
        '<section><a href="b"><img alt="A"/></a></section>',
    ),
    "footnote": (
        (
            '<p>x<sup class="footnote">[<a href="#f">1</a>]</sup></p><p>y</p>'
            '<div id="footnotes"><hr><div class="footnote"><a href="#r">1</a>. Said.</div></div>'
        ),
        '<p>x<span class="footnote"><br>[Said.]<br></span></p><p>y</p>',
        (
            '<p>x<a class="brackets" href="#f">1</a></p><p>y</p><aside class="footnote-list"><aside class="footnote">'
            '<span class="label">[1]</span><p>Said.</p></aside></aside>'
        ),
    ),
    "table": (
        (
            "<table><caption>T</caption><thead><tr><th>A </th></tr></thead><tbody><tr><td><p>1</p></td></tr></tbody>"
            "<tfoot><tr><td></td></tr></tfoot></table>"
        ),
        (
            "<table><caption>T</caption><col><thead><tr><th><p>A</p></th></tr></thead>"
            "<tfoot><tr><td><p></p></td></tr></tfoot><tbody><tr><td>1</td></tr></tbody></table>"
        ),
    ),
    "example that opens": (
        "<details><summary class='title'>S</summary><div class='content'><p>x</p></div></details>",
        "<div class='exampleblock'><div class='title'>S</div><div class='content'><p>x</p></div></div>",
    ),
    "footnote named twice": (
        '<p>x<span class="footnoteref"><br><a href="#_footnote_n">[n]</a><br></span></p>',
        '<p>x<a class="brackets" href="#f">1</a></p>',
    ),
    "tabs": ("<pre>a\n\tb\tc</pre>", "<pre>a\n        b       c</pre>"),
    "blanks": ("<p>a&#8201;&#8212;&#8201;b&#8230;&#8203;c</p>", "<p>a —\n  b…c</p>"),
    "what is left out": (
        (
            '<div id="header"><h1>T</h1><div class="details">Ada</div></div><div id="toc"><ul><li>x</li></ul></div>'
            '<div id="footer">now</div>'
        ),
        "<main><h1>T</h1><!-- said --><nav>x</nav><script>x()</script></main>",
    ),
}
OTHER = {
    "another kind": ("<p>x</p>", "<pre>x</pre>"),
    "another level": ("<h2>x</h2>", "<h3>x</h3>"),
    "another admonition": ('<aside class="admonition note">x</aside>', '<aside class="admonition tip">x</aside>'),
    "two items or one": ("<ul><li>a</li><li>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    "a cell more": ("<table><tr><td>a</td></tr></table>", "<table><tr><td>a</td><td></td></tr></table>"),
    "blanks of a listing": ("<pre>a  b</pre>", "<pre>a b</pre>"),
    "a list in a box": ("<ul><li>a</li></ul>", '<div class="sidebarblock"><ul><li>a</li></ul></div>'),
    "a rule": ("<p>a</p>", "<p>a</p><hr>"),
    "a note": ("<p>a</p>", '<p>a<span class="footnote"><br>[n]<br></span></p>'),
}


@pytest.mark.parametrize("forms", SAME.values(), ids=SAME)
def test_what_reads_the_same_is_the_same(forms):
    first, *others = map(pages.read, forms)
    assert first
    assert [first] * len(others) == others


@pytest.mark.parametrize("forms", OTHER.values(), ids=OTHER)
def test_what_reads_otherwise_is_not(forms):
    one, other = map(pages.read, forms)
    assert one != other


def test_a_block_says_where_it_stands_and_comes_from():
    items = '<ul><li data-place="a:4">one<ul><li><p>two</p></li></ul></li></ul>'
    found = pages.read(f'<div class="sidebar" data-place="a:3">{items}</div>')
    assert [(block.kind, block.path, block.text, block.place) for block in found] == [
        ("paragraph", ("sidebar", "ul", "li"), "one", "a:4"),
        ("paragraph", ("sidebar", "ul", "li+", "ul", "li"), "two", "a:4"),
    ]
