"""One normal form for Chinese text with offsets back, phrases and patterns on it, and is it a warning."""

from fraudguard.text.dialect import PatternFault, check_pattern, compile_pattern, portable_pattern
from fraudguard.text.normal import Normal, normal_form, normal_with_offsets, original_span
from fraudguard.text.phrases import PhraseScanner, contains_phrase, find_phrase
from fraudguard.text.warning import is_warning

__all__ = [
    "Normal",
    "PatternFault",
    "PhraseScanner",
    "check_pattern",
    "compile_pattern",
    "contains_phrase",
    "find_phrase",
    "is_warning",
    "normal_form",
    "normal_with_offsets",
    "original_span",
    "portable_pattern",
]
