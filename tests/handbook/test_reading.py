"""Files are read strictly, every fault has its line, and words stay the words they look like."""

import os
from pathlib import Path

import pytest
import yaml

from dayuan.handbook import reading
from dayuan.handbook.load import check
from dayuan.handbook.reading import read_files, read_folder
from dayuan.handbook.yamltext import read_text, scalar
from tests.handbook.minimal import BOOK


def _said(raw: bytes) -> list[str]:
    return [f.report() for f in read_text("a.yaml", raw).findings]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(
            "posts:\n  甲: 门卫".encode("gbk"),
            "a.yaml:2: these bytes are not UTF-8 (maybe GBK); save the file as UTF-8",
            id="GBK",
        ),
        pytest.param(
            b"\xef\xbb\xbfposts: {}",
            "a.yaml:1: the file starts with a UTF-8 BOM mark; "
            "save it as UTF-8 without a byte order mark",
            id="byte order mark",
        ),
        pytest.param(
            "posts: {}".encode("utf-16"),
            "a.yaml:1: the file starts with a UTF-16 mark; "
            "save it as UTF-8 without a byte order mark",
            id="UTF-16",
        ),
        pytest.param(
            "posts:\n  a: x\u202ey".encode(),
            "a.yaml:2: there is an invisible control character; remove it",
            id="a sign that turns the text around",
        ),
        pytest.param(
            b"posts:\n\ta: 1",
            "a.yaml:2: the line is indented with a tab or a wide space; "
            "use plain spaces instead, two for each level",
            id="tab",
        ),
        pytest.param(
            "posts:\n\u3000\u3000a: 1".encode(),
            "a.yaml:2: the line is indented with a tab or a wide space; "
            "use plain spaces instead, two for each level",
            id="wide space",
        ),
        pytest.param(
            b"posts:\n  a: &x 1\n  b: *x",
            "a.yaml:2: anchors (&) and aliases (*) are not accepted; "
            "write the content out, or quote it if it is text",
            id="anchor",
        ),
        pytest.param(
            b"posts:\n  a: !!python/name:os.system x",
            "a.yaml:2: the tag tag:yaml.org,2002:python/name:os.system is not accepted; "
            "leave it out, or quote it if it is text",
            id="tag",
        ),
        pytest.param(
            b"a: 1\nb: 2\na: 3",
            "a.yaml:3: the key a stands on line 1 already; merge the two or rename one",
            id="duplicate key",
        ),
        pytest.param(
            b"a:\n  b: 1\n  12: 2",
            "a.yaml:3: the key 12 is not text; put the key in quotes",
            id="number as key",
        ),
        pytest.param(
            b"a:\n  true: 2", "a.yaml:2: the key true is not text; put the key in quotes", id="true"
        ),
        pytest.param(
            b"a:\n  ? [b]\n  : 2",
            "a.yaml:2: a list or mapping cannot be a key; write one word as the key",
            id="list as key",
        ),
        pytest.param(
            b"a: 1\n---\nb: 2",
            "a.yaml:2: a file holds one document only; remove the --- line or start another file",
            id="two documents",
        ),
        pytest.param(
            b"- a\n- b",
            "a.yaml:1: the file does not start with keys; "
            "start with the name of a section, such as posts:",
            id="list",
        ),
        pytest.param(
            b"only words",
            "a.yaml:1: the file does not start with keys; "
            "start with the name of a section, such as posts:",
            id="words",
        ),
        pytest.param(
            b"a: " + b"[" * 100_000,
            "a.yaml:1: the file nests too deep or holds too many values; "
            "split the file or use fewer levels",
            id="deep",
        ),
    ],
)
def test_a_fault_of_a_file_is_said_with_its_line(raw: bytes, said: str) -> None:
    assert _said(raw) == [said]


def test_a_file_of_countless_values_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dayuan.handbook.yamltext.MAX_VALUES", 1000)
    assert read_text("a.yaml", b"a: [" + b"x," * 900 + b"]").findings == []
    assert _said(b"a: [" + b"x," * 1001 + b"\n'never read") == [
        (
            "a.yaml:1: the file nests too deep or holds too many values; "
            "split the file or use fewer levels"
        )
    ]


