"""Codes in addresses."""


class CodeConverter:
    """The code of a part as its publisher wrote it: any text, a slash or a space included.

    Without NUL, which no database column of ours holds and PostgreSQL refuses to look for.
    """

    regex = r"[^\0]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
