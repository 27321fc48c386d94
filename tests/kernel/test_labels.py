"""State secrets stay out by their marks, and ordinary words about secrecy get in."""

import pytest

from dayuan.kernel.labels import Label, secret_mark, secret_problems
from dayuan.kernel.problems import Blocker, SourceKind


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("机密", "机密"),
        ("绝密 关于某事的报告", "绝密"),
        ("【秘密】会议安排", "秘密"),
        ("会议安排（机密）", "机密"),
        ("密级：绝密", "绝密"),
        ("秘密★10年", "秘密★"),
        ("文件秘密 ★ 长期", "秘密 ★"),
        ("机密10年", "机密"),
        ("机密三年", "机密"),
        ("绝密长期", "绝密"),
        ("机密级", "机密"),
        ("机密级 会议纪要", "机密"),
        ("绝密.pdf", "绝密"),
        ("方案_机密.docx", "机密"),
        ("机密-预算.xlsx", "机密"),
        ("机 密", "机密"),
        ("机\u200b密 文件", "机密"),
        ("機密 文件", "机密"),
        ("［絕密］", "绝密"),
        ("第一行\n秘密\n第三行", "秘密"),
        ("a/机密/b", "机密"),
    ],
)
def test_a_mark_of_state_secrecy_is_seen(text: str, mark: str) -> None:
    assert secret_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "保密守则",
        "工作秘密",
        "工作秘密★3年",
        "商业秘密",
        "商业机密不得外传",
        "秘密投票",
        "机密性要求",
        "保守国家秘密是每个人的义务",
        "国家秘密分为绝密、机密、秘密三级",
        "标有“机密”字样的文件不得带入",
        "不打听、不传播秘密事项",
        "秘密通道的门锁坏了",
        "密码锁没电",
        "机要室空调不制冷",
        "The secret garden",
    ],
)
def test_ordinary_words_about_secrecy_are_no_mark(text: str) -> None:
    assert secret_mark(text) is None


def test_every_marked_text_is_a_blocker_that_names_the_mark_and_the_law() -> None:
    found = secret_problems("机密", "会议室", "【绝密】")
    assert [type(problem) for problem in found] == [Blocker, Blocker]
    assert all(problem.source.kind is SourceKind.LAW for problem in found)
    assert "机密" in found[0].says.zh
    assert "绝密" in found[1].says.en


def test_no_label_stands_above_work_secret() -> None:
    assert [label.text.zh for label in Label] == ["公开", "内部", "工作秘密"]
