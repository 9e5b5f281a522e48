"""Words that say how often, how much, or whether: switches, of which one excludes the others, and negations."""

from __future__ import annotations

from typing import Final

_ENGLISH: Final = (
    "enabled disabled", "enable disable", "enables disables", "enabling disabling", "on off", "yes no", "true false",
    "active inactive", "optional mandatory required", "supported unsupported", "allowed forbidden prohibited",
    "must should may can cannot shall", "minimum maximum", "minimal maximal", "min max", "most least",
    "before after", "above below", "more less fewer", "higher lower", "with without",
    "first second third fourth fifth sixth seventh eighth ninth tenth last", "half third quarter",
    "all most some none any every no both neither either few many",
    "always never sometimes usually often rarely seldom",
    "fast slow", "increase decrease", "increases decreases", "include exclude", "includes excludes",
    "synchronous asynchronous", "public private", "accept reject", "accepts rejects", "valid invalid",
)  # fmt: skip
_GERMAN: Final = (
    "höchstens mindestens", "immer nie niemals manchmal selten meist meistens oft häufig stets", "ja nein",
    "alle einige keine jede manche viele wenige", "alles nichts", "jeder keiner", "jedes keines", "jeden keinen",
    "muss soll sollte kann darf", "müssen sollen sollten können dürfen", "maximal minimal", "mehr weniger",
    "aktiviert deaktiviert", "aktivieren deaktivieren", "eingeschaltet ausgeschaltet", "ein aus", "wahr falsch",
    "vor nach", "über unter", "größer kleiner", "höher niedriger", "schnell langsam", "mit ohne", "vorher nachher",
    "zuerst zuletzt", "erste letzte", "ersten letzten", "erster letzter", "notwendig optional", "erlaubt verboten",
    "aktiv inaktiv", "obere untere", "oben unten", "bevor nachdem", "ab bis unter über",
)  # fmt: skip
_FRENCH: Final = (
    "toujours jamais parfois souvent rarement", "oui non", "avec sans", "avant après", "plus moins", "tous aucun",
    "toutes aucune", "doit peut devrait", "doivent peuvent devraient", "activé désactivé", "premier dernier",
    "obligatoire facultatif", "maximum minimum", "vrai faux",
)  # fmt: skip
_SPANISH: Final = (
    "siempre nunca jamás", "sí no", "con sin", "antes después", "más menos", "todos ninguno algunos",
    "debe puede debería", "deben pueden deberían", "activado desactivado", "primero último", "máximo mínimo",
    "obligatorio opcional", "verdadero falso",
)  # fmt: skip

SWITCHES: Final = tuple(
    frozenset(words.split()) for words in dict.fromkeys((*_ENGLISH, *_GERMAN, *_FRENCH, *_SPANISH))
)  # fmt: skip
"""Sets of words of which one in the place of another changes what is said."""

PHRASES: Final = {
    "at most": "at most", "no more than": "at most", "not more than": "at most", "up to": "at most",
    "at least": "at least", "no less than": "at least", "not less than": "at least", "no fewer than": "at least",
    "not fewer than": "at least",
    "more than": "more than", "less than": "less than", "fewer than": "less than",
}  # fmt: skip
"""Limits of several words that one quantifier of a number is, and what each means."""

NEGATIONS: Final = frozenset(
    word
    for words in (
        "not never no cannot without only none neither nor",
        "nicht nie niemals kein keine keinen keinem keiner keines ohne nur weder nichts",
        "jamais sans aucun aucune seulement nunca jamás ningún ninguno ninguna solamente",
    )
    for word in words.split()
)
"""Words that change what is said by coming or going alone."""

SETS_OF: Final = {word: tuple(number for number, words in enumerate(SWITCHES) if word in words)
                  for word in frozenset().union(*SWITCHES)}  # fmt: skip
"""The numbers of the sets that a word is in."""
