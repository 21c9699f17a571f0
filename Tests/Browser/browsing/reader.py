"""Somebody in front of a browser: what they see, type and press, and what a check of the page finds."""

import shutil

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

WIDE, NARROW = 1440, 390
PASSWORD = "a quiet horse reads maps"
# Seconds: a page that comes at all comes within them, also on a slow machine.
PATIENCE = 60
WCAG = ["wcag2a", "wcag2aa", "wcag21aa"]
# The axe-core that comes with axe-selenium-python is older than three things that HTML allows: groups in a <dl>,
# autocomplete="off" on a search field, and autocomplete="username" on an e-mail field.
OUTDATED = ["autocomplete-valid", "definition-list", "dlitem"]


class Reader:
    """Use it in a `with`: the browser ends with it."""

    def __init__(self, site: str, scripts: bool = True):
        options = webdriver.ChromeOptions()
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--lang=en", "--force-prefers-reduced-motion",
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.site = site
        # Named where it is installed, so that selenium looks for none on the network.
        driver = shutil.which("chromedriver")
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver) if driver else None)
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        self.resize(WIDE)
        if not scripts:
            self._tell("Emulation.setScriptExecutionDisabled", value=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    # What the reader has in front of them.

    def resize(self, width: int, height: int = 900, scale: float = 1):
        self._tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def darken(self, is_dark: bool = True):
        value = "dark" if is_dark else "light"
        self._tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": value}])

    def accept(self, language: str):
        """What the browser asks for, where the reader has no account."""
        self._tell("Network.enable")
        self._tell("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})

    # Going about.

    def visit(self, path: str) -> int:
        """Opens a page; answers its status."""
        self.driver.get(path if path.startswith("http") else self.site + path)
        return self.status

    def sign_in(self, link: str):
        """Through a link that opens once, with a password chosen there."""
        self.visit(link)
        self.find("input[name=password]").send_keys(PASSWORD)
        self.leave(lambda: self.find("form button.main").click())

    def speak(self, language: str):
        """Chooses a language in the reader's own menu."""
        menu = self.find("details.menu")
        if menu.get_attribute("open") is None:
            menu.find_element(By.TAG_NAME, "summary").click()
        if self.language != language:
            self.leave(lambda: self.find(f"button[name=language][value='{language}']").click())
        self.wait(lambda: self.language == language, f"the page to be in {language}")

    def leave(self, act):
        """Does what leads to another page, and waits until that has come."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        act()

        def gone():
            try:
                before.is_enabled()
                return False
            except StaleElementReferenceException:
                return True
            except WebDriverException as fault:
                # What the driver says of the same thing while the new page is just coming.
                if "does not belong to the document" in (fault.msg or ""):
                    return True
                raise

        self.wait(gone, "another page")
        self.wait(lambda: self.script("return document.readyState") == "complete", "the page to be whole")

    def press(self, *keys: str):
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def choose(self, name: str, value: str):
        """Fills a field in, whether it is a list to choose from or a text."""
        field = self.find(f"[name={name}]")
        if field.tag_name == "select":
            field.find_element(By.CSS_SELECTOR, f"option[value='{value}']").click()
        else:
            field.clear()
            field.send_keys(value)

    def find(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector: str):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition, what: str):
        # A live page may replace what a condition is just looking at: it is looked at again.
        waiting = WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=[StaleElementReferenceException])
        waiting.until(lambda _: condition(), f"waited for {what}")

    def script(self, text: str, *arguments):
        return self.driver.execute_script(text, *arguments)

    # What the reader sees.

    @property
    def status(self) -> int:
        return self.script("return performance.getEntriesByType('navigation')[0].responseStatus")

    @property
    def language(self) -> str:
        return self.script("return document.documentElement.lang")

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.site)

    @property
    def focused(self):
        return self.driver.switch_to.active_element

    def links(self, prefix: str) -> list[str]:
        """Paths that begin with `prefix` among the links of the page, in order, each once."""
        paths = self.script("return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        return list(dict.fromkeys(path for path in paths if path.startswith(prefix)))

    def rows(self, state: str = "") -> list[str]:
        """The addresses of the rows of a list, in order; only those with a class `state` where one is named."""
        script = "return [...document.querySelectorAll(arguments[0])].map(row => row.getAttribute('data-row'))"
        return self.script(script, f"[data-row]{'.' + state if state else ''}")

    def complaints(self) -> list[str]:
        """What the browser's console has been told since last asked, but for plain notes."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def overflow(self) -> list[str]:
        """What sticks out to the right of the window; empty when nobody has to scroll sideways."""
        return self.script(
            """
            const width = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= width) return []
            const scrolls = (node) => {
              for (let n = node.parentElement; n; n = n.parentElement)
                if (n !== document.documentElement && n !== document.body && /auto|scroll|hidden|clip/.test(getComputedStyle(n).overflowX)) return true
              return false
            }
            const out = [...document.body.querySelectorAll("*")].filter(n => n.getBoundingClientRect().right > width + 0.5 && !scrolls(n))
            return [`page ${document.documentElement.scrollWidth} wide in ${width}`].concat(
              out.slice(0, 5).map(n => `${n.tagName.toLowerCase()}.${n.className} to ${Math.round(n.getBoundingClientRect().right)}`))
            """
        )

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.1 at levels A and AA."""
        Axe(self.driver).inject()
        found = self.driver.execute_async_script(
            """
            const [tags, outdated, done] = arguments
            const rules = Object.fromEntries(outdated.map(rule => [rule, { enabled: false }]))
            axe.run(document, { runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"] })
              .then(result => done({ violations: result.violations }), error => done({ error: String(error) }))
            """,
            WCAG,
            OUTDATED,
        )
        if "error" in found:
            raise RuntimeError(f"axe could not look at {self.path}: {found['error']}")
        return [
            f"{one['id']}: {one['help']} ({len(one['nodes'])}, {one['nodes'][0]['target']} {one['nodes'][0]['html'][:140]})"
            for one in found["violations"]
        ]

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return self.driver.get_screenshot_as_png()

    def _tell(self, command: str, **values):
        self.driver.execute_cdp_cmd(command, values)


__all__ = ["By", "Keys", "NARROW", "PASSWORD", "Reader", "WIDE"]
