#!/usr/bin/env python3
"""The built program in a real browser: every page in both languages, wide and narrow, by keyboard, and without scripts.

Run by scripts/test after `swift test`, or by itself. Needs Chromium with its driver, and the PyPI packages selenium and
axe-selenium-python. KEPT_PROGRAM names the program to test; else the one built last is taken.
"""

import datetime
import json
import sys
import tempfile
import time
import unittest
import urllib.request

from browsing.kept import ServedKept
from browsing.pages import staff_pages, tracking_page
from browsing.reader import NARROW, PASSWORD, WIDE, Keys, Reader

LANGUAGES = ["en", "zh-Hans"]
kept: ServedKept


def setUpModule():
    global kept
    kept = unittest.enterModuleContext(ServedKept())


class SignedIn(unittest.TestCase):
    """A colleague with a browser of their own, signed in by a link."""

    @classmethod
    def setUpClass(cls):
        cls.reader = cls.enterClassContext(Reader(kept.address))
        cls.reader.sign_in(kept.sign_in_link())

    def setUp(self):
        self.reader.resize(WIDE)
        self.reader.complaints()


class Pages(SignedIn):
    def check(self, path: str, language: str, width: int):
        reader = self.reader
        with self.subTest(path=path, language=language, width=width):
            reader.complaints()  # Forgets what earlier pages were told.
            self.assertEqual(reader.visit(path), 200, "status")
            self.assertEqual(reader.language, language)
            self.assertEqual(reader.complaints(), [], "console")
            self.assertEqual(reader.overflow(), [], "wider than the window")
            self.assertEqual(reader.violations(), [], "axe")

    def test_every_staff_page_is_sound_in_both_languages_wide_and_narrow(self):
        paths = staff_pages(self.reader)
        self.assertGreater(len(paths), 15, paths)
        # The language stays with the person, whom the other checks sign in too.
        self.addCleanup(lambda: (self.reader.visit("/today"), self.reader.speak("en")))
        for language in LANGUAGES:
            self.reader.visit("/today")
            self.reader.speak(language)
            for width in (WIDE, NARROW):
                self.reader.resize(width)
                for path in paths:
                    self.check(path, language, width)
            self.reader.resize(WIDE)

    def test_dark_pages_keep_their_contrast(self):
        self.reader.darken()
        self.addCleanup(self.reader.darken, False)
        for path in staff_pages(self.reader)[:8]:
            self.check(path, "en", WIDE)

    def test_the_tracking_page_is_sound_for_customers(self):
        path = tracking_page(self.reader)
        with Reader(kept.address) as customer:
            for language in LANGUAGES:
                for width in (WIDE, NARROW):
                    with self.subTest(language=language, width=width):
                        customer.resize(width)
                        self.assertEqual(customer.visit(f"{path}?lang={language}"), 200)
                        self.assertEqual(customer.language, language)
                        self.assertEqual(customer.complaints(), [])
                        self.assertEqual(customer.overflow(), [])
                        self.assertEqual(customer.violations(), [])
                        self.assertEqual(customer.find_all("script[src]"), [], "the public page loads no script")

    def test_a_page_that_is_not_there_says_so(self):
        self.assertEqual(self.reader.visit("/orders/1"), 404)
        self.assertEqual(self.reader.violations(), [])


    def test_rows_stack_on_a_phone_rather_than_scroll_sideways(self):
        reader = self.reader
        reader.resize(NARROW)
        order = next(link for link in staff_pages(reader) if link.startswith("/orders/"))
        for path in ("/orders", "/cases?state=open", "/people", "/standards", order):
            with self.subTest(path=path):
                reader.visit(path)
                cut = reader.script(
                    "return [...document.querySelectorAll('.table-scroll:has(.stacks)')]"
                    ".filter(place => place.scrollWidth > place.clientWidth).map(place => place.getAttribute('aria-label'))"
                )
                self.assertEqual(cut, [])

    def test_no_page_shows_what_only_programs_read(self):
        reader = self.reader
        self.addCleanup(lambda: (reader.visit("/today"), reader.speak("en")))
        reader.visit("/today")
        reader.speak("zh-Hans")
        for path in staff_pages(reader) + ["/cases?state=open"]:
            with self.subTest(path=path):
                reader.visit(path)
                text = reader.find("main").text
                # A day of a time that was left out, not an order of that number.
                epoch = r"\b19(69|70)年"
                for raw in (r"\u27e6", r"\b(order|promise|case|person)\.[a-z_-]+", r"\d{4}-\d\d-\d\dT", epoch, r"\b\d{17,}\b"):
                    self.assertNotRegex(text, raw)


    def test_the_calculator_of_a_calendar_answers_from_now(self):
        reader = self.reader
        reader.visit("/calendars")
        reader.visit([link for link in reader.links("/calendars/") if not link.endswith("/new")][-1])
        reader.leave(lambda: reader.find("#try form button").click())
        self.assertTrue(reader.find("#try .answer").text)
        self.assertEqual(reader.violations(), [])

    def test_the_stages_of_the_tracking_page_stand_below_each_other(self):
        path = tracking_page(self.reader)
        for width in (NARROW, WIDE):
            self.reader.resize(width)
            self.reader.visit(path)
            tops = self.reader.script("return [...document.querySelectorAll('.stages li')].map(one => one.getBoundingClientRect().top)")
            self.assertEqual(len(tops), len(set(tops)), f"{width} wide")