FULL_WIDTH = (
    "the line holds full-width punctuation; "
    "use a plain colon and space after a key and plain commas in lists"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: 1\nb: c: d",
            (
                "2: a text holds a colon and a space, or is indented wrongly; "
                "put the whole text in quotes, or align it"
            ),
        ),
        (
            "a: 1\nb: [1, 2\nc: 3",
            (
                "2: a bracket is not closed, or a comma is missing; "
                "close it with ] or }, or add the comma"
            ),
        ),
        ('a: 1\nb: "open\nc: 2\nd: 3', "2: a quote is not closed; close it with a quote"),
        (
            "a: 1\n  b: 2",
            (
                "2: a text holds a colon and a space, or is indented wrongly; "
                "put the whole text in quotes, or align it"
            ),
        ),
        (
            "a:\n  b: 1\n c: 2",
            "3: the indentation does not match; align it with the keys of the same level above",
        ),
        (
            "a: 1\nword\nb: 2",
            "2: this line is no key with a value; write key: value, with a space after the colon",
        ),
        (
            "a: @home",
            "1: a text cannot start with this sign; put the whole text in quotes",
        ),
        ("a: 1\nb: \x07", "2: there is an invisible control character; remove it"),
        ('a: "\\q"', "1: the backslash in double quotes is wrong; use single quotes"),
        ("a: 1\n标题：门\nb: 2", f"2: this line is no key with a value; {FULL_WIDTH}"),
        (
            "a: {en: x， zh: y: z}",
            f"1: a bracket is not closed, or a comma is missing; {FULL_WIDTH}",
        ),
    ],
)
def test_what_is_no_yaml_is_said_as_an_author_would(text: str, said: str) -> None:
    assert _said(text.encode()) == [f"a.yaml:{said}"]


@pytest.mark.parametrize("text", ["a: *unknown", "%YAML 9.9\n---\na: 1", 'a: "\\ud800"'])
def test_what_no_author_writes_is_said_in_the_words_of_the_parser(text: str) -> None:
    (finding,) = read_text("a.yaml", text.encode()).findings
    assert finding.line == 1
    assert finding.is_error


def test_what_is_printed_is_one_line_of_bearable_length() -> None:
    files = {"a.yaml": ('"' + "very \\n \\e[2J long " * 500 + '": 1').encode()}
    (finding, *_) = check(files).findings
    printed = finding.report()
    assert printed.isprintable()
    assert len(printed) < 700


def test_the_slow_parser_reads_the_same_as_the_fast_one(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = BOOK.encode()
    fast = read_text("a.yaml", raw)
    monkeypatch.setattr("dayuan.handbook.yamltext._LOADER", yaml.SafeLoader)
    slow = read_text("a.yaml", raw)
    assert (slow.data, slow.lines, slow.findings) == (fast.data, fast.lines, [])
    assert [f.code for f in read_text("a.yaml", b"a: " + b"[" * 5000).findings] == [
        "file.too_large"
    ]


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("no", "no"), ("off", "off"), ("y", "y"), ("12:30", "12:30"), ("2024-05-01", "2024-05-01"),
        ("007", "007"), ("0x1f", "0x1f"), ("1_000", "1_000"), ("1e3", "1e3"), (".5", ".5"),
        ("nan", "nan"), ("T-7d", "T-7d"), ("9" * 40, "9" * 40),
        ("12", 12), ("-3", -3), ("0", 0), ("2.50", 2.5), ("true", True), ("False", False),
        ("null", None), ("~", None), ("", None),
    ],
)  # fmt: skip
def test_only_what_looks_like_a_number_or_truth_is_one(word: str, meaning: object) -> None:
    found = scalar(word)
    assert found == meaning
    assert type(found) is type(meaning)


def test_quoted_words_stay_words() -> None:
    data = read_text("a.yaml", b"a: '12'\nb: \"true\"\nc: |\n  null\n").data
    assert data == {"a": "12", "b": "true", "c": "null\n"}


def test_sections_are_merged_over_files_and_keep_their_places() -> None:
    found = read_files(
        {
            "b/two.yaml": b"posts:\n  b: {}\nretired:\n  - y\n",
            "a.yaml": b"posts:\n  a: {}\nretired:\n  - x\n",
        }
    )
    assert found.data == {"posts": {"a": {}, "b": {}}, "retired": ["x", "y"]}
    assert str(found.place(("posts", "b")).file) == "b/two.yaml"
    assert (found.place(("retired", 1)).file, found.place(("retired", 1)).line) == ("b/two.yaml", 4)
    assert found.findings == []


