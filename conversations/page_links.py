"""What the page of a placement offers of the talks: goals, the guidance log, educators, and a private note."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements.models import Placement
from placements.page_links import PageLink
from placements.roles import Role

from .models import PrivateNote
from .rules import EDUCATOR_READERS, GOAL_READERS, TALK_WRITERS


def links_of_talks(sender, placement: Placement, user, **kwargs) -> list[PageLink]:
    """The lines for this person. One query; a private note shows only to whom it was written, and only while it is
    there."""
    roles, own = placement.roles_of(user), user.pk == placement.student_id
    name, here = placement.student.get_short_name(), [placement.pk]
    found = []
    if PrivateNote.objects.readable_by(user).filter(placement=placement).exists():
        title = _("%(name)s wants you to know something") % {"name": name}
        found.append(PageLink(title, reverse("conversations:private_notes", args=here), corner="student"))
    if roles & GOAL_READERS:
        title = pgettext("student", "Your goals") if own else _("The goals of %(name)s") % {"name": name}
        found.append(PageLink(title, reverse("conversations:goals", args=here), corner="student"))
    if roles & TALK_WRITERS and placement.ended_on is None:
        title = pgettext("student", "Write down a guidance talk") if own else _("Write down a guidance talk")
        found.append(PageLink(title, reverse("conversations:guidance", args=here), corner="workplace"))
    if roles & EDUCATOR_READERS:
        title = pgettext("student", "Pass on your educators") if own else _("Educators whom %(name)s passed on")
        url = reverse("conversations:educators", args=here)
        found.append(PageLink(title if own else title % {"name": name}, url, corner="institute"))
    if Role.STUDENT in roles:
        title = pgettext("student", "What my supervisor should know")
        text = pgettext("student", "Only if you want to, and only for whom you choose.")
        found.append(PageLink(title, reverse("conversations:private_notes", args=here), text, "student"))
    return found
