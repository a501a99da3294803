"""Conditions in Chinese words, and pages that stand alone and are the same every time."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from fraudguard.cli.main import run
from fraudguard.errors import UsageError
from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.load import inspect_files, load_pack
from fraudguard.pack.schema import STAGES
from fraudguard.workbench.coverage import coverage_of
from fraudguard.workbench.lints.lint import conjuncts
from fraudguard.workbench.pages.chinese import CHOICE_ZH, FLAG_ZH, STAGE_ZH
from fraudguard.workbench.pages.coverage_page import coverage_page
from fraudguard.workbench.pages.pack_data import chapters, read_backtest
from fraudguard.workbench.pages.words import Speaker, lasting_zh

GOLDEN = Path(__file__).parents[2] / "golden" / "workbench" / "lints"
FILES = {
    path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in sorted(GOLDEN.rglob("*.yaml"))
}
RULE = """\
scam: remote_control
rules:
  - id: a
    title: 规则甲
    on: {on}
    when: [{when}]
    stage: transfer
    group: text
    points: 5
    because: 触发
"""


def told(when: str, on: str = "transaction") -> str:
    """A condition in Chinese."""
    text = RULE.format(when=json.dumps(when, ensure_ascii=False), on=on)
    base = {name: content for name, content in FILES.items() if not name.startswith("scams/")}
    found = inspect_files({**base, "scams/a.yaml": text})
    assert found.pack is not None, found.errors
    (rule,) = found.pack.rules
    (condition,) = conjuncts(rule.when)
    return Speaker.of(found.pack).sentence(condition)


def test_every_member_and_every_flag_has_its_chinese() -> None:
    """No enumeration, yes-or-no field or stage of the catalogue is told in English."""
    for kind, fields in FIELDS.items():
        for path, spec in fields.items():
            if spec.type == "enum" and path != "kind":
                known = CHOICE_ZH.get((kind, path)) or CHOICE_ZH[("", path)]
                assert set(spec.choices) == set(known), (kind, path)
            if spec.type == "bool":
                assert path in FLAG_ZH, (kind, path)
    assert list(STAGES) == list(STAGE_ZH)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("amount >= 5_000", "金额 不低于 5,000 元"),
        ("5_000 <= amount", "金额 不低于 5,000 元"),
        ("amount < 0.5", "金额 低于 0.50 元"),
        ("direction == 'out'", "方向是“转出”"),
        ("direction != 'out'", "方向不是“转出”"),
        ("payee.kind in ['self', 'corp']", "收款人的类型是“本人账户”、“企业”之一"),
        ("not device.in_call", "没有在通话"),
        ("device.in_call and (amount > 1 or device.is_new)", "正在通话，且（金额 高于 1 元，或用的是新设备）"),
        ("hour(at) >= 22", "钟点 不低于 22 点"),
        ("weekday(at) == 6", "星期 等于 星期六"),
        ("count(call, within='24h', where=not is_contact) >= 1", "本人最近24小时里有通话（对方不是联系人）"),
        ("count(call, within='24h') == 0", "本人最近24小时里没有通话"),
        ("count(within='7d', by=payee.account) >= 3", "不论何人、同一收款人的账号最近7天里交易的次数 不低于 3 次"),
        ("sum(amount, within='90m') >= 50_000", "本人最近90分钟里交易的金额合计 不低于 50,000 元"),
        ("first_seen(payee.account, within='180d')", "本人最近180天里交易中收款人的账号首次出现"),
        ("seconds_since(call, within='1h') >= 0", "本人最近1小时里有过通话"),
        ("latest(call.state, within='4h') == 'started'", "本人最近4小时里通话最近一次的状态是“接通开始”"),
        ("amount >= 0.5 * balance_before", "金额 不低于 （0.5 × 交易前余额）"),
        ("is_multiple(amount, 10_000)", "金额是10,000 元的整数倍"),
        ("is_warning(memo)", "附言是防骗提醒"),
    ],
)
def test_a_condition_in_words(when: str, words: str) -> None:
    """Fields, thresholds in yuan, enumerations and windows read as a sentence."""
    assert words == told(when)


def test_lists_are_told_with_their_first_words() -> None:
    """A list of phrases is named and shown, words of the call stand beside it."""
    assert "附言提到词表“words”中的词（百万保障、微信百万保障、屏幕共享等），或“安全账户”" == told(
        "mentions(memo, 'words', '安全账户')"
    )


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (1_000_000, "1秒"),
        (60_000_000, "1分钟"),
        (5_400_000_000, "90分钟"),
        (86_400_000_000, "24小时"),
        (172_800_000_000, "2天"),
    ],
)
def test_lengths_of_time_in_words(micros: int, text: str) -> None:
    """In the largest unit that fits; one day is 24 hours."""
    assert text == lasting_zh(micros)


def _pages(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _sound(pages: dict[str, bytes], pack: CheckedPack) -> None:
    """Every page is well-formed and loads nothing, and each rule stands on the two of its scam."""
    html = {name: data.decode() for name, data in pages.items() if name.endswith(".html")}
    for text in html.values():
        ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314 - a page of ours
        assert not re.search(r"<script|<link|<img|src=|href=.[a-z]+:|@import|url\(", text)
    for rule in (*pack.rules, *pack.drafts):
        assert f"（{rule.id}）" in html[f"{rule.scam}.html"]
        assert rule.id in pages[f"{rule.scam}.md"].decode().replace("\\", "")


def test_the_pages_of_a_pack_are_whole_and_the_same_every_time(tmp_path: Path) -> None:
    """Two runs write the same bytes."""
    for name, text in FILES.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("one", "two"):
        assert 0 == run(["rules", "docs", str(tmp_path / "pack"), "--to", str(tmp_path / name), "--coverage"])
    pages = _pages(tmp_path / "one")
    assert pages == _pages(tmp_path / "two")
    _sound(pages, load_pack([tmp_path / "pack"]))


def test_the_shipped_pack_can_be_told(tmp_path: Path) -> None:
    """All of its scams have pages."""
    pack = load_pack()
    assert 0 == run(["rules", "docs", "@shipped", "--to", str(tmp_path)])
    _sound(_pages(tmp_path), pack)
    assert {"index", *pack.taxonomy} == {path.stem for path in tmp_path.iterdir()}


def test_coverage_and_hits_stand_beside_the_rules() -> None:
    """What examples show and what a back-test counted is told where it was given."""
    pack = inspect_files(FILES).pack
    assert pack is not None
    covered = {one.rule: one for one in coverage_of(pack, lambda rule: rule.id == "twin-a")}
    hits = read_backtest({"rules": [{"rule": "twin-a", "hits": 1200, "tickets": 3, "unique": 1, "precision": 0.5}]})
    (chapter,) = chapters(pack, covered, hits)
    (rule,) = [one for one in chapter.rules if one.id == "twin-a"]
    facts = dict(rule.facts)
    assert "命中 1,200，计入的预警单 3，唯一依据 1，准确率 0.500" == facts["回测"]
    assert facts["例子覆盖"].startswith(f"{covered['twin-a'].covered}/{covered['twin-a'].needs}")


@pytest.mark.parametrize("data", [None, [], {"rules": 1}, {"rules": [{"rule": "a"}]}])
def test_another_file_is_no_back_test(data: object) -> None:
    """A JSON file of another kind is refused."""
    with pytest.raises(UsageError) as caught:
        read_backtest(data)
    assert "workbench.backtest_file" == caught.value.code


@pytest.fixture
def coloured() -> Callable[[str], str]:
    """The coverage page of a rule with these examples."""

    def make(examples: str) -> str:
        text = RULE.format(on="transaction", when='"amount >= 100", "device.in_call"') + f"    examples: {examples}\n"
        base = {name: content for name, content in FILES.items() if not name.startswith("scams/")}
        pack = inspect_files({**base, "scams/a.yaml": text}).pack
        assert pack is not None
        return coverage_page(pack, list(coverage_of(pack)), "en")

    return make


@pytest.mark.parametrize(
    ("examples", "state"),
    [
        ("[{hit: 一, events: [{kind: transaction, amount: 100, device: {in_call: true}}]}]", "yes"),
        ("[{miss: 一, events: [{kind: transaction, amount: 100, device: {in_call: false}}]}]", "no"),
        ("[{miss: 一, events: [{kind: transaction, amount: 100}]}]", "none"),
        ("[{hit: 一, events: [{kind: transaction, amount: 100, device: {in_call: true}}]}, {miss: 二, events: [{kind: transaction, amount: 100, device: {in_call: false}}]}]", "all"),
    ],
)  # fmt: skip
def test_a_condition_is_coloured_by_what_is_seen_of_it(
    examples: str, state: str, coloured: Callable[[str], str]
) -> None:
    """True only, false only, neither, both; the page is well-formed and loads nothing."""
    text = coloured(examples)
    ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314 - a page of ours
    assert f'<span class="{state}"><span>device.in_call</span></span>' in text
    assert "http" not in text
