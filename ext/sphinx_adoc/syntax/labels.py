"""The words that a document shows of itself, such as "Figure" and "Appendix", by language.

AsciiDoc has them as attributes. A document says its language by the attribute ``lang``; its labels then are those of
the language, but for what the author or whoever reads the document has set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ATTRIBUTES: Final = (
    "appendix-caption", "caution-caption", "chapter-refsig", "example-caption", "figure-caption", "important-caption",
    "last-update-label", "note-caption", "part-refsig", "section-refsig", "table-caption", "tip-caption", "toc-title",
    "untitled-label", "version-label", "warning-caption",
)  # fmt: skip
_WORDS: Final = {
    "en": "Appendix|Caution|Chapter|Example|Figure|Important|Last updated|Note|Part|Section|Table|Tip|Table of Contents"
    "|Untitled|Version|Warning",
    "de": "Anhang|Vorsicht|Kapitel|Beispiel|Abbildung|Wichtig|Zuletzt geändert|Anmerkung|Teil|Abschnitt|Tabelle|Tipp"
    "|Inhaltsverzeichnis|Ohne Titel|Version|Warnung",
    "es": "Apéndice|Precaución|Capítulo|Ejemplo|Figura|Importante|Última actualización|Nota|Parte|Sección|Tabla"
    "|Sugerencia|Tabla de contenidos|Sin título|Versión|Advertencia",
    "fr": "Annexe|Prudence|Chapitre|Exemple|Figure|Important|Dernière mise à jour|Note|Partie|Section|Tableau|Astuce"
    "|Table des matières|Sans titre|Version|Avertissement",
    "it": "Appendice|Attenzione|Capitolo|Esempio|Figura|Importante|Ultimo aggiornamento|Nota|Parte|Sezione|Tabella"
    "|Suggerimento|Indice|Senza titolo|Versione|Avvertenza",
    "ja": "付録|注意|章|例|図|重要|最終更新|注記|部|節|表|ヒント|目次|無題|バージョン|警告",
    "nl": "Bijlage|Opgelet|Hoofdstuk|Voorbeeld|Figuur|Belangrijk|Laatst bijgewerkt|Opmerking|Deel|Paragraaf|Tabel|Tip"
    "|Inhoudsopgave|Naamloos|Versie|Waarschuwing",
    "pl": "Dodatek|Ostrożnie|Rozdział|Przykład|Rysunek|Ważne|Ostatnia aktualizacja|Uwaga|Część|Sekcja|Tabela|Wskazówka"
    "|Spis treści|Bez tytułu|Wersja|Ostrzeżenie",
    "pt": "Apêndice|Cuidado|Capítulo|Exemplo|Figura|Importante|Última atualização|Nota|Parte|Seção|Tabela|Dica|Sumário"
    "|Sem título|Versão|Aviso",
    "ru": "Приложение|Осторожно|Глава|Пример|Рисунок|Важно|Последнее обновление|Примечание|Часть|Раздел|Таблица|Совет"
    "|Содержание|Без названия|Версия|Предупреждение",
    "zh": "附录|小心|章|示例|图|重要|最后更新|注意|部分|节|表|提示|目录|无标题|版本|警告",
}
LANGUAGES: Final = tuple(_WORDS)
ENGLISH: Final = "en"


def labels(language: str) -> Mapping[str, str]:
    """Return the labels of a language, by attribute; the English ones of a language that nobody has translated."""
    words = _WORDS.get(language.lower().replace("_", "-").partition("-")[0], _WORDS[ENGLISH])
    by_attribute = dict(zip(_ATTRIBUTES, words.split("|"), strict=True))
    return {**by_attribute, "appendix-refsig": by_attribute["appendix-caption"]}


def renamed(before: str, after: str, values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the labels that change with the language, of those that have the value of the language before."""
    old = labels(before)
    return {name: word for name, word in labels(after).items() if values.get(name) == old[name] != word}
