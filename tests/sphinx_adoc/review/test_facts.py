"""Which facts a changed piece of text states."""

import re

import pytest
from sphinx_adoc.review.fates.facts import facts
from sphinx_adoc.review.fates.words import changes
from sphinx_adoc.review.states.piece import FORMATTING, Feature, Piece
from sphinx_adoc.syntax.source import Place


def piece(text, kind="paragraph", within=""):
    line = ("a.adoc", 1)
    codes = tuple(Feature(FORMATTING, "code", code, line) for code in re.findall("`(.+?)`", text))
    return Piece("", kind, "", text.replace("`", ""), text, Place(*line, 1), codes, frozenset({line}), within=within)


def facts_of(pairs):
    return facts(changes("a.adoc", pairs), {"a.adoc": pairs})


def stated(before, after, kind="paragraph", within=""):
    pair = [(before and piece(before, kind, within), after and piece(after, kind, within))]
    return [(fact.before, fact.after) for fact in facts_of(pair)]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("It waits 30 seconds, then 90 s.", ["30 seconds", "90 s"]),
        ("It takes one minute for each one.", ["one minute"]),
        ("Three nodes, of which 2 disks fail.", ["Three nodes", "2 disks"]),
        ("IEEE 802.3ad was there in 2024, see section 3.", []),
        ("A disk of 10 GB costs $30 or 25 EUR, 5% off.", ["10 GB", "$30", "25 EUR", "5%"]),
        ("Twice a day, 3 a week.", []),
        ("Version 8.10 is needed, of the release 3.", ["Version 8.10", "release 3"]),
        ("No quantity at all.", []),
        ("It costs 5 € or 7 ₽.", ["5 €", "7 ₽"]),
        ("Set `bond-lacp-rate fast` and `port 8006`.", ["bond-lacp-rate fast", "port 8006"]),
        ("Set `miimon=100`, `mode: x`.", ["miimon=100", "mode: x"]),
        ("`ha=<basic|static>`, `x=[y]` and `a: {b}` are forms of options.", []),
        ("Run `apt-get update`, open `http://a.example` or `a::b`.", []),
    ],
)
def test_text_that_came_or_went_states_its_quantities(text, quantities):
    assert stated(None, text) == [("", words) for words in quantities]
    assert stated(text, None) == [(words, "") for words in quantities]


