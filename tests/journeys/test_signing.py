"""Consent asked for, and a slip signed with a finger: on a phone, on a desk, without scripts."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.test_fault import case, report, take
from tests.work.drawing import drawn

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_SIZE = """async () => {
  const input = document.querySelector("input[type=file][name=handed_over_by]");
  const file = input.files[0];
  return file ? [file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]] : null;
}"""


def sign(page: Page, *, pieces: int = 3) -> None:
    """Draw some strokes in the box."""
    paper = page.locator("[data-sign-paper]")
    paper.evaluate("paper => paper.scrollIntoView({ block: 'center' })")
    box = paper.bounding_box()
    assert box is not None
    for n in range(pieces):
        left = box["x"] + 40 + n * box["width"] / 4
        page.mouse.move(left, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(left + 30, box["y"] + 150, steps=6)
        page.mouse.move(left + 55, box["y"] + 60, steps=6)
        page.mouse.up()


@pytest.fixture
def waste(people) -> str:
    """Return the number of written paper that waits for a department's consent."""
    return report(people.phone("guard"), category="written_paper")


def consent(page: Page, number: str, *, yes: bool) -> None:
    """Take the question and write down the answer."""
    take(page, number)
    asked = page.get_by_role("group", name=re.compile("哪个部门"))
    asked.get_by_label("同意" if yes else "不同意", exact=True).check()
    asked.get_by_label("是谁说的").fill("王主任")
    asked.get_by_label("岗位或单位").fill("区政府办公室")
    asked.get_by_label("电话", exact=True).check()


def given_to_the_technician(people, number: str) -> Page:
    """Return the technician's phone on the slip that he is to have signed."""
    clerk = people.desk("dispatcher")
    consent(clerk, number, yes=True)
    clerk.get_by_role("group", name="同意吗").get_by_label("是", exact=True).check()
    clerk.get_by_role("button", name="完成").click()
    expect(clerk).to_have_url(re.compile("/mine/$"))
    case(clerk, number)
    task = clerk.locator(".task", has_text="收下").locator(".task-title a").get_attribute("href")
    clerk.goto(f"{task}reassign/")
    clerk.get_by_label("岗位").select_option("hvac_technician")
    clerk.get_by_label("原因").fill("环境主管请假")
    clerk.get_by_role("main").get_by_role("button").last.click()
    phone = people.phone("technician")
    take(phone, number)
    return phone


def test_a_department_that_refuses_ends_the_request_with_its_reason(people, waste, see):
    clerk = people.desk("dispatcher")
    consent(clerk, waste, yes=False)
    see(clerk, "问机关")
    clerk.get_by_role("button", name="完成").click()
    expect(clerk.get_by_text("请把这一步的问题选“否”")).to_be_visible()
    clerk.get_by_role("group", name="同意吗").get_by_label("否", exact=True).check()
    clerk.get_by_label("选“否”要写明原因").fill("还要用")
    clerk.get_by_role("button", name="完成").click()
    case(clerk, waste)
    expect(clerk.get_by_text("不同意 · 王主任 · 区政府办公室 · 电话")).to_be_visible()
    see(clerk, "主楼")


def test_a_slip_is_signed_on_the_glass_cleared_and_signed_again(people, waste, see):
    phone = given_to_the_technician(people, waste)
    expect(phone.get_by_text("请在这里签名")).to_be_visible()
    sign(phone)
    expect(phone.get_by_text("请在这里签名")).to_be_hidden()
    see(phone, "收下")
    assert phone.evaluate(_SIZE) is not None
    phone.get_by_role("button", name="清除重签").tap()
    assert phone.evaluate(_SIZE) is None, "a cleared box still sends what was in it"
    sign(phone)
    name, kind, content = phone.evaluate(_SIZE)
    assert (name, kind) == ("签名.png", "image/png")
    assert Image.open(io.BytesIO(bytes(content))).width > 300
    phone.get_by_label("签名人姓名").fill("王科长")
    phone.get_by_role("button", name="完成").tap()
    expect(phone).to_have_url(re.compile("/mine/$"))
    clerk = people.desk("dispatcher")
    case(clerk, waste)
    expect(clerk.get_by_text(re.compile("王科长 签于"))).to_be_visible()
    see(clerk, "主楼")


def test_without_scripts_a_picture_of_the_signature_does(people, waste, tmp_path: Path):
    where = given_to_the_technician(people, waste).url
    plain = people.phone("technician", java_script_enabled=False)
    plain.goto(where)
    expect(plain.get_by_text("请在纸上签好，拍照上传")).to_be_visible()
    expect(plain.locator("[data-sign-paper]")).to_be_hidden()
    path = tmp_path / "签名.jpg"
    path.write_bytes(drawn(form="JPEG", shade=235))
    plain.locator("input[name=handed_over_by]").set_input_files(path)
    plain.get_by_label("签名人姓名").fill("王科长")
    plain.get_by_role("button", name="完成").click()
    expect(plain).to_have_url(re.compile("/mine/$"))
