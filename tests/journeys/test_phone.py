"""The working surface of whoever holds a cheap phone: photos, reading aloud, small screens."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.test_fault import WORDS, report, send_out, take

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def fault(people) -> str:
    """Return the number of a fault that waits for the technicians."""
    number = report(people.phone("guard"))
    send_out(people.desk("dispatcher"), number)
    return number


def test_a_photo_is_small_and_without_its_place_before_it_leaves_the_phone(people, fault, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "Phone Maker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (32.0, 3.0, 30.0)
    path = tmp_path / "finished.jpg"
    Image.linear_gradient("L").convert("RGB").resize((4000, 3000)).save(path, exif=exif, quality=90)
    assert b"Phone Maker" in path.read_bytes()
    phone = people.phone("technician")
    take(phone, fault)
    phone.get_by_label("完工照片").set_input_files(path)
    expect(phone.locator("canvas:visible")).to_have_count(1)
    sent = bytes(
        phone.evaluate(
            """async () => {
              const inputs = [...document.querySelectorAll("input[type=file]")];
              const input = inputs.find(one => one.files.length);
              return [...new Uint8Array(await input.files[0].arrayBuffer())];
            }"""
        )
    )
    picture = Image.open(io.BytesIO(sent))
    assert picture.format == "JPEG"
    assert max(picture.size) == 1600
    assert not picture.getexif()
    assert b"Phone Maker" not in sent
    phone.get_by_label("处理结果").fill("好了。")
    phone.get_by_role("button", name="完成").tap()
    expect(phone).to_have_url(re.compile("/mine/$"))


def test_a_photo_is_chosen_by_keyboard_in_the_pages_language(people, fault):
    phone = people.desk("technician")
    take(phone, fault)
    phone.get_by_label("处理前照片").focus()
    expect(phone.get_by_text("拍照或选照片").first).to_be_visible()
    expect(phone.get_by_text("Choose File")).to_have_count(0)


def test_a_task_is_read_aloud_where_the_phone_speaks_chinese_and_only_there(people, fault):
    speaks = """() => {
      window.said = [];
      speechSynthesis.getVoices = () => [{ lang: "zh-CN", name: "x" }];
      window.SpeechSynthesisUtterance = function (text) { this.text = text; };
      speechSynthesis.speak = one => { window.said.push(one.text); };
    }"""
    phone = people.phone("technician")
    phone.goto("/mine/")
    phone.locator("article", has_text=fault).get_by_role("link", name="到现场").tap()
    expect(phone.get_by_role("button", name="读给我听")).to_be_hidden()
    phone.context.add_init_script(f"({speaks})()")
    phone.reload()
    phone.get_by_role("button", name="读给我听").tap()
    expect(phone.get_by_role("button", name="不读了")).to_be_visible()
    said = "".join(phone.evaluate("window.said"))
    assert "到现场" in said
    assert "5012室" in said
    assert WORDS in said


@pytest.mark.parametrize("width", [320, 360])
def test_a_task_fits_a_small_screen_with_large_letters(people, see, fault, width):
    phone = people.phone("technician", viewport={"width": width, "height": 640})
    phone.context.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => {"
        " const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 150% }');"
        " document.adoptedStyleSheets = [sheet]; })"
    )
    phone.goto("/mine/")
    see(phone, "我的工作")
    # A phone makes the window wider, and all of it smaller, where something sticks out.
    assert phone.evaluate("innerWidth") == width
    take(phone, fault)
    see(phone, "到现场")
    assert phone.evaluate("innerWidth") == width


class Thumb:
    """A guard's thumb: counts taps, and taps only what it hits."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Locator) -> None:
        """Tap what is named, which must be high and wide enough for a glove."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 48, box
        target.tap()
        self.taps += 1


def test_a_guard_reports_a_fault_in_four_taps_without_a_keyboard(people, see):
    report(people.phone("guard"), place="主楼一层大厅")
    phone = people.phone("guard")
    phone.goto("/mine/")
    thumb = Thumb(phone)
    thumb.tap(phone.locator(".bar, nav").get_by_role("link", name="报事"))
    thumb.tap(phone.locator("label.tile", has_text="电梯").first)
    see(phone, "报事")
    thumb.tap(phone.locator("label.chip", has_text="主楼一层大厅"))
    thumb.tap(phone.get_by_role("main").get_by_role("button", name="报事"))
    expect(phone.locator(".record-head")).to_contain_text("已报")
    expect(phone.get_by_role("main")).to_contain_text("主楼一层大厅")
    assert thumb.taps <= 4
