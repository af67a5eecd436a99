"""What the tests of making frameworks share: a small file, staff at the screen, and a look at all tables."""

from hashlib import sha256

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from learning_outcomes import files, loading
from learning_outcomes.models import Framework, FrameworkUpload
from tests.factories import UserFactory

SMALL = """\
framework: {code: small, edition: "2026", title: Klein, publisher: Test, year: 2026, source: Zelf gemaakt}
levels: [{code: een, title: Niveau een}]
units: [{code: U1, title: Eenheid}]
outcomes:
  - code: L1
    title: Uitkomst
    text: Je ontwerpt zelfstandig lessen in de klas.
    dimensions:
      - code: L1.1
        title: Zien
        indicators:
          - {code: L1.1.1, text: Je ziet wie er meedoet.}
          - {code: L1.1.2, text: Je vraagt door.}
periods:
  - {code: p1, title: Periode, study_year: "2026", weeks: 16, start_week: 3, midterm_week: 8, final_week: 16,
     outcomes: [{outcome: L1, unit: U1, summative: true, target_level: een, mentor_role: judge, focus: [L1.1]}]}
"""
NEXT = SMALL.replace('edition: "2026"', 'edition: "2027", replaces: "2026"')


def stored(text: str = SMALL, *, publish: bool = False) -> Framework:
    """This text, loaded as the command loads it."""
    tree = files.read(text.encode())
    loading.load(tree, publish=publish)
    code, edition = tree.edition.key
    return Framework.objects.get(code=code, edition=edition)


def staff() -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True), "django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, content: str | bytes, name: str = "raamwerk.yaml"):
    """Choose a file on the page and look at what comes next."""
    data = content.encode() if isinstance(content, str) else content
    return client.post(reverse("learning_outcomes:load"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def confirm(client: Client, seen) -> object:
    """Press the button below this preview."""
    found = seen.context["preview"]
    return client.post(reverse("learning_outcomes:load_confirm", args=[found.upload.pk]), {"plan": found.plan})


def all_tables() -> str:
    """A digest of every row of every framework table but the uploads."""
    found = sha256()
    for model in apps.get_app_config("learning_outcomes").get_models():
        if model is not FrameworkUpload:
            found.update(repr((model.__name__, list(model.objects.order_by("pk").values_list()))).encode())
    return found.hexdigest()
