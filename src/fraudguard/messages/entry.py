"""One catalogue entry: what went wrong and how to mend it, in two languages."""

from dataclasses import dataclass

__all__ = ["Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """
    The wording of one error code.

    Every text is a ``str.format`` template over the fault's parameters. English messages start
    in lower case and carry no full stop; symbols stand in backticks.
    """

    en: str
    zh: str
    cure_en: str = ""
    cure_zh: str = ""
