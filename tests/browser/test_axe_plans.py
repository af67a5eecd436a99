"""axe on the page of a learning plan: written, shared, sent for approval, approved, and with every kind of fault."""

from tests.conversations.plans import item_of, prepared, put

from .tour import Tour


def test_the_pages_of_a_learning_plan(tour: Tour, cast):
    plan = prepared(cast)
    tour.become(cast.student)
    tour.visit("conversations:plan", plan.pk)
    tour.page.locator("#cpl [data-words]").first.click()
    tour.page.locator("#cpl .d-luk summary").last.click()
    tour.look("a plan with an open group")
    plan = plan.take("share", cast.student)
    plan.say(cast.mentor, "Noem ook 2D.", item_of(plan, "CPL"))
    tour.become(cast.mentor)
    tour.visit("conversations:plan", plan.pk)
    tour.post("#cpl form", text="")
    tour.look("feedback that says nothing")
    put(plan, "CPL", seen=plan.parts.get(item__outcome__code="CPL").version, goal="Elke les begint in twee minuten.")
    plan = plan.take("ask_approval", cast.student)
    tour.visit("conversations:plan", plan.pk)
    tour.post("form[action$='/steps/send_back/']")
    tour.look("a plan sent back without a remark")
    tour.become(cast.student)
    tour.visit("conversations:plan", plan.pk)
    plan.take("approve", cast.mentor)
    tour.visit("conversations:plan", plan.pk)
    tour.visit("placements:placement", cast.placement.pk)
    assert not tour.faults, "\n".join(tour.faults)
