"""axe finds nothing on the line of a placement, growth on the skills and the overview, empty and filled."""

from django.utils import timezone

from conversations.models import SkillPosition
from placements.models import User
from tests.assessments.lines import lived
from tests.factories import PlacementFactory


def test_the_pages_of_the_line(tour, cast):
    place = cast.placement.pk
    empty = PlacementFactory(period=cast.placement.period)
    tour.become(empty.student)
    tour.visit("assessments:thread", empty.pk)
    tour.visit("conversations:skills", empty.pk)
    lived(cast)
    framework = cast.placement.period.framework
    phases = list(framework.skill_phases.all())
    for moment, by, phase in (("start", cast.student, 0), ("midterm", cast.student, 1), ("start", cast.mentor, 0)):
        chosen = {skill.pk: phases[phase].pk for skill in framework.skills.all()[:9]}
        SkillPosition.objects.choose(cast.placement, moment, chosen, by=by, seen=SkillPosition.objects.stamp({}))
    tour.become(cast.mentor)
    tour.visit("assessments:thread", place)
    tour.visit("conversations:skills", place, tail="?moment=start")
    SkillPosition.objects.filter(side="workplace").update(at=timezone.now())
    tour.page.locator("form[action$='/skills/'] td:nth-child(3) input").first.check()
    tour.post("form[action$='/skills/']")
    tour.look("phases that were chosen meanwhile")
    tour.become(cast.institute_educator)
    tour.visit("overview")
    tour.page.locator("[name=placement]").first.check()
    tour.post("form[action*='/remind/']")
    tour.look("an overview after reminding")
    tour.become(User.objects.create_user("nobody@institute.example", first_name="Nobody"))
    tour.visit("overview")
    assert not tour.faults, "\n".join(tour.faults)
