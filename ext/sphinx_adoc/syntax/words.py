"""Word characters and letters, as the patterns of the language have them: Ruby's ``\\p{Word}`` and ``\\p{Alpha}``.

A word character is a letter, a mark, a decimal digit or a connector (``_``). Python's ``\\w`` takes ``½`` too, and
leaves out the marks without which Thai, Hindi or decomposed Latin come apart. So each pattern is kept in two forms: one
with Python's classes, which is fast, for text in which they agree with Ruby's, and an exact one for all other text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final, NamedTuple

BLANKS: Final = " \t\n\r\f\v"
"""What the language takes off the ends of a text: no blank from beyond ASCII is one of these."""

# Ranges of code points, hexadecimal; made from Unicode 17. What is not assigned between two ranges belongs to them.
_WORD: Final = """
30-39 41-5a 5f 61-7a aa b5 ba c0-d6 d8-f6 f8-2c1 2c6-2d1 2e0-2e4 2ec 2ee 300-374 376-37d 37f 386 388-3f5
3f7-481 483-559 560-588 591-5bd 5bf 5c1-5c2 5c4-5c5 5c7-5f2 610-61a 620-669 66e-6d3 6d5-6dc 6df-6e8 6ea-6fc
6ff 710-7f5 7fa-7fd 800-82d 840-85b 860-887 889-88f 897-8e1 8e3-963 966-96f 971-9f1 9fc 9fe-a75 a81-aef
af9-b6f b71 b82-bef c00-c6f c80-c83 c85-d4e d54-d57 d5f-d6f d7a-df3 e01-e3a e40-e4e e50-e59 e81-f00 f18-f19
f20-f29 f35 f37 f39 f3e-f84 f86-fbc fc6 1000-1049 1050-109d 10a0-10fa 10fc-135f 1380-138f 13a0-13fd 1401-166c
166f-167f 1681-169a 16a0-16ea 16ee-1734 1740-17d3 17d7 17dc-17e9 180b-180d 180f-193b 1946-19d9 1a00-1a1b
1a20-1a99 1aa7 1ab0-1b4c 1b50-1b59 1b6b-1b73 1b80-1bf3 1c00-1c37 1c40-1c7d 1c80-1cbf 1cd0-1cd2 1cd4-1fbc 1fbe
1fc2-1fcc 1fd0-1fdb 1fe0-1fec 1ff2-1ffc 203f-2040 2054 2071 207f 2090-209c 20d0-20f0 2102 2107 210a-2113 2115
2119-211d 2124 2126 2128 212a-212d 212f-2139 213c-213f 2145-2149 214e 2160-2188 24b6-24e9 2c00-2ce4 2ceb-2cf3
2d00-2d6f 2d7f-2dff 2e2f 3005-3007 3021-302f 3031-3035 3038-303c 3041-309a 309d-309f 30a1-30fa 30fc-318e
31a0-31bf 31f0-31ff 3400-4dbf 4e00-a48c a4d0-a4fd a500-a60c a610-a672 a674-a67d a67f-a6f1 a717-a71f a722-a788
a78b-a827 a82c a840-a873 a880-a8c5 a8d0-a8f7 a8fb a8fd-a92d a930-a953 a960-a9c0 a9cf-a9d9 a9e0-aa59 aa60-aa76
aa7a-aadd aae0-aaef aaf2-ab5a ab5c-ab69 ab70-abea abec-d7fb f900-fb28 fb2a-fbb1 fbd3-fd3d fd50-fd8f fd92-fdc7
fdf0-fdfb fe00-fe0f fe20-fe2f fe33-fe34 fe4d-fe4f fe70-fefc ff10-ff19 ff21-ff3a ff3f ff41-ff5a ff66-ffdc
10000-100fa 10140-10174 101fd-102e0 10300-1031f 1032d-1039d 103a0-103cf 103d1-10563 10570-10855 10860-10876
10880-1089e 108e0-108f5 10900-10915 10920-10939 10940-109b7 109be-109bf 10a00-10a3f 10a60-10a7c 10a80-10a9c
10ac0-10ac7 10ac9-10ae6 10b00-10b35 10b40-10b55 10b60-10b72 10b80-10b91 10c00-10cf2 10d00-10d6d 10d6f-10d85
10e80-10eac 10eb0-10ec7 10efa-10f1c 10f27-10f50 10f70-10f85 10fb0-10fc4 10fe0-11046 11066-110ba 110c2
110d0-1113f 11144-11173 11176-111c4 111c9-111cc 111ce-111da 111dc 11200-11237 1123e-112a8 112b0-113d3
113e1-1144a 11450-11459 1145e-114c5 114c7-115c0 115d8-11640 11644-11659 11680-116b8 116c0-11739 11740-1183a
118a0-118e9 118ff-11943 11950-119e1 119e3-11a3e 11a47-11a99 11a9d 11ab0-11af8 11b60-11be0 11bf0-11c40
11c50-11c59 11c72-11ef6 11f00-11f42 11f50-11fb0 12000-1246e 12480-12ff0 13000-1342f 13440-16a69 16a70-16af4
16b00-16b36 16b40-16b43 16b50-16b59 16b63-16d6c 16d70-16e7f 16ea0-16fe1 16fe3-1bc99 1bc9d-1bc9e 1ccf0-1ccf9
1cf00-1cf46 1d165-1d169 1d16d-1d172 1d17b-1d182 1d185-1d18b 1d1aa-1d1ad 1d242-1d244 1d400-1d6c0 1d6c2-1d6da
1d6dc-1d6fa 1d6fc-1d714 1d716-1d734 1d736-1d74e 1d750-1d76e 1d770-1d788 1d78a-1d7a8 1d7aa-1d7c2 1d7c4-1d7ff
1da00-1da36 1da3b-1da6c 1da75 1da84 1da9b-1e14e 1e290-1e2f9 1e4d0-1e5fa 1e6c0-1e8c4 1e8d0-1e959 1ee00-1eebb
1f130-1f149 1f150-1f169 1f170-1f189 1fbf0-1fbf9 20000-33479 e0100-e01ef
"""
_ALPHABETIC: Final = """
41-5a 61-7a aa b5 ba c0-d6 d8-f6 f8-2c1 2c6-2d1 2e0-2e4 2ec 2ee 345 363-374 376-37d 37f 386 388-3f5 3f7-481
48a-559 560-588 5b0-5bd 5bf 5c1-5c2 5c4-5c5 5c7-5f2 610-61a 620-657 659-65f 66e-6d3 6d5-6dc 6e1-6e8 6ed-6ef
6fa-6fc 6ff 710-73f 74d-7b1 7ca-7ea 7f4-7f5 7fa 800-817 81a-82c 840-858 860-887 889-88f 897 8a0-8c9 8d4-8df
8e3-8e9 8f0-93b 93d-94c 94e-950 955-963 971-9b9 9bd-9cc 9ce-9e3 9f0-9f1 9fc a01-a39 a3e-a4c a51-a5e a70-a75
a81-ab9 abd-acc ad0-ae3 af9-afc b01-b39 b3d-b4c b56-b63 b71 b82-bcc bd0-bd7 c00-c39 c3d-c4c c55-c63 c80-c83
c85-cb9 cbd-ccc cd5-ce3 cf1-d3a d3d-d4c d4e d54-d57 d5f-d63 d7a-dc6 dcf-ddf df2-df3 e01-e3a e40-e46 e4d
e81-eb9 ebb-ec6 ecd edc-f00 f40-f83 f88-fbc 1000-1036 1038 103b-103f 1050-108f 109a-109d 10a0-10fa 10fc-135a
1380-138f 13a0-13fd 1401-166c 166f-167f 1681-169a 16a0-16ea 16ee-1713 171f-1733 1740-17b3 17b6-17c8 17d7 17dc
1820-1938 1950-19c9 1a00-1a1b 1a20-1a5e 1a61-1a74 1aa7 1abf-1ac0 1acc-1ace 1b00-1b33 1b35-1b43 1b45-1b4c
1b80-1ba9 1bac-1baf 1bba-1be5 1be7-1bf1 1c00-1c36 1c4d-1c4f 1c5a-1c7d 1c80-1cbf 1ce9-1cec 1cee-1cf3 1cf5-1cf6
1cfa-1dbf 1dd3-1df4 1e00-1fbc 1fbe 1fc2-1fcc 1fd0-1fdb 1fe0-1fec 1ff2-1ffc 2071 207f 2090-209c 2102 2107
210a-2113 2115 2119-211d 2124 2126 2128 212a-212d 212f-2139 213c-213f 2145-2149 214e 2160-2188 24b6-24e9
2c00-2ce4 2ceb-2cee 2cf2-2cf3 2d00-2d6f 2d80-2dff 2e2f 3005-3007 3021-3029 3031-3035 3038-303c 3041-3096
309d-309f 30a1-30fa 30fc-318e 31a0-31bf 31f0-31ff 3400-4dbf 4e00-a48c a4d0-a4fd a500-a60c a610-a61f a62a-a66e
a674-a67b a67f-a6ef a717-a71f a722-a788 a78b-a805 a807-a827 a840-a873 a880-a8c3 a8c5 a8f2-a8f7 a8fb a8fd-a8ff
a90a-a92a a930-a952 a960-a9b2 a9b4-a9bf a9cf a9e0-a9ef a9fa-aa4d aa60-aa76 aa7a-aabe aac0 aac2-aadd aae0-aaef
aaf2-aaf5 ab01-ab5a ab5c-ab69 ab70-abea ac00-d7fb f900-fb28 fb2a-fbb1 fbd3-fd3d fd50-fd8f fd92-fdc7 fdf0-fdfb
fe70-fefc ff21-ff3a ff41-ff5a ff66-ffdc 10000-100fa 10140-10174 10280-102d0 10300-1031f 1032d-1039d
103a0-103cf 103d1-1049d 104b0-10563 10570-10855 10860-10876 10880-1089e 108e0-108f5 10900-10915 10920-10939
10940-109b7 109be-109bf 10a00-10a35 10a60-10a7c 10a80-10a9c 10ac0-10ac7 10ac9-10ae4 10b00-10b35 10b40-10b55
10b60-10b72 10b80-10b91 10c00-10cf2 10d00-10d27 10d4a-10d69 10d6f-10d85 10e80-10eac 10eb0-10ec7 10efa-10efc
10f00-10f1c 10f27-10f45 10f70-10f81 10fb0-10fc4 10fe0-11045 11071-11075 11080-110b8 110c2 110d0-110e8
11100-11132 11144-11172 11176-111bf 111c1-111c4 111ce-111cf 111da 111dc 11200-11234 11237 1123e-112a8
112b0-112e8 11300-11339 1133d-1134c 11350-11363 11380-113cd 113d1 113d3 11400-11441 11443-11445 11447-1144a
1145f-114c1 114c4-114c5 114c7 11580-115be 115d8-1163e 11640 11644 11680-116b5 116b8 11700-1172a 11740-11838
118a0-118df 118ff-1193c 1193f-11942 119a0-119df 119e1 119e3-11a32 11a35-11a3e 11a50-11a97 11a9d 11ab0-11af8
11b60-11be0 11c00-11c3e 11c40 11c72-11d41 11d43 11d46-11d47 11d60-11d96 11d98 11db0-11ddb 11ee0-11ef6
11f00-11f40 11fb0 12000-1246e 12480-12ff0 13000-1342f 13441-13446 13460-1612e 16800-16a5e 16a70-16abe
16ad0-16aed 16b00-16b2f 16b40-16b43 16b63-16d6c 16e40-16e7f 16ea0-16fe1 16fe3 16ff0-1bc99 1bc9e 1d400-1d6c0
1d6c2-1d6da 1d6dc-1d6fa 1d6fc-1d714 1d716-1d734 1d736-1d74e 1d750-1d76e 1d770-1d788 1d78a-1d7a8 1d7aa-1d7c2
1d7c4-1d7cb 1df00-1e12c 1e137-1e13d 1e14e 1e290-1e2ad 1e2c0-1e2eb 1e4d0-1e4eb 1e5d0-1e5ed 1e5f0 1e6c0-1e8c4
1e900-1e943 1e947 1e94b 1ee00-1eebb 1f130-1f149 1f150-1f169 1f170-1f189 20000-33479
"""
# Where Python 3.11 and Ruby differ, and what lies close by.
_ODD: Final = """
b2-b3 b9 bc-be 300-36f 483-489 591-5c7 610-670 6d6-74a 7a6-d83 dca-e4e eb1-ece f18-fc6 102b-109d 135d-137c
1712-1773 17b4-180f 1885-18a9 1920-193b 19da-1c37 1c89-1c8a 1cd0-1cf9 1dc0-1dff 203f-2089 20d0-20f0 2150-2189
2460-24ff 2776-2793 2cef-2cfd 2d7f 2de0-2dff 302a-302f 3099-309a 3192-3195 3220-32bf a66f-a69f a6f0-a6f1
a7cb-a835 a880-a9e5 aa29-aaf6 abe3-abed fb1e fe00-fe4f ff3f 10107-10133 10175-1018b 101fd 102e0-10323
10376-1037a 105c0-105f3 10858-108af 108fb-10959 109bc-10a9f 10ae5-10aef 10b58-10baf 10cfa-10d85 10e60-11241
112df-113e2 11435-1145e 114b0-114c3 115af-115dd 11630-11640 116ab-1173b 1182c-1183a 118ea-11943 119d1-11a99
11b60-11b67 11bc0-11cb6 11d31-11d47 11d8a-11de9 11ef3-11f5a 11fc0-11fd4 1342f-143fa 16100-16139 16af0-16b61
16d40-16d79 16e80-16ed3 16f4f-16f92 16fe4-16ff6 187f8-187ff 18cff-18d1e 18d80-18df2 1b132-1b155 1bc9d-1bc9e
1ccf0-1ccf9 1cf00-1cf46 1d165-1d1ad 1d242-1d244 1d2c0-1d2f3 1d360-1d378 1da00-1daaf 1df25-1df2a 1e000-1e08f
1e130-1e136 1e2ae-1e2ef 1e4d0-1e4f9 1e5d0-1e5fa 1e6c0-1e6ff 1e8c7-1e8d6 1e944-1e94a 1ec71-1ecb4 1ed01-1ed3d
1f100-1f189 2b739-2b73f 2cea2-2cead 2ebf0-2ee5d 31350-33479 e0100-e01ef
"""


class Classes(NamedTuple):
    """Pieces of a pattern: ``word`` for inside brackets; ``alpha`` and ``alnum`` match one character by themselves."""

    word: str
    alpha: str
    alnum: str

    @property
    def id(self) -> str:
        """An id as an author writes one."""
        return rf"(?:{self.alpha}|[_:])[{self.word}\-:.]*"


_PLAIN: Final = Classes(r"\w", r"[^\W\d_]", r"[^\W_]")


def _ranges(table: str) -> str:
    """A table as it stands inside the brackets of a pattern."""
    pairs = (entry.partition("-") for entry in table.split())
    return "".join(chr(int(first, 16)) + (dash + chr(int(last, 16)) if dash else "") for first, dash, last in pairs)


class _Exact:
    """What is made when text first wants it."""

    @cached_property
    def classes(self) -> Classes:
        alphabetic = _ranges(_ALPHABETIC)
        return Classes(_ranges(_WORD), f"[{alphabetic}]", rf"[{alphabetic}\d]")

    @cached_property
    def odd(self) -> re.Pattern[str]:
        return re.compile(f"[{_ranges(_ODD)}]")


_EXACT: Final = _Exact()
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


def wants_exact(text: str) -> bool:
    """Return whether a text holds characters that Python's classes may get wrong."""
    if text.isascii():
        return False
    return any(_EXACT.odd.match(character) for character in {*_NOT_ASCII.findall(text)})  # of few, as a rule


