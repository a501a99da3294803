"""A mutant that no example notices, as the question its author forgot."""

from __future__ import annotations

from collections.abc import Mapping

from fraudguard.errors import Language
from fraudguard.workbench.mutants import Change, Mutant

__all__ = ["question"]

_EN: Mapping[Change, str] = {
    "becomes": "nothing fails if `{before}` becomes `{after}`",
    "becomes_in": "nothing fails if `{before}` becomes `{after}` in `{text}`",
    "without": "nothing fails without `{before}`",
    "without_in": "nothing fails without `{before}` in `{text}`",
    "without_unless": "nothing fails without `{before}` under `unless`",
    "without_step": "nothing fails without the step `{before}`",
    "swapped": "nothing fails if the steps `{before}` and `{after}` change places",
}
_ZH: Mapping[Change, str] = {
    "becomes": "把 `{before}` 改成 `{after}`，没有例子失败",
    "becomes_in": "把 `{before}` 改成 `{after}`，没有例子失败：`{text}`",
    "without": "去掉 `{before}`，没有例子失败",
    "without_in": "去掉 `{before}`，没有例子失败：`{text}`",
    "without_unless": "去掉例外 `{before}`，没有例子失败",
    "without_step": "去掉步骤 `{before}`，没有例子失败",
    "swapped": "步骤 `{before}` 和 `{after}` 对调，没有例子失败",
}


def question(mutant: Mutant, language: Language) -> str:
    """What the examples do not notice."""
    words = (_ZH if language == "zh" else _EN)[mutant.change]
    return words.format(before=mutant.before, after=mutant.after, text=mutant.text)
