"""axe finds nothing on the pages of a doubt either, in any state and for whoever has a say in it."""

from tests.assessments.talks import doubted, escalated, finally_decided, undecided


def test_the_pages_of_a_talk(tour, cast):
    decision = doubted(cast)
    for person in (cast.examiner, cast.mentor, cast.student):
        tour.become(person)
        tour.visit("assessments:decision", decision.pk)
    tour.become(cast.examiner)
    tour.visit("assessments:decision", decision.pk)
    tour.page.locator("summary:has-text('schaal op')").click()
    tour.post("form[action$='/escalate/']")
    tour.look("an escalation with faults")
    tour.visit("home")
    tour.visit("assessments:form", cast.final.pk)
    assert not tour.faults, "\n".join(tour.faults)


def test_a_doubt_that_is_raised(tour, cast):
    decision = undecided(cast)
    tour.become(cast.examiner)
    tour.visit("assessments:decision", decision.pk)
    tour.post("form[action$='/open_dialogue/']")
    tour.look("a doubt with faults")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_an_escalation(tour, cast):
    decision = escalated(cast, answered=False)
    tour.become(cast.mentor)
    tour.visit("assessments:decision", decision.pk)
    tour.become(cast.institute_educator)
    tour.visit("assessments:decision", decision.pk)
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_a_final_decision(tour, cast):
    decision = finally_decided(cast)
    for person in (cast.institute_educator, cast.student):
        tour.become(person)
        tour.visit("assessments:decision", decision.pk)
    tour.become(cast.examiner)
    tour.visit("home")
    tour.visit("assessments:decision", decision.pk)
    tour.post("form[action$='/repair/']")
    tour.look("a repair agreement with faults")
    assert not tour.faults, "\n".join(tour.faults)
