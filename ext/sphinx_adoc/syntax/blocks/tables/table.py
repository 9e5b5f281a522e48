"""From cells to a table: columns, rows, header and footer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.blocks.cursor import Cursor, without_comments
from sphinx_adoc.syntax.blocks.host import BlockHost
from sphinx_adoc.syntax.blocks.metadata import Metadata
from sphinx_adoc.syntax.tree import NORMAL, VERBATIM, Cell, Column, Document, InlineText, Table
from sphinx_adoc.syntax.words import BLANKS

from .cells import RawCell, cut_csv, cut_dsv, cut_psv
from .layout import Layout
from .specs import MAX_COLUMNS, MAX_ROWS, CellSpec, parse_columns, share_widths

_SEPARATORS: Final = {"psv": "|", "csv": ",", "dsv": ":", "tsv": "\t"}
_BY_DELIMITER: Final = {",": "csv", ":": "dsv"}
_BLANK_LINES: Final = re.compile(r"\n{2,}")


def read_table(host: BlockHost, cur: Cursor, meta: Metadata, opening: int, end: int) -> Table:
    """Return the table of the lines between ``opening`` (its delimiter) and ``end``."""
    table = Table(cur.refs[opening], 1, host.attributes.version)
    table.delimiter = cur.lines[opening]
    lines, refs = without_comments(cur.lines[opening + 1 : end], cur.refs[opening + 1 : end])
    skipped = 0
    while skipped < len(lines) and not lines[skipped]:
        skipped += 1
    lines, refs = lines[skipped:], refs[skipped:]
    form, separator = _format(host, meta, table)
    cells = _cut(host, lines, refs, form, separator, ref=table.ref)
    columns = _columns(host, meta, table.ref)
    header = _has_header(meta, lines, cells, form, skipped=bool(skipped))
    layout = Layout(columns, explicit=bool(columns), one_line_rows=form != "psv")
    layout.place(cells)
    _report_layout(host, layout, refs, table.ref)
    table.columns = layout.columns
    share_widths(table.columns)
    _settings(host, meta, table)
    _fill(host, table, layout, refs, header=header, footer="footer" in meta.options, depth=cur.depth + 1)
    return table


def _format(host: BlockHost, meta: Metadata, table: Table) -> tuple[str, str]:
    form = meta.attrs.get("format", "")
    if form and form not in _SEPARATORS:
        message = f"unknown table format '{form}'"
        host.report_line(Code.TABLE_FORMAT, message, table.ref, hint="psv, csv, dsv or tsv")
        form = ""
    form = form or _BY_DELIMITER.get(table.delimiter[0], "psv")
    separator = meta.attrs.get("separator", "")
    if separator:
        return ("csv" if form == "tsv" else form), ("\t" if separator == "\\t" else separator)
    default = "!" if host.nested and form == "psv" else _SEPARATORS[form]
    return ("csv" if form == "tsv" else form), default


def _cut(host: BlockHost, lines: list[str], refs: list[int], form: str, separator: str, *, ref: int) -> list[RawCell]:
    if form == "dsv":
        return cut_dsv(lines, separator)
    if form == "csv":
        cells, unclosed = cut_csv(lines, separator)
        for line, column in unclosed:
            host.report_line(Code.TABLE_QUOTE, "the quote is never closed", refs[line], column + 1, column + 1)
        return cells
    cells, stray = cut_psv(lines, separator)
    if stray:
        hint = f"begin the row with {separator}"
        host.report_line(Code.TABLE_SEPARATOR, f"table text before the first {separator}", refs[0], hint=hint)
        cells.insert(0, RawCell(stray, 0, 0, line_start=True))
    _report_limits(host, cells, refs)
    return cells


def _report_limits(host: BlockHost, cells: list[RawCell], refs: list[int]) -> None:
    for cell in cells:
        if cell.spec.limited:
            message = f"a cell is repeated at most {MAX_COLUMNS} times and spans at most {MAX_COLUMNS} columns"
            host.report_line(Code.TABLE_LIMIT, f"{message} and {MAX_ROWS} rows", refs[cell.line])


def _columns(host: BlockHost, meta: Metadata, ref: int) -> list[Column]:
    if "cols" not in meta.attrs:
        return []
    columns, bad = parse_columns(meta.attrs["cols"])
    for part in bad:
        host.report_line(Code.TABLE_COLS, f"not a column: '{part}'", meta.last, hint='for example cols="1,2a,^3"')
    if len(columns) > MAX_COLUMNS:
        host.report_line(Code.TABLE_LIMIT, f"a table has at most {MAX_COLUMNS} columns", meta.last)
    return columns[:MAX_COLUMNS]


def _has_header(meta: Metadata, lines: list[str], cells: list[RawCell], form: str, *, skipped: bool) -> bool:
    """Whether the first row is a header: said so, or set apart by a blank line below its only line."""
    if "header" in meta.options:
        return True
    if "noheader" in meta.options or skipped or len(lines) < 2 or lines[1]:
        return False
    later = next((cell for cell in cells if cell.line > 0), None)
    if form == "psv":
        following = next((number for number, line in enumerate(lines) if number > 1 and line), None)
        return following is None or (later is not None and later.line == following and later.line_start)
    return all("\n" not in cell.text for cell in cells if cell.line == 0)


def _report_layout(host: BlockHost, layout: Layout, refs: list[int], ref: int) -> None:
    for cell in layout.too_wide:
        message = f"the cell is wider than the table's {_count(len(layout.columns), 'column')}; dropped"
        host.report_line(Code.TABLE_CELL_TOO_WIDE, message, refs[cell.line])
    if layout.left_over:
        first = layout.left_over[0]
        cells, columns = _count(len(layout.left_over), "cell"), _count(len(layout.columns), "column")
        message = f"the last row has {cells} for {columns}; dropped"
        host.report_line(Code.TABLE_ROW_INCOMPLETE, message, refs[first.line])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _settings(host: BlockHost, meta: Metadata, table: Table) -> None:
    frame = meta.attrs.get("frame") or host.attribute("table-frame") or "all"
    table.frame = {"topbot": "ends"}.get(frame, frame)
    table.grid = meta.attrs.get("grid") or host.attribute("table-grid") or "all"
    table.stripes = meta.attrs.get("stripes") or host.attribute("table-stripes") or "none"
    table.autowidth = "autowidth" in meta.options
    if "rotate" in meta.options or meta.attrs.get("orientation") == "landscape":
        host.report_line(Code.TABLE_ROTATE, "rotated tables are shown upright", meta.last)


def _fill(
    host: BlockHost, table: Table, layout: Layout, refs: list[int], *, header: bool, footer: bool, depth: int
) -> None:
    rows: list[list[Cell]] = []
    for number, row in enumerate(layout.rows):
        in_header = header and number == 0
        rows.append([_cell(host, raw, column, refs, in_header=in_header, depth=depth) for raw, column in row])
    if header and rows:
        table.head = [rows.pop(0)]
    if footer and rows:
        table.foot = [rows.pop()]
    table.body = rows


# -- one cell ----------------------------------------------------------------------------------------------------------


def _cell(host: BlockHost, raw: RawCell, column: Column, refs: list[int], *, in_header: bool, depth: int) -> Cell:
    cell = Cell(refs[raw.line], raw.column + 1, host.attributes.version)
    spec = raw.spec
    cell.colspan, cell.rowspan = spec.colspan, spec.rowspan
    cell.halign = spec.halign or column.halign
    cell.valign = spec.valign or column.valign
    cell.style = None if in_header else _style(host, spec, column)
    text, line, col = _stripped(raw, cell.style)
    count = text.count("\n") + 1
    own = refs[line : line + count]
    if raw.dropped:
        own = _with_gaps(host, raw, text, own, col)
    cell.ref, cell.col = own[0], col
    if own:
        cell.end_ref = own[-1]
        last = text.rpartition("\n")[2]
        cell.end_col = len(last) + (col - 1 if count == 1 else 0)
    if cell.style == "asciidoc":
        cell.inner = _inner(host, text, own, col, depth)
    else:
        cell.paragraphs = _paragraphs(host, text, own, col, cell.style, whole=in_header or cell.style == "verse")
    return cell


def _with_gaps(host: BlockHost, raw: RawCell, text: str, refs: list[int], col: int) -> list[int]:
    """Refs for the lines of a cell's text that know where escapes were taken out."""
    gone = raw.text.find(text)
    made: list[int] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        first = col if number == 0 else 1
        begin = bisect_left(raw.dropped, gone + start)
        end = bisect_right(raw.dropped, gone + start + len(line))
        gaps = [at - gone - start + first for at in raw.dropped[begin:end]]
        made.append(host.origin.derive(refs[number], 0, gaps) if gaps else refs[number])
        start += len(line) + 1
    return made