def test_new_code_states_nothing():
    assert stated(None, "sleep 30 seconds", "line") == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("It takes one minute.", "It takes two minutes.", [("one minute", "two minutes")]),
        ("It runs 5 a day.", "It runs 6 a day.", [("5", "6")]),
        ("A fuse of 5 A is enough.", "A fuse of 6 A is enough.", [("5 A", "6 A")]),
        ("The ticket costs 5 € today.", "The ticket costs 5 $ today.", [("5 €", "5 $")]),
        ("Its `bond-lacp-rate slow` is set.", "Its `bond-lacp-rate fast` is set.", [("slow", "fast")]),
        ("First text.", "It takes two weeks, and costs 1,000 EUR.", [("", "two weeks"), ("", "1,000 EUR")]),
        ("It takes two weeks, so far.", "Nobody has said 5% yet.", [("two weeks", ""), ("", "5%")]),
        ("It takes 5 weeks, so far.", "That is all; 5 weeks it will be.", []),
    ],
)
def test_a_number_that_became_another_one(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("The lamp turns.", "The lamp never turns.", [("", "never")]),
        ("The nodes vote here, at the start.", "None of the nodes vote here, at the start.", [("", "None")]),
        ("The lamp turns alone, as before.", "The lamp only turns alone, as before.", [("", "only")]),
        ("The mode is auto or full here.", "The mode is auto, full or none here.", []),
        ("The mode is auto or full here.", "The mode is none, auto or full here.", []),
        ("The mode: auto|full, as it is set.", "The mode: auto|none|full, as it is set.", []),
        ("The disk is mounted at the start.", "The disk is mounted read-only at the start.", []),
        ("It runs with the option --cache at home.", "It runs with the option --no-cache at home.", []),
        ("The policy is full at the start.", "The policy is 'none' at the start.", []),
    ],
)
def test_a_negation_that_came_and_a_name_that_is_none(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Up to thirty-two counters.", "Up to sixteen counters.", [("thirty-two", "sixteen")]),
        ("It holds two hundred and five of us.", "It holds two hundred and six of us.",
         [("two hundred and five", "two hundred and six")]),
        ("There are sixteen 64-bit words here.", "There are sixteen 32-bit words here.", [("64-bit", "32-bit")]),
        ("It needs one node of these.", "It needs two nodes of these.", [("one", "two")]),
        ("A fuse of 5A is enough.", "A fuse of 6A is enough.", [("5A", "6A")]),
        ("The clock has 1 GHz, the bus 100 MHz.", "The clock has 100 MHz, the bus 1 GHz.",
         [("1 GHz", "100 MHz"), ("100 MHz", "1 GHz")]),
        ("The minimum is 5, the maximum 9.", "The maximum is 5, the minimum 9.",
         [("minimum", "maximum"), ("maximum", "minimum")]),
        ("The sizes are 5 and 6 here.", "The sizes are 6 and 5 here.", [("5", "6"), ("6", "5")]),
        ("Modes 1, 2 and 3 are fine.", "Modes 2, 3 and 4 are fine.", [("1", ""), ("", "4")]),
        ("It takes 5 s at home here.", "It takes 5 s or 10 s at home here.", [("", "10 s")]),
        ("It works with a tag in git.", "It works without a tag in git.", [("with", "without")]),
        ("It always works in the house.", "It never works in the house.", [("always", "never")]),
        ("It can be done in the house.", "It cannot be done in the house.", [("can", "cannot")]),
        ("Es dauert höchstens 5 Minuten.", "Es dauert mindestens 6 Minuten.",
         [("höchstens", "mindestens"), ("5 Minuten", "6 Minuten")]),
        ("Das geht im Haus nie schief.", "Das geht im Haus immer schief.", [("nie", "immer")]),
        ("Er wartet zweiunddreißig Sekunden lang.", "Er wartet sechzehn Sekunden lang.",
         [("zweiunddreißig Sekunden", "sechzehn Sekunden")]),
        ("Il faut toujours 5 minutes avec lui.", "Il faut jamais 5 minutes sans lui.",
         [("toujours", "jamais"), ("avec", "sans")]),
    ],
)  # fmt: skip
def test_a_value_of_a_sentence_that_is_another_one(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("asm --march rv32i f.s", "asm --march rv64i f.s", [("--march rv32i", "--march rv64i")]),
        ("build --strict docs", "build --no-strict docs", [("--strict", "--no-strict")]),
        ("add x --link0 10.0.0.1", "add x -link0 10.0.0.9", [("--link0 10.0.0.1", "-link0 10.0.0.9")]),
        ("gcc -O2 -o x x.c", "gcc -O3 -o x x.c", [("-O2", "-O3")]),
        ("gcc --opt=2 x.c", "gcc --opt=3 x.c", [("--opt=2", "--opt=3")]),
        ("curl http://a", "curl -k http://a", [("", "-k")]),
        ("bridge-vids 2-4094", "bridge-vid 2-4094", [("bridge-vids 2-4094", "bridge-vid 2-4094")]),
        ("sleep 30", "sleep 60", [("sleep 30", "sleep 60")]),
        ("x = 5", "y = 6", []),
        ("rsync -a --delete x/ y/", "rsync -a x/ y/", [("--delete", "")]),
        ("cp -a x y", "cp -a z y", []),
        ("cp --force a b", "cp --force c a", []),
        ("run -o out x", "run -o new x", [("-o out", "-o new")]),
        ("run --config /etc/a x", "run --config /etc/b x", [("--config /etc/a", "--config /etc/b")]),
        ("run --log-file a.txt", "run --log-file b.txt", [("--log-file a.txt", "--log-file b.txt")]),
        ("run --x=1 y", "run --x y", [("--x=1", "--x")]),
        ("run --x=1 y", "run --x 1 y", []),
        ("cmd -f", "cmd -f --nodeid 2", [("", "--nodeid 2")]),
        ("cmd -f", "cmd -f --name two", [("", "--name")]),
        ("copy --from a --to b", "copy --from b --to a", [("--from a", "--from b"), ("--to b", "--to a")]),
        ("copy --from a --to b", "copy --from b --to c", [("--from a", "--from b"), ("--to b", "--to c")]),
        ("mount -o rw,noatime /x", "mount -o ro,noatime /x", [("-o rw,noatime", "-o ro,noatime")]),
        ("tar --verbose x/ y", "tar --verbose z/ y", []),
        ("git log -n 5 --oneline main", "git log --oneline -n 5 main", []),
        ("git log -n 5 --oneline main", "git log --oneline -n 6 main", [("-n 5", "-n 6")]),
        ("dd if=a of=b bs=4M", "dd if=a of=c bs=4M", [("of=b", "of=c")]),
        ("dd -v if=a", "dd -v if=b", [("if=a", "if=b")]),
        ("dd of=b if=a", "dd if=a of=b", []),
        ("f(a=1, b=2)", "f(a=1, b=3)", []),
        ("a - b", "a - c", []),
    ],
)
def test_options_in_code(before, after, said):
    assert stated(before, after, "line") == said
    sentence = "The command `{}` is run here by all of them."
    if "-" in before:
        assert stated(sentence.format(before), sentence.format(after)) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Die Dosis ist 1,5 mg.", "Die Dosis ist 15 mg.", [("1,5 mg", "15 mg")]),
        ("Die Dosis ist 0,500 mg.", "Die Dosis ist 0500 mg.", [("0,500 mg", "0500 mg")]),
        ("It has 1,500 parts in it.", "It has 1500 parts in it.", []),
        ("It has 1,234,567.5 parts in it.", "It has 1234567.5 parts in it.", []),
        ("The ports 1,5,7 are used here.", "The ports 1, 5, 7 are used here.", []),
        ("The ports 1,5,7 are used here.", "The ports 1,5,8 are used here.", [("7", "8")]),
        ("The ports 1,5,7 are used here.", "The ports 1, 5 and 7 are used here.", []),
    ],
)
def test_commas_of_decimals_of_thousands_and_of_lists(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Keep it at 5-10 °C all day.", "Keep it at 5-12 °C all day.", [("5-10 °C", "5-12 °C")]),
        ("Keep it at 5-10 °C all day.", "Keep it at 6-12 °C all day.", [("5-10 °C", "6-12 °C")]),
        ("Keep it at 5–10 °C all day.", "Keep it at 5–12 °C all day.", [("5–10 °C", "5–12 °C")]),
        ("Keep it at 5-10 °C all day.", "Keep it at 5 to 10 °C all day.", []),
        ("Keep it at 5-10 °C all day.", "Keep it at 5–10 °C all day.", []),
        ("It is v1.2.3 that is used.", "It is v1.2.4 that is used.", [("v1.2.3", "v1.2.4")]),
        ("It is from 2024-03-01 on.", "It is from 2024-01-03 on.", [("2024-03-01", "2024-01-03")]),
        ("It is at 0x1F in memory.", "It is at 0x2F in memory.", [("0x1F", "0x2F")]),
        ("It is at 0x1F in memory.", "It is at 0x1f in memory.", []),
        ("A clock of 1e3 Hz in it.", "A clock of 1e6 Hz in it.", [("1e3 Hz", "1e6 Hz")]),
        ("It goes 40 km/h at most.", "It goes 50 km/h at most.", [("40 km/h", "50 km/h")]),
        ("It falls at 9 m/s² to us.", "It falls at 9 m/s to us.", [("9 m/s²", "9 m/s")]),
        ("The floor has 5 m² at most.", "The floor has 5 m³ at most.", [("5 m²", "5 m³")]),
        ("It holds 5 bar for an hour.", "It holds 6 bar for an hour.", [("5 bar", "6 bar")]),
        ("It has a hundred and five pins.", "It has a hundred and six pins.",
         [("hundred and five", "hundred and six")]),
        ("It takes one and a half hours to do all of it.", "It takes one hour to do all of it.",
         [("one and a half hours", "one hour")]),
        ("A dozen eggs are in it.", "Two dozen eggs are in it.", [("dozen", "Two dozen")]),
        ("The second door is open.", "The third door is open.", [("second", "third")]),
        ("Prüfen, bevor er startet, und gehen.", "Prüfen, nachdem er startet, und gehen.", [("bevor", "nachdem")]),
        ("The id is 550e8400-e29b-41d4 here.", "The id is 550e8400-e29b-41d5 here.", []),
        ("See RFC-5-10 for the rest.", "See RFC-5-11 for the rest.", []),
        ("Call 030-555-1234 at night.", "Call 030-555-1235 at night.", [("030-555-1234", "030-555-1235")]),
        ("Wait a second for it, then go.", "Wait the first minute for it, then go.", []),
        ("The 4-way valve is at the door.", "The 4-way valve was at the door.", []),
    ],
)  # fmt: skip
def test_numbers_of_other_forms(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Wait a minute, then press it 3 times.", "Wait 2 minutes, then press it 4 times.",
         [("3 times", "4 times"), ("", "2 minutes")]),
        ("Here are some eggs. Three million.", "Here are two dozen eggs. Three billion.",
         [("Three million", "Three billion"), ("", "two dozen eggs")]),
        ("It has 3 parts in the box.", "It has 4 doors and 7 parts in the box.", [("3", "7"), ("", "4 doors")]),
        ("It takes 2 s or 3 s in all.", "It takes 1 s, 4 s or 5 s in all.",
         [("2 s", ""), ("3 s", ""), ("", "1 s"), ("", "4 s"), ("", "5 s")]),
        ("Press 5 to go on.", "Press 6 or 7 to go on.", [("5", ""), ("", "6"), ("", "7")]),
        ("At most 5 and more.", "At most 6 and 6 more.", [("5", "6"), ("", "6")]),
        ("Wait 3 and go.", "Wait 5 and 2 more and go.", [("3", "5"), ("", "2")]),
        ("See pages 5-10 of it.", "See page 7 of it.", [("5-10", "7")]),
        ("See page 7 of it.", "See pages 5-10 of it.", [("7", "5-10")]),
        ("Take 1,5 of it.", "Take 1, 5 of it.", [("1,5", "1, 5")]),
    ],
)  # fmt: skip
def test_a_number_that_came_in_beside_one_that_changed(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "within", "said"),
    [
        ("4", "8080", "port", [("4", "8080")]),
        ("30 seconds", "40 seconds", "timeout", [("30 seconds", "40 seconds")]),
        ("Yes.", "No.", "Is it on?", [("Yes", "No")]),
        ("4", "none", "retries", [("4", "none")]),
        ("4", "5", "", [("4", "5")]),
        ("4", "The door of the house", "", []),
        ("4", "The door of the house", "retries", [("4", "")]),
        ("The red lamp", "The blue door", "retries", []),
    ],
)
def test_values_alone_in_items_and_descriptions(before, after, within, said):
    assert stated(before, after, "item", within) == said


