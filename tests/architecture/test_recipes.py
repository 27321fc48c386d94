"""Recipes stay true: what they name exists, and the step they show is a step."""

import re
import textwrap
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import yaml

from dayuan.handbook.schema import Step
from dayuan.platform.documents import events
from dayuan.platform.jobs import outbox
from dayuan.platform.notices import kinds
from dayuan.platform.ui.charts import Bar, Chart, Series
from dayuan.platform.ui.tones import Tone
from dayuan.processes.withdrawn_is_told import WITHDRAWN
from tests.architecture.guards import ROOT

RECIPES = sorted((ROOT / "docs" / "recipes").glob("*.md"))
PATH = re.compile(r"`((?:src|tests|handbooks|docs|tools)/[\w./-]+)`")
#: Paths that a recipe tells its reader to make.
TO_BE_MADE = {"src/dayuan/services/parking/", "tests/services/parking/"}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_path_in_a_recipe_exists(recipe: Path) -> None:
    named = set(PATH.findall(recipe.read_text("utf-8"))) - TO_BE_MADE
    assert named, "a recipe names the places it touches"
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_step_in_the_recipe_is_a_valid_step() -> None:
    text = (ROOT / "docs" / "recipes" / "add-a-playbook-step.md").read_text("utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    (step,) = yaml.safe_load(block)
    assert Step.model_validate(step).source.value.ref


def test_the_notice_in_the_recipe_is_told_by_the_program() -> None:
    text = (ROOT / "docs" / "recipes" / "add-a-notice.md").read_text("utf-8")
    (declared,) = re.findall(r'kinds\.declare\(\s*"([\w.]+)"', text)
    (event, name) = re.findall(r'outbox\.consumer\(events\.(\w+), "([\w:]+)"\)', text)[0]
    assert declared in kinds.kinds
    assert outbox.consumers[name].kind == getattr(events, event)
    assert all(words in text for words in (WITHDRAWN.words.zh, WITHDRAWN.words.en))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_name_of_the_code_in_a_recipe_stands_in_the_code(recipe: Path) -> None:
    modules = "work|transitions|kinds|wiring|outbox"
    names = re.findall(rf"`@?(?:{modules})\.(\w+)", recipe.read_text("utf-8"))
    code = "\n".join(f.read_text("utf-8") for f in (ROOT / "src").rglob("*.py"))
    assert {
        name
        for name in names
        if not re.search(rf"\b(def|class) {name}\b|^{name}\b", code, re.MULTILINE)
    } <= {"states"}


def test_the_chart_in_the_recipe_is_a_chart_that_is_drawn() -> None:
    text = (ROOT / "docs" / "recipes" / "add-a-chart.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    named = {"Chart": Chart, "Series": Series, "Bar": Bar, "Tone": Tone, "_": str}
    chart = eval(textwrap.dedent(block).strip(), named)  # noqa: S307 - our own words
    assert [total for _bar, _numbers, total in chart.rows] == [42, 40]
    forms = get_args(get_type_hints(Chart)["form"])
    assert {form for form in forms if f'`"{form}"`' in text} == set(forms)
    assert (ROOT / "src/dayuan/platform/ui/templates/ui/components/chart.html").exists()
