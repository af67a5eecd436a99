"""Loading a file on the page: first a look that changes nothing, then exactly what was seen, or a new look."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from learning_outcomes.models import Framework, FrameworkUpload, Indicator
from learning_outcomes.preview import MOST_SHOWN
from learning_outcomes.yaml_export import export_framework
from tests.factories import UserFactory
from tests.learning_outcomes.making import NEXT, SMALL, all_tables, confirm, send, staff, stored
from tests.learning_outcomes.test_admin_editing import change, editor  # noqa: F401
from tests.learning_outcomes.test_framework_file import DAMAGED, GOOD, STRANGE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOAD = "/frameworks/load/"


def shown(answer) -> str:
    return answer.content.decode()


def test_a_look_at_a_new_file_changes_nothing():
    before = all_tables()
    answer = send(staff(), SMALL)
    assert "Laden als concept" in shown(answer)
    assert all_tables() == before


def test_a_look_at_a_changed_draft_changes_nothing():
    stored()
    before = all_tables()
    answer = send(staff(), SMALL.replace("Je vraagt door.", "Je vraagt altijd door."))
    assert answer.context["preview"].changes == 1
    assert all_tables() == before


def test_the_button_loads_what_was_seen_as_a_draft_and_the_upload_is_gone():
    client = staff()
    answer = confirm(client, send(client, SMALL))
    assert answer.url == "/frameworks/small/2026/"
    assert Framework.objects.get().status == "draft"
    assert [row.text for row in Indicator.objects.all()] == ["Je ziet wie er meedoet.", "Je vraagt door."]
    assert not FrameworkUpload.objects.exists()


def test_loading_is_written_down_with_the_name_and_the_digest_of_the_file():
    client = staff()
    seen = send(client, SMALL, "klein.yaml")
    digest = seen.context["preview"].upload.digest[:12]
    confirm(client, seen)
    entry = LogEntry.objects.get()
    assert "klein.yaml" in entry.change_message
    assert digest in entry.change_message
    assert entry.object_repr == "Klein (2026)"


def test_the_button_pressed_twice_loads_once():
    client = staff()
    seen = send(client, SMALL)
    confirm(client, seen)
    assert confirm(client, seen).url == LOAD
    assert Framework.objects.count() == 1


def test_a_new_edition_is_compared_with_the_one_it_replaces():
    stored(publish=True)
    answer = send(staff(), NEXT.replace("Je vraagt door.", "Je vraagt rustig door."))
    found = answer.context["preview"]
    assert (found.base.edition, found.changes) == ("2026", 1)
    assert "2 indicatoren: 1 gewijzigd, 1 gelijk." in found.counts
    assert "vergeleken met editie 2026" in shown(answer)
    assert "Formulieren van editie 2026 houden die editie." in shown(answer)


def test_a_new_edition_that_names_no_other_is_compared_with_the_newest():
    stored()
    stored(NEXT)
    answer = send(staff(), SMALL.replace('edition: "2026"', 'edition: "2028"'))
    assert answer.context["preview"].base.edition == "2027"


def test_words_that_came_and_went_are_marked_and_said():
    stored()
    page = shown(send(staff(), SMALL.replace("Je vraagt door.", "Je vraagt <b>altijd</b> door.")))
    assert '<ins><span class="visually-hidden">Toegevoegd: </span>&lt;b&gt;altijd&lt;/b&gt;</ins>' in page
    page = shown(send(staff(), SMALL.replace("Je ziet wie er meedoet.", "Je ziet wie meedoet.")))
    assert '<del><span class="visually-hidden">Weggehaald: </span>er</del>' in page


def test_rows_that_are_new_and_gone_are_told():
    stored()
    text = SMALL.replace("          - {code: L1.1.2, text: Je vraagt door.}\n", "")
    text = text.replace("units: [", "units: [{code: U2, title: Tweede}, ")
    rows = {(row.code, row.what) for row in send(staff(), text).context["preview"].rows}
    assert rows == {("U2", "nieuw"), ("L1.1.2", "vervallen")}


def test_a_row_that_only_makes_room_did_not_change():
    stored()
    text = SMALL.replace(
        "          - {code: L1.1.1", "          - {code: L1.1.0, text: Eerst.}\n          - {code: L1.1.1"
    )
    assert [row.code for row in send(staff(), text).context["preview"].rows] == ["L1.1.0"]


def test_the_same_file_again_has_nothing_to_load():
    stored()
    page = shown(send(staff(), SMALL))
    assert "Alles klopt. Er verandert niets." in page
    assert "Er is niets te laden." in page


def test_a_published_edition_is_not_changed_by_a_file():
    stored(publish=True)
    before = all_tables()
    client = staff()
    seen = send(client, SMALL.replace("Je vraagt door.", "Je vraagt niets."))
    assert "is gepubliceerd en verandert niet meer" in shown(seen)
    assert confirm(client, seen).status_code == 409
    assert all_tables() == before


def test_faults_stand_with_their_line_above_what_changes_and_the_button_says_why_not():
    stored(publish=True)
    text = NEXT.replace("Je vraagt door.", "Je vraagt rustig door.").replace("target_level: een", "target_level: twee")
    page = shown(send(staff(), text))
    assert "Eén regel klopt nog niet." in page
    assert "Regel 16</span>" in page
    assert "target_level: twee, mentor_role: judge" in page
    assert "Wat er verandert, staat hier zodra het bestand klopt." in page
    assert "rustig</ins>" not in page
    assert "Kan als alle regels kloppen." in page
    assert "<button" not in page[page.index('name="plan"') :]


def test_every_kind_in_which_something_changed_has_its_bullet():
    stored()
    text = SMALL.replace("          - {code: L1.1.2, text: Je vraagt door.}\n", "").replace(
        "title: Klein", "title: Kleiner"
    )
    found = send(staff(), text).context["preview"]
    assert found.changes == 2
    assert found.counts[:2] == ["1 raamwerk: 1 gewijzigd.", "1 indicator: 1 vervallen, 1 gelijk."]


def test_a_study_year_of_another_edition_is_remarked_on():
    text = SMALL.replace('edition: "2026"', "edition: 2026-2027").replace('study_year: "2026"', "study_year: 2025-2026")
    sentence = "Periode: studiejaar 2025-2026 hoort niet bij editie 2026-2027."
    assert sentence in shown(send(staff(), text))
    assert sentence in staff().get(stored(text).get_absolute_url() + "check/").content.decode()
    assert "hoort niet bij editie" not in shown(send(staff(), SMALL))


def test_an_outcome_that_is_new_in_a_period_says_how_it_counts_there():
    stored(SMALL.replace("outcomes:\n", "outcomes:\n  - {code: L2, title: Twee}\n", 1))
    row = "{outcome: L2, unit: U1, summative: false, target_level: een, mentor_role: feedback}, {outcome: L1"
    text = SMALL.replace("outcomes:\n", "outcomes:\n  - {code: L2, title: Twee}\n", 1).replace("{outcome: L1", row)
    assert "U1 · formatief · een · Werkplekbegeleider: begeleidt en geeft feedback" in shown(send(staff(), text))


def test_a_draft_that_was_changed_by_hand_is_replaced_knowingly(editor):  # noqa: F811
    confirm(client := staff(), send(client, SMALL))
    other, warning = (
        SMALL.replace("Je vraagt door.", "Je vraagt niets."),
        "U vervangt een concept dat na het laden is gewijzigd.",
    )
    assert warning not in shown(send(client, other))
    change(editor, Framework.objects.get().outcomes.get(), {"title": "Met de hand"})
    page = shown(send(client, other))
    assert warning in page
    assert "Vervang het concept</button>" in page


def test_of_many_changes_the_first_are_shown_and_the_rest_counted():
    many = "".join(
        f"          - {{code: L1.1.x{number}, text: Tekst {number}.}}\n" for number in range(MOST_SHOWN + 30)
    )
    stored()
    text = SMALL.replace("          - {code: L1.1.1", many + "          - {code: L1.1.1")
    page = shown(send(staff(), text))
    assert page.count('<th scope="row">') == 200
    assert "En nog 30." in page
    assert "230 dingen veranderen" in page


def test_a_crosswalk_is_looked_at_and_loaded_the_same_way():
    stored()
    stored(SMALL.replace("code: small", "code: other"))
    head = (
        "crosswalk: {code: c, title: Naast elkaar, publisher: T, year: 2026, origin: small 2026, target: other 2026}\n"
    )
    text = head + "relations: [{origin: outcome L1, kind: isRelatedTo, target: outcome L1, remark: Lijkt erop.}]\n"
    client = staff()
    seen = send(client, text)
    assert "Lijkt erop." in shown(seen)
    assert confirm(client, seen).url == "/crosswalks/c/"
    assert send(client, text.replace("outcome L1,", "outcome L9,")).context["preview"].faults


# ---- when the database changed in between


def test_when_the_draft_changed_in_between_the_preview_comes_again_and_nothing_is_loaded():
    stored()
    client = staff()
    seen = send(client, SMALL.replace("Je vraagt door.", "Je vraagt altijd door."))
    Indicator.objects.filter(code="L1.1.1").update(text="Iemand anders schreef dit.")
    before = all_tables()
    answer = confirm(client, seen)
    assert answer.status_code == 409
    assert "Iemand heeft dit raamwerk intussen gewijzigd." in shown(answer)
    assert answer.context["preview"].changes == 2
    assert all_tables() == before
    assert confirm(client, answer).status_code == 302


def test_when_somebody_loaded_the_same_in_between_there_is_nothing_left_to_load():
    one, other = staff(), staff()
    first, second = send(one, SMALL), send(other, SMALL)
    assert confirm(one, first).status_code == 302
    answer = confirm(other, second)
    assert answer.status_code == 409
    assert "Er verandert niets." in shown(answer)


def test_when_the_edition_was_published_in_between_the_file_is_refused():
    framework = stored()
    client = staff()
    seen = send(client, SMALL.replace("Je vraagt door.", "Je vraagt altijd door."))
    framework.publish()
    answer = confirm(client, seen)
    assert "is gepubliceerd en verandert niet meer" in shown(answer)
    assert Indicator.objects.get(code="L1.1.2").text == "Je vraagt door."


def test_a_made_up_plan_loads_nothing():
    client = staff()
    upload = send(client, SMALL).context["preview"].upload
    answer = client.post(reverse("learning_outcomes:load_confirm", args=[upload.pk]), {"plan": "x" * 64})
    assert answer.status_code == 409
    assert not Framework.objects.exists()


# ---- whose upload, and how long


def test_an_upload_is_for_who_sent_it():
    seen = send(staff(), SMALL)
    other = staff()
    assert other.get(f"/frameworks/load/{seen.context['preview'].upload.pk}/preview/").url == LOAD
    assert confirm(other, seen).url == LOAD
    assert not Framework.objects.exists()


def test_an_upload_is_kept_for_a_day_and_then_cleared_away():
    client = staff()
    seen = send(client, SMALL)
    upload = FrameworkUpload.objects.get()
    FrameworkUpload.objects.update(at=upload.at - timedelta(hours=24, minutes=1))
    assert confirm(client, seen).url == LOAD
    send(client, SMALL)
    assert FrameworkUpload.objects.exclude(pk=upload.pk).count() == 1
    assert not FrameworkUpload.objects.filter(pk=upload.pk).exists()


def test_who_makes_no_frameworks_is_refused():
    client = Client()
    client.force_login(UserFactory())
    assert client.get(LOAD).status_code == 403
    assert send(client, SMALL).status_code == 403
    assert not FrameworkUpload.objects.exists()


# ---- files that are none


def beside(answer) -> str:
    """The sentence beside the field."""
    assert answer.status_code == 422
    [sentence] = answer.context["form"].errors["file"]
    return sentence


def test_no_file_at_all_is_asked_for():
    assert beside(staff().post(LOAD, {})) == "Kies eerst een bestand."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leeg.yaml", b"", "Dit bestand is leeg. Kies een ander."),
        ("handleiding.pdf", b"%PDF-1.7", "Deze pagina leest bestanden die eindigen op: .yaml, .yml, .json."),
        ("raamwerk", SMALL.encode(), "Deze pagina leest bestanden die eindigen op: .yaml, .yml, .json."),
        ("groot.yaml", b"#" * 8_000_001, "Dit bestand is groter dan 8 MB. Zo groot is geen raamwerk."),
        ("plaatje.yaml", b"\x89PNG\r\n\x1a\n", "Regel 1: Het bestand is geen UTF-8-tekst."),
        ("nul.yaml", b"a: 1\nb: \0\n", "Regel 2: "),
        ("bom.yaml", b"a: &a [x, x]\nb: [*a, *a]\n", "Dit bestand is nog niet te lezen. Hieronder staat waarom."),
        ("kapot.yaml", b"a: b: c\n", "Dit bestand is nog niet te lezen. Hieronder staat waarom."),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_what_is_no_file_of_ours_gets_a_sentence_beside_the_field(name, content, sentence):
    before = all_tables()
    assert beside(send(staff(), content, name)).startswith(sentence)
    assert all_tables() == before
    assert not FrameworkUpload.objects.exists()


def test_a_file_that_cannot_be_read_shows_the_line():
    page = shown(send(staff(), b"framework:\n  title: Raamwerk: klein\n"))
    assert "Regel 2</span>" in page
    assert "  title: Raamwerk: klein</pre>" in page
    assert "hier staat een dubbele punt te veel" in page


@pytest.mark.parametrize("name", [*DAMAGED, *STRANGE])
def test_a_damaged_file_is_answered_in_words_and_changes_nothing(name):
    data = STRANGE[name][0] if name in STRANGE else GOOD.replace(*DAMAGED[name][:2], 1).encode()
    stored(GOOD)
    before = all_tables()
    answer = send(staff(), data)
    assert answer.status_code in {200, 422}
    assert 'class="ln"' in shown(answer) or answer.context["form"].errors
    assert "btn-waiting" in shown(answer) or answer.status_code == 422
    assert all_tables() == before


def test_an_exported_edition_under_another_name_loads_and_its_parts_get_identities_of_their_own():
    framework = stored()
    made = framework.outcomes.create(code="L2", title="Tweede", short_title="L2", order=1)  # as the administration does
    text = export_framework(framework).replace("edition: '2026'", "edition: '2027'")
    assert str(made.uuid) in text
    client = staff()
    assert confirm(client, send(client, text)).status_code == 302
    later = Framework.objects.get(edition="2027").outcomes.get(code="L2")
    assert later.uuid != made.uuid
    assert confirm(client, send(client, text.replace("Tweede", "Twee"))).status_code == 302  # mended, and sent again
    assert Framework.objects.get(edition="2027").outcomes.get(title="Twee").uuid == later.uuid


@pytest.mark.parametrize("owner", ["the same draft", "another framework"])
def test_an_identity_of_another_part_of_the_same_draft_or_of_another_framework_is_refused(owner):
    framework = stored()
    other = stored(SMALL.replace("code: small", "code: other")) if owner == "another framework" else framework
    taken = other.outcomes.get().uuid
    row = f"outcomes:\n  - {{code: L2, title: Tweede, uuid: {taken}}}\n"
    found = send(staff(), SMALL.replace("outcomes:\n", row, 1)).context["preview"]
    assert [fault.number for fault in found.faults] == [5]
    assert "Laat de UUID weg" in found.faults[0].sentence


# ---- what follows what


def test_a_file_that_names_no_edition_to_replace_follows_the_newest_one():
    stored(publish=True)
    client = staff()
    seen = send(client, NEXT.replace(', replaces: "2026"', ""))
    assert "volgt editie 2026 op" in shown(seen)
    confirm(client, seen)
    assert Framework.objects.get(edition="2027").replaces.edition == "2026"


def test_an_edition_that_is_there_already_keeps_what_it_replaces():
    first = stored(publish=True)
    client = staff()
    assert send(client, SMALL).context["preview"].loads == 0
    assert Framework.objects.get(pk=first.pk).replaces is None


LATER = SMALL.replace('edition: "2026"', 'edition: "2028", replaces: "2026"')  # the file of 2027 under a new name


def test_a_file_that_names_an_edition_before_the_newest_follows_the_newest_and_says_so(english):
    stored(publish=True)
    stored(NEXT.replace("Je vraagt door.", "Je vraagt rustig door."), publish=True)
    client = staff()
    seen = send(client, LATER)
    assert "Deze editie volgt editie 2027 op, de nieuwste. Het bestand noemt nog editie 2026." in shown(seen)
    assert (seen.context["preview"].base.edition, seen.context["preview"].changes) == ("2027", 1)
    confirm(client, seen)
    assert Framework.objects.get(edition="2028").replaces.edition == "2027"
    again = send(client, LATER.replace("title: Klein", "title: Kleiner"))  # mended, and sent again
    assert again.context["preview"].loads == 1
    confirm(client, again)
    assert Framework.objects.get(edition="2028").replaces.edition == "2027"


def test_the_newest_edition_is_the_end_of_the_chain_whatever_its_name_or_year():
    stored(publish=True)
    stored(NEXT.replace('"2027"', '"afgerond"').replace("year: 2026", "year: 2020", 1), publish=True)
    stored(LATER.replace('"2028"', '"2029"'))  # a draft is no newest
    assert send(staff(), LATER).context["preview"].follows == "afgerond"


def test_an_edition_from_before_the_newest_keeps_what_it_names():
    stored(publish=True)
    stored(LATER, publish=True)
    found = send(staff(), NEXT).context["preview"]
    assert (found.follows, found.outdated) == ("2026", "")


def test_what_a_draft_follows_by_choice_it_keeps():
    stored(publish=True)
    stored(NEXT, publish=True)
    stored(LATER)
    assert send(staff(), LATER).context["preview"].loads == 0


# ---- what changes nothing


def test_the_unchanged_file_of_a_published_edition_shows_where_the_name_of_a_new_one_goes(english):
    framework = stored(publish=True)
    for text, number in ((SMALL, 1), (export_framework(framework), 3)):
        page = send(staff(), text)
        assert [line.number for line in page.context["preview"].unnamed] == [number]
        assert "Geef hier de naam van de nieuwe editie." in shown(page)
    assert send(staff(), NEXT).context["preview"].unnamed == []


def test_the_unchanged_file_of_a_draft_warns_of_nothing(editor):  # noqa: F811
    framework = stored()
    change(editor, framework.outcomes.get(), {"title": "Met de hand"})
    found = send(staff(), export_framework(framework)).context["preview"]
    assert (found.loads, found.by_hand, found.unnamed) == (0, False, [])