def test_limits_are_told_as_they_are_written():
    assert stated("Use at most 5, at least 3.", "Use at least 5, at most 3.") == [
        ("at most", "at least"), ("at least", "at most"),
    ]  # fmt: skip
    assert stated("Use no more than 5 parts.", "Use no less than 5 parts.") == [("no more than", "no less than")]
    assert stated("Use at most 5 parts.", "Use more than 5 parts.") == [("at most", "more than")]
    assert stated("Use at most 5 parts.", "Use up to 5 parts.") == []
    assert stated("Ab 5 Uhr, unter 3 Grad.", "Unter 5 Uhr, ab 3 Grad.") == [("Ab", "Unter"), ("unter", "ab")]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("It does not stop and it does wait.", "It does stop and it does not wait.", ("not stop", "not wait")),
        ("It must not be red and must be dry.", "It must be red and must not be dry.", ("not be red", "not be dry")),
        ("It is up to 3 bar.", "It is up to 3 blub.", ("3 bar", "3 blub")),
        ("It is up to 3 blub, or so.", "It is up to 3 bar, or so.", ("3 blub", "3 bar")),
    ],
)
def test_what_is_told_of_both_sides_differs(before, after, said):
    assert stated(before, after) == [said]


def test_a_quantity_that_stands_in_code_now_is_not_gone():
    pairs = [(piece("Wait 30 s here."), None), (None, piece("Wait 30 s here.", "line"))]
    assert facts_of(pairs) == []
    assert facts_of([(other, one) for one, other in pairs]) == []
