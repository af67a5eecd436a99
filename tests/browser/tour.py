"""Going from page to page with axe, in every width and appearance."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import Page

from placements.models import User

from .people import Person
from .screens import DESKTOP, PHONE

NARROW = {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
RUN = """(options) => axe.run(options).then((found) => found.violations.flatMap((rule) => rule.nodes.map(
  (node) => `${rule.id}: ${node.target.join(" ")}, ${[...node.any, ...node.all, ...node.none][0].message}`)))"""
# A bar that sticks to an edge lies over whatever happens to be there, until one scrolls. The keyboard tests try focus.
UNPIN = """() => {
  for (const bar of document.querySelectorAll(".d-fixbar, .d-sticky")) bar.style.position = "static";
}"""
DRESS = "(theme) => Object.assign(document.documentElement.dataset, { theme, bsTheme: theme })"
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("main *, header *, footer *")];
  return wide.filter((one) => one.getBoundingClientRect().right > root.clientWidth + 0.5).slice(0, 5)
    .map((one) => one.tagName + "." + one.className);
}"""


@dataclass
class Tour:
    """One browser that goes from page to page as one person after another; `faults` says where, how, and what."""

    person: Person
    pages: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.person.page

    def become(self, user: User | None) -> None:
        self.person.forget_session()
        if user:
            self.person.user = user
            self.person.sign_in()

    def visit(self, name: str, *args, tail: str = "", status: int = 200) -> None:
        """Open the page with this name and look at it."""
        path = reverse(name, args=args) + tail
        answer = self.page.goto(path)
        assert answer.status == status, (path, answer.status)
        assert urlsplit(self.page.url).path == urlsplit(path).path, self.page.url
        self.look(f"{path} of {self.person.user}")

    def look(self, what: str, screens=(DESKTOP, PHONE)) -> None:
        """Look at the page as it stands there now."""
        self.pages += 1
        self.page.evaluate(AXE_SCRIPT)
        self.page.evaluate(UNPIN)
        for screen in screens:
            self.page.set_viewport_size(screen)
            for theme, options in (("light", ALL), ("dark", COLOURS)):
                self.page.evaluate(DRESS, theme)
                self._note(f"{what}, {screen['width']} {theme}", self.page.evaluate(RUN, options))
        self.page.set_viewport_size(NARROW)
        self._note(f"{what}, 320", self.page.evaluate(TOO_WIDE))
        self.page.set_viewport_size(screens[0])

    def _note(self, where: str, found: list[str]) -> None:
        self.faults += [f"{where}: {fault}" for fault in found]

    def post(self, selector: str, **values: str) -> None:
        """Send a form as a browser without JavaScript does, whatever stands in it."""
        form = self.page.locator(selector).first
        for field_name, value in values.items():
            form.locator(f"[name={field_name}]").first.evaluate("(field, value) => { field.value = value }", value)
        with self.page.expect_navigation():
            form.evaluate("(form) => HTMLFormElement.prototype.submit.call(form)")

    def send_file(self, text: str) -> None:
        """Choose a file with this text and look at it."""
        chosen = {"name": "raamwerk.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
        self.page.set_input_files("main [type=file]", chosen)
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()
