"""A phone in the basement: work goes on without a network, and is counted once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD
from tests.journeys.conftest import STAFF_NUMBERS, fill_login
from tests.journeys.test_fault import WORDS, report, send_out, take

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_READY = "async () => { await navigator.serviceWorker.ready; }"
_LEFT = """async () => {
  const names = (await indexedDB.databases()).map(one => one.name);
  if (!names.includes("dayuan-phone")) return 0;
  const database = await new Promise(done => {
    const asked = indexedDB.open("dayuan-phone", 1);
    asked.onsuccess = () => done(asked.result);
  });
  let left = 0;
  for (const name of database.objectStoreNames) {
    left += await new Promise(done => {
      const asked = database.transaction(name).objectStore(name).count();
      asked.onsuccess = () => done(asked.result);
    });
  }
  database.close();
  return left;
}"""
#: Everything that lies on the phone, as somebody would read it who has the phone.
_READ = """async () => {
  const database = await new Promise(done => {
    const asked = indexedDB.open("dayuan-phone", 1);
    asked.onsuccess = () => done(asked.result);
  });
  const found = [];
  for (const name of database.objectStoreNames) {
    const rows = await new Promise(done => {
      const asked = database.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
    for (const row of rows) {
      found.push(row && row.locked ? new TextDecoder("utf-8").decode(row.locked) : String(row));
    }
  }
  database.close();
  for (const name of await caches.keys()) {
    for (const kept of await (await caches.open(name)).keys()) {
      found.push(kept.url);
      if (!/\\.(woff2|png)$/.test(kept.url)) found.push(await (await caches.match(kept)).text());
    }
  }
  return found.join("\\n");
}"""
_EXTRACTABLE = """async () => {
  const database = await new Promise(done => {
    const asked = indexedDB.open("dayuan-phone", 1);
    asked.onsuccess = () => done(asked.result);
  });
  const key = await new Promise(done => {
    const asked = database.transaction("own").objectStore("own").get("key");
    asked.onsuccess = () => done(asked.result);
  });
  database.close();
  return key.extractable;
}"""


@pytest.fixture
def fault(people) -> str:
    """Return the number of a fault that waits for the technicians."""
    number = report(people.phone("guard"))
    send_out(people.desk("dispatcher"), number)
    return number


def _ready(page: Page) -> None:
    """Open my work, and wait until the phone holds the frame and the list."""
    page.goto("/mine/")
    page.evaluate(_READY)
    with page.expect_response("**/offline/day/"):
        page.reload()


def test_a_step_done_in_the_basement_is_counted_once(people, see, fault):
    phone = people.phone("technician")
    _ready(phone)
    phone.context.set_offline(True)
    phone.goto("/mine/")
    see(phone, "没有网络")
    expect(phone.get_by_role("main")).to_contain_text(fault)
    expect(phone.get_by_role("main")).to_contain_text("空调")
    phone.get_by_role("button", name="接单").tap()
    phone.get_by_label("处理结果").fill("疏通了排水管。")
    phone.get_by_role("button", name="完成").tap()
    expect(phone.locator("#offline-state")).to_have_text("还有 2 条没有传上去。")
    see(phone, "没有网络")
    phone.context.set_offline(False)
    expect(phone.locator("#phone-state")).to_contain_text("没有网络时办的 2 条已经上传。")
    phone.reload()
    expect(phone.locator("#phone-state")).to_be_hidden()
    checker = people.desk("checker")
    take(checker, fault)
    expect(checker.get_by_text("疏通了排水管。")).to_have_count(1)


def test_what_was_typed_when_the_network_went_is_kept_and_sent(people, fault):
    phone = people.phone("technician")
    _ready(phone)
    take(phone, fault)
    phone.context.set_offline(True)
    phone.get_by_label("处理结果").fill("换了排水泵。")
    phone.get_by_role("button", name="完成").tap()
    expect(phone.locator("#phone-state")).to_contain_text("还有 1 条没有传上去。")
    phone.context.set_offline(False)
    expect(phone.locator("#phone-state")).to_contain_text("已经上传")
    phone.goto("/mine/")
    expect(phone.get_by_role("main")).not_to_contain_text(fault)


def test_somebody_faster_is_said_in_a_sentence(people, fault):
    phone = people.phone("technician")
    _ready(phone)
    phone.context.set_offline(True)
    phone.goto("/mine/")
    phone.get_by_role("button", name="接单").tap()
    expect(phone.locator("#offline-state")).to_be_visible()
    dispatcher = people.desk("dispatcher")
    dispatcher.goto("/cases/")
    dispatcher.locator("tr", has_text=fault).get_by_role("link").first.click()
    dispatcher.locator("article", has_text="到现场").get_by_role("link", name="到现场").click()
    dispatcher.get_by_text("其他操作").click()
    dispatcher.get_by_role("link", name="转").click()
    dispatcher.get_by_label("岗位").select_option("duty_electrician")
    dispatcher.get_by_label(re.compile("原因")).fill("先断电")
    dispatcher.get_by_role("main").get_by_role("button", name="转").click()
    phone.context.set_offline(False)
    expect(phone.locator("#phone-state")).to_contain_text("没有传上去：")
    expect(phone.locator("#phone-state")).to_contain_text("您不在这个岗位上")


def test_nothing_that_people_typed_lies_readable_on_the_phone(people, fault):
    phone = people.phone("technician")
    _ready(phone)
    phone.context.set_offline(True)
    phone.goto("/mine/")
    phone.get_by_role("button", name="接单").tap()
    phone.get_by_label("处理结果").fill("疏通了排水管。")
    phone.get_by_role("button", name="完成").tap()
    expect(phone.locator("#offline-state")).to_contain_text("2")
    found = phone.evaluate(_READ)
    for private in ("疏通", fault, WORDS, "5012", "赵海涛"):
        assert private not in found
    assert phone.evaluate(_EXTRACTABLE) is False


def test_logging_out_leaves_nothing_on_the_phone_and_asks_before_work_is_lost(people, house, fault):
    phone = people.phone("")
    fill_login(phone, STAFF_NUMBERS["technician"], PASSWORD)
    _ready(phone)
    assert phone.evaluate(_LEFT) >= 3
    phone.get_by_text("更多").tap()
    phone.get_by_role("button", name="退出登录").tap()
    expect(phone).to_have_url(re.compile("/accounts/login/"))
    assert phone.evaluate(_LEFT) == 0


def test_the_next_person_at_the_same_phone_finds_nothing_of_the_one_before(people, fault):
    phone = people.phone("technician")
    _ready(phone)
    phone.context.set_offline(True)
    phone.goto("/mine/")
    phone.get_by_role("button", name="接单").tap()
    expect(phone.locator("#offline-state")).to_be_visible()
    # The session ends without a word; when the network is back somebody else logs in.
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(phone).to_have_url(re.compile("/accounts/login/"))
    fill_login(phone, STAFF_NUMBERS["guard"], PASSWORD)
    _ready(phone)
    phone.context.set_offline(True)
    phone.goto("/mine/")
    expect(phone.get_by_role("main")).not_to_contain_text(fault)
    expect(phone.locator("#offline-state")).to_be_hidden()


def test_a_new_release_replaces_the_kept_frame(people):
    phone = people.phone("technician")
    _ready(phone)
    before = phone.evaluate("caches.keys()")
    assert len(before) == 1
    # Another language is another worker, as another release is.
    phone.evaluate(
        """async () => {
          const worker = await navigator.serviceWorker.register("/worker.js?language=en");
          await new Promise(done => {
            const wait = () => {
              const now = worker.active;
              if (now && now.scriptURL.endsWith("en") && now.state === "activated") done();
              else setTimeout(wait, 50);
            };
            wait();
          });
        }"""
    )
    after = phone.evaluate("caches.keys()")
    assert len(after) == 1
    assert after != before
    phone.context.set_offline(True)
    phone.goto("/cases/")
    expect(phone.locator("h1")).to_contain_text("No network")
