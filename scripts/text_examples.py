"""Prints what speaks for and against a scam in a hit and a near miss of each named pattern, as rows of `docs/model.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fraudguard.classifier.contributions import Contribution, TextExplanation, explain_text
from fraudguard.classifier.model import load_model

PATTERNS: Mapping[str, Mapping[str, str]] = {
    "百万保障": {
        "hit": "您开通的百万保障今晚十二点到期，不取消每月自动扣费800元，请下载会议软件共享屏幕，我教您关闭",
        "near miss": "您投保的百万医疗险下月15日到期，续保请在官方APP操作或到网点办理",
        "warning": "民警提醒：自称平台客服说您的百万保障今晚到期，要您共享屏幕的，都是诈骗",
    },
    "remote control": {
        "hit": "现在把腾讯会议打开，点共享屏幕，别挂电话，我指导您把卡里的钱转到安全账户",
        "near miss": "妈，你把腾讯会议打开，点共享屏幕，我看看你那个字怎么调大",
    },
    "leader": {
        "hit": "我是王书记，在开会不方便接电话。我有个亲戚急用钱，我先转你五万，你帮我转给他，这事先别跟别人讲",
        "near miss": "我是王书记，下午三点的会改到二楼会议室，请把村里换届的材料带上",
    },
}
"""A hit and an honest look-alike of each named pattern, and a warning that quotes one; all made up by us."""

_SHOWN = 4


def rows() -> Iterator[str]:
    """One row for each text: log-odds, base, the strongest parts for and against, and the rest; they add up."""
    model = load_model("@shipped")
    for pattern, texts in PATTERNS.items():
        for which, text in texts.items():
            seen = explain_text(model, text, _SHOWN)
            assert seen is not None
            yield _row(f"{pattern}, {which}", seen)


def _row(name: str, seen: TextExplanation) -> str:
    sides = ("; ".join(_said(one) for one in seen.shown if (one.log_odds > 0) is above) for above in (True, False))
    cells = (name, f"{seen.probability:.2f}", f"{seen.log_odds:+.2f}", f"{seen.base:+.2f}", *sides, f"{seen.rest:+.2f}")
    return f"| {' | '.join(cells)} |"


def _said(part: Contribution) -> str:
    return f"{part.text} {part.log_odds:+.2f}"


def main() -> None:
    """Print the rows."""
    for row in rows():
        print(row)


if __name__ == "__main__":
    main()
