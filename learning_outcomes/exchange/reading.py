"""Read a file of either kind: our YAML, or a package of CASE, which is JSON. How it begins tells."""

from learning_outcomes import files
from learning_outcomes.rows import CrosswalkTree, Tree

from . import case_import
from .json_text import looks_like_json


def read(data: bytes) -> Tree | CrosswalkTree:
    """The rows of a file.

    :raises FaultyFile: with every fault found, when there is any.
    """
    return case_import.read(data) if looks_like_json(data) else files.read(data)