def test_a_name_in_two_files_is_an_error_that_names_both_places() -> None:
    found = read_files({"a.yaml": b"posts:\n  a: {}\n", "b.yaml": b"\nposts:\n\n  a: {}\n"})
    assert [f.report() for f in found.findings] == [
        "b.yaml:4: posts.a: stands in a.yaml:2 already; merge the two or rename one"
    ]


def test_a_section_cannot_be_a_list_here_and_a_mapping_there() -> None:
    found = read_files({"a.yaml": b"posts: {a: {}}", "b.yaml": b"posts: [a]"})
    assert [f.report() for f in found.findings] == [
        "b.yaml:1: posts: stands in a.yaml:1 already; merge the two or rename one"
    ]


def test_an_empty_section_is_a_section_without_entries() -> None:
    found = read_files({"a.yaml": b"posts:\nretired:\n", "b.yaml": b"posts: {a: {}}"})
    assert found.data == {"posts": {"a": {}}, "retired": []}


def test_a_folder_is_read_with_all_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.yaml").write_text("posts: {a: {}}", "utf-8")
    (tmp_path / "b.yaml").write_text("# only a remark\n", "utf-8")
    (tmp_path / ".hidden.yaml").write_text("posts: {hidden: {}}", "utf-8")
    (tmp_path / "README.md").write_text("posts: no", "utf-8")
    (tmp_path / "folder.yaml").mkdir()
    found = read_folder(tmp_path)
    assert found.files == ("b.yaml", "deep/er/a.yaml")
    assert found.data == {"posts": {"a": {}}}
    assert found.findings == []


@pytest.mark.parametrize("content", [None, "file"])
def test_a_path_without_a_handbook_is_said(tmp_path: Path, content: str | None) -> None:
    target = tmp_path / "plan"
    if content:
        target.write_text(content, "utf-8")
    assert [f.report(folder="plan") for f in check(target).findings] == [
        "plan:1: this is no folder; name the folder that holds the *.yaml files of the handbook"
    ]


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_called_like_a_file_and_is_none_is_not_passed_over(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    place = tmp_path / "more.yaml"
    if kind == "link":
        place.symlink_to(tmp_path / "gone.yaml")
    else:
        os.mkfifo(place)
    checked = check(tmp_path)
    assert [f.report() for f in checked.errors] == [
        (
            "more.yaml:1: this is no file, or a link that leads nowhere; "
            "put the file here, or remove it"
        )
    ]
    assert checked.handbook is None


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    assert [f.code for f in check(tmp_path).findings] == ["folder.empty"]


def test_a_file_without_content_lacks_the_cover() -> None:
    assert [f.report() for f in check({"a.yaml": b""}).findings] == [
        (
            "a.yaml:1: handbook is missing; "
            "write handbook: {schema: …, code: …, title: …, site: …, edition: …}"
        )
    ]


def test_a_file_with_another_ending_is_not_passed_over_in_silence() -> None:
    found = read_files({"a.yaml": b"posts: {}", "b.yml": b"posts: {b: {}}"})
    assert [f.report() for f in found.findings] == [
        "b.yml:1: only .yaml files are read; rename it to end in .yaml"
    ]


def test_files_beyond_the_limits_are_refused_unread() -> None:
    huge = b"#" * (reading.MAX_FILE_BYTES + 1)
    found = read_files({"a.yaml": huge, "b.yaml": b"posts: {}"})
    assert [(f.file, f.code) for f in found.findings] == [("a.yaml", "file.refused")]
    full = {f"{n}.yaml": b"#" * reading.MAX_FILE_BYTES for n in range(5)}
    assert [f.file for f in read_files(full).findings] == ["4.yaml"]


def test_many_files_share_the_room_for_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dayuan.handbook.reading.MAX_VALUES", 100)
    full = b"retired: [" + b"x," * 60 + b"]"
    assert read_files({"a.yaml": full}).findings == []
    found = read_files({"a.yaml": full, "b.yaml": full})
    assert [(f.file, f.code) for f in found.findings] == [("b.yaml", "file.too_large")]


def test_an_unreadable_file_hides_no_other_fault_and_raises_no_false_ones() -> None:
    files = {
        "a.yaml": b"handbook: {schema: 1, code: x, title: x, site: x, edition: '1', typo: 1}",
        "b.yaml": b"posts: [",
        "c.yaml": b"posts: {x: {unit: nowhere}}",
    }
    codes = [(f.file, f.code) for f in check(files).findings]
    assert ("b.yaml", "file.syntax") in codes
    assert ("a.yaml", "schema.extra_forbidden") in codes
    assert ("c.yaml", "reference.dangling") not in codes
