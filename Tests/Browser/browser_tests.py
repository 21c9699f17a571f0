#!/usr/bin/env python3
"""The built program in a real browser: every page in both languages, wide and narrow, by keyboard, and without scripts.

Run by scripts/test after `swift test`, or by itself. Needs Chromium with its driver, and the PyPI packages selenium and
axe-selenium-python. KEPT_PROGRAM names the program to test; else the one built last is taken.
"""

import sys
import unittest

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
        for language in LANGUAGES:
            self.reader.visit("/today")
            self.reader.speak(language)
            for width in (WIDE, NARROW):
                self.reader.resize(width)
                for path in paths:
                    self.check(path, language, width)
            self.reader.resize(WIDE)
        self.reader.visit("/today")
        self.reader.speak("en")

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


class Keyboard(SignedIn):
    def test_slash_goes_to_the_search(self):
        self.reader.visit("/orders")
        self.reader.press("/")
        self.reader.wait(lambda: self.reader.focused.get_attribute("data-search") is not None, "the search to have the focus")

    def test_j_k_and_enter_walk_a_list_and_open_a_row(self):
        reader = self.reader
        reader.visit("/orders")
        rows = reader.find_all("[data-row]")
        self.assertGreater(len(rows), 2)
        current = lambda: [row.get_attribute("data-row") for row in reader.find_all("[data-row].is-current")]
        wanted = [row.get_attribute("data-row") for row in rows[:2]]
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

    def test_control_k_goes_to_a_page_by_name(self):
        reader = self.reader
        reader.visit("/today")
        reader.press(Keys.CONTROL + "k")
        reader.wait(lambda: reader.find_all("dialog#go-to[open]"), "the dialog to show")
        reader.press("Carriers")
        reader.wait(lambda: reader.find_all("dialog#go-to li"), "a choice to be offered")
        reader.leave(lambda: reader.press(Keys.ENTER))
        self.assertEqual(reader.path, "/carriers")


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
        with Reader(kept.address, scripts=False) as customer:
            customer.visit(self.tracking)
            windows = customer.find_all("form[action$='/window'] input[name=window]")
            self.assertTrue(windows, "the demonstration offers windows")
            windows[-1].click()
            customer.leave(lambda: customer.find("form[action$='/window'] button").click())
            self.assertEqual(customer.status, 200)
            self.assertTrue(customer.find_all("form[action$='/window'] input[name=window]:checked"))

    def test_a_colleague_pauses_a_promise_and_resumes_it(self):
        staff = self.staff
        staff.visit("/orders?word=open")
        for order in [link for link in staff.links("/orders/") if "?" not in link][:20]:
            staff.visit(order)
            if staff.find_all("form[action$='/pause']"):
                break
        form = "form[action$='/pause']"
        staff.script("document.querySelector(arguments[0]).closest('details').open = true", form)
        staff.leave(lambda: staff.find(f"{form} button").click())
        self.assertEqual(staff.status, 200)
        staff.leave(lambda: staff.find("form[action$='/resume'] button").click())
        self.assertTrue(staff.find_all(form), "the clock runs again")

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