class Live(SignedIn):
    def order(self) -> str:
        token = kept.run("token", "create", "--name", f"shop {time.monotonic_ns()}", "--scope", "write").strip()
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        body = {
            "source": "browser", "external_id": str(time.monotonic_ns()), "customer": {"name": "Just Now"}, "ordered_at": now,
            "lines": [{"name": "A book", "quantity": 1, "price_minor": 990, "currency": "EUR"}],
        }
        request = urllib.request.Request(
            kept.address + "/api/v1/orders", json.dumps(body).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return str(json.load(answer)["number"])

    def test_new_orders_wait_behind_a_line_until_they_are_asked_for(self):
        reader = self.reader
        reader.visit("/orders")
        rows = reader.rows()
        number = self.order()
        reader.wait(lambda: reader.find_all("#order-list > .fresh"), "the line that offers what is new")
        self.assertEqual(reader.rows(), rows, "nothing jumps")
        self.assertRegex(reader.find("#order-list > .fresh").text, r"\d+ new")
        self.assertEqual(reader.violations(), [])
        reader.find("#order-list > .fresh").click()
        reader.wait(lambda: number in reader.find("#order-list").text, "the new order")

    def test_the_head_of_today_follows_by_itself_and_its_lists_wait(self):
        reader = self.reader
        reader.visit("/today")
        mark = "document.querySelector('#today-head .figures').dataset.old"
        reader.script(f"{mark} = 'yes'")
        self.order()
        reader.wait(lambda: reader.find_all("#today-lists > .fresh"), "the line that offers what is new")
        reader.wait(lambda: reader.script(f"return {mark}") is None, "the figures to be made anew")
        self.assertTrue(reader.find_all("#today-lists > .fresh"))


class Importing(SignedIn):
    FILE = (
        "Order no,Customer,Ordered,Promised,Arrived,Item,Qty,Price\n"
        "A-1,Vera Lund,2026-10-01 10:12,2026-10-03,2026-10-03 11:20,Nine Keys,1,9.90\n"
        "A-2,Wang Ming,2026-13-45 11:40,2026-10-03,,Nine Keys,1,9.90\n"
    )

    def test_a_file_is_mapped_tried_and_imported_and_says_what_it_could_not_take(self):
        reader = self.reader
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(self.FILE)
            file.flush()
            reader.visit("/import")
            reader.find("input[type=file]").send_keys(file.name)
            reader.leave(lambda: reader.find("main form button.main").click())
        for width in (NARROW, WIDE):
            reader.resize(width)
            self.assertEqual(reader.overflow() + reader.violations(), [])
        chosen = reader.script("return [...document.querySelectorAll('.sample select')].map(one => one.value)")
        self.assertNotIn("", chosen, "every column is recognised")
        reader.choose("source", "old-shop")
        reader.choose("currency", "EUR")
        reader.leave(lambda: reader.find("button[value=try]").click())
        self.seen("There is no such date")
        self.assertEqual(reader.violations(), [])
        reader.leave(lambda: reader.find("button[value=start]").click())
        self.seen("Done in")
        self.seen("There is no such date")
        self.assertEqual(reader.violations(), [])

    def seen(self, words: str):
        """Waits for words on a page that may have to be loaded anew."""

        def there():
            if words in self.reader.find("main").text:
                return True
            time.sleep(0.3)
            self.reader.visit(self.reader.path)
            return words in self.reader.find("main").text

        self.reader.wait(there, words)


class Keyboard(SignedIn):
    def test_slash_goes_to_the_search(self):
        self.reader.visit("/orders")
        self.reader.press("/")
        self.reader.wait(lambda: self.reader.focused.get_attribute("data-search") is not None, "the search to have the focus")

    def test_j_k_and_enter_walk_a_list_and_open_a_row(self):
        reader = self.reader
        reader.visit("/orders")
        rows = reader.rows()
        self.assertGreater(len(rows), 2)
        current = lambda: reader.rows("is-current")
        wanted = rows[:2]
        reader.press("j")
        reader.wait(lambda: current() == wanted[:1], "the first row to be current")
        reader.press("j")
        reader.wait(lambda: current() == wanted[1:], "the second row to be current")
        reader.press("k")
        reader.wait(lambda: current() == wanted[:1], "the first row to be current again")
        reader.leave(lambda: reader.press(Keys.ENTER))
        self.assertEqual(reader.path, wanted[0])

    def test_the_first_stop_of_the_tab_key_skips_to_the_content(self):
        reader = self.reader
        reader.visit("/today")
        reader.press(Keys.TAB)
        self.assertIn("skip", reader.focused.get_attribute("class"))
        reader.press(Keys.ENTER)
        reader.wait(lambda: reader.focused.get_attribute("id") == "main", "the content to have the focus")

    def test_question_mark_shows_the_keys_and_escape_hides_them(self):
        reader = self.reader
        reader.visit("/today")
        reader.press("?")
        reader.wait(lambda: reader.find_all("dialog#keys[open]"), "the keys to show")
        self.assertEqual(reader.violations(), [])
        reader.press(Keys.ESCAPE)
        reader.wait(lambda: not reader.find_all("dialog#keys[open]"), "the keys to hide")

    def test_the_menu_shows_the_language_in_use_and_escape_closes_it(self):
        reader = self.reader
        reader.visit("/today")
        reader.find("details.menu summary").send_keys(Keys.ENTER)
        reader.wait(lambda: reader.find_all("details.menu[open]"), "the menu to open")
        colour = "return getComputedStyle(document.querySelector(`[name=language][aria-pressed=${arguments[0]}]`)).backgroundColor"
        self.assertNotEqual(reader.script(colour, "true"), reader.script(colour, "false"))
        reader.press(Keys.ESCAPE)
        reader.wait(lambda: not reader.find_all("details.menu[open]"), "the menu to close")
        self.assertEqual(reader.focused.tag_name, "summary")

    def test_control_k_goes_to_a_page_by_name(self):
        reader = self.reader
        reader.visit("/today")
        reader.press(Keys.CONTROL + "k")
        reader.wait(lambda: reader.find_all("dialog#go-to[open]"), "the dialog to show")
        reader.press("Carriers")
        reader.wait(lambda: reader.find_all("dialog#go-to li"), "a choice to be offered")
        reader.leave(lambda: reader.press(Keys.ENTER))
        self.assertEqual(reader.path, "/carriers")


class Program:
    """A program with a token, as the shop's other systems are."""

    def __init__(self):
        self.token = kept.run("token", "create", "--name", f"desk {time.monotonic_ns()}", "--scope", "admin").strip()

    def ask(self, path: str, body=None):
        request = urllib.request.Request(
            f"{kept.address}/api/v1{path}", None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def case(self, subject: str, text: str, **more) -> dict:
        """A case that a customer opens by writing."""
        message = {"channel": "email", "body": text, "contact": "reader@example.org"}
        return self.ask("/cases", {"kind": "question", "subject": subject, "message": message, "acknowledge": False, **more})

    def customer(self) -> str:
        return self.ask("/customers", {"name": f"Ada Reader {time.monotonic_ns()}"})["id"]

    def colleague(self, name: str) -> str:
        """The path by which a new colleague signs in."""
        person = self.ask("/people", {"name": name, "language": "en", "roles": [{"role": "lead"}]})
        link = self.ask(f"/people/{person['id']}/invitation", {})
        return next(value for value in link.values() if isinstance(value, str) and "/sign-in/" in value)


class Conversations(SignedIn):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = Program()

    def opened(self, **more) -> dict:
        subject = f"Size {time.monotonic_ns()}"
        more.setdefault("customer", self.program.customer())
        return self.program.case(subject, "Which size do I need?", **more)

    def unfold(self, selector: str):
        self.reader.script("for (let d = document.querySelector(arguments[0]).closest('details'); d; d = d.parentElement.closest('details')) d.open = true", selector)

    def test_an_answer_is_written_and_sent_by_keyboard(self):
        reader, case = self.reader, self.opened()
        reader.visit(f"/cases/{case['id']}")
        reader.find("#f-reply-body").send_keys("Large fits best.")
        reader.choose("channel", "phone")
        reader.leave(lambda: reader.find("form[action$='/replies'] button.main").send_keys(Keys.ENTER))
        self.assertEqual(reader.path, f"/cases/{case['id']}")
        self.assertIn("Large fits best.", reader.find(".message-out").text)
        self.assertEqual(reader.violations(), [])

    def test_the_letters_of_a_case_open_its_forms(self):
        reader, case = self.reader, self.opened()
        reader.visit(f"/cases/{case['id']}")
        reader.press("n")
        reader.wait(lambda: reader.focused.get_attribute("name") == "text", "the note to have the cursor")
        reader.focused.send_keys("Ask the buyer.")
        reader.leave(lambda: reader.find("form[action$='/notes'] button.main").send_keys(Keys.ENTER))
        self.assertIn("Ask the buyer.", reader.find(".message-internal").text)
        reader.press("e")
        reader.wait(lambda: reader.find_all("details[data-key=e][open]"), "the form one most likely wants")
        self.assertTrue(reader.script("return document.querySelector('details[data-key=e][open]').contains(document.activeElement)"))

    def test_relief_is_asked_for_with_one_key_and_a_colleague_takes_over(self):
        reader, case = self.reader, self.opened()
        reader.visit(f"/cases/{case['id']}")
        reader.leave(lambda: reader.press("r"))
        self.assertIn("asks to be relieved", reader.find("main").text)
        with Reader(kept.address) as colleague:
            colleague.sign_in(self.program.colleague("Rita Relief"))
            colleague.visit("/today")
            call = f"form[action^='/calls/'][action$='/taking']"
            self.assertTrue(colleague.find_all(f"#calls a[href='/cases/{case['id']}']"))
            colleague.visit(f"/cases/{case['id']}")
            colleague.leave(lambda: colleague.find(f"{call} button").click())
            self.assertIn("Rita Relief", colleague.find("main .sentence").text)

    def test_a_note_is_never_on_the_customers_page(self):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        order = self.program.ask("/orders", {
            "source": "browser", "external_id": str(time.monotonic_ns()), "customer": {"name": "Nia Note"}, "ordered_at": now,
            "lines": [{"name": "A book", "quantity": 1, "price_minor": 990, "currency": "EUR"}],
        })
        case = self.opened(order=order["id"], customer=None)
        self.program.ask(f"/cases/{case['id']}/notes", {"text": "Only for us: the shelf is empty."})
        self.program.ask(f"/cases/{case['id']}/conduct-facts", {"kind": "abusive", "evidence": "quoted", "words": "You thieves."})
        with Reader(kept.address) as customer:
            self.assertEqual(customer.visit(order["tracking_url"]), 200)
            page = customer.driver.page_source
            self.assertNotIn("the shelf is empty", page)
            self.assertNotIn("You thieves", page)

    def test_a_draft_is_kept_over_a_reload_and_while_the_network_is_gone(self):
        reader, case = self.reader, self.opened()
        reader.visit(f"/cases/{case['id']}")
        body = "#f-reply-body"
        stored = "return Object.keys(localStorage).filter(key => key.startsWith('kept-draft')).length"
        reader.find(body).send_keys("It is large")
        reader.wait(lambda: reader.script(stored) == 0, "the server to have the draft")
        reader.driver.refresh()
        self.assertEqual(reader.find(body).get_attribute("value"), "It is large")
        reader._tell("Network.enable")
        gone = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        reader._tell("Network.emulateNetworkConditions", **gone)
        reader.find(body).send_keys(", I think")
        reader.wait(lambda: reader.script(stored) == 1, "the browser to have it")
        reader._tell("Network.emulateNetworkConditions", **(gone | {"offline": False}))
        reader.wait(lambda: reader.script(stored) == 0, "the server to have the rest")
        reader.complaints()
        reader.driver.refresh()
        self.assertEqual(reader.find(body).get_attribute("value"), "It is large, I think")

    def test_an_answer_sent_while_the_network_is_gone_is_not_lost(self):
        reader, case = self.reader, self.opened()
        reader.visit(f"/cases/{case['id']}")
        body, stored = "#f-reply-body", "return Object.keys(localStorage).filter(key => key.startsWith('kept-draft')).length"
        reader._tell("Network.enable")
        gone = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        reader._tell("Network.emulateNetworkConditions", **gone)
        reader.find(body).send_keys("The lamp comes tomorrow")
        reader.find(body).send_keys(Keys.CONTROL, Keys.ENTER)
        reader.wait(lambda: not reader.find_all(body), "the browser to say that it reaches nobody")
        reader._tell("Network.emulateNetworkConditions", **(gone | {"offline": False}))
        reader.complaints()
        reader.visit(f"/cases/{case['id']}")
        self.assertEqual(reader.find(body).get_attribute("value"), "The lamp comes tomorrow")
        reader.choose("channel", "phone")
        reader.leave(lambda: reader.find(body).send_keys(Keys.CONTROL, Keys.ENTER))
        self.assertIn("The lamp comes tomorrow", reader.find("#thread").text)
        self.assertEqual(reader.find(body).get_attribute("value"), "", "what was said is no draft any more")
        self.assertEqual(reader.script(stored), 0)

    def test_a_colleague_who_is_answering_is_shown(self):
        case = self.opened()
        self.reader.visit(f"/cases/{case['id']}")
        with Reader(kept.address) as colleague:
            colleague.sign_in(self.program.colleague("Ana Answering"))
            colleague.visit(f"/cases/{case['id']}")
            colleague.find("#f-reply-body").send_keys("Dear")
            self.reader.wait(lambda: "Ana Answering" in self.reader.find("#answering").text, "the colleague to be named")

    def test_a_case_becomes_part_of_another_and_is_taken_out_again(self):
        reader, customer = self.reader, self.program.customer()
        first, second = (self.opened(customer=customer) for _ in range(2))
        reader.visit(f"/cases/{second['id']}")
        form = "form[action$='/merge']"
        self.unfold(form)
        reader.find(f"{form} [name=case]").send_keys(str(first["number"]))
        reader.find(f"{form} [name=why]").send_keys("The same question")
        reader.leave(lambda: reader.find(f"{form} button").click())
        self.assertEqual(self.program.ask(f"/cases/{second['id']}")["merged_into"], first["id"])
        reader.visit(f"/cases/{first['id']}")
        self.assertEqual(len(reader.find_all(".message-in")), 2)
        reader.visit(f"/cases/{second['id']}")
        form = "form[action$='/merge-undoing']"
        self.unfold(form)
        reader.find(f"{form} [name=why]").send_keys("Another one after all")
        reader.leave(lambda: reader.find(f"{form} button").click())
        self.assertIsNone(self.program.ask(f"/cases/{second['id']}")["merged_into"])

    def test_chosen_cases_are_worked_together_and_a_view_keeps_the_filters(self):
        reader, tag = self.reader, f"batch{time.monotonic_ns()}"
        cases = [self.opened() for _ in range(2)]
        for case in cases:
            self.program.ask(f"/cases/{case['id']}/tags", {"tag": tag})
        reader.visit(f"/cases?state=open&tag={tag}")
        self.assertEqual(len(reader.rows()), 2)
        self.unfold("form[action='/cases/views']")
        reader.find("form[action='/cases/views'] [name=name]").send_keys(tag.title())
        reader.leave(lambda: reader.find("form[action='/cases/views'] button").click())
        reader.visit("/cases")
        reader.leave(lambda: reader.find(f".views a[href*='tag={tag}']").click())
        self.assertEqual(len(reader.rows()), 2)
        for box in reader.find_all("tbody input[type=checkbox]"):
            box.click()
        reader.choose("do", "close")
        reader.choose("with", "asked twice")
        reader.leave(lambda: reader.find("form[action='/cases/bulk'] button.main, form[action='/cases/bulk'] .form-foot button").click())
        for case in cases:
            self.assertEqual(self.program.ask(f"/cases/{case['id']}")["status"], "closed")


class WithoutScripts(unittest.TestCase):
    """Old phones and strict browsers: links and forms alone."""

    @classmethod
    def setUpClass(cls):
        cls.staff = cls.enterClassContext(Reader(kept.address, scripts=False))
        cls.staff.sign_in(kept.sign_in_link())
        cls.tracking = tracking_page(cls.staff)

    def test_the_tracking_page_tells_the_word_and_takes_a_question(self):
        with Reader(kept.address, scripts=False) as customer:
            self.assertEqual(customer.visit(self.tracking), 200)
            self.assertTrue(customer.find("h1.now").text)
            customer.find("[name=question]").send_keys("May the neighbour take it?")
            customer.find("[name=reply_to]").send_keys("customer@example.org")
            customer.leave(lambda: customer.find("form[action$='/question'] button").click())
            self.assertEqual(customer.status, 200)
            self.assertTrue(customer.find(".flash[role=status]").text)

    def test_the_customer_chooses_another_window(self):
        choices = "form[action$='/window'] input[name=window]"
        tracking = tracking_page(self.staff, offering=choices)
        with Reader(kept.address, scripts=False) as customer:
            customer.visit(tracking)
            customer.find_all(choices)[-1].click()
            customer.leave(lambda: customer.find("form[action$='/window'] button").click())
            self.assertEqual(customer.status, 200)
            self.assertTrue(customer.find_all(f"{choices}:checked"))

    def test_a_colleague_pauses_a_promise_and_resumes_it(self):
        staff = self.staff
        staff.visit("/orders?state=open")
        orders = [link for link in staff.links("/orders/") if "?" not in link]
        paused = next((order for order in orders[:40] if self.pauses(order)), None)
        self.assertIsNotNone(paused, "a promise whose clock can stand still")
        staff.leave(lambda: staff.find("form[action$='/resume'] button").click())
        self.assertEqual(staff.status, 200)
        self.assertTrue(staff.find_all("form[action$='/pause']"), "the clock runs again")

    def pauses(self, order: str) -> bool:
        """Pauses the word on an order, unless it has none that runs, or none any more: the shop goes on meanwhile."""
        staff, form = self.staff, "form[action$='/pause']"
        staff.visit(order)
        if not staff.find_all(form):
            return False
        staff.script("document.querySelector(arguments[0]).closest('details').open = true", form)
        staff.leave(lambda: staff.find(f"{form} button").click())
        return staff.status == 200 and bool(staff.find_all("form[action$='/resume']"))

    def test_search_and_filters_are_plain_addresses(self):
        staff = self.staff
        staff.visit("/orders")
        staff.find("[data-search]").send_keys("1001")
        staff.leave(lambda: staff.find("[data-search]").submit())
        self.assertIn("q=1001", staff.path)
        self.assertEqual(staff.status, 200)


class FirstStart(unittest.TestCase):
    def test_whoever_comes_first_sets_the_business_up(self):
        with ServedKept(demonstration=False) as empty, Reader(empty.address) as owner:
            self.assertEqual(owner.visit("/"), 200)
            self.assertEqual(owner.path, "/setup")
            for width in (NARROW, WIDE):
                owner.resize(width)
                self.assertEqual(owner.overflow(), [])
                self.assertEqual(owner.violations(), [])
            answers = {"business": "Corner Bakery", "name": "Ada Lind", "email": "ada@example.org", "password": PASSWORD}
            for name, text in answers.items():
                owner.find(f"[name={name}]").send_keys(text)
            owner.choose("zone", "Europe/Berlin")
            owner.leave(lambda: owner.find("form button.main").click())
            self.assertEqual(owner.path, "/today")
            self.assertIn("Corner Bakery", owner.find(".bar .brand").text)
            self.assertEqual(owner.overflow() + owner.violations(), [])


if __name__ == "__main__":
    outcome = unittest.main(verbosity=2, exit=False).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"Browser tests: {outcome.testsRun} run, {failed} failed.")
    sys.exit(0 if outcome.wasSuccessful() else 1)
