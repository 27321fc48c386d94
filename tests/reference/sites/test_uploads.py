"""What an upload may carry: text files of a handbook, and nothing larger or cleverer."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dayuan.kernel.problems import Refused
from dayuan.reference.sites.web import uploads
from dayuan.reference.sites.web.uploads import MAX_BYTES, MAX_FILES, files_of


def zipped(entries, *, method=zipfile.ZIP_DEFLATED) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return SimpleUploadedFile("plan.zip", stream.getvalue())


def refused(*files) -> str:
    with pytest.raises(Refused) as caught:
        files_of(files)
    return caught.value.problems[0].code


def test_a_zip_of_a_folder_gives_its_files_without_the_folder():
    given = zipped([("plan/a.yaml", "a: 1"), ("plan/deep/b.yaml", "b: 1")])
    assert files_of([given]) == {"a.yaml": b"a: 1", "deep/b.yaml": b"b: 1"}


def test_a_zip_without_a_folder_gives_its_files_as_they_are():
    given = zipped([("a.yaml", "a: 1"), ("deep/b.yaml", "b: 1")])
    assert set(files_of([given])) == {"a.yaml", "deep/b.yaml"}


def test_everything_that_is_no_handbook_is_passed_over():
    given = zipped(
        [
            ("a.yaml", "a: 1"),
            ("photo.jpg", "x"),
            (".git/b.yaml", "b"),
            ("__MACOSX/._a.yaml", "c"),
        ]
    )
    assert set(files_of([given])) == {"a.yaml"}


def test_chinese_names_from_windows_are_read():
    info = zipfile.ZipInfo("x.yaml")
    info.filename = "方案.yaml".encode("gbk").decode("cp437")
    info.flag_bits = 0
    assert uploads._name(info) == "方案.yaml"


def test_a_bomb_is_refused_by_what_its_directory_says():
    bomb = zipped([(f"{n}.yaml", b"0" * (1024 * 1024)) for n in range(5)])
    assert (bomb.size or 0) < MAX_BYTES
    assert refused(bomb) == "sites.upload_too_large"


def test_a_directory_that_lies_about_sizes_is_refused():
    honest = zipped([("a.yaml", b"a" * 50_000)]).read()
    lying = honest.replace((50_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert refused(SimpleUploadedFile("plan.zip", lying)) in {
        "sites.upload_broken",
        "sites.upload_too_large",
    }


def test_too_much_and_too_many_are_refused():
    assert refused(SimpleUploadedFile("a.yaml", b"0" * (MAX_BYTES + 1))) == "sites.upload_too_large"
    many = zipped([(f"{n}.yaml", b"") for n in range(MAX_FILES + 1)])
    assert refused(many) == "sites.upload_too_many"
    single = [SimpleUploadedFile(f"{n}.yaml", b"x") for n in range(MAX_FILES + 1)]
    assert refused(*single) == "sites.upload_too_many"


@pytest.mark.parametrize("name", ["../a.yaml", "/a.yaml", "x/../../a.yaml", "C:\\a.yaml"])
def test_a_path_that_leads_out_of_the_folder_is_refused(name):
    assert refused(zipped([(name, "a: 1"), ("b.yaml", "b: 1")])) == "sites.upload_leads_out"


def test_a_damaged_zip_and_a_zip_beside_files_are_refused():
    assert refused(SimpleUploadedFile("plan.zip", b"PK not a zip")) == "sites.upload_broken"
    beside = SimpleUploadedFile("a.yaml", b"a: 1")
    assert refused(zipped([("a.yaml", "a: 1")]), beside) == "sites.upload_one_zip"


def test_a_zip_with_a_password_is_refused():
    raw = bytearray(zipped([("a.yaml", "a: 1")]).read())
    raw[raw.find(b"PK\x01\x02") + 8] |= 1  # the directory's mark of an encrypted entry
    assert refused(SimpleUploadedFile("plan.zip", bytes(raw))) == "sites.upload_locked"


def test_chosen_files_keep_only_their_names():
    given = SimpleUploadedFile("a.yaml", b"a: 1")
    assert files_of([given]) == {"a.yaml": b"a: 1"}