class WordPattern:
    """A pattern that is made from :class:`Classes`, in both forms; what is asked of it goes to the one for the text.

    Each form is compiled when it is first wanted.
    """

    __slots__ = ("_build", "_flags", "exact", "plain")
    exact: re.Pattern[str]
    plain: re.Pattern[str]

    def __init__(self, build: Callable[[Classes], str], flags: int = 0) -> None:
        self._build = build
        self._flags = flags

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Compile a form; from then on it is an attribute like others."""
        if name not in ("exact", "plain"):
            raise AttributeError(name)
        form = re.compile(self._build(_PLAIN if name == "plain" else _EXACT.classes), self._flags)
        setattr(self, name, form)
        return form

    def form(self, *, exact: bool) -> re.Pattern[str]:
        """Return one of the two forms."""
        return self.exact if exact else self.plain

    def compiled_for(self, text: str) -> re.Pattern[str]:
        """Return the form for a text."""
        return self.form(exact=wants_exact(text))

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        """Match at a position of a text."""
        return (self.plain if text.isascii() else self.compiled_for(text)).match(text, position)

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """Find the first match at or behind a position of a text."""
        return (self.plain if text.isascii() else self.compiled_for(text)).search(text, position)

    def sub(self, replacement: str, text: str) -> str:
        """Replace all matches in a text."""
        return self.compiled_for(text).sub(replacement, text)


_WORD_CHARACTER: Final = WordPattern(lambda c: f"[{c.word}]")
_LETTER: Final = WordPattern(lambda c: c.alpha)
_LETTER_OR_DIGIT: Final = WordPattern(lambda c: c.alnum)


def is_word(character: str) -> bool:
    """Return whether a character (or '': none) is a word character."""
    return _WORD_CHARACTER.match(character) is not None


def is_alpha(character: str) -> bool:
    """Return whether a character (or '': none) is a letter."""
    return _LETTER.match(character) is not None


def is_alnum(character: str) -> bool:
    """Return whether a character (or '': none) is a letter or a decimal digit."""
    return _LETTER_OR_DIGIT.match(character) is not None


def lower(text: str) -> str:
    """Return a text in lower case, as Ruby writes it: a sigma is the same wherever it stands in a word."""
    return text.replace("\u03a3", "\u03c3").lower()
