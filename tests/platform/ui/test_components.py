"""What the components say, in both languages."""

import re
from datetime import timedelta

import pytest

from dayuan.kernel.problems import Blocker, NeedsApproval, Source, SourceKind
from dayuan.kernel.problems import Warning as Caution
from dayuan.kernel.text import Text
from dayuan.platform.ui import links, shapes
from dayuan.platform.ui.tones import Tone, tone_of
from dayuan.platform.ui.views import components
from tests.platform.ui.conftest import NOW

CLAUSE = Source(SourceKind.CLAUSE, "9.9.1")


def clock(minutes, **more):
    return shapes.Clock(due=NOW + timedelta(minutes=minutes), now=NOW, **more)


@pytest.mark.parametrize("tone", list(Tone))
def test_a_state_has_colour_icon_and_word(draw, language, tone):
    text = draw("{% state_badge tone %}", tone=tone.value)
    assert f"tone-{tone}" in text
    assert f"#i-{tone.icon}" in text
    assert str(tone.word) in text


def test_no_two_states_share_an_icon():
    assert len({tone.icon for tone in Tone}) == len(Tone)


def test_an_unknown_tone_is_a_mistake():
    with pytest.raises(ValueError, match="sunny"):
        tone_of("sunny")


@pytest.mark.parametrize(
    ("minutes", "more", "tone", "zh", "en"),
    [
        (120, {}, Tone.IN_HAND, "还有 2 小时", "2 hours left"),
        (18, {}, Tone.SOON, "还有 18 分钟", "18 minutes left"),
        (-18, {}, Tone.LATE, "超时 18 分钟", "18 minutes late"),
        (20, {"stopped": NOW}, Tone.DONE, "按时", "In time"),
        (-20, {"stopped": NOW}, Tone.LATE, "超时 20 分钟", "20 minutes late"),
        (120, {"paused": True}, Tone.WAITING, "计时暂停", "Clock stopped"),
        (0, {}, Tone.SOON, "还有 不到 1 分钟", "less than a minute left"),
    ],
)
def test_a_clock_says_how_it_stands(draw, language, minutes, more, tone, zh, en):
    found = clock(minutes, **more)
    assert found.tone is tone
    assert found.says == (zh if language == "zh-hans" else en)


def test_a_clock_never_says_relative_time_alone(draw, chinese):
    text = draw("{% clock c %}", c=clock(-18))
    assert "超时 18 分钟" in text
    assert "应于" in text
    assert '<time datetime="2026-11-22T13:47:00+08:00">13:47</time>' in text


def test_a_clock_can_be_drawn_from_an_instant(draw, english):
    assert "2 hours left" in draw("{% clock at %}", at=NOW + timedelta(hours=2), now=NOW)


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        (CLAUSE, "方案 9.9.1", "Plan 9.9.1"),
        (Source(SourceKind.DECISION, "A-99"), "决定 A-99", "Decision A-99"),
        (Source(SourceKind.LAW, "劳动法 第三十八条"), "劳动法 第三十八条", "劳动法 第三十八条"),
        (Source(SourceKind.SITE, "x"), "本单位约定", "This site's own rule"),
        (Source.system("x"), "系统", "System"),
    ],
)
def test_a_source_is_named_and_leads_nowhere_unless_somebody_knows_its_page(
    draw, language, source, zh, en
):
    text = draw("{% clause_chip s %}", s=source)
    assert (zh if language == "zh-hans" else en.replace("'", "&#x27;")) in text
    assert "href=" not in text.replace("<use href=", "")


def test_a_clause_leads_to_the_page_that_explains_it(draw):
    links.linkers.register("plan", lambda source: f"/plan/{source.ref}/")
    assert 'href="/plan/9.9.1/"' in draw("{% clause_chip s %}", s=CLAUSE)
    assert "/plan/" not in draw("{% clause_chip s %}", s=Source.system("x"))


def test_a_text_in_the_other_language_says_which_one_it_is(draw, english):
    assert draw("{% bilingual t %}", t=Text("只有中文")) == '<span lang="zh-Hans">只有中文</span>'
    assert draw("{% bilingual t %}", t=Text("中文", "English")) == "English"


