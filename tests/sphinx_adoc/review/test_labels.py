"""Labels of texts: terms that share a description are one label, however many they are."""

from types import SimpleNamespace

from sphinx_adoc.review.fates.labels import _labelled


def piece(kind, markup="", within=""):
    return SimpleNamespace(kind=kind, markup=markup, within=within, section=(), key=(kind, markup))


def test_terms_that_share_a_description_are_one_label():
    terms = [piece("term", f"t{number}") for number in range(50)]
    text = piece("paragraph", "Words.", "; ".join(term.markup for term in terms))
    side = _labelled([*terms, text])
    assert [*side.own.values()] == [terms]
    assert [*side.texts.values()] == [[text]]
    assert side.label_of == {id(text): next(iter(side.own))}
