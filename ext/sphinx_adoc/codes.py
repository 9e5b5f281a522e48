"""The table of codes: every kind of finding, with its severity and what it means.

A finding is made with a member of :class:`Code`, so a code that is not in this table cannot be reported. The name of
a code is stable: waivers, ``suppress_warnings`` and configurations hold it. The page of findings in the guide has an
entry for each, with a remedy and an example; tests hold the two against each other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal, Self, cast

from .suggest import Names

Severity = Literal["error", "warning", "info"]

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"
SEVERITIES: Final[tuple[Severity, ...]] = (ERROR, WARNING, INFO)
"""All severities, the most important first."""

OF_CODE: Final = cast("Severity", "")
"""In place of a severity: the one that the code has."""


class Code(StrEnum):
    """A kind of finding; as a string, its name in kebab-case.

    ``severity``: what it is unless the place where it is found says otherwise. ``summary``: a sentence in plain text.
    """

    severity: Severity
    summary: str

    def __new__(cls, name: str, severity: Severity, summary: str) -> Self:
        """Make a member of the table; its value is the name alone."""
        code = str.__new__(cls, name)
        code._value_ = name
        code.severity = severity
        code.summary = summary
        return code

    @property
    def anchor(self) -> str:
        """The id of its entry on the page of findings."""
        return str(self)

    @property
    def can_be_waived(self) -> bool:
        """Whether a waiver in a document can accept it: not what is wrong with waivers, baselines and built pages."""
        return not self.startswith(("waiver-", "baseline-", "built-", "page-unread", "change-unread", "folder-"))

    # Cross-references and ids
    XREF_UNRESOLVED = "xref-unresolved", ERROR, "Nothing in the set of documents has this id, title or file."
    XREF_AMBIGUOUS = "xref-ambiguous", WARNING, "Several documents have this generated id or title, this one does not."
    XREF_MALFORMED = (
        "xref-malformed",
        ERROR,
        "It begins like a cross-reference, but the language does not read it as one.",
    )
    TITLE_CIRCULAR = (
        "title-circular",
        WARNING,
        "A title refers to itself, directly or through other titles.",
    )
    IMAGE_MISSING = "image-missing", ERROR, "The image is not in the tree."
    MEDIA_MISSING = "media-missing", ERROR, "The sound or video is not in the tree."
    LINK_MISSING = "link-missing", WARNING, "A link leads to a file beside the document that is not there."
    LINK_GONE = "link-gone", ERROR, "Only with --links: the server says that the address does not exist."
    LINK_FRAGMENT = "link-fragment", WARNING, "Only with --links: the page has no such anchor."
    LINK_MOVED = "link-moved", INFO, "Only with --links: the address has moved permanently."
    LINK_REFUSED = "link-refused", INFO, "Only with --links: the server refuses automated requests."
    LINK_UNSURE = "link-unsure", INFO, "Only with --links: the check could not determine whether the address is valid."
    XREF_GENERATED = (
        "xref-generated",
        INFO,
        "On request: the id was generated from a title, and changes with it.",
    )
    IMAGE_UNDESCRIBED = "image-undescribed", INFO, "On request: an image has no alternative text."
    LINK_UNNAMED = "link-unnamed", INFO, "On request: a link has no text."
    ID_DUPLICATE = "id-duplicate", ERROR, "An id stands twice in a document with its includes."

    # Waivers
    WAIVER_MALFORMED = "waiver-malformed", ERROR, "A waiver lacks its code, date or reason, or its date is invalid."
    WAIVER_EXPIRED = "waiver-expired", ERROR, "The date of the waiver has passed; what it covered is reported again."
    WAIVER_UNUSED = "waiver-unused", WARNING, "The line below the waiver has no such finding any more."

    BASELINE_STALE = "baseline-stale", INFO, "An entry of the baseline matches no finding any more."

    # Includes and encodings
    INCLUDE_NOT_FOUND = "include-not-found", ERROR, "The file is not there, or is a directory."
    INCLUDE_OUTSIDE_ROOT = "include-outside-root", ERROR, "The file lies outside the root."
    INCLUDE_ADDRESS = "include-address", ERROR, "Includes from the network are never fetched."
    INCLUDE_CYCLE = "include-cycle", ERROR, "A file includes itself, directly or not."
    INCLUDE_SELECTION = (
        "include-selection",
        WARNING,
        "lines or tags choose nothing, name a tag that the file lacks, or a tag is never closed.",
    )
    ENCODING_UNKNOWN = (
        "encoding-unknown",
        WARNING,
        "The include names an encoding that does not exist; the file is read as UTF-8.",
    )

    INCLUDE_UNCHECKED = "include-unchecked", INFO, "The file is in an Antora component that is not among the documents."

    ANTORA_DESCRIPTION = (
        "antora-description",
        ERROR,
        "An antora.yml is invalid or names a missing file, or a file exists twice in its component.",
    )

    SOURCE_UNCHECKED = (
        "source-unchecked",
        INFO,
        "A playbook names a source that is not here; what lies there is not checked.",
    )
    PAGE_UNLISTED = "page-unlisted", INFO, "Pages of an Antora component are in none of its navigation files."
    RESOURCE_UNUSED = "resource-unused", INFO, "No document names these images or partials of an Antora component."

    # Conditionals
    CONDITIONAL_UNCLOSED = "conditional-unclosed", ERROR, "The file ends before endif::[]."
    CONDITIONAL_UNOPENED = "conditional-unopened", ERROR, "An endif closes nothing."
    CONDITIONAL_MISMATCH = (
        "conditional-mismatch",
        ERROR,
        "An endif names another attribute than the condition that is open.",
    )
    DIRECTIVE_MALFORMED = "directive-malformed", ERROR, "An ifdef, ifndef or ifeval cannot be read."

    # Attributes and attribute lists
    CONFIGURATION_UNREAD = (
        "configuration-unread",
        INFO,
        "Sections of an asciidoc-py configuration are not read.",
    )
    DIALECT_UNSET = (
        "dialect-unset",
        INFO,
        "The documents seem to be written for asciidoc-py, and are read as Asciidoctor reads them.",
    )
    DOCINFO_UNREAD = "docinfo-unread", INFO, "The document has docinfo files, which are not read."
    IMAGE_UNSHOWN = "image-unshown", INFO, "A block attribute names an image, which AsciiDoc does not show."

    ATTRIBUTE_MISSING = (
        "attribute-missing",
        INFO,
        "An attribute is not set here; the page shows its reference as written.",
    )
    ATTRIBUTE_IN_CELL = "attribute-in-cell", WARNING, "A cell sets an attribute that the document around it has set."
    ATTRIBUTE_VALUE = "attribute-value", WARNING, "A number was expected."
    ATTRLIST_MALFORMED = (
        "attrlist-malformed",
        WARNING,
        "An attribute list has a quote that is never closed, text after a quoted value, or an empty id or role.",
    )
    UNKNOWN_SUB = "unknown-sub", WARNING, "subs names a substitution that does not exist."
    METADATA_ORPHANED = "metadata-orphaned", WARNING, "A block title or attribute line has no block below it."

    # Blocks
    BLOCK_UNCLOSED = "block-unclosed", WARNING, "A delimited block is not closed; it extends to the end of its parent."
    DELIMITER_LENGTH = (
        "delimiter-length",
        WARNING,
        "A line seems to close a block, but its length differs from the opening line.",
    )
    STYLE_UNKNOWN = (
        "style-unknown",
        INFO,
        "The style has no meaning for this kind of block, and is ignored.",
    )
    MACRO_UNKNOWN = (
        "macro-unknown",
        INFO,
        "A line has the form of a block macro, but no macro has this name; it is shown as text.",
    )
    BLOCK_ACROSS_FILES = (
        "block-across-files",
        WARNING,
        "A block is opened in one file and closed in another: most probably one of them lacks a delimiter.",
    )
    STYLE_MISTYPED = "style-mistyped", WARNING, "No style has this name, but one has nearly the same."
    OPTION_MISTYPED = "option-mistyped", WARNING, "No option has this name, but one has nearly the same."
    HEADING_MISTYPED = "heading-mistyped", WARNING, "A line begins like a heading, but shows as text."
    ADMONITION_MISTYPED = "admonition-mistyped", WARNING, "A paragraph begins nearly like an admonition."
    QUOTE_UNCLOSED = (
        "quote-unclosed",
        WARNING,
        "Code lacks the backquote that opens or closes it: it shows as text, or goes on.",
    )
    SECTION_SEQUENCE = "section-sequence", WARNING, "A section is more than one level deeper than the one above."
    SECTION_LEVEL = (
        "section-level",
        ERROR,
        "A second title of level 0 outside a book, or a section deeper than level 5.",
    )
    SECTION_NESTING = "section-nesting", ERROR, "A special section has subsections, but its kind cannot have any."
    PART_EMPTY = "part-empty", ERROR, "A part of a book holds no chapter."
    LIST_OUT_OF_SEQUENCE = (
        "list-out-of-sequence",
        WARNING,
        "Explicit numbers of an ordered list do not follow each other.",
    )
    CALLOUT_OUT_OF_SEQUENCE = (
        "callout-out-of-sequence",
        WARNING,
        "A callout list does not count from 1, or an item has no mark in the listing above.",
    )
    CALLOUT_UNEXPLAINED = "callout-unexplained", WARNING, "A mark in a listing has no item in the list below it."
    FOOTNOTE_UNKNOWN_ID = (
        "footnote-unknown-id",
        WARNING,
        "A reference to a footnote that is not defined before this place.",
    )
    MANPAGE_TITLE = "manpage-title", ERROR, "The title of a manual page does not have the form name(volume)."
    MANPAGE_NAME = (
        "manpage-name",
        ERROR,
        "The first section of a manual page is not NAME, or its text is not name - purpose.",
    )

    # Tables
    TABLE_ROW_INCOMPLETE = (
        "table-row-incomplete",
        ERROR,
        "The last row has fewer cells than the table has columns; it is dropped.",
    )
    TABLE_CELL_TOO_WIDE = "table-cell-too-wide", ERROR, "A cell spans more columns than there are; it is dropped."
    TABLE_COLS = "table-cols", ERROR, "An entry of cols is no column."
    TABLE_FORMAT = "table-format", ERROR, "format is none of psv, csv, dsv, tsv."
    TABLE_QUOTE = "table-quote", ERROR, "A quoted cell of a CSV table is never closed."
    TABLE_SEPARATOR = "table-separator", WARNING, "Text stands before the first separator; it is kept as a cell."
    TABLE_ROTATE = "table-rotate", INFO, "A rotated table is shown upright."

    # When pages are made
    RAW_DISABLED = "raw-disabled", WARNING, "The document has raw HTML, and it is not allowed; it is shown as text."
    FILE_REFUSED = "file-refused", WARNING, "The page may not include this image, sound or other file."
    ADDRESS_REFUSED = "address-refused", WARNING, "A stranger's page has a link with an address that is not allowed."
    FORMULA_REFUSED = "formula-refused", WARNING, "A formula on a stranger's page uses a command that is not allowed."
    DIRECTIVE_REFUSED = "directive-refused", WARNING, "A stranger's page has a directive or role that is not allowed."
    PARTINTRO_MISPLACED = (
        "partintro-misplaced",
        ERROR,
        "The style partintro stands elsewhere than under a part of a book; the block is left out.",
    )
    TOCTREE_MISSING = "toctree-missing", WARNING, "In Sphinx: an item of a toctree names no page."
    TOCTREE_EMPTY = "toctree-empty", WARNING, "In Sphinx: a pattern of a toctree matches no page."

    NAVIGATION_ENTRY = (
        "navigation-entry",
        WARNING,
        "In Sphinx: an entry of an Antora navigation file has no place in the contents.",
    )

    # Output formats of Sphinx
    DIRECTIVE_UNKNOWN = "directive-unknown", WARNING, "In Sphinx: a block uses a directive that no extension provides."
    DIRECTIVE_OPTION = "directive-option", WARNING, "In Sphinx: a directive does not have this option."
    DIRECTIVE_FAILED = "directive-failed", WARNING, "In Sphinx: a directive cannot be carried out."
    ROLE_UNKNOWN = "role-unknown", WARNING, "In Sphinx: a text uses a role that no extension provides."
    FORMULA_MALFORMED = "formula-malformed", WARNING, "TeX cannot typeset a formula, whatever packages are loaded."
    FORMULA_UNREADABLE = "formula-unreadable", WARNING, "A formula cannot be converted to MathML."
    FILE_MISSING = "file-missing", WARNING, "In Sphinx: a link, a video or a sound names a file that is not there."
    IMAGE_DAMAGED = "image-damaged", WARNING, "In Sphinx: an image file is damaged, or is not an image."
    LATEX_CHARACTER = "latex-character", WARNING, "In Sphinx: pdflatex has no font with a character of the page."
    IMAGE_UNCONVERTED = "image-unconverted", WARNING, "In Sphinx: LaTeX cannot show images of this type."

    # Claims
    CLAIM_FAILED = "claim-failed", ERROR, "The text and the computed value differ; both are in the message."
    CLAIM_ERROR = "claim-error", ERROR, "The code raised an exception; the traceback is below the message."
    CLAIM_TIMEOUT = "claim-timeout", ERROR, "The code ran longer than it may, and was stopped."
    CLAIM_EXIT = "claim-exit", ERROR, "The code ended the process that it ran in."
    CLAIM_CRASH = "claim-crash", ERROR, "A signal ended the process while the code ran."
    CLAIM_SIDE_EFFECT = "claim-side-effect", ERROR, "The code left its process changed, in which other claims run."
    CLAIM_ROLE = "claim-role", ERROR, "This looks like a claim and is none."
    CLAIM_UNQUOTED = (
        "claim-unquoted",
        INFO,
        "asciidoc-py and asciidoc3 do not read the attributes of this listing, and may leave it out.",
    )
    CLAIM_SYNTAX = "claim-syntax", ERROR, "The snippet is not Python."
    CLAIM_CANNOT_FAIL = "claim-cannot-fail", ERROR, "The claim would hold whatever the code does."
    CLAIM_UNNOTICED = (
        "claim-unnoticed",
        WARNING,
        "Only with --mutate: the claim also holds for other values than the stated one.",
    )
    CLAIM_VACUOUS = "claim-vacuous", ERROR, "The computed value reports that it was computed from no case."
    CLAIM_UNKNOWN_NAME = "claim-unknown-name", ERROR, "Nothing computes the name that the id gives."
    CLAIM_NOT_COMPUTED = "claim-not-computed", ERROR, "The snippet that sets the name failed."
    CLAIM_AMBIGUOUS = "claim-ambiguous", ERROR, "A sentence has two words of a kind, and a claim takes one."
    CLAIM_UNFILLED = (
        "claim-unfilled",
        ERROR,
        "A callable has a parameter that no word of the sentence fills, or that is no kind of word.",
    )
    CLAIM_WORD = "claim-word", ERROR, "A word of the vocabulary is doubtful, listed twice, or assigned to nothing."
    CLAIM_LOOSE = (
        "claim-loose",
        WARNING,
        "Only with --loose, or where configured: no claim depends on a word that may decide if the sentence is true.",
    )
    CLAIM_INCOMPLETE = "claim-incomplete", WARNING, "A table that runs over a kind of word lacks a member."
    CLAIM_WITHOUT_ID = "claim-without-id", ERROR, "A stated value has no id."
    CLAIM_DUPLICATE = "claim-duplicate", ERROR, "Two claims of a document have the same id."
    CLAIM_UNREADABLE = "claim-unreadable", ERROR, "The phrase cannot be read as a value."
    CLAIM_MISMATCH = "claim-mismatch", ERROR, "The phrase and the computed value are of different kinds."
    CLAIM_UNIT = (
        "claim-unit",
        ERROR,
        "The phrase has a unit, and the computed number has none and none is declared.",
    )
    CLAIM_ORIGIN = "claim-origin", ERROR, "The origin of a value gives none."
    CLAIM_VANISHED = "claim-vanished", WARNING, "Only with --base: a claim of that commit no longer exists."
    CLAIM_REWORDED = (
        "claim-reworded",
        WARNING,
        "Only with --base, or where it is kept: a claimed sentence reads otherwise, and its claim is called as before.",
    )
    FACT_BROKEN = "fact-broken", ERROR, "Only with --facts: the text names something that the repository no longer has."
    CLAIM_TABLE = (
        "claim-table",
        ERROR,
        "A table of cases lacks its id, header or rows, its callable, or a column that the callable needs.",
    )
    CLAIM_BLOCK = "claim-block", ERROR, "A configuration block has an error, at its own line."
    CLAIM_PRELUDE = "claim-prelude", ERROR, "The prelude cannot be read, raises, or takes too long."

    # Patches
    ANCHOR_VANISHED = "anchor-vanished", WARNING, "An anchor is gone that was there before the patch."
    ANCHOR_MOVED = "anchor-moved", WARNING, "An id leads to another place of the page than before the patch."
    CHANGE_UNREAD = "change-unread", WARNING, "The patch changes lines that were not looked at."

    # Built pages
    BUILT_LINK = "built-link", ERROR, "What the page links to, shows or loads is not in the folder."
    BUILT_ANCHOR = "built-anchor", ERROR, "The page is there, but has no such anchor."
    BUILT_OUTSIDE = "built-outside", INFO, "The link leads out of the folder, where nothing is read."

    BUILT_ID = "built-id", WARNING, "An id stands twice in a page: links to it lead to the first."
    BUILT_REDIRECT = "built-redirect", WARNING, "A line of the redirects cannot be read, or leads to nothing."

    # Limits and bytes
    PAGE_UNREAD = "page-unread", WARNING, "A built page is larger than 16 MiB; nothing in it was looked at."
    FOLDER_UNREADABLE = "folder-unreadable", ERROR, "A folder cannot be listed; nothing in it was looked at."
    ATTRIBUTE_LIMIT = (
        "attribute-limit",
        ERROR,
        "Attribute values add more text to a document than the limit allows.",
    )
    INCLUDE_DEPTH = "include-depth", ERROR, "Includes are nested deeper than max-include-depth (64)."
    INCLUDE_LIMIT = "include-limit", ERROR, "A document includes more files or lines than the limits allow."
    INCLUDE_UNREADABLE = "include-unreadable", ERROR, "The included file cannot be opened, or is larger than 64 MiB."
    NESTING_TOO_DEEP = (
        "nesting-too-deep",
        WARNING,
        "Blocks, lists, tables or titles referring to titles are nested too deep; what is inside is kept as it stands.",
    )
    IMAGE_UNREADABLE = "image-unreadable", WARNING, "An image that the document wants inside the page cannot be read."
    TABLE_LIMIT = "table-limit", ERROR, "A table asks for more columns, rows or copies of a cell than are made."
    ENCODING_INVALID = (
        "encoding-invalid",
        WARNING,
        "Bytes are not text in the encoding of the file; each is shown as U+FFFD.",
    )
    CONTROL_CHARACTER = (
        "control-character",
        WARNING,
        "There are control characters in the text; each is shown as U+FFFD.",
    )
    MACRO_UNRENDERED = "macro-unrendered", WARNING, "No function renders this macro; its source is shown."


OF_LINKS: Final = frozenset({Code.LINK_GONE, Code.LINK_FRAGMENT, Code.LINK_MOVED, Code.LINK_REFUSED, Code.LINK_UNSURE})
"""The codes that ``check --links`` alone looks for."""

ON_REQUEST: Final = frozenset({Code.XREF_GENERATED, Code.IMAGE_UNDESCRIBED, Code.LINK_UNNAMED})
"""The codes that are looked for only where ``select`` or ``severity`` name them."""

BY_NAME: Final[dict[str, Code]] = {str(code): code for code in Code}


def severity_of(code: Code, severity: Severity) -> Severity:
    """Return the severity, or for ``OF_CODE`` the one of the code; raise TypeError for what is no :class:`Code`."""
    if not isinstance(code, Code):
        raise TypeError(f"argument 'code' must be a member of sphinx_adoc.codes.Code, not {code!r}")
    return code.severity if severity == OF_CODE else severity


def nearest(name: str) -> str:
    """Return the name of the code that is written nearly like ``name``, '' when there is none."""
    return Names(map(str, Code)).nearest(name) or ""