def test_what_people_typed_is_never_markup(draw):
    assert "<b>" not in draw("{% bilingual t %}{% show t %}", t=Text("<b>x</b>", "<b>x</b>"))


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        (Blocker, "不能办理", "Not possible"),
        (NeedsApproval, "需批准", "Needs approval"),
        (Caution, "请注意", "Mind this"),
    ],
)
def test_a_reason_says_what_kind_it_is_and_where_it_comes_from(draw, language, kind, zh, en):
    found = kind("x", Text("先关阀门。", "Close the valve first."), CLAUSE)
    text = draw("{% problem p %}", p=found)
    assert (zh if language == "zh-hans" else en) in text
    assert ("先关阀门。" if language == "zh-hans" else "Close the valve first.") in text
    assert "9.9.1" in text


ACTION = '{% include "ui/components/action.html" with primary=True %}'


def test_a_refused_action_stays_visible_and_disabled_with_every_reason(draw, english):
    reasons = (
        Blocker("a", Text("甲", "First reason"), CLAUSE),
        NeedsApproval("b", Text("乙", "Second reason"), CLAUSE),
    )
    action = shapes.Action(label="Check", url="/check/", method="post", problems=reasons)
    text = draw(ACTION, action=action)
    assert "disabled" in text
    assert "Check" in text
    assert "First reason" in text
    assert "Second reason" in text
    assert "/check/" not in text


def test_a_warning_alone_does_not_refuse(draw, english):
    caution = Caution("a", Text("甲", "First"), CLAUSE)
    action = shapes.Action(label="Check", url="/check/", problems=(caution,))
    assert 'href="/check/"' in draw(ACTION, action=action)


def test_an_action_that_changes_something_is_a_form_with_its_fields(draw):
    action = shapes.Action(label="Go", url="/go/", method="post", fields={"to": 'a"b'})
    text = draw(ACTION, action=action)
    assert '<form method="post" action="/go/">' in text
    assert 'value="a&quot;b"' in text


LIST = '{% include "ui/components/list.html" %}'


def test_a_list_keeps_its_table_roles_for_readers_who_do_not_see(draw):
    columns = (shapes.Column("What", "what"), shapes.Column("Count", numeric=True))
    rows = (shapes.Row(cells=("Lamp", 3), url="/l/"),)
    text = draw(LIST, list=shapes.Listing(caption="Lamps", columns=columns, rows=rows))
    assert text.count('role="cell"') == 2
    assert text.count('role="columnheader"') == 2
    assert "<caption" in text
    assert 'href="/l/"' in text


def test_a_row_that_does_not_fit_its_columns_is_a_mistake():
    columns = (shapes.Column("What", "what"),)
    wrong = shapes.Listing(caption="x", columns=columns, rows=(shapes.Row(cells=("a", "b")),))
    with pytest.raises(ValueError, match="zip"):
        assert wrong.lines


def test_an_empty_list_says_what_will_appear_and_offers_the_first_action(draw):
    empty = {
        "title": "Nothing is open",
        "says": "Faults appear here",
        "action": shapes.Action(label="Report", url="/report/"),
    }
    nothing = shapes.Listing(caption="x", columns=(), rows=())
    text = draw(LIST, list=nothing, empty=empty)
    assert "Faults appear here" in text
    assert 'href="/report/"' in text


def test_a_strip_draws_shares_that_fill_it_and_names_them_in_words(draw):
    parts = [
        shapes.Part(tone=t, label=t.value, count=n) for t, n in zip(Tone, (1, 2, 0), strict=False)
    ]
    strip = shapes.Strip(label="Chapter", parts=parts)
    assert sum(width for _, _, width in strip.drawn) == pytest.approx(100, abs=0.01)
    text = draw('{% include "ui/components/strip.html" %}', strip=strip)
    assert text.count("<rect") == 2
    assert text.count("<li") == 3


def test_an_empty_strip_draws_nothing(draw):
    strip = shapes.Strip(label="Chapter", parts=[shapes.Part(tone=Tone.DONE, label="x", count=0)])
    assert "<rect" not in draw('{% include "ui/components/strip.html" %}', strip=strip)


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 B"), (1023, "1023 B"), (834_120, "814.6 KB"), (12_582_912, "12.0 MB")]
)
def test_a_file_says_its_size(draw, size, said):
    assert draw("{{ size|filesize }}", size=size) == said


def test_the_page_of_components_draws_in_both_languages(asked, visitor, language):
    text = components(asked("/design/", member=visitor())).content.decode()
    assert ("超时 18 分钟" if language == "zh-hans" else "18 minutes late") in text
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in text


def test_no_id_stands_twice_on_the_page_of_components(asked, visitor):
    ids = re.findall(r'\sid="([^"]+)"', components(asked(member=visitor())).content.decode())
    assert len(ids) == len(set(ids))
