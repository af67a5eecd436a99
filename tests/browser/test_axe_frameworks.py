"""axe on the pages of frameworks: reading, comparing, relating, making."""

from pathlib import Path

from django.urls import reverse

from learning_outcomes import files, loading
from learning_outcomes.editions import next_edition
from learning_outcomes.models import Framework, FrameworkUpload
from tests.cast import HAN
from tests.factories import (
    CrosswalkFactory,
    FrameworkFactory,
    LearningOutcomeFactory,
    RelationFactory,
)
from tests.learning_outcomes.crosswalked import crosswalked

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_the_pages_for_reading_frameworks(tour, cast):
    for name in ("werkplekleren-4x4", "leeruitkomstgebieden", "begrippenkader"):
        loading.load(files.read((FIXTURES / f"{name}.yaml").read_bytes()), publish=True)
    draft = large_draft()
    tour.become(cast.student)
    han = ["han-tweedegraads", "2025-2026"]
    tour.visit("learning_outcomes:framework_list")
    for edition in (han, ["werkplekleren-4x4", "ongedateerd"], ["leeruitkomstgebieden", "concept"]):
        tour.visit("learning_outcomes:framework_detail", *edition)
    tour.page.locator("details.d-luk > summary").first.click()
    tour.look("what a framework is about")
    tour.page.goto(reverse("learning_outcomes:framework_detail", args=han))
    tour.page.locator("#cycle-wpl2-lj2 + details > summary").click()
    tour.look("what a conversation asks")
    for name in ("learning_outcomes:skills", "learning_outcomes:glossary", "learning_outcomes:tailored"):
        tour.visit(name, *han)
    tour.visit("learning_outcomes:skills", "werkplekleren-4x4", "ongedateerd")
    tour.visit("learning_outcomes:glossary", "begrippenkader", "2025", tail="?at=persona#term-persona")
    for code in ("CPL", "PPI", "VD-NASK-2"):
        tour.visit("learning_outcomes:outcome", *han, code)
    tour.visit("learning_outcomes:outcome", "werkplekleren-4x4", "ongedateerd", "WP2")
    for asked in ("", "?q=a", "?q=leerklimaat", "?q=xyzzy", "?q=de&page=2"):
        tour.visit("learning_outcomes:search", tail=asked)
    tour.become(cast.admin)
    tour.visit("learning_outcomes:framework_list")
    tour.visit("learning_outcomes:framework_detail", draft.code, draft.edition)
    assert not tour.faults, "\n".join(tour.faults)


def large_draft() -> Framework:
    """A draft that is shown as a list of its outcomes."""
    framework = FrameworkFactory()
    LearningOutcomeFactory.create_batch(61, framework=framework)
    return framework


def test_the_pages_that_compare_frameworks(tour, cast):
    two = crosswalked()
    new = FrameworkFactory(code=two.left.code, edition="2026-2027", replaces=two.left)
    LearningOutcomeFactory(framework=new, code="A1", title="Anders")
    two.relate(two.areas["A"], two.areas["X"])
    two.relate(two.levels["N2"], two.levels["6"])
    third = CrosswalkFactory(origin=FrameworkFactory(code="ander"), target=two.right)
    RelationFactory(crosswalk=third, there=two.areas["X"])
    for one in (two.publish().left, new, third.origin, third):
        one.publish()
    names = [two.left.code, two.left.edition, two.right.code, two.right.edition]
    tour.become(cast.student)
    for tail in ("", "?show=corresponds", "?show=here", "?show=there"):
        tour.visit("learning_outcomes:comparison", *names, tail=tail)
    tour.visit("learning_outcomes:comparison", *names[:2], third.origin.code, third.origin.edition)
    choice = f"?first={'/'.join(names[:2])}&second={'/'.join(names[2:])}"
    for tail in ("", "?second=", f"{choice}&third=ander/2025-2026", f"{choice}&third={new.code}/{new.edition}"):
        tour.visit("learning_outcomes:compare", tail=tail)
    tour.visit("learning_outcomes:verification", new.code, new.edition, tail="?show=all")
    tour.visit("learning_outcomes:verification", two.left.code, two.left.edition)
    report = f"?origin={'/'.join(names[:2])}&target={'/'.join(names[2:])}&shown=A1"
    for tail in ("", "?target=", report):
        tour.visit("learning_outcomes:transfer", tail=tail)
    tour.visit("crosswalks:crosswalk_list")
    tour.visit("crosswalks:crosswalk_detail", two.crosswalk.code)
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_on_which_staff_lay_relations(tour, cast):
    two = crosswalked()
    code = two.crosswalk.code
    tour.become(cast.admin)
    tour.visit("crosswalks:crosswalk_list")
    tour.visit("crosswalks:crosswalk_detail", code)
    tour.visit("crosswalks:crosswalk_detail", CrosswalkFactory().code)
    tour.visit("crosswalks:crosswalk_change", code)
    tour.visit("crosswalks:crosswalk_publish", code)
    tour.visit("crosswalks:crosswalk_delete", code)
    tour.visit("crosswalks:relation_change", code, two.crosswalk.relations.first().pk)
    tour.visit("crosswalks:crosswalk_new")
    tour.post("main form", year="dit jaar")
    tour.look("a new crosswalk with faults")
    tour.visit("crosswalks:relation_new", code)
    two.crosswalk.publish()
    tour.post("main form")
    tour.look("a relation that came too late")
    two.left.publish()
    next_edition(two.left, "2027", "2027-2028", cast.admin).outcomes.get(code="A2").delete()
    tour.visit("crosswalks:crosswalk_carry", code, tail="?origin=2027")
    tour.post("main form")
    tour.look("a crosswalk taken over, with what stayed behind")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_making_frameworks(tour, cast):
    edition = ("han-tweedegraads", "2025-2026")
    tour.become(cast.admin)
    tour.visit("learning_outcomes:framework_list")
    tour.visit("learning_outcomes:framework_detail", *edition)
    for name in ("framework_check", "framework_retire", "framework_next"):
        tour.visit(f"learning_outcomes:{name}", *edition)
    tour.post("main form", edition="2025-2026")
    tour.look("a next edition that exists")
    for text, what in made_files().items():
        tour.visit("learning_outcomes:load")
        tour.send_file(text)
        tour.look(what)
    upload = FrameworkUpload.objects.keep("later.yaml", next(iter(made_files())), cast.admin)
    tour.visit("learning_outcomes:load_preview", upload.pk)
    FrameworkUpload.objects.filter(pk=upload.pk).update(text=HAN.read_text("utf-8"))
    tour.post("main form")
    tour.look("a plan that is another one now")
    loading.load(files.read(next(iter(made_files())).encode()))
    for name in ("framework_detail", "framework_publish", "framework_delete"):
        tour.visit(f"learning_outcomes:{name}", "han-tweedegraads", "2026-2027")
    tour.become(cast.student)
    Framework.objects.filter(edition="2025-2026").update(status="retired")
    tour.visit("learning_outcomes:framework_detail", *edition)
    assert not tour.faults, "\n".join(tour.faults)


def made_files() -> dict[str, str]:
    """Files to choose, and what the page shows then."""
    good = HAN.read_text("utf-8").replace("edition: 2025-2026", "edition: 2026-2027\n  replaces: 2025-2026")
    good = good.replace("Je past consequent routines toe", "Je past routines toe")
    return {
        good: "a file with changes",
        good.replace("target_level: tussenniveau", "target_level: midden"): "a file with faults and changes",
        "a: b: c": "a file that cannot be read",
        HAN.read_text("utf-8"): "a file that is loaded already",
    }
