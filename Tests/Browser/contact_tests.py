#!/usr/bin/env python3
"""How customers write to us, in a real browser: the form, the chat on another site, and notes by keys alone.

Run and set up as browser_tests.py.
"""

import json
import sys
import time
import unittest
import urllib.request

from browsing.kept import ServedKept
from browsing.other_site import OtherSite
from browsing.reader import NARROW, WIDE, By, Keys, Reader

LANGUAGES = ["en", "zh-Hans"]
# Seconds: whoever sends a form sooner after it was made did not read it.
READING = 2.2
kept: ServedKept
shop: OtherSite


def setUpModule():
    global kept, shop
    kept = unittest.enterModuleContext(ServedKept())
    shop = unittest.enterModuleContext(OtherSite(kept.address))
    place = ask("GET", "/places")["items"][0]["id"]
    form = {
        "slug": "desk", "name": "Write to the shop", "place": place, "languages": LANGUAGES, "has_chat": True,
        "origins": [shop.address],
    }
    shop.form = ask("POST", "/contact-forms", form)["slug"]


def ask(method: str, path: str, body: dict | None = None) -> dict:
    if not hasattr(ask, "token"):
        ask.token = kept.run("token", "create", "--name", "browser", "--scope", "admin").strip()
    request = urllib.request.Request(
        kept.address + "/api/v1" + path, json.dumps(body).encode() if body is not None else None,
        {"Authorization": f"Bearer {ask.token}", "Content-Type": "application/json"}, method=method,
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def newest_case() -> dict:
    return ask("GET", "/cases?status=open&limit=1")["items"][0]


def answer(case: dict, text: str, channel: str = "chat"):
    ask("POST", f"/cases/{case['id']}/replies", {"message": {"channel": channel, "body": text}})


class Sound(unittest.TestCase):
    def sound(self, reader: Reader):
        self.assertEqual(reader.complaints(), [], "console")
        self.assertEqual(reader.overflow(), [], "wider than the window")
        self.assertEqual(reader.violations(), [], "axe")


class Form(Sound):
    def write(self, reader: Reader, text: str, contact: str):
        reader.find("[name=body]").send_keys(text)
        reader.find("[name=contact]").send_keys(contact)
        time.sleep(READING)
        reader.leave(lambda: reader.find("form button.main").click())

    def test_the_form_and_its_conversation_are_sound(self):
        with Reader(kept.address) as customer:
            for language in LANGUAGES:
                for width in (WIDE, NARROW):
                    customer.resize(width)
                    with self.subTest(language=language, width=width):
                        self.assertEqual(customer.visit(f"/contact/{shop.form}?lang={language}"), 200)
                        self.assertEqual(customer.language, language)
                        self.assertEqual(customer.find_all("script[src]"), [], "the form loads no script")
                        self.sound(customer)
            customer.visit(f"/contact/{shop.form}?lang=en")
            self.write(customer, "Is the owl book here?", "vera@example.org")
            path = customer.path.split("?")[0]
            self.assertRegex(path, r"^/c/[0-9a-z]{26}$")
            for language in LANGUAGES:
                for width in (WIDE, NARROW):
                    customer.resize(width)
                    with self.subTest(language=language, width=width):
                        customer.visit(f"{path}?lang={language}")
                        self.sound(customer)
            customer.darken()
            customer.visit(path)
            self.sound(customer)

    def test_without_scripts_the_thread_goes_on_and_a_file_is_sent(self):
        with Reader(kept.address, scripts=False) as customer:
            customer.visit(f"/contact/{shop.form}")
            self.write(customer, "<script>alert(1)</script> is my question.", "+49 30 5550 17")
            self.assertIn("<script>alert(1)</script>", customer.find("#talk-thread").text)
            self.assertTrue(customer.find("h1.now").text)
            customer.find("[name=body]").send_keys("And a picture.")
            customer.find("[name=files]").send_keys(__file__)
            customer.leave(lambda: customer.find("form button.main").click())
            self.assertIn("And a picture.", customer.find("#talk-thread").text)
            self.assertIn("contact_tests.py", customer.find("#talk-thread .files").text)

    def test_what_was_typed_stands_there_when_it_cannot_be_taken(self):
        with Reader(kept.address, scripts=False) as customer:
            customer.visit(f"/contact/{shop.form}")
            self.write(customer, "A long story.", "nowhere")
            self.assertEqual(customer.status, 422)
            self.assertEqual(customer.find("[name=body]").get_attribute("value"), "A long story.")


class Chat(Sound):
    """One line of script on another site, whose policy forbids everything else."""

    def setUp(self):
        self.customer = self.enterContext(Reader(shop.address))

    def root(self):
        hosts = self.customer.script("return [...document.body.children].filter(one => one.shadowRoot)")
        return hosts[0].shadow_root if hosts else None

    def button(self):
        return self.root().find_element(By.CSS_SELECTOR, "button")

    def open(self, language: str = "en"):
        customer = self.customer
        customer.visit(f"{shop.address}/?{language}")
        customer.wait(self.root, "the button")
        self.button().send_keys(Keys.ENTER)
        self.enter()

    def enter(self):
        customer = self.customer
        customer.driver.switch_to.default_content()
        customer.wait(lambda: self.root().find_elements(By.CSS_SELECTOR, "iframe"), "the panel")
        customer.driver.switch_to.frame(self.root().find_element(By.CSS_SELECTOR, "iframe"))
        customer.wait(lambda: customer.find_all("textarea"), "the form of the panel")

    def begin(self, text: str, contact: str = ""):
        customer = self.customer
        customer.wait(lambda: customer.find_all("[data-chat-start]"), "the start of a chat")
        customer.find("[name=body]").send_keys(text)
        if contact:
            customer.find("[name=contact]").send_keys(contact)
        time.sleep(READING)
        customer.find("button.main").click()
        customer.wait(lambda: customer.find_all("#talk-thread li"), "the conversation")

    def test_a_chat_goes_both_ways_and_is_kept(self):
        customer = self.customer
        self.open()
        self.assertEqual(customer.violations(), [], "axe, the start")
        self.begin("Do you wrap presents?")
        self.assertEqual(customer.violations(), [], "axe, the conversation")
        case = newest_case()
        answer(case, "We do, in brown paper.")
        customer.wait(lambda: "brown paper" in customer.find("#talk-thread").text, "the answer, by itself")
        customer.find("[name=body]").send_keys("Lovely, thank you" + Keys.CONTROL + Keys.ENTER)
        customer.wait(lambda: "Lovely" in customer.find("#talk-thread").text, "my own word")
        thread = ask("GET", f"/cases/{case['id']}/messages")["items"]
        self.assertEqual([one["body"] for one in thread if one["direction"] == "in"], ["Do you wrap presents?", "Lovely, thank you"])
        # The page is loaded anew: the thread is still there.
        self.open()
        customer.wait(lambda: customer.find_all("#talk-thread") and "Lovely" in customer.find("#talk-thread").text, "the thread again")
        customer.driver.switch_to.default_content()
        self.assertEqual(customer.complaints(), [], "console")

    def test_it_is_used_by_keys_and_speaks_the_language_of_the_page(self):
        customer = self.customer
        self.open("zh")
        self.assertEqual(customer.language, "zh-Hans")
        customer.wait(lambda: customer.focused.tag_name == "textarea", "the text to have the focus")
        customer.press(Keys.ESCAPE)
        customer.driver.switch_to.default_content()
        customer.wait(lambda: self.button().get_attribute("aria-expanded") == "false", "the panel to close")
        self.assertEqual(self.button().text, "在线咨询")
        self.assertEqual(customer.violations(), [], "axe, the site with the button")

    def test_it_fills_a_phone(self):
        customer = self.customer
        customer.resize(NARROW)
        self.open()
        self.assertEqual(customer.overflow(), [])
        self.assertEqual(customer.violations(), [])
        customer.driver.switch_to.default_content()
        self.assertEqual(customer.overflow(), [])

    def test_what_is_written_without_a_network_goes_out_once(self):
        customer = self.customer
        self.open()
        self.begin("First.", "eve@example.org")
        case = newest_case()

        customer.script(
            "window.sends = window.fetch; window.fetch = (at, how) => how?.method === 'POST'"
            " ? Promise.reject(new TypeError('away')) : window.sends(at, how)")
        customer.find("[name=body]").send_keys("Second.")
        customer.find("button.main").click()
        customer.wait(lambda: "no connection" in customer.find("[data-talk-note]").text, "to be told that it is kept")
        customer.script("window.fetch = window.sends; dispatchEvent(new Event('online'))")
        customer.wait(lambda: "Second." in customer.find("#talk-thread").text, "the kept word")
        thread = ask("GET", f"/cases/{case['id']}/messages")["items"]
        self.assertEqual([one["body"] for one in thread if one["direction"] == "in"], ["First.", "Second."])

    def test_another_site_may_not_show_it(self):
        with OtherSite(kept.address) as stranger:
            stranger.form = shop.form
            customer = self.customer
            customer.visit(stranger.address)
            customer.wait(self.root, "the button")
            self.button().click()
            customer.wait(
                lambda: any("frame-ancestors" in one for one in customer.complaints()), "the browser to refuse the frame")

    def test_opened_by_itself_without_scripts_it_is_a_form(self):
        with Reader(kept.address, scripts=False) as plain:
            self.assertEqual(plain.visit(f"/chat/{shop.form}?lang=en"), 200)
            plain.find("[name=body]").send_keys("Anybody there?")
            time.sleep(READING)
            plain.leave(lambda: plain.find("form button.main").click())
            self.assertIn("Anybody there?", plain.find("#talk-thread").text)


class Desk(Sound):
    """Colleagues."""

    @classmethod
    def setUpClass(cls):
        cls.reader = cls.enterClassContext(Reader(kept.address))
        cls.reader.sign_in(kept.sign_in_link())

    def test_a_note_is_taken_by_keys_alone_and_few_of_them(self):
        reader = self.reader
        customer = ask("POST", "/customers", {"name": "Hedda Quill", "phone": "555 0177"})
        reader.visit("/today")
        pressed = 0

        def press(*keys: str):
            nonlocal pressed
            for key in keys:
                reader.press(key)
                pressed += 1

        reader.leave(lambda: press("p"))
        self.assertEqual(reader.path, "/notes/new")
        press(*"hedda")
        reader.wait(lambda: reader.find_all("#note-found [role=option][aria-selected=true]"), "somebody to be found")
        press(Keys.ENTER)
        reader.wait(lambda: reader.focused.get_attribute("name") == "said", "what was said to have the focus")
        said = "Open on Sunday? Yes."
        reader.press(said)
        reader.leave(lambda: press(Keys.ENTER))
        self.assertIn("taken=", reader.path)
        self.assertTrue(reader.find(".flash[role=status]").text)
        # p, five letters of a name, Enter, Enter: everything but what was said.
        self.assertEqual(pressed, 8)
        case = ask("GET", f"/cases?customer={customer['id']}")["items"][0]
        self.assertEqual((case["status"], case["subject"]), ("closed", said))

    def test_what_is_owed_is_chosen_by_keys(self):
        reader = self.reader
        ask("POST", "/customers", {"name": "Orla Finch"})
        reader.visit("/notes/new")
        reader.press(*"orla")
        reader.wait(lambda: reader.find_all("#note-found [role=option][aria-selected=true]"), "somebody to be found")
        reader.press(Keys.ENTER)
        reader.wait(lambda: reader.focused.get_attribute("name") == "said", "what was said to have the focus")
        reader.press("Wants a call back.")
        for _ in range(4):
            reader.press(Keys.TAB)
        self.assertEqual(reader.focused.get_attribute("value"), "answered")
        reader.press(Keys.ARROW_DOWN, Keys.TAB)
        self.assertEqual(reader.focused.get_attribute("name"), "within")
        reader.leave(lambda: reader.find("#note button.main").submit())
        self.assertRegex(reader.find(".flash[role=status]").text, r"by .*\d\d:\d\d")

    def test_the_case_says_who_is_there_and_the_thread_follows(self):
        reader = self.reader
        with Reader(kept.address) as customer:
            customer.visit(f"/chat/{shop.form}?lang=en")
            customer.find("[name=body]").send_keys("Hello there")
            time.sleep(READING)
            customer.leave(lambda: customer.find("form button.main").click())
            customer.wait(lambda: customer.find_all("#talk-thread li"), "the conversation")
            case = newest_case()
            reader.visit(f"/cases/{case['id']}")
            reader.wait(lambda: "here now" in reader.find("#case-talks").text, "to be told that they are there")
            for width in (WIDE, NARROW):
                reader.resize(width)
                self.assertEqual(reader.overflow() + reader.violations(), [])
            reader.resize(WIDE)
            reader.find("#f-reply-body").send_keys("Hello to you" + Keys.CONTROL + Keys.ENTER)
            customer.wait(lambda: "Hello to you" in customer.find("#talk-thread").text, "the answer")
        reader.wait(lambda: "left" in reader.find("#case-talks").text, "to be told that they left")

    def test_forms_and_notes_are_sound(self):
        reader = self.reader
        self.addCleanup(lambda: (reader.visit("/today"), reader.speak("en")))
        reader.visit("/contact-forms")
        paths = ["/contact-forms", "/contact-forms/new", "/notes/new"]
        paths += [link for link in reader.links("/contact-forms/") if not link.endswith("/new")][:1]
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


if __name__ == "__main__":
    outcome = unittest.main(verbosity=2, exit=False).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"Browser checks of contact: {outcome.testsRun} run, {failed} failed.")
    sys.exit(0 if outcome.wasSuccessful() else 1)
