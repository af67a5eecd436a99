"""Links on the page of a placement to what apps further to the right keep about it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from .models import Placement
from .signals import placement_links


@dataclass(frozen=True)
class PageLink:
    """One line: whom it is about, where it leads, and a second line below it."""

    title: str | Promise
    url: str
    text: str | Promise = ""
    corner: str = "none"


def links_for(placement: Placement, user) -> list[PageLink]:
    """What the apps to the right offer this person on this placement, in the order in which they joined."""
    answers = placement_links.send(sender=Placement, placement=placement, user=user)
    return [link for _receiver, links in answers for link in links]
