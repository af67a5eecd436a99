"""Read a CFPackage of CASE 1.1 (or 1.0, which differs in nothing that is read) as the rows of a framework or crosswalk.

The package is turned into what a file of ours would hold, and that is read by the reader of our own files: so the same
rules hold, and a fault names its place by its path in the JSON ("CFItems[3].identifier") instead of by a line. Texts
longer than a title, deeper trees and other types are the business of `case_foreign`; our own words of `case_ours`.
"""

from django.utils.translation import gettext as _

from learning_outcomes import files
from learning_outcomes.rows import CrosswalkTree, Tree
from learning_outcomes.sections import Section

from . import case_crosswalk, json_text
from .case_foreign import Shape
from .case_ours import OwnWords, speaks_our_words
from .package import Found, Package, node
from .ties import Ties


def read(data: bytes) -> Tree | CrosswalkTree:
    """The rows of a package; `notices` says what it holds that a framework of ours does not.

    :raises FaultyFile: with every fault found, when there is any.
    """
    package = Package(json_text.parse(data))
    ties = Ties(package)
    if "crosswalk" in package.document.ours or not package.items and ties.others:
        return finished(package, case_crosswalk.read(package, ties))
    if speaks_our_words(package):
        reader = OwnWords(package, ties)
        tree = finished(package, reader.read())
        reader.settle(tree)
        return tree
    if not package.items and not package.faults:
        package.root.fault("CFItems", _("%(name)s is missing."), name="CFItems")
    return finished(package, Shape(package, ties).read())


def finished(package: Package, document: Found) -> Tree | CrosswalkTree:
    tree = files.read_section(Section(node(document), _("The file"), package.faults))
    tree.notices = package.notices
    return tree
