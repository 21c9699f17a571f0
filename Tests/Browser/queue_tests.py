"""Browser checks of queues: two phones, the board of the room and a clerk's page, played through together.

Run and set up as browser_tests.py.
"""

import json
import sys
import unittest
import urllib.request
from datetime import datetime, timedelta, timezone

from browsing.kept import ServedKept
from browsing.reader import NARROW, WIDE, Keys, Reader

LANGUAGES = ["en", "zh-Hans"]
kept: ServedKept


def setUpModule():
    global kept
    kept = unittest.enterModuleContext(ServedKept())


def ask(method: str, path: str, body: dict | None = None) -> dict:
    if not hasattr(ask, "token"):
        ask.token = kept.run("token", "create", "--name", "browser", "--scope", "admin").strip()
    request = urllib.request.Request(
        kept.address + "/api/v1" + path, json.dumps(body).encode() if body is not None else None,
        {"Authorization": f"Bearer {ask.token}", "Content-Type": "application/json"}, method=method,
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


class Room(unittest.TestCase):
    """A queue and a point of its own for each test, open whatever the hour."""

    number = 0

    def setUp(self):
        Room.number += 1
        place = ask("GET", "/places")["items"][0]["id"]
        letter = "".join(chr(ord("A") + digit) for digit in divmod(Room.number + 51, 26))
        questions = [{"key": "matter", "label": {"en": "What is it about?", "zh-Hans": "办什么？"}, "kind": "text"}]
        self.slug = f"room-{Room.number}"
        self.queue = self.opened(
            {
                "place": place, "letter": letter, "slug": self.slug, "name": {"en": "Repairs", "zh-Hans": "维修"},
                "questions": questions, "offers_company": True, "recalls": 0, "per_phone": 100, "per_address": 1000,
                "offers": [{"label": {"en": "Our menu", "zh-Hans": "菜单"}, "address": "/contact"}],
            })
        self.other = self.opened(
            {"place": place, "letter": letter[0] + "Z", "slug": self.slug + "-b", "name": {"en": "Advice"}, "per_phone": 100})
        self.point = ask(
            "POST", "/service-points",
            {"place": place, "name": {"en": "Window 7", "zh-Hans": "7号窗口"}, "serves": [{"queue": self.queue["id"]}]})
        ask("POST", "/delay-reasons", {"name": {"en": f"Lamp {Room.number}"}, "said": {"en": "The lamp is being changed."}})
        self.addCleanup(self.away)

    def opened(self, draft: dict) -> dict:
        queue = ask("POST", "/queues", draft)
        until = (datetime.now(timezone.utc) + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
        ask("POST", f"/queues/{queue['id']}/open", {"until": until})
        return queue

    def away(self):
        """The next test begins with letters that nobody uses."""
        for queue in (self.queue, self.other):
            for visit in ask("GET", f"/visits?queue={queue['id']}")["items"]:
                if visit["ended_at"] is None:
                    ask("POST", f"/visits/{visit['id']}/close", {"why": "The check is over."})
            known = ask("GET", f"/queues/{queue['id']}")
            request = urllib.request.Request(
                f"{kept.address}/api/v1/queues/{queue['id']}/close", b"{}",
                {"Authorization": f"Bearer {ask.token}", "Content-Type": "application/json", "If-Match": f'"{known["revision"]}"'},
                method="POST")
            urllib.request.urlopen(request).close()

    def sound(self, reader: Reader):
        self.assertEqual(reader.complaints(), [], "console")
        self.assertEqual(reader.overflow(), [], "wider than the window")
        self.assertEqual(reader.violations(), [], "axe")

    def phone(self, name: str, language: str = "en") -> Reader:
        reader = self.enterContext(Reader(kept.address))
        reader.resize(NARROW)
        self.assertEqual(reader.visit(f"/q/{self.slug}?lang={language}"), 200)
        reader.find("[name=name]").send_keys(name)
        reader.leave(lambda: reader.find("form button.main").click())
        self.assertRegex(reader.path, r"^/v/[0-9a-z]{26}$")
        return reader

    def clerk(self) -> Reader:
        reader = self.enterContext(Reader(kept.address))
        reader.sign_in(kept.sign_in_link())
        reader.visit(f"/points/{self.point['id']}")
        reader.leave(lambda: reader.press("o"))
        return reader

    def board(self) -> Reader:
        reader = self.enterContext(Reader(kept.address))
        reader.visit(f"/q/{self.slug}/board")
        return reader

    def says(self, reader: Reader, text: str, what: str, place: str = "main"):
        reader.wait(lambda: text in reader.find(place).text, what)

    def ticket(self, reader: Reader) -> str:
        return reader.find(".ticket").text.split()[-1]


class Day(Room):
    def test_two_phones_a_board_and_a_clerk(self):
        first, second, clerk, board = self.phone("Ann"), self.phone("Bo", "zh-Hans"), self.clerk(), self.board()
        one, two = self.ticket(first), self.ticket(second)
        self.says(second, "前面还有 1 位", "the second to be told who is before")
        self.says(clerk, one, "the clerk to see who waits", "#desk-now")

        clerk.leave(lambda: clerk.press("n"))
        self.says(first, "Please come to Window 7", "the phone to hear of the call")
        self.assertIn("please come to Window 7", first.driver.title)
        self.says(board, one, "the board to show the call", ".board-called")
        self.says(second, one, "the other phone to see who is called", ".queue-called")
        for reader in (first, second, clerk, board):
            self.sound(reader)

        clerk.leave(lambda: clerk.press("x"))
        self.says(first, "did not find you", "the phone to hear that they were missed")
        first.leave(lambda: first.find("form[action$='/return'] button").click())
        self.says(first, "You are next.", "the old place")

        clerk.visit(clerk.path)
        clerk.leave(lambda: clerk.press("n"))
        self.says(first, "Please come to", "the second call")
        clerk.leave(lambda: clerk.press("s"))
        self.says(first, "You are being served", "the service")
        clerk.leave(lambda: clerk.press("n"))
        self.says(first, "Thank you", "the end of the first visit")
        self.says(second, "请到", "the call of the second")
        first.leave(lambda: first.find("button[value=as-told]").click())
        self.says(first, "You said:", "what they said to be kept")

        # Passed over, then moved to another queue.
        clerk.leave(lambda: clerk.find(".desk-here input[value=park] ~ button").click())
        self.says(second, "您的位置已保留", "the parked phone")
        second.leave(lambda: second.find("form[action$='/return'] button").click())
        clerk.visit(clerk.path)
        clerk.leave(lambda: clerk.press("n"))
        self.says(clerk, two, "the second at the window", ".desk-here")
        clerk.leave(lambda: clerk.press("s"))
        clerk.find_all(".desk-here summary")[-1].click()
        clerk.find(f"#f-transfer-queue option[value='{self.other['id']}']").click()
        clerk.find("#f-transfer-why").send_keys("Needs advice")
        clerk.leave(lambda: clerk.find("#f-transfer-why").submit())
        self.says(second, "Advice", "the moved phone to follow its new queue")

    def test_a_delay_is_explained_in_two_taps(self):
        phone, clerk, board = self.phone("Cy"), self.clerk(), self.board()
        clerk.press("d")
        button = next(one for one in clerk.find_all(".desk-tools button[name=reason]") if one.text == f"Lamp {Room.number}")
        clerk.leave(button.click)
        self.says(phone, "The lamp is being changed.", "the phone to be told why")
        self.says(board, "The lamp is being changed.", "the board to say why")
        self.sound(clerk)

    def test_a_phone_without_a_network_keeps_its_page_and_comes_back(self):
        phone, clerk = self.phone("Di"), self.clerk()
        ticket = self.ticket(phone)
        phone._tell("Network.enable")
        away = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        phone._tell("Network.emulateNetworkConditions", offline=True, **away)
        self.says(phone, "No connection", "the phone to say that it may be old")
        self.assertEqual(self.ticket(phone), ticket)
        clerk.leave(lambda: clerk.press("n"))
        phone._tell("Network.emulateNetworkConditions", offline=False, **away)
        self.says(phone, "Please come to Window 7", "the phone to be true again")
        phone.wait(lambda: not phone.find("[data-queue-stale]").is_displayed(), "the warning to go")

    def test_what_is_filled_in_is_on_the_clerks_screen(self):
        phone, clerk = self.phone("Ed"), self.clerk()
        phone.find("#visit-doing summary").click()
        phone.find("[name='answers.matter']").send_keys("A broken lamp")
        phone.leave(lambda: phone.find("form[action$='/answers'] button.main").click())
        clerk.leave(lambda: clerk.press("n"))
        self.assertIn("A broken lamp", clerk.find(".desk-here").text)

    def test_without_scripts_it_is_followed_and_left(self):
        with Reader(kept.address, scripts=False) as phone:
            phone.visit(f"/q/{self.slug}")
            phone.leave(lambda: phone.find("form button.main").click())
            self.assertIn("You are next", phone.find("h1").text)
            phone.find_all("summary")[-1].click()
            phone.leave(lambda: phone.find("button.danger").click())
            self.assertIn("left the line", phone.find("h1").text)


class Looks(Room):
    def test_every_page_is_sound(self):
        reader = self.enterContext(Reader(kept.address))
        reader.visit(f"/q/{self.slug}/kiosk")
        reader.leave(lambda: reader.find("form button.main").click())
        shown = reader.path
        phone = self.phone("Flo").path
        public = [f"/q/{self.slug}", f"/q/{self.slug}/kiosk", shown, f"/q/{self.slug}/board", phone]
        for dark in (False, True):
            reader.darken(dark)
            for language in LANGUAGES:
                for width in (WIDE, NARROW):
                    reader.resize(width)
                    for path in public:
                        with self.subTest(path=path, language=language, width=width, dark=dark):
                            joint = "&" if "?" in path else "?"
                            self.assertEqual(reader.visit(f"{path}{joint}lang={language}"), 200)
                            self.assertEqual(reader.language, language)
                            self.sound(reader)

    def test_the_pages_of_staff_are_sound(self):
        reader = self.clerk()
        self.phone("Gus")
        self.addCleanup(lambda: (reader.visit("/today"), reader.speak("en")))
        queue, point = self.queue["id"], self.point["id"]
        paths = [
            "/queues", f"/queues/{queue}", f"/queues/{queue}/settings", f"/queues/{queue}/sheet", "/queues/reasons",
            "/queues/new", "/points/new", f"/points/{point}", f"/points/{point}/settings",
        ]
        for language in LANGUAGES:
            reader.visit("/today")
            reader.speak(language)
            for width in (WIDE, NARROW):
                reader.resize(width)
                for path in paths:
                    with self.subTest(path=path, language=language, width=width):
                        self.assertEqual(reader.visit(path), 200)
                        self.sound(reader)
            reader.resize(WIDE)

    def test_queues_are_reached_by_keys(self):
        reader = self.clerk()
        reader.visit("/today")
        reader.press(Keys.CONTROL + "k")
        reader.wait(lambda: reader.find_all("#go-to[open]"), "the dialog")
        reader.press("Queues")
        reader.leave(lambda: reader.press(Keys.ENTER))
        self.assertEqual(reader.path.split("?")[0], "/queues")


if __name__ == "__main__":
    outcome = unittest.main(verbosity=2, exit=False).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"Browser checks of queues: {outcome.testsRun} run, {failed} failed.")
    sys.exit(0 if outcome.wasSuccessful() else 1)
