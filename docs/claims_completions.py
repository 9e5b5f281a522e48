"""What editors offer in the books' configuration blocks: the options of bonds and of Corosync that the model knows."""

from bondmodel.config.bonds import RULES
from bondmodel.config.corosync import SECTIONS
from bondmodel.config.corosync_table import COROSYNC
from bondmodel.config.corosync_values import WORDS


def interfaces(text, line, column):
    """In an interfaces file the options of bonds; behind one of them its values."""
    option, blank, _ = _before(text, line, column).lstrip().partition(" ")
    if blank:
        rule = RULES.get(option)
        yield from ((str(name), f"a value of {option}") for name in (rule.names if rule is not None else None) or ())
        return
    for name, rule in RULES.items():
        yield name, f"bonds of mode {', '.join(rule.modes)}" if rule.modes else "an option of bonds"


def corosync(text, line, column):
    """In corosync.conf the sections and options of the section; behind an option its values."""
    section = _section(text, line)
    key, colon, _ = _before(text, line, column).partition(":")
    if colon:
        yield from ((word, f"a value of {key.strip()}") for word in WORDS.get(section, {}).get(key.strip(), ()))
        return
    for name in SECTIONS.get(section, ()):
        yield f"{name} {{", "a section"
    for name in COROSYNC.get(section, ()):
        yield f"{name}:", f"an option of {section or 'the file'}"


def _before(text, line, column):
    lines = text.split("\n")
    return lines[line - 1][: column - 1] if line <= len(lines) else ""


def _section(text, line):
    """The section that a line is in, as the tables name it: ``totem.interface``."""
    open_ = []
    for each in text.split("\n")[: line - 1]:
        if each.rstrip().endswith("{"):
            open_.append(each.partition("{")[0].strip())
        elif each.strip() == "}" and open_:
            open_.pop()
    return ".".join(open_)


completions = {"interfaces": interfaces, "corosync": corosync}
