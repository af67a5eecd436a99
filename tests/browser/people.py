"""A person at a screen: does what the page offers, by the hand of Playwright, and every act is counted (acts.py)."""

import re

from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from placements.models import User

from .acts import Tally
from .post import Letter, Post

KIND_OF_PRESS = """(element) => {
  const spot = element.closest("summary, [data-sheet], [data-sheet-close], a[href], button");
  if (!spot) return "unknown";
  if (spot.matches("summary")) return spot.parentElement.open ? "nothing" : "look-up";
  if (spot.matches("[data-sheet]")) return "look-up";
  if (spot.matches("[data-sheet-close]")) return "nothing";
  const here = location.href.split("#")[0];
  if (spot.matches("a")) return spot.hash && spot.href.split("#")[0] === here ? "nothing" : "act";
  return spot.type === "submit" || spot.hasAttribute("hx-post") ? "act" : "nothing";
}"""


class Person:
    def __init__(self, user: User, context: BrowserContext, post: Post, tally: Tally) -> None:
        self.user, self.context, self.post, self.tally = user, context, post, tally
        self.page: Page = context.new_page()

    # ---- coming in

    def sign_in(self) -> None:
        """As who signed in here before: by the cookie, no act."""
        client = Client()
        client.force_login(self.user)
        self.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.post.site}]
        )

    def sign_in_by_code(self, page: Page) -> None:
        """As people do it, on the page where one signs in, in this tab. Not counted."""
        page.locator("#id_login").fill(self.user.email)
        page.locator("main form button.btn-big").click()
        page.locator("#id_code").fill(self.post.unread(self.user)[-1].code)
        page.locator("main form button.btn-big").click()
        expect(page).not_to_have_url(re.compile("/login/"))

    def forget_session(self) -> None:
        """The session is over; the device stays known."""
        self.context.clear_cookies(name="sessionid")

    def open(self, path: str = "/") -> None:
        """Open a page from a bookmark or by typing the address: A."""
        self.tally.administration.append(f"open {path}")
        self.page.goto(path)

    def open_mail(self) -> Letter:
        """Open the newest mail: A. An earlier unread one: A when it asks for something, else kept apart."""
        *earlier, newest = self.post.unread(self.user)
        for letter in earlier:
            kept = self.tally.administration if letter.asks else self.tally.told
            kept.append(f"mail: {letter.subject}")
        self.tally.administration.append(f"open mail: {newest.subject}")
        return newest

    def follow(self, letter: Letter) -> None:
        """Follow the link in a mail: A."""
        self.tally.administration.append("follow the link")
        self.page.goto(letter.link)

    def come_in(self, letter: Letter) -> None:
        """Follow a mailed link; on a device nobody used before also the button, the mailed code and its button."""
        self.follow(letter)
        if self.find("#steps, .d-rows").count():
            return
        assert self.user.first_name not in self.find("body").inner_text()  # the page names nobody
        self.press("main form button")
        self.post.deliver()
        code = self.open_mail().code
        self.type_in("#id_code", f"{code[:3]} {code[3:]}")
        self.press("main form button.btn-primary")
        expect(self.find("#id_code")).to_have_count(0)

    def get_the_days(self) -> None:
        """Open the mail with the conversations that were planned before this person came: A."""
        self.post.deliver()
        assert "text/calendar" in self.post.newest(self.user), "not the mail with the days"
        self.open_mail()

    # ---- at the page

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def press(self, target: str | Locator) -> None:
        """Press a button, follow a link of the page, or open a fold: A, N or nothing, by what it is."""
        spot = self.find(target) if isinstance(target, str) else target
        kind, name = spot.evaluate(KIND_OF_PRESS), " ".join(spot.inner_text().split())[:40]
        assert kind != "unknown", f"{target} is nothing one presses"
        if kind == "act":
            self.tally.administration.append(f"press {name}")
        elif kind == "look-up":
            self.tally.lookups.append(name)
        spot.click()

    def write(self, field: str, text: str) -> None:
        """Write in the box with this id: C."""
        self.tally.boxes.append(field)
        self.find(f"#{field}").fill(text)

    def judge(self, choice: str) -> None:
        """Choose a verdict, the box with this id: C."""
        self.tally.boxes.append(choice)
        self._tick(self.find(f"#{choice}"))

    def mark(self, choice: Locator) -> None:
        """Mark an indicator, or say whether there is trust: kept apart."""
        self.tally.beside.append(f"{choice.get_attribute('name')} {choice.get_attribute('value')}")
        self._tick(choice)

    def _tick(self, choice: Locator) -> None:
        """Boxes that are drawn lie under their label."""
        name = choice.get_attribute("id")
        label = self.find(f"label[for='{name}']") if name else choice
        (label if label.count() else choice).click()

    def type_in(self, selector: str, words: str) -> None:
        """Type what is no content: a code, an address. The press on the button counts, not the typing."""
        self.find(selector).fill(words)
