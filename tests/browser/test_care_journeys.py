"""A concern, and a placement that ends early, as people do it: the mentor on a phone, by the mailed link."""

from django.utils import timezone
from playwright.sync_api import expect

from placements.models import Concern, EarlyEnding
from tests.cast import hand_in
from tests.factories import SchoolFactory

from .conftest import DESKTOP, PHONE

DONE = "main .d-notes .d-note"
TODAY = timezone.localdate


def test_a_concern_goes_from_the_mentor_to_the_examiner_and_reaches_the_student_by_a_person(cast, at_screen, post):
    hand_in(cast.midterm)
    post.deliver()
    [letter] = post.unread(cast.mentor)
    marieke = at_screen(cast.mentor, PHONE, signed_in=False)
    marieke.come_in(letter)
    marieke.press("#cpl a[href*='/concerns/new/']")
    marieke.write("id_seen", "De klas blijft praten terwijl de uitleg begint.")
    marieke.press("main form button.btn-primary")
    expect(marieke.find(DONE)).to_be_visible()
    concern = Concern.objects.get()

    post.deliver()
    karim = at_screen(cast.institute_educator, DESKTOP)
    karim.follow(karim.open_mail())
    expect(karim.find("main")).to_contain_text("De klas blijft praten")
    karim.press("main .d-turn form button")

    post.deliver()
    ilse = at_screen(cast.examiner, DESKTOP)
    ilse.follow(ilse.open_mail())
    ilse.write("agree-what", "Wacht met de uitleg tot het stil is.")
    ilse.write("agree-who", "Noor")
    ilse.write("agree-follow_up_on", TODAY().isoformat())
    ilse.press("#agree form button")
    expect(ilse.find("main")).to_contain_text("Wacht met de uitleg")

    noor = at_screen(cast.student, PHONE)
    noor.open(cast.placement.get_absolute_url())
    expect(noor.find("a[href*='/concerns/']")).to_have_count(0)
    marieke.open("/")
    marieke.press("main .btn-turn[href*='/concerns/']")
    marieke.write("told-on", TODAY().isoformat())
    marieke.press("#told-section form button")
    expect(marieke.find(DONE)).to_be_visible()
    noor.open(cast.placement.get_absolute_url())
    noor.press("a[href*='/concerns/']")
    expect(noor.find("main")).to_contain_text("Wacht met de uitleg")
    expect(noor.find("main")).not_to_contain_text("De klas blijft praten")

    karim.open(concern.get_absolute_url())
    karim.press("#close summary")
    karim.find("#close-outcome_0").check()
    karim.write("close-text", "Noor wacht nu tot het stil is.")
    karim.press("#close form button")
    expect(noor.find("main")).to_be_visible()
    noor.open(concern.get_absolute_url())
    expect(noor.find("main")).to_contain_text("Noor wacht nu tot het stil is.")


def test_a_placement_ends_early_with_both_contacts_and_a_plan_and_goes_on_elsewhere(cast, at_screen, post):
    SchoolFactory(name="Waalstroom College")
    hanneke = at_screen(cast.school_educator, PHONE)
    hanneke.open(cast.placement.get_absolute_url())
    hanneke.press("#ending ~ details summary")
    hanneke.press("a[href*='/ending/new/']")
    hanneke.find("#id_reason_2").check()
    hanneke.press("main form button.btn-primary")
    expect(hanneke.find(DONE)).to_be_visible()
    ending = EarlyEnding.objects.get()

    post.deliver()
    karim = at_screen(cast.institute_educator, DESKTOP)
    karim.follow(karim.open_mail())
    for person in (cast.school_educator, cast.institute_educator):
        karim.find("#contact-seat").select_option(label=f"{person}, {_role(person, cast)}")
        karim.write("contact-on", TODAY().isoformat())
        karim.press("#contacts form button")
    expect(karim.find("#contacts .d-rows li")).to_have_count(2)
    karim.write("plan-text", "Twee weken meekijken.")
    for person in (cast.study_coach, cast.examiner):
        karim.find(f"#plan [value='{person.pk}']").check()
    karim.write("plan-made_on", TODAY().isoformat())
    karim.press("#plan form button")
    karim.press("#decide summary >> nth=1")
    karim.write("end-text", "We stoppen hier. Elders krijg je een nieuwe start.")
    karim.write("end-last_day", TODAY().isoformat())
    karim.press("#decide details[open] form button")
    expect(karim.find(DONE)).to_be_visible()

    noor = at_screen(cast.student, PHONE)
    noor.open(ending.get_absolute_url())
    expect(noor.find("main")).to_contain_text("Elders krijg je een nieuwe start.")
    noor.open(cast.midterm.get_absolute_url())
    expect(noor.find("textarea")).to_have_count(0)

    karim.press("a[href$='/continue/']")
    karim.find("#id_school").select_option(label="Waalstroom College, Veenstad")
    karim.write("id_start", TODAY().isoformat())
    karim.write("id_end", TODAY().replace(year=TODAY().year + 1, day=1).isoformat())
    karim.press("main form button.btn-primary")
    expect(karim.find("main")).to_contain_text("Waalstroom College")


def _role(person, cast) -> str:
    return cast.placement.participations.get(user=person).get_role_display()
