"""What a browser complains about while a test runs."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# In the page: rules of the content security policy that are broken are console errors too, but not in every case.
REPORT = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))"""


class Watch:
    def __init__(self, site: str) -> None:
        self.site = site
        self.expected: list[re.Pattern] = []
        self.complaints: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Look over this shoulder from now on, in every tab."""
        context.add_init_script(REPORT)
        context.on("page", self._tab)
        context.on("request", self._request)

    def _tab(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._note(f"{page.url}: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"{message.location.get('url', '')}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self._note(f"request to another host: {request.url}")

    def _note(self, complaint: str) -> None:
        if not any(pattern.search(complaint) for pattern in self.expected):
            self.complaints.append(complaint)
