"""Concerns, and ending early."""

from .rows import COACH, INSIDERS, NAMED, REPORTERS, STARTERS, Row

CONCERN, ENDING = (lambda c: [c.placement.concerns.get().pk]), (lambda c: [c.placement.endings.get().pk])


ROWS = [
    # concerns: the mentor reported one about CPL, the student was told; the placement is being ended early
    Row("placements:concern_new", lambda c: [c.placement.pk], ok=REPORTERS, refused=(INSIDERS | COACH) - REPORTERS),
    Row("placements:concern_new", lambda c: [c.placement.pk], "post", refused=(INSIDERS | COACH) - REPORTERS,
        ok=REPORTERS, success=422, anonymous=401),
    Row("placements:concern", CONCERN, ok=NAMED | {"student"}),
    Row("placements:concern_contribute", CONCERN, "post", data={"text": "Ik zie het ook."}, ok=NAMED, success=302,
        refused={"student"}, anonymous=401),
    Row("placements:concern_told", CONCERN, "post", ok=NAMED, refused={"student"}, success=422),
    Row("placements:concern_step", lambda c: [*CONCERN(c), "bring_in"], "post", ok={"institute_educator"},
        refused={"student", "mentor", "school_educator"}, success=302, anonymous=401),
    Row("placements:concern_step", lambda c: [*CONCERN(c), "withdraw"], "post", data={"note": "Opgelost."},
        ok={"mentor"}, refused={"student", "institute_educator", "school_educator"}, success=302, anonymous=401),
    Row("placements:ending_new", lambda c: [c.placement.pk], ok=STARTERS, refused=(INSIDERS | COACH) - STARTERS),
    Row("placements:ending_new", lambda c: [c.placement.pk], "post", data={"reason": "mismatch"}, ok=STARTERS,
        refused=(INSIDERS | COACH) - STARTERS, success=422),
    Row("placements:ending", ENDING, ok=NAMED),
    Row("placements:ending_contact", ENDING, "post", ok=NAMED, success=422),
    Row("placements:ending_step", lambda c: [*ENDING(c), "plan"], "post", ok={"school_educator", "institute_educator"},
        refused={"mentor"}, success=422, anonymous=401),
    Row("placements:ending_step", lambda c: [*ENDING(c), "go_on"], "post", data={"text": "We gaan door."}, success=302,
        ok={"institute_educator"}, refused={"mentor", "school_educator"}, anonymous=401),
    Row("assessments:continue", lambda c: [c.placement.pk], ok={"institute_educator"},
        refused=(INSIDERS | COACH) - {"institute_educator"}),
    Row("assessments:continue", lambda c: [c.placement.pk], "post", ok={"institute_educator"}, success=422,
        refused=(INSIDERS | COACH) - {"institute_educator"}),
]  # fmt: skip