def _style(host: BlockHost, spec: CellSpec, column: Column) -> str | None:
    """The cell's own style, else its column's; only asciidoc-py knows verse here."""
    known = (style for style in (spec.style, column.style) if style and (style != "verse" or host.legacy))
    style = next(known, "default")
    return None if style == "default" else style


def _stripped(raw: RawCell, style: str | None) -> tuple[str, int, int]:
    """A cell's text without blanks around it, and the line and column (from 1) it then begins at."""
    text = raw.text.rstrip(BLANKS)
    line, column = raw.line, raw.column
    keeps_blanks = style in {"literal", "verse"} or (style == "asciidoc" and text.startswith("\n"))
    kept = text.lstrip("\n") if keeps_blanks and raw.prefixed else text.lstrip(BLANKS)
    gone = text[: len(text) - len(kept)]
    breaks = gone.count("\n")
    column = len(gone) - gone.rfind("\n") - 1 if breaks else column + len(gone)
    return kept, line + breaks, column + 1


def _inner(host: BlockHost, text: str, refs: list[int], col: int, depth: int) -> Document:
    lines = text.split("\n")
    first = host.origin.derive(refs[0], col - 1) if col > 1 else refs[0]
    return host.inner(lines, [first, *refs[1:]], depth)


def _paragraphs(
    host: BlockHost, text: str, refs: list[int], col: int, style: str | None, *, whole: bool
) -> list[InlineText]:
    """The paragraphs of a cell; ``whole``: blank lines part nothing (a header's cell, a verse)."""
    count = len(refs)
    cols = [col, *[1] * (count - 1)]
    if style == "literal":
        return [host.text(text, refs, VERBATIM, cols)]
    if whole or "\n\n" not in text:
        return [host.text(text, refs, NORMAL, cols)] if text else []
    paragraphs: list[InlineText] = []
    start = line = 0
    for match in [*_BLANK_LINES.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        size = part.count("\n") + 1
        if part:
            paragraphs.append(host.text(part, refs[line : line + size], NORMAL, cols[line : line + size]))
        if match:
            line += size - 1 + len(match.group())
            start = match.end()
    return paragraphs
