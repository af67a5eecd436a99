"""How fast it is, on this machine: `make bench`.

Times depend on the machine and on what else it does; compare the ratios within one run. The web server is the one of
`make demo`, with real requests; the database is SQLite, and PostgreSQL too when DATABASE_URL names one
(`.ci/postgres make bench`).
"""

import os
import time
from statistics import median, quantiles

from .killing import save_until
from .live import Site, live_site

CLIENTS = (1, 4, 16)
OUTCOMES = (5, 20)
PLACEMENTS = (20, 300)
INDICATORS = (5_000, 10_000, 20_000)
SECONDS = 6
LOADS = 15


def main() -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start\n")
    for server in dict.fromkeys(["", os.environ.get("DATABASE_URL", "")]):
        with live_site(server) as site:
            measure(site, "PostgreSQL" if server else "SQLite")


def measure(site: Site, database: str) -> None:
    """One table for this database."""
    heading(f"{database}: pages", "ms", "ratio")
    loaded = site.ask("load_framework")
    scene = site.ask("scene", outcomes=OUTCOMES, placements=PLACEMENTS)
    site.serve()
    least = page(site, "/check/", "")
    line("the least page (check a code)", least, "1")
    ms = {}
    for number, one in zip(OUTCOMES, scene["forms"], strict=True):
        ms[number] = page(site, one["path"], one["session"])
        line(
            f"form page, {number} outcomes", ms[number], f"{ms[number] / ms[OUTCOMES[0]]:.1f} x {OUTCOMES[0]} outcomes"
        )
    for number, one in zip(PLACEMENTS, scene["homes"], strict=True):
        ms[number] = page(site, one["path"], one["session"])
        beside = f"{ms[number] / ms[PLACEMENTS[0]]:.1f} x {PLACEMENTS[0]} placements"
        line(f"home of an educator, {number} placements", ms[number], beside)
    for number, one in zip(PLACEMENTS, scene["homes"], strict=True):
        ms["overview", number] = page(site, "/overview/", one["session"])
        ratio = ms["overview", number] / ms["overview", PLACEMENTS[0]]
        size = len(site.call("/overview/", one["session"]).body.encode()) / 1000
        beside = f"{ratio:.1f} x {PLACEMENTS[0]} placements, {size:.0f} kB"
        line(f"overview of an educator, {number} placements", ms["overview", number], beside)
    paper = site.ask("papers", form=scene["forms"][0]["form"])
    line(f"PDF, {OUTCOMES[0]} outcomes, warm", paper["warm"], "1")
    line("PDF, the first of a process", paper["cold"], f"{paper['cold'] / paper['warm']:.1f} x warm")
    line("load_framework, HAN edition", loaded["first"], "1")
    line("load_framework, nothing new", loaded["again"], f"{loaded['again'] / loaded['first']:.2f} x the first time")

    sizes(site, database)
    heading(f"{database}: autosaves", "per s", "bare", "p50 ms", "p99 ms")
    bare = site.ask("bare_inserts", seconds=2, size=1200)
    line("bare INSERT, 1 connection", bare, "1", f"{1000 / bare:.1f}", "")
    for clients in CLIENTS:
        saves(site, scene["places"][:clients], bare)
    print()


def sizes(site: Site, database: str) -> None:
    """What a framework of so many indicators takes; the ratios should be those of the numbers."""
    sized(site, f"{database}: load_framework", "load_indicators", "again s")
    sized(site, f"{database}: a package of CASE", "export_indicators", "read s")


def sized(site: Site, title: str, ask: str, again: str) -> None:
    heading(title, "s", "ratio", again, "peak MB", "above the start")
    least = {}
    for number in INDICATORS:
        found = site.ask(ask, number=number)
        least = least or found
        ratio, grown = found["first"] / least["first"], found["peak"] - found["start"]
        beside = f"{grown:.0f} MB, {grown / (least['peak'] - least['start']):.1f} x"
        line(
            f"{number} indicators",
            found["first"],
            f"{ratio:.1f} x",
            f"{found['again']:.1f}",
            f"{found['peak']:.0f}",
            beside,
        )


def saves(site: Site, places: list[dict], bare: float) -> None:
    """What so many people get who save one text after another, without a pause."""
    before = time.perf_counter()
    writers = save_until(site, places, lambda writers: time.sleep(SECONDS))
    rate = sum(len(writer.acknowledged) for writer in writers) / (time.perf_counter() - before)
    assert not any(writer.faults for writer in writers), "a save was refused"
    for place, writer in zip(places, writers, strict=True):
        place["version"] = writer.version
    ms = [save.seconds * 1000 for writer in writers for save in writer.acknowledged]
    line(f"autosave, {len(places)} at once", rate, f"{rate / bare:.3f}", f"{median(ms):.0f}", f"{p99(ms):.0f}")


def page(site: Site, path: str, session: str) -> float:
    """Milliseconds until this page is there: the middle of some requests, after one for each web process."""
    answers = [site.call(path, session) for _count in range(4 + LOADS)]
    assert {answer.status for answer in answers} == {200}, path
    return median(answer.seconds for answer in answers[4:]) * 1000


def p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98]


def heading(title: str, *columns: str) -> None:
    print(
        f"{title:<42}" + "".join(f"{column:>9}" for column in columns[:1]) + "".join(f"  {c:<9}" for c in columns[1:])
    )


def line(title: str, value: float, *more: str) -> None:
    print(f"  {title:<40}{value:>9.1f}" + "".join(f"  {column:<9}" for column in more), flush=True)


if __name__ == "__main__":
    main()
