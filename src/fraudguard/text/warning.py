"""
Tells a text that warns of fraud from a text that commits it: both use the scam's own words.

DOMAIN 5.4: police broadcasts, bank notices, news, drama and quizzes quote the scam. The scam in turn
forbids (请勿触碰屏幕) and even warns (谨防诈骗). How the two are told apart:

1. The scam's own orders (不要接听其他电话, 不要告诉家人, …), denials (我们不是诈骗) and doubts inside a
   talk (你是不是骗子) are cut out before any negative word is counted.
2. What is left is weighed: judgements (都是诈骗), advice against an act (切勿转账), alerts (谨防…骗局),
   who warns (警方提醒), who is warned of (骗子冒充…), and the genre (典型案例, 判断题).
3. A text that asks its reader to act (请下载…, 加我微信 abc123), denies being a fraud, or sets the reader
   against police and bank is no warning, whatever it appends. Words in quotation marks are told, not said.
4. A text that itself claims (您的账户异常, 我是客服) or orders needs a judgement or advice against paying,
   and not a slogan only. A person's own story (他让我…, 我被骗了) is a report unless it addresses the public.

When in doubt the answer is no: a false no costs a yellow at most, a false yes hides a scam.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation

from fraudguard.text import warning_words as words

__all__ = ["is_warning"]


def _any(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.MULTILINE)


_TRIGGERED = AhoCorasick(list(words.TRIGGERS), implementation=Implementation.DFA).find_matches_as_indexes
_ORDER = _any(words.ORDER)
_COACHING = _any(words.COACHING)
_DENIAL = _any(words.DENIAL)
_ACCUSATION = _any(words.ACCUSATION)
_JUDGEMENT = _any(words.JUDGEMENT)
_MONEY_ADVICE = _any(words.MONEY_ADVICE)
_WEIGHED = (
    (_any(words.ISSUER), 2),
    (_any(words.OFFICIAL_LINE), 1),
    (_any(words.PERPETRATOR), 2),
    (_any(words.MASQUERADE), 2),
)
_WEIGHED_ON_SUBJECT = ((_any(words.SOFT_ADVICE), 2), (_any(words.ALERT), 2), (_any(words.GENRE), 2))
_SUBJECT = re.compile(words.SUBJECT)
_REQUEST = _any(words.REQUEST)
_BARE_REQUEST = _any(words.BARE_REQUEST)
_HANDLE = _any(words.HANDLE)
_SAFE = re.compile(words.SAFE_OBJECT)
_FORBIDDEN = re.compile("(?:不要|勿|别|切莫|不可|不能|不会|拒绝|不得|不)[^,。!?;:\n]{0,6}$")
_CLAIM = _any(words.CLAIM)
_INTRODUCTION = _any(words.INTRODUCTION)
_NARRATED = re.compile(words.NARRATED)
_NARRATED_REQUEST = re.compile(words.NARRATED_REQUEST)
_PUBLIC = re.compile(words.PUBLIC)
_VICTIM = _any(words.VICTIM)
_SCHEMES = _any(words.SCHEMES)
_QUOTED = re.compile('“[^“”]{0,300}”|"[^"]{0,300}"|《[^《》]{0,60}》')
_ANSWERED = re.compile("^(?:用户|客户|机主|受害人|被叫)(?:[0-9a-z])?:[^\n]*", re.MULTILINE)
_SENTENCE = re.compile("[^。!?;\n]+")
_ALERTED = _any(words.ALERT)
_NAMED = re.compile("[^,。!?;:\n防警非不当]{0,24}(?:诈骗|骗局|套路|骗术|骗子)")
_CLAUSE_ENDS = ",:、"
_REACH = 40

_JUDGED, _ADVISED, _LONG = 3, 2, 2
_ENOUGH = 2  # for a text that neither claims nor orders
_ENOUGH_BESIDE_CLAIMS = 4  # for one that does, and then only with a judgement or advice against paying


def is_warning(normal: str) -> bool:
    """Whether the text, in normal form, warns of fraud rather than commits or reports it."""
    if not _TRIGGERED(normal):
        return False
    text = _ANSWERED.sub("", normal)
    rest = _ORDER.sub("", text)
    if "骗" in rest or "诈" in rest or "96110" in rest:
        rest = _ACCUSATION.sub("", _DENIAL.sub("", _COACHING.sub("", rest)))
    firm, weight = _weight(rest)
    if weight < _ENOUGH:
        return False
    said = _QUOTED.sub("“”", text)
    if _DENIAL.search(said) or _COACHING.search(said):
        return False
    orders = _ORDER.search(said) is not None
    if _VICTIM.search(said) and not _PUBLIC.search(said):
        return False
    said = _ORDER.sub("", said)
    claims = False
    for sentence in _SENTENCE.findall(said):
        if _asks(sentence):
            return False
        claims = claims or _claims(sentence)
    if orders or claims:
        return firm and weight >= _ENOUGH_BESIDE_CLAIMS
    return True


def _weight(text: str) -> tuple[bool, int]:
    """Whether there is a judgement or advice against an act, and the sum of all weights."""
    judged = _JUDGEMENT.search(text) is not None
    advised = _MONEY_ADVICE.search(text) is not None
    total = _JUDGED * judged + _ADVISED * advised
    total += sum(weight for pattern, weight in _WEIGHED if pattern.search(text))
    if _SUBJECT.search(text):
        total += sum(weight for pattern, weight in _WEIGHED_ON_SUBJECT if pattern.search(text))
    if "骗" in text and len(set(_SCHEMES.findall(text))) >= 3:
        total += _LONG
    return judged or advised, total


def _asks(sentence: str) -> bool:
    """Whether the sentence asks its reader to do what a scam needs done."""
    for match in _REQUEST.finditer(sentence):
        before = sentence[_clause_start(sentence, match.start()) : match.start()]
        verb_on = sentence[match.start() : match.end() + 12]
        if _FORBIDDEN.search(before + match.group()[:-1]) or _NARRATED_REQUEST.search(before) or _SAFE.search(verb_on):
            continue
        return True
    for pattern in (_BARE_REQUEST, _HANDLE):
        found = pattern.search(sentence)
        if found is not None and not _SAFE.search(sentence[found.start() : found.end() + 12]):
            return not (_JUDGEMENT.search(sentence) or _NARRATED.search(sentence))
    return False


def _claims(sentence: str) -> bool:
    """Whether the sentence itself says what a scam says, and does not tell that others say it."""
    if _INTRODUCTION.search(sentence):
        return True
    if (claim := _CLAIM.search(sentence)) is None:
        return False
    told = _NARRATED.search(sentence)
    if told is not None and told.start() <= claim.start():
        return False
    clause = sentence[_clause_start(sentence, claim.start()) : _clause_end(sentence, claim.end())]
    at = clause.find(claim.group())
    return not (
        _JUDGEMENT.search(clause)
        or _MONEY_ADVICE.search(clause)
        or _ALERTED.search(clause[:at])
        or _NAMED.match(sentence, claim.end())
    )


def _clause_start(sentence: str, at: int) -> int:
    """Where the clause around ``at`` begins, at most `_REACH` characters back."""
    low = max(0, at - _REACH)
    return max(low, *(sentence.rfind(end, low, at) + 1 for end in _CLAUSE_ENDS))


def _clause_end(sentence: str, at: int) -> int:
    """Where the clause around ``at`` ends; "…的, 都是诈骗" counts as one clause."""
    high = min(len(sentence), at + _REACH)
    ends = [found for end in _CLAUSE_ENDS if (found := sentence.find(end, at, high)) >= 0]
    end = min(ends, default=high)
    return min(high, end + 8) if sentence[end - 1 : end] == "的" else end
