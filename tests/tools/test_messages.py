"""The catalogue of the screens' words: what is read, kept, and refused."""

import io
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from tools import messages


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small program with words in code and in a template."""
    package = tmp_path / "dayuan"
    (package / "templates").mkdir(parents=True)
    (package / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        "_('Take')\n"
        "_('Due in %(minutes)s minutes')\n"
        "ngettext('%(n)s case', '%(n)s cases', n)\n"
        "pgettext('act', 'Close')\n"
        "print('never shown')\n",
        encoding="utf-8",
    )
    (package / "templates" / "page.html").write_text(
        "{% load i18n %}<h1>{% translate 'Duty board' %}</h1>\n"
        "{% blocktranslate trimmed with who=person %}\n  Handed to {{ who }}\n"
        "{% endblocktranslate %}",
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "SOURCE", package)
    catalogue = package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(messages, "CATALOGUE", catalogue)
    return package


def kept(text: str) -> Catalog:
    return read_po(io.BytesIO((messages.HEADER + text).encode()), locale="zh_Hans")


def read(*pairs: tuple[str, str]) -> Catalog:
    return kept("\n\n".join(f'msgid "{en}"\nmsgstr "{zh}"' for en, zh in pairs))


def asked(*words: str) -> Catalog:
    catalogue = Catalog(locale="zh_Hans")
    for word in words:
        catalogue.add(word)
    return catalogue


def test_words_are_read_from_code_and_templates(source: Path) -> None:
    found = messages.messages(messages.extracted())
    assert set(found) == {
        ("", "Take"),
        ("", "Due in %(minutes)s minutes"),
        ("", "%(n)s case"),
        ("act", "Close"),
        ("", "Duty board"),
        ("", "Handed to %(who)s"),
    }


def test_a_translation_survives_an_update_and_a_vanished_word_does_not(source: Path) -> None:
    assert messages.main(["update"]) == 0
    text = messages.CATALOGUE.read_text("utf-8")
    text = text.replace('msgid "Take"\nmsgstr ""', 'msgid "Take"\nmsgstr "接单"')
    messages.CATALOGUE.write_text(text + '\nmsgid "Gone"\nmsgstr "没了"\n', encoding="utf-8")

    assert messages.main(["update"]) == 0

    after = messages.messages(messages.translated())
    assert after["", "Take"].string == "接单"
    assert ("", "Gone") not in after


def test_the_file_has_no_dates_names_or_line_numbers(source: Path) -> None:
    messages.main(["update"])
    text = messages.CATALOGUE.read_text("utf-8")
    assert "Date" not in text
    assert "Translator" not in text
    assert "#:" not in text


def test_an_incomplete_catalogue_fails_the_check(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main(["update"])
    assert messages.main(["check"]) == 1
    assert "no translation: 'Take'" in capsys.readouterr().out


def test_a_complete_catalogue_passes_and_compiles(source: Path) -> None:
    pairs = {
        "Take": "接单",
        "Due in %(minutes)s minutes": "还有 %(minutes)s 分钟",
        "%(n)s case": "%(n)s 个事项",
        "Close": "结案",
        "Duty board": "值班台",
        "Handed to %(who)s": "交给 %(who)s",
    }
    messages.main(["update"])
    catalogue = messages.merged(messages.extracted(), messages.translated())
    for name, message in messages.messages(catalogue).items():
        words = pairs[name[1]]
        message.string = words if isinstance(message.id, str) else (words,)
    messages.CATALOGUE.write_text(messages.as_text(catalogue), encoding="utf-8")

    assert messages.main(["check"]) == 0
    assert messages.main(["compile"]) == 0
    assert "值班台".encode() in messages.CATALOGUE.with_suffix(".mo").read_bytes()


def test_a_missing_and_an_obsolete_word_are_problems() -> None:
    found = messages.problems(asked("New"), read(("Old", "旧")))
    assert found == ["missing: 'New'", "obsolete: 'Old'"]


@pytest.mark.parametrize(
    ("english", "chinese", "reason"),
    [
        ("Take", "", "no translation"),
        ("Due in %(m)s", "还有 %(minutes)s", "placeholders differ"),
        ("{who} took it", "{name} 接了单", "placeholders differ"),
        ("{count} of {total}", "{count} 项", "placeholders differ"),
        ("Take\\n", "接单", "a line end at an edge differs"),
    ],
)
def test_a_wrong_translation_is_a_problem(english: str, chinese: str, reason: str) -> None:
    words = english.replace("\\n", "\n")
    found = messages.problems(asked(words), read((english, chinese)))
    assert [problem.partition(":")[0] for problem in found] == [reason]


def test_a_fuzzy_translation_is_a_problem() -> None:
    catalogue = kept('#, fuzzy\nmsgid "Take"\nmsgstr "接"\n')
    assert messages.problems(asked("Take"), catalogue) == ["marked fuzzy: 'Take'"]


def test_a_word_commented_out_is_a_problem() -> None:
    catalogue = kept('msgid "Take"\nmsgstr "接单"\n\n#~ msgid "Old"\n#~ msgstr "旧"\n')
    assert messages.problems(asked("Take"), catalogue) == ["obsolete, commented out: Old"]


def test_chinese_punctuation_needs_no_space() -> None:
    assert messages.problems(asked(", "), read((", ", "，"))) == []


def test_a_percent_sign_in_words_is_no_placeholder() -> None:
    assert messages.problems(asked("100 % done"), read(("100 % done", "完成 100%"))) == []
