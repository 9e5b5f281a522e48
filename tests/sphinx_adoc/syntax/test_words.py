"""Word characters: the same as Ruby's, so that ids, anchors and formatted text are Asciidoctor's in every script."""

import sys
import unicodedata

import pytest
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.words import WordPattern, is_alnum, is_alpha, is_word, lower

WORD_CATEGORIES = {"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "Pc"}
# Titles and the ids that Asciidoctor makes of them; combining marks that are easily lost stand as escapes.
TITLES = {
    "devanagari": ("हिन्दी शीर्षक और क़लम", "_हिन्दी_शीर्षक_और_क़लम"),
    "thai": ("คู่มือ การใช้งาน ๑๒", "_คู่มือ_การใช้งาน_๑๒"),
    "bengali": ("বাংলা বইয়ের শিরোনাম", "_বাংলা_বইয়ের_শিরোনাম"),
    "tamil": ("தமிழ் தலைப்பு", "_தமிழ்_தலைப்பு"),
    "arabic": ("العربيّة الفُصحى ١٢٣", "_العربيّة_الفُصحى_١٢٣"),
    "hebrew": ("עִבְרִית מְנֻקֶּדֶת", "_עִבְרִית_מְנֻקֶּדֶת"),
    "greek": ("ΟΔΥΣΣΕΥΣ Στον ΟΔΟΣ οδός", "_οδυσσευσ_στον_οδοσ_οδός"),
    "georgian": ("ქართული ᲡᲐᲗᲐᲣᲠᲘ", "_ქართული_სათაური"),
    "japanese": ("日本語のか\u3099くだい\u3000全角", "_日本語のか\u3099くだい全角"),
    "decomposed": ("Cafe\u0301 ½ ① ² x\u203fy Ⅷ Ⓐ ™", "_cafe\u0301_x\u203fy_ⅷ_ⓐ"),
    "burmese": ("မြန်မာ ခေါင်းစဉ်", "_မြန်မာ_ခေါင်းစဉ်"),
    "khmer": ("ភាសាខ្មែរ ចំណង", "_ភាសាខ្មែរ_ចំណង"),
    "turkish": ("\u0130stanbul Straße ẞ", "_i\u0307stanbul_straße_ß"),
    "chakma": ("𑄌𑄋𑄴𑄟𑄳𑄦 𑄃𑄧𑄏𑄛𑄖𑄴", "_𑄌𑄋𑄴𑄟𑄳𑄦_𑄃𑄧𑄏𑄛𑄖𑄴"),
    "joiners": ("dev\u2060word join\u200der a\u200bb", "_devword_joiner_ab"),
}
# Texts and how their markup is read, as Asciidoctor reads it.
TEXTS = {
    "कि*bold* ที่_em_ e\u0301*b* x\u203f*e*": [],
    "½*b* ①*c* ²_d_": ["strong", "strong", "emphasis"],
    "*b*ि and *b*½": ["strong"],
    "`c`ि `c`²": ["code"],
    "x #m#\u203f": [],
    "कि+*x*+": ["strong"],
    "½+*x*+": [],
}


@pytest.mark.parametrize("script", TITLES)
def test_ids_are_asciidoctors(script):
    title, expected = TITLES[script]
    document = parse(f"== {title}\n\ntext\n")
    assert document.blocks[0].id == expected


@pytest.mark.parametrize("script", sorted(TITLES.keys() - {"joiners"}))
def test_anchors_above_and_inside_of_blocks_work_in_every_script(script):
    title, _ = TITLES[script]
    word = next(word for word in lower(title).split() if is_alpha(word[0]))
    document = parse(f"[[{word}]]\n== Heading\n\nAt anchor:{word}2[] and [[{word}3]]here.\n")
    section = document.blocks[0]
    assert section.id == word
    assert [node.id for node in section.blocks[0].text.inlines if node.name == "anchor"] == [f"{word}2", f"{word}3"]


@pytest.mark.parametrize("raw", TEXTS)
def test_formatted_text_stands_between_what_is_no_word(raw):
    text = parse(raw).blocks[0].text
    assert [node.variant for node in text.inlines if node.name == "span"] == TEXTS[raw]


def test_names_of_attributes_and_authors_keep_their_marks():
    document = parse("= T\nहिन्दी शीर्षक <h@example.org>\n:ชื่อ: value\n\n{ชื่อ}\n")
    assert document.header.authors[0].lastname == "शीर्षक"
    assert document.blocks[0].text.plain == "value"


def test_an_attribute_value_brings_the_exact_reading_with_it():
    text = parse(":x: e\u0301\n\n{x}*b*\n").blocks[0].text
    assert text.plain == "e\u0301*b*"


def test_digits_of_other_scripts_number_no_list():
    assert parse("٣. item\n").blocks[0].name == "paragraph"


def test_dashes_and_apostrophes_know_letters():
    assert parse("कि--कि ½--½ e\u0301's l'e\u0301t क्'क हि'क").blocks[0].text.plain == (
        "कि\u2014\u200bकि ½--½ e\u0301's l\u2019e\u0301t क्'क हि\u2019क"
    )


def test_the_table_agrees_with_unicode():
    """Ruby: letters, marks, decimal digits, connectors; and circled letters, which are alphabetic symbols."""
    assigned = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in {"Cn", "Cs", "Co"}]
    circled = {*map(chr, (*range(0x24B6, 0x24EA), *range(0x1F130, 0x1F14A), *range(0x1F150, 0x1F16A),
                          *range(0x1F170, 0x1F18A)))}  # fmt: skip
    wanted = circled | {c for c in assigned if unicodedata.category(c) in WORD_CATEGORIES}
    matched = set(WordPattern(lambda c: f"[{c.word}]").exact.findall("".join(assigned)))
    assert matched == wanted
    assert {c for c in assigned if is_word(c)} == matched


def test_what_is_no_character_is_no_word():
    assert not any(test("") for test in (is_word, is_alpha, is_alnum))
    assert is_alpha("ି")
    assert not is_alpha("\u0301")
    assert is_alnum("३")
    assert not is_alnum("_")
    assert not is_word("½")
