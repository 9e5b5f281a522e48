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
    "en": "Appendix|Caution|Chapter|Example|Figure|Important|Last updated|Note|Part|Section|Table|Tip"
    "|Table of Contents|Untitled|Version|Warning",
    "ar": "ملحق|تنبيه|فصل|مثال|شكل|مهم|آخر تحديث|ملاحظة|جزء|قسم|جدول|تلميح|قائمة المحتويات|بدون عنوان|نسخة|تحذير",
    "bg": "Приложение|Внимание|Глава|Пример|Фигура|Важно|Последно обновен|Забележка|Част|Раздел|Таблица|Подсказка"
    "|Съдържание|Без заглавие|Версия|Предупреждение",
    "ca": "Apèndix|Atenció|Capítol|Exemple|Figura|Important|Última actualització|Nota|Part|Secció|Taula|Suggeriment"
    "|Índex|Sense títol|Versió|Advertència",
    "cs": "Příloha|Upozornění|Kapitola|Příklad|Obrázek|Důležité|Změněno|Poznámka|Část|Oddíl|Tabulka|Tip|Obsah"
    "|Bez názvu|Verze|Varování",
    "da": "Bilag|Forsigtig|Kapitel|Eksempel|Figur|Vigtigt|Sidst opdateret|Bemærk|Del|Afsnit|Tabel|Tip"
    "|Indholdsfortegnelse|Unavngivet|Version|Advarsel",
    "de": "Anhang|Vorsicht|Kapitel|Beispiel|Abbildung|Wichtig|Zuletzt geändert|Anmerkung|Teil|Abschnitt|Tabelle|Tipp"
    "|Inhaltsverzeichnis|Ohne Titel|Version|Warnung",
    "el": "Παράρτημα|Προσοχή|Κεφάλαιο|Παράδειγμα|Εικόνα|Σημαντικό|Τελευταία ενημέρωση|Σημείωση|Μέρος|Ενότητα|Πίνακας"
    "|Συμβουλή|Πίνακας περιεχομένων|Χωρίς τίτλο|Έκδοση|Προειδοποίηση",
    "es": "Apéndice|Precaución|Capítulo|Ejemplo|Figura|Importante|Última actualización|Nota|Parte|Sección|Tabla"
    "|Sugerencia|Tabla de contenidos|Sin título|Versión|Advertencia",
    "fa": "پیوست|احتیاط|فصل|نمونه|شکل|مهم|آخرین به‌روزرسانی|یادداشت|بخش|قسمت|جدول|نکته|فهرست مطالب|بدون عنوان|نسخه"
    "|هشدار",
    "fi": "Liite|Varo|Luku|Esimerkki|Kuva|Tärkeää|Viimeksi päivitetty|Huomautus|Osa|Kappale|Taulukko|Vinkki"
    "|Sisällysluettelo|Nimetön|Versio|Varoitus",
    "fr": "Annexe|Prudence|Chapitre|Exemple|Figure|Important|Dernière mise à jour|Note|Partie|Section|Tableau|Astuce"
    "|Table des matières|Sans titre|Version|Avertissement",
    "he": "נספח|זהירות|פרק|דוגמה|איור|חשוב|עודכן לאחרונה|הערה|חלק|סעיף|טבלה|טיפ|תוכן העניינים|ללא כותרת|גרסה|אזהרה",
    "hi": "परिशिष्ट|सावधान|अध्याय|उदाहरण|चित्र|महत्त्वपूर्ण|अंतिम अद्यतन|टिप्पणी|भाग|अनुभाग|सारणी|सलाह|विषय-सूची"
    "|शीर्षकहीन|संस्करण|चेतावनी",
    "hr": "Dodatak|Oprez|Poglavlje|Primjer|Slika|Važno|Zadnje ažurirano|Napomena|Dio|Odjeljak|Tablica|Savjet|Sadržaj"
    "|Bez naslova|Verzija|Upozorenje",
    "hu": "Függelék|Vigyázat|Fejezet|Példa|Ábra|Fontos|Utolsó frissítés|Megjegyzés|Rész|Szakasz|Táblázat|Tipp"
    "|Tartalomjegyzék|Névtelen|Verzió|Figyelmeztetés",
    "id": "Lampiran|Perhatian|Bab|Contoh|Gambar|Penting|Pembaruan terakhir|Catatan|Bagian|Subbab|Tabel|Tips|Daftar Isi"
    "|Tak Berjudul|Versi|Peringatan",
    "it": "Appendice|Attenzione|Capitolo|Esempio|Figura|Importante|Ultimo aggiornamento|Nota|Parte|Sezione|Tabella"
    "|Suggerimento|Indice|Senza titolo|Versione|Avvertenza",
    "ja": "付録|注意|章|例|図|重要|最終更新|注記|部|節|表|ヒント|目次|無題|バージョン|警告",
    "ka": "დანართი|ფრთხილად|თავი|მაგალითი|ნახაზი|მნიშვნელოვანია|ბოლო განახლება|შენიშვნა|ნაწილი|სექცია|ცხრილი|რჩევა"
    "|სარჩევი|უსათაურო|ვერსია|გაფრთხილება",
    "ko": "부록|주의|장|예시|그림|중요|마지막 업데이트|참고|부|절|표|팁|목차|제목 없음|버전|경고",
    "nb": "Vedlegg|OBS|Kapittel|Eksempel|Figur|Viktig|Sist oppdatert|Merk|Del|Avsnitt|Tabell|Tips|Innhold|Uten tittel"
    "|Versjon|Advarsel",
    "nl": "Bijlage|Opgelet|Hoofdstuk|Voorbeeld|Figuur|Belangrijk|Laatst bijgewerkt|Opmerking|Deel|Paragraaf|Tabel|Tip"
    "|Inhoudsopgave|Naamloos|Versie|Waarschuwing",
    "pl": "Dodatek|Ostrożnie|Rozdział|Przykład|Rysunek|Ważne|Ostatnia aktualizacja|Uwaga|Część|Sekcja|Tabela|Wskazówka"
    "|Spis treści|Bez tytułu|Wersja|Ostrzeżenie",
    "pt": "Apêndice|Cuidado|Capítulo|Exemplo|Figura|Importante|Última atualização|Nota|Parte|Seção|Tabela|Dica|Sumário"
    "|Sem título|Versão|Aviso",
    "ro": "Anexă|Precauție|Capitol|Exemplu|Figură|Important|Ultima actualizare|Notă|Parte|Secțiune|Tabel|Sfat|Cuprins"
    "|Fără titlu|Versiune|Avertisment",
    "ru": "Приложение|Осторожно|Глава|Пример|Рисунок|Важно|Последнее обновление|Примечание|Часть|Раздел|Таблица|Совет"
    "|Содержание|Без названия|Версия|Предупреждение",
    "sk": "Príloha|Upozornenie|Kapitola|Príklad|Obrázok|Dôležité|Naposledy zmenené|Poznámka|Časť|Oddiel|Tabuľka|Tip"
    "|Obsah|Bez názvu|Verzia|Varovanie",
    "sl": "Dodatek|Pozor|Poglavje|Primer|Slika|Pomembno|Nazadnje posodobljeno|Opomba|Del|Razdelek|Tabela|Namig|Kazalo"
    "|Brez naslova|Različica|Opozorilo",
    "sr": "Додатак|Опрез|Поглавље|Пример|Слика|Важно|Последње ажурирано|Белешка|Део|Секција|Табела|Савет|Садржај"
    "|Без назива|Верзија|Упозорење",
    "sr-latn": "Dodatak|Oprez|Poglavlje|Primer|Slika|Važno|Poslednje ažurirano|Beleška|Deo|Sekcija|Tabela|Savet|Sadržaj"
    "|Bez naziva|Verzija|Upozorenje",
    "sv": "Bilaga|Var försiktig|Kapitel|Exempel|Figur|Viktigt|Senast uppdaterad|Notera|Del|Avsnitt|Tabell|Tips"
    "|Innehållsförteckning|Namnlös|Version|Varning",
    "th": "ภาคผนวก|ข้อควรระวัง|บท|ตัวอย่าง|รูป|สำคัญ|ปรับปรุงล่าสุด|หมายเหตุ|ภาค|หัวข้อ|ตาราง|เคล็ดลับ|สารบัญ|ไม่มีชื่อ|รุ่น|คำเตือน",
    "tr": "Ek|Dikkat|Bölüm|Örnek|Şekil|Önemli|Son güncelleme|Not|Kısım|Kesim|Tablo|İpucu|İçindekiler|Başlıksız|Sürüm"
    "|Uyarı",
    "uk": "Додаток|Обережно|Розділ|Приклад|Рисунок|Важливо|Востаннє оновлено|Примітка|Частина|Підрозділ|Таблиця"
    "|Підказка|Зміст|Без назви|Версія|Попередження",
    "vi": "Phụ lục|Cẩn thận|Chương|Ví dụ|Hình|Quan trọng|Cập nhật lần cuối|Ghi chú|Phần|Mục|Bảng|Mẹo|Mục lục"
    "|Không có tiêu đề|Phiên bản|Cảnh báo",
    "zh": "附录|小心|章|示例|图|重要|最后更新|注意|部分|节|表|提示|目录|无标题|版本|警告",
    "zh-tw": "附錄|小心|章|範例|圖|重要|最後更新|注意|部|節|表|提示|目錄|無標題|版本|警告",
}
_DETAILS: Final = {
    "en": "Details", "ar": "تفاصيل", "bg": "Подробности", "ca": "Detalls", "cs": "Podrobnosti",
    "da": "Detaljer", "de": "Details", "el": "Λεπτομέρειες", "es": "Detalles", "fa": "جزئیات",
    "fi": "Lisätietoja", "fr": "Détails", "he": "פרטים", "hi": "विवरण", "hr": "Pojedinosti",
    "hu": "Részletek", "id": "Detail", "it": "Dettagli", "ja": "詳細", "ka": "დეტალები",
    "ko": "세부정보", "nb": "Detaljer", "nl": "Details", "pl": "Szczegóły", "pt": "Detalhes",
    "ro": "Detalii", "ru": "Подробности", "sk": "Podrobnosti", "sl": "Podrobnosti", "sr": "Детаљи",
    "sr-latn": "Detalji", "sv": "Detaljer", "th": "รายละเอียด", "tr": "Ayrıntılar", "uk": "Подробиці",
    "vi": "Chi tiết", "zh": "详情", "zh-tw": "詳細資料",
}  # fmt: skip
LANGUAGES: Final = tuple(_WORDS)
ENGLISH: Final = "en"
_SAME_AS: Final = {
    "nn": "nb",
    "no": "nb",
    "iw": "he",
    "in": "id",
    "zh-hant": "zh-tw",
    "zh-hk": "zh-tw",
    "zh-mo": "zh-tw",
}


def labels(language: str) -> Mapping[str, str]:
    """Return the labels of a language, by attribute; the English ones where there is no translation."""
    words = _WORDS[_known(language.lower().replace("_", "-"))]
    by_attribute = dict(zip(_ATTRIBUTES, words.split("|"), strict=True))
    return {**by_attribute, "appendix-refsig": by_attribute["appendix-caption"]}


def details(language: str) -> str:
    """Return what a disclosure without a title is called."""
    return _DETAILS[_known(language.lower().replace("_", "-"))]


def _known(language: str) -> str:
    """The language of the table for one that is said: itself, without its script and country, or English."""
    while language:
        name = _SAME_AS.get(language, language)
        if name in _WORDS:
            return name
        language = language.rpartition("-")[0]
    return ENGLISH


def renamed(before: str, after: str, values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the labels that change with the language, of those that have the value of the language before."""
    old = labels(before)
    return {name: word for name, word in labels(after).items() if values.get(name) == old[name] != word}
