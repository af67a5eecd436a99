"""What an educator should see before saying "I know this person" (trust 1.1). Signs, not proof: nothing is blocked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import addresses
from .models import Device, KnownMentor, Participation, Placement, User

ALIKE = 0.8  # of 1; noor.terpstra and noorterpstra2 are alike, noor.terpstra and nora.smit are not
SIMILAR = str.maketrans("0135l", "oiesi")  # what one reads for another


@dataclass(frozen=True)
class Sign:
    sentence: str | Promise
    good: bool = False

    def __str__(self) -> str:
        return str(self.sentence)


KNOWN = Sign(_("This address was confirmed at this school before."), good=True)
OWN = Sign(_("The address ends in the same mailbox as the student's."))
OF_DUO = Sign(_("The address ends in the same mailbox as that of the other student of the duo."))
RESEMBLES = Sign(_("The address resembles the student's own name or address."))
SAME_DOMAIN = Sign(_("The address is at the same organisation as the student's."))
LOOK_ALIKE = Sign(_("The address is at an organisation whose name looks like the student's, but is another."))
FREE = Sign(_("The address is at a free mail service, not at a school."))
STUDENT = Sign(_("The person is a student here."))
SAME_DEVICE = Sign(_("The person used the same device as the student."))
DUO_DEVICE = Sign(_("The person used the same device as the other student of the duo."))


def signs(participation: Participation) -> list[Sign]:
    """The signs about one person; for a list of people use `signs_for`, which asks no more of the database."""
    return signs_for([participation])[participation.pk]


def signs_for(participations: Iterable[Participation]) -> dict[int, list[Sign]]:
    """Per participation what stands out. Three queries, provided user, placement, both students of a duo and the school
    are loaded."""
    rows = list(participations)
    known, students, devices = _known(rows), _students(rows), _devices(rows)
    return {
        row.pk: [
            *([KNOWN] if _digest(row) in known else []),
            *signs_of_address(row.user.email, *row.placement.learners),
            *([STUDENT] if row.user_id in students else []),
            *_signs_of_device(row, devices),
        ]
        for row in rows
    }


def _signs_of_device(row: Participation, devices: dict[int, set[str]]) -> list[Sign]:
    pairs = zip((SAME_DEVICE, DUO_DEVICE), row.placement.learners, strict=False)
    others = ((sign, student.pk) for sign, student in pairs if student.pk != row.user_id)
    return [sign for sign, student in others if devices[row.user_id] & devices[student]]


def signs_of_address(email: str, student: User, duo: User | None = None) -> list[Sign]:
    """What the address alone says. The student's own mailbox is refused when inviting, but a seat may be older."""
    if addresses.mailbox(email) == addresses.mailbox(student.email):
        return [OWN]
    domain, home = addresses.domain_of(email), addresses.domain_of(student.email)
    free = addresses.is_free_mail(email)
    same = not free and (domain == home or home.endswith(f".{domain}") or domain.endswith(f".{home}"))
    found = {
        OF_DUO: duo is not None and addresses.mailbox(email) == addresses.mailbox(duo.email),
        RESEMBLES: _resembles(email, student),
        SAME_DOMAIN: same,
        LOOK_ALIKE: not same and _looks_like(domain, home),
        FREE: free,
    }
    return [sign for sign, applies in found.items() if applies]


def _looks_like(domain: str, home: str) -> bool:
    """Another name that is meant to be taken for this one: a letter changed, a word more, letters of another script."""
    name, own = _organisation(domain), _organisation(home)
    near = SequenceMatcher(None, name, own).ratio() >= ALIKE or (len(own) > 3 and own in name)
    return domain != home and (near or addresses.as_shown(domain) != domain)


def _organisation(domain: str) -> str:
    """The label somebody bought: institute in student.institute.example."""
    return domain.split(".")[-2:][0].translate(SIMILAR)


def _resembles(email: str, student: User) -> bool:
    local, own = _letters(email.split("@")[0]), _letters(student.email.split("@")[0])
    names = [_letters(student.first_name), _letters(student.last_name)]
    named = all(name and name in local for name in names)
    return named or bool(local and own) and SequenceMatcher(None, local, own).ratio() >= ALIKE


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalpha())


def _digest(row: Participation) -> str:
    return KnownMentor.objects.digest(row.placement.school, row.user.email)


def _known(rows: list[Participation]) -> set[str]:
    return set(KnownMentor.objects.filter(digest__in=[_digest(row) for row in rows]).values_list("digest", flat=True))


def _students(rows: list[Participation]) -> set[int]:
    return set(Placement.objects.filter(student__in=[row.user_id for row in rows]).values_list("student", flat=True))


def _devices(rows: list[Participation]) -> dict[int, set[str]]:
    people = {row.user_id for row in rows} | {student.pk for row in rows for student in row.placement.learners}
    found = defaultdict(set)
    for user, key in Device.objects.filter(user__in=people).values_list("user", "key_hash"):
        found[user].add(key)
    return found
