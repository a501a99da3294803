"""`fraudguard desk` as a duty officer uses it, and whoever looks after the store."""

import json
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from desk_scenes import KEY, UNITS, Clock, desk, event, reached, ticket
from fraudguard.cli import desk as verbs
from fraudguard.cli.desk_look import _PURPOSES
from fraudguard.cli.desk_work import _FAILURES, _VERDICTS
from fraudguard.desk import AnswerLead, Case, Sign
from fraudguard.desk.desk import PURPOSES
from fraudguard.desk.labels import FAILURE_ZH, VERDICT_ZH
from fraudguard.errors import CaseError
from fraudguard.events.lead import Lead
from fraudguard.events.moment import microseconds

GOLDEN = Path(__file__).parents[1] / "golden" / "desk"
Command = Callable[..., tuple[int, str, str]]
NOW = "2025-03-05T10:05"
UNITS_FILE = """\
units:
  - {id: city, name: 市反诈中心, tier: city}
  - {id: chengxi, name: 城西分局, tier: sub_bureau, parent: city}
  - {id: nanhu, name: 南湖派出所, parent: chengxi, areas: [南湖社区], lat: 30.0, lon: 120.0, default: true}
"""


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with a red, a yellow and a green case; its key beside it."""
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "units.yaml").write_text(UNITS_FILE, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with desk(Clock(), url) as one:
        one.take(ticket("red", 1, urgent=True), event(1))
        one.take(ticket("yellow", 2), event(2, placed=True))
        one.take(ticket("green", 3), event(3), drill=True)
    return url


@pytest.fixture
def officer(command: Command, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a verb of the desk as 王警官 at five past ten, unless the words say otherwise."""
    monkeypatch.setenv("FRAUDGUARD_DESK", store)
    monkeypatch.setenv("FRAUDGUARD_DESK_KEY", str(tmp_path / "key"))
    monkeypatch.setenv("FRAUDGUARD_OFFICER", "王警官")

    def call(verb: str, *words: str | Path) -> tuple[int, str, str]:
        now = () if "--now" in words or verb == "init" else ("--now", NOW)
        return command("desk", verb, *words, *now)

    return call


def case_id(number: int) -> str:
    """The case of the ticket of person ``number``."""
    return f"{'d' if number == 3 else 'c'}-{number:08x}0000"


RED, YELLOW, GREEN = (case_id(number) for number in (1, 2, 3))


def stored(store: str, case: str) -> Case:
    """The case as it stands."""
    with desk(Clock(), store) as one:
        return one.case(case)


def golden(name: str, shown: str) -> None:
    """What is shown is what the golden file holds. FRAUDGUARD_WRITE_GOLDEN=1 writes it anew."""
    path = GOLDEN / name
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_reads_as_agreed(officer: Command, tmp_path: Path, lang: str) -> None:
    """The most pressing first: level, person, what is due, what to do now, who has it, in either language."""
    code, out, err = officer("list", "--units", tmp_path / "units.yaml", "--lang", lang)
    assert (0, "") == (code, err)
    golden(f"list.{lang}.txt", out)


def test_the_list_on_a_narrow_screen(officer: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 80 columns the same stands in three, and a masked number is not broken."""
    monkeypatch.setattr("fraudguard.cli.desk_draw.console", lambda: Console(width=80, color_system=None))
    out = officer("list", "--lang", "zh")[1]
    assert all(word in out for word in ("红·紧急", "手机 138****1001", RED, "签收 已超时 4 分钟", "马上签收"))
    assert max(cell_len(line) for line in out.splitlines()) <= 80


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_reads_as_agreed(officer: Command, store: str, tmp_path: Path, lang: str) -> None:
    """The sheet of a case with everything on it: missed, raised, led, denied; no line ends in blanks."""
    clock = Clock()
    with desk(clock, store) as one:
        case = one.case(RED)
        with one.store.writing() as tx:
            for ref, issuer in (("B-1", "部中心"), ("S-7", "省中心")):
                lead = Lead(id=ref, at=clock(), person={"key": "x"}, ref=ref, issuer=issuer, level="red")
                one.reception.lead(tx, case.subject, lead, microseconds(clock()), drill=False)
        clock.later(minutes=4)
        one.tick()
        one.record(RED, Sign(by="王警官"))
        one.record(RED, AnswerLead(by="王警官", ref="B-1"))
    for _ in range(3):
        assert 0 == officer("relatives", RED, "--relation", "儿子", "--reached")[0]
        assert 0 == officer("result", RED, "--verdict", "denied")[0]
    code, out, err = officer("show", RED, "--units", tmp_path / "units.yaml", "--lang", lang)
    assert (0, "") == (code, err)
    assert [] == [line for line in out.splitlines() if line != line.rstrip()]
    golden(f"sheet.{lang}.txt", out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refused_closure_reads_as_agreed(officer: Command, lang: str) -> None:
    """Closing says everything that is missing, at once, with one cure for those that share it; nothing was changed."""
    code, out, err = officer("close", RED, "--lang", lang)
    assert (1, "") == (code, out)
    golden(f"close_refused.{lang}.txt", err)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refused_step_reads_as_agreed(officer: Command, lang: str) -> None:
    """A step that is not possible yet says what has to come first."""
    code, out, err = officer("call", YELLOW, "--failed", "busy", "--lang", lang)
    assert (1, "") == (code, out)
    golden(f"wrong_step.{lang}.txt", err)


def test_the_first_lines_say_what_matters(officer: Command) -> None:
    """Who, how urgent and what scam stand in the first line, what to do in the second, by when in the third."""
    lines = officer("show", RED, "--lang", "zh")[1].splitlines()
    assert all(word in lines[0] for word in ("红·紧急", "手机 138****1001", "冒充客服", "95 分"))
    assert "现在：马上签收" == lines[1]
    assert lines[2].startswith("时限：签收 已超时 4 分钟；首次联系 已超时 2 分钟；出警 ")
    assert any("位置不明" in line for line in lines[3:5])


def test_from_signing_to_closing(officer: Command, store: str) -> None:
    """The whole course of a red case by words alone; each step says what comes next."""
    steps = (
        (("sign", RED), "现在：打给本人"),
        (("call", RED, "--answered", "--reached", "self", "--not-convinced"), "现在：电话已通，仍须见面"),
        (("dispatch", RED, "--unit", "nanhu"), "现在：民警在路上"),
        (("visit", RED, "--met", "--convinced", "--app", "removed", "--bank-contacted"), "现在：登记处置结果"),
        (("result", RED, "--verdict", "dissuaded", "--at-risk", "22,848", "--stopped", "22,848"), "现在：可以办结"),
        (("close", RED), "现在：已结束，等待回访"),
        (("return-visit", RED, "--truthful", "--now", "2025-03-09T10:05"), "现在：已结束"),
        (("close", RED), "没有变化"),
    )
    for words, told in steps:
        code, out, err = officer(*words, "--lang", "zh")
        assert (0, "") == (code, err)
        assert told in out
    case = stored(store, RED)
    assert ("closed", "王警官", 2_284_800) == (case.status, case.ended_by, case.at_risk)


def test_a_rise_is_said_with_its_cause(officer: Command) -> None:
    """A busy line raises the level, and the verb says so and why; in English, too."""
    officer("sign", YELLOW)
    assert "等级：黄 → 红（占线）" in officer("call", YELLOW, "--failed", "busy", "--lang", "zh")[1]
    officer("sign", GREEN)
    assert "level: green -> yellow (refused)" in officer("call", GREEN, "--failed", "refused")[1]


def test_measures_and_tiers_are_said(officer: Command) -> None:
    """The third denial prints the measures and the tier above, half a million the city's centre."""
    officer("sign", YELLOW)
    officer("visit", YELLOW, "--met", "--walk-in")
    for _ in range(2):
        officer("result", YELLOW, "--verdict", "denied")
    out = officer("result", YELLOW, "--verdict", "denied", "--lang", "zh")[1]
    assert "追加措施：所领导上门" in out
    assert "层级：派出所 → 分局" in out
    assert "tier: sub_bureau -> city" in officer("result", YELLOW, "--verdict", "denied", "--at-risk", "500000")[1]


ACTIONS: tuple[tuple[tuple[str, ...], str, dict[str, Any]], ...] = (
    (("call", "--answered", "--reached", "relative"), "call", {"answered": True, "reached": "relative"}),
    (("call", "--failed", "powered_off"), "call", {"answered": False, "failure": "powered_off"}),
    (("sms", "--template", "12381-3", "--not-delivered"), "sms", {"template": "12381-3", "delivered": False}),
    (("relatives", "--relation", "儿子", "--not-reached"), "relatives", {"relation": "儿子", "reached": False}),
    (("visit", "--met", "--walk-in", "--leader", "--bank-not-contacted"), "visit", {"met": True, "walk_in": True, "leader": True, "bank_contacted": False}),
    (("result", "--verdict", "unknown", "--again"), "result", {"verdict": "unknown", "again": True}),
    (("transfer", "--unit", "外省某所", "--external"), "transfer", {"unit": "外省某所", "external": True}),
    (("reject", "--not-our-area", "chengxi"), "reject", {"reason": "not_our_area", "unit": "chengxi"}),
    (("reject", "--duplicate-of", RED), "reject", {"reason": "duplicate", "duplicate_of": RED}),
    (("hand-over", "--unit", "cyber", "--feedback-hours", "24"), "hand_over", {"unit": "cyber", "feedback_hours": 24}),
    (("suspend", "--until", "2025-03-06T10:00"), "suspend", {"until": 1_741_226_400_000_000}),
    (("note", "请邻居留意"), "note", {}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "kind", "facts"), ACTIONS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_an_action_is_recorded_as_it_was_given(
    officer: Command, store: str, words: tuple[str, ...], kind: str, facts: dict[str, Any]
) -> None:
    """The words of a verb become the fields of its action, by the officer, at the given time."""
    with desk(Clock(), store) as one:
        reached(one, one.case(YELLOW))
    verb, *rest = words
    arguments = [YELLOW, *rest] if verb == "note" else [*rest, YELLOW]
    code, _, err = officer(verb, *arguments, "--at", "2025-03-05T10:02", "--by", "李警官")
    assert (0, "") == (code, err)
    with desk(Clock(), store) as one:
        entry = next(e for e in reversed(one.history(YELLOW)) if e["by"] == "李警官")
    assert (kind, 1_741_140_120_000_000) == (entry["kind"], entry["at"])
    assert facts.items() <= entry["facts"].items()


def test_what_waits_for_an_answer(officer: Command, store: str) -> None:
    """Receipt, feedback, the end of a watch and a second feedback are recorded after what they answer."""
    with desk(Clock(), store) as one:
        reached(one, one.case(YELLOW))
    for words in (
        ("transfer", YELLOW, "--unit", "chengxi"), ("receipt", YELLOW, "--refused"), ("hand-over", YELLOW, "--unit", "cyber"),
        ("feedback", YELLOW, "--unit", "cyber"), ("suspend", YELLOW, "--until", "2025-03-06T10:00"), ("resume", YELLOW),
        ("result", YELLOW, "--verdict", "unknown"), ("second-feedback", YELLOW), ("close", YELLOW),
        ("reopen", YELLOW, "家属来电说又接到电话"),
    ):  # fmt: skip
        assert (0, "") == officer(*words)[::2], words
    assert "new" == stored(store, YELLOW).status


def test_an_instruction_is_answered_or_unknown(officer: Command) -> None:
    """An instruction that nobody waits for is refused."""
    code, _, err = officer("answer-lead", YELLOW, "--ref", "B-9", "--lang", "zh")
    assert 1 == code
    assert "没有等待答复的指令 `B-9`" in err


def test_a_loss_needs_its_particulars(officer: Command, store: str) -> None:
    """A confirmed loss without amount, payee and time is refused; with them it is kept, without the payee."""
    with desk(Clock(), store) as one:
        reached(one, one.case(YELLOW))
    code, _, err = officer("result", YELLOW, "--verdict", "defrauded", "--lost", "3000")
    assert (1, True) == (code, "first_payee, happened_at" in err)
    words = ("--first-payee", "6299990000009000016", "--happened-at", "2025-03-05 09:58")
    assert 0 == officer("result", YELLOW, "--verdict", "defrauded", "--lost", "3000", *words)[0]
    with desk(Clock(), store) as one:
        assert "6299990000009000016" not in json.dumps(one.history(YELLOW))


def test_an_exception_is_named_and_masked(officer: Command, store: str) -> None:
    """A superior's exception closes a reached case, stays marked, and numbers in its reason are masked."""
    with desk(Clock(), store) as one:
        reached(one, one.case(YELLOW))
    words = ("--superior", "周所", "--reason", "本人在外地，电话 13800001002 已劝住")
    assert 0 == officer("close", YELLOW, *words)[0]
    exception = stored(store, YELLOW).exception
    assert {"superior": "周所", "reason": "本人在外地，电话 138****1002 已劝住"} == exception
    assert "例外办结" in officer("show", YELLOW, "--lang", "zh")[1]


def test_an_exception_gives_its_reason(officer: Command, store: str) -> None:
    """An exception without a reason worth the name is refused, and the field is named."""
    with desk(Clock(), store) as one:
        reached(one, one.case(YELLOW))
        with pytest.raises(CaseError, match=r"exception\.reason"):
            one.close(YELLOW, by="王警官", superior="周所")
    code, _, err = officer("close", YELLOW, "--superior", "周所", "--reason", "急")
    assert (1, True) == (code, "exception.reason" in err)


def test_somebody_else_was_quicker(officer: Command) -> None:
    """With `--version` an action is refused when another officer has acted since."""
    officer("sign", YELLOW)
    code, _, err = officer("call", YELLOW, "--failed", "no_answer", "--version", "1")
    assert (1, True) == (code, "has gone on to version 2" in err)


def test_ticks_are_told_and_act_once(officer: Command, store: str) -> None:
    """A tick says what was missed and raised; the same tick again finds nothing."""
    assert "1 个案件到时：超时 1 项，提级 1 次" in officer("tick", "--now", "2025-03-05T10:02", "--lang", "zh")[1]
    assert "sub_bureau" == stored(store, RED).tier
    done = json.loads(officer("tick", "--now", "2025-03-05T10:02", "--json")[1])
    assert {"cases": 0, "missed": 0, "escalated": 0, "notices": 0} == done
    assert "1 case due" in officer("tick", "--now", "2025-03-05T10:03")[1]


def test_a_sound_ledger(officer: Command) -> None:
    """An untouched store verifies, in words and as JSON."""
    assert (0, "sound: 3 entries and 3 cases are as they were written\n", "") == officer("verify")
    assert json.loads(officer("verify", "--json")[1])["sound"]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("UPDATE ledger SET facts = '{}' WHERE seq = 2", "台账第 2 条被改动过"),
        ("DELETE FROM ledger WHERE seq = 2", "台账第 2 条不见了"),
        ("UPDATE ledger SET words = '{}' WHERE seq = 3", "台账第 3 条的文字被改动或删除"),
        ("DELETE FROM ledger WHERE seq = 3", "台账第 3 条不见了"),
        ("UPDATE chain SET hash = 'x'", "台账末尾（第 4 条）对不上"),
        ("DELETE FROM cases WHERE level = 'yellow'", f"案件 {YELLOW} 与台账不符"),
    ],
)
def test_a_changed_ledger_names_its_first_bad_entry(officer: Command, tmp_path: Path, edit: str, told: str) -> None:
    """Whatever is edited or deleted behind the desk's back, `verify` ends with 1 and names it."""
    with sqlite3.connect(tmp_path / "desk.db") as raw:
        raw.execute(edit)
    raw.close()
    code, out, _ = officer("verify", "--lang", "zh")
    assert (1, f"核验不通过：{told}\n") == (code, out)
    assert 1 == officer("verify", "--json")[0]


def test_contact_data_are_revealed_and_that_is_written_down(officer: Command) -> None:
    """`reveal` shows the number to a named officer for a purpose; the history says who saw it; `show` never does."""
    assert "13800001002" not in officer("show", YELLOW, "--json")[1]
    code, out, err = officer("reveal", YELLOW, "--purpose", "dissuasion", "--reason", "联系本人", "--lang", "zh")
    assert (0, True, True) == (code, "ids.phone: 13800001002" in out, "已记入台账" in err)
    assert "13800001002" == json.loads(officer("reveal", YELLOW, "--purpose", "drill", "--json")[1])["ids"]["phone"]
    told = officer("history", YELLOW, "--lang", "zh")[1]
    assert all(word in told for word in ("查看联系方式", "用途：劝阻", "联系本人", "王警官"))


def test_history(officer: Command) -> None:
    """Who did what, how, and what it changed, in words or as JSON."""
    officer("sign", YELLOW)
    officer("call", YELLOW, "--failed", "busy", "--remark", "回拨 13800001002")
    officer("tick", "--now", "2025-03-05T12:10")
    zh = officer("history", YELLOW, "--lang", "zh")[1]
    wanted = (
        "自动升级",
        "原因：占线",
        "黄 → 红",
        "未接通原因：占线",
        "回拨 138****1002",
        "时限：出警",
        "系统",
        "派出所 → 分局",
    )
    assert [] == [word for word in wanted if word not in zh]
    en = officer("history", YELLOW)[1]
    assert all(word in en for word in ("level raised", "cause=busy", "answered=false", "status: new -> signed"))
    entries = json.loads(officer("history", YELLOW, "--json")[1])["entries"]
    assert ["opened", "sign", "call", "level_raised"] == [entry["kind"] for entry in entries[:4]]


def test_notices(officer: Command) -> None:
    """A calendar that ends is said once; before there is nothing to say."""
    assert "没有提示" in officer("notices", "--lang", "zh")[1]
    officer("tick", "--now", "2199-03-05T10:00")
    assert "节假日表到期" in officer("notices", "--lang", "zh")[1]
    assert ["calendar"] == [one["kind"] for one in json.loads(officer("notices", "--json")[1])["notices"]]


def test_a_feed_that_fell_silent_is_named(officer: Command, store: str) -> None:
    """The notice of a silent feed names it and when it was last heard."""
    clock = Clock()
    with desk(clock, store) as one:
        for _ in range(5):
            with one.store.writing() as tx:
                one.reception.hear(tx, "bank-a", one.now())
            clock.later(days=1)
        clock.later(days=4)
        one.tick()
    assert "bank-a, last heard 03-09 10:00" in officer("notices")[1]


def test_the_list_is_filtered_and_paged(officer: Command) -> None:
    """Unit, level and tier choose; a page says where the next begins; JSON holds the same."""

    def ids(*words: str) -> list[str]:
        return [one["case"]["id"] for one in json.loads(officer("list", "--json", *words)[1])["cases"]]

    assert [RED, YELLOW, GREEN] == ids()
    assert [YELLOW] == ids("--level", "yellow")
    assert [] == ids("--tier", "city")
    assert [] == ids("--unit", "elsewhere")
    assert [] == ids("--ended")
    out = officer("list", "--limit", "2", "--lang", "zh")[1]
    after = out.rpartition("--after ")[2].strip()
    assert [GREEN] == ids("--after", after)
    assert "next page: --after " in officer("list", "--limit", "2")[1]
    assert "没有案件" in officer("list", "--ended", "--lang", "zh")[1]
    first = json.loads(officer("list", "--json")[1])["cases"][0]
    assert ("马上签收", "sign", True) == (first["now"]["zh"], *(first["countdowns"][0][k] for k in ("name", "overdue")))


def test_export_holds_no_words(officer: Command, store: str) -> None:
    """One object a line, chosen by time; no sentence of a ticket and no remark leaves the store."""
    officer("sign", YELLOW, "--remark", "门口有狗")
    lines = officer("export")[1].splitlines()
    assert ["opened", "opened", "opened", "sign"] == [json.loads(line)["kind"] for line in lines]
    assert "陌生来电" not in "".join(lines)
    assert "门口有狗" not in "".join(lines)
    assert 1 == len(officer("export", "--since", "2025-03-05T10:01")[1].splitlines())
    assert 3 == len(officer("export", "--until", "2025-03-05T10:01")[1].splitlines())


def test_purge_says_what_it_removed(officer: Command, store: str) -> None:
    """Long after a case has ended its contact data and words go; the sheet says so."""
    with desk(Clock(), store) as one:
        reached(one, one.case(GREEN))
        one.close(GREEN, by="王警官")
    assert "原始事件 0 条" in officer("purge", "--lang", "zh")[1]
    assert {"events": 0, "contacts": 1, "words": 1} == json.loads(
        officer("purge", "--now", "2029-03-05T10:00", "--json")[1]
    )
    assert "removed: 0 events, 0 contacts" in officer("purge", "--now", "2029-03-05T10:00")[1]
    assert "依据、话术已超过保存期限，已删除" in officer("show", GREEN, "--lang", "zh")[1]
    code, _, err = officer("reveal", GREEN, "--purpose", "drill")
    assert (1, True) == (code, "have been removed" in err)


def test_init_makes_a_store_and_a_key_for_the_owner_only(command: Command, tmp_path: Path) -> None:
    """Both files are readable by their owner only; a key that is there is used, never replaced."""
    key, file = tmp_path / "desk.key", tmp_path / "desk.db"
    words = ("desk", "init", "--store", f"sqlite:///{file}", "--key-file", key)
    code, out, err = command(*words)
    assert (0, "") == (code, err)
    assert "made a key" in out
    assert [0o600, 0o600] == [stat.S_IMODE(path.stat().st_mode) for path in (key, file)]
    made = key.read_bytes()
    assert 32 == len(made)
    assert "数据库可以使用" in command(*words, "--lang", "zh")[1]
    assert made == key.read_bytes()
    assert (0, "no cases\n", "") == command("desk", "list", "--store", f"sqlite:///{file}", "--key-file", key)


def test_init_where_nothing_can_be_written(command: Command, tmp_path: Path) -> None:
    """A folder that is not there ends with 2 and its name."""
    code, _, err = command("desk", "init", "--store", "sqlite://", "--key-file", tmp_path / "no" / "key")
    assert (2, True) == (code, "no/key" in err or str(tmp_path / "no") in err)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("call", YELLOW), "--answered with --reached"),
        (("call", YELLOW, "--answered", "--failed", "busy"), "--answered with --reached"),
        (("reject", YELLOW), "--not-our-area UNIT or --duplicate-of CASE"),
        (("close", YELLOW, "--superior", "周所"), "both --superior and --reason"),
        (("visit", YELLOW), "--met"),
        (("suspend", YELLOW, "--until", "morgen"), "is no time"),
        (("list", "--limit", "0"), "--limit"),
        (("list", "--after", "x"), "is not where a page begins"),
        (("show",), "CASE"),
        (("list", "--store", "mysql://x/y"), "no address of a store"),
        (("list", "--store", "::"), "no address of a store"),
        (("list", "--key-file", "nowhere"), "nowhere"),
        (("list", "--units", "nowhere.yaml"), "nowhere.yaml"),
        (("init", "--key-file", ""), "needs a key"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_two(officer: Command, words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not understood ends with 2, says what is wanted, and changes nothing."""
    if words[0] == "init":
        monkeypatch.delenv("FRAUDGUARD_DESK_KEY")
        words = words[:1]
    code, out, err = officer(*words)
    assert (2, "") == (code, out)
    assert told in err


def test_a_misspelt_store_is_not_made(command: Command, tmp_path: Path) -> None:
    """A store that is not there is an error, not an empty list of cases."""
    (tmp_path / "key").write_bytes(KEY)
    code, out, err = command(
        "desk", "list", "--store", f"sqlite:///{tmp_path / 'dekc.db'}", "--key-file", tmp_path / "key"
    )
    assert (2, "", True) == (code, out, "there is no store at" in err)
    assert not (tmp_path / "dekc.db").exists()


def test_the_key_of_another_store(officer: Command, tmp_path: Path) -> None:
    """Another key than that of the store is wrong use."""
    (tmp_path / "other").write_bytes(b"o" * 32)
    code, _, err = officer("list", "--key-file", tmp_path / "other")
    assert (2, True) == (code, "made with another key" in err)


def test_an_unknown_case_is_refused(officer: Command) -> None:
    """A case that is not there ends with 1 and the way to find it."""
    code, _, err = officer("show", "c-0", "--lang", "zh")
    assert (1, True) == (code, "没有编号为 `c-0` 的案件" in err)


def test_nobody_acts_without_a_name(officer: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who acts must be named on the command line or in the environment."""
    monkeypatch.delenv("FRAUDGUARD_OFFICER")
    code, _, err = officer("sign", YELLOW)
    assert (2, True) == (code, "--by" in err)


@pytest.mark.parametrize("verb", ["", *verbs._VERBS])
def test_every_verb_has_help_in_both_languages(command: Command, verb: str) -> None:
    """`--help` says in English and Chinese what the verb does."""
    code, out, _ = command("desk", *filter(None, (verb,)), "--help")
    assert 0 == code
    said = out.partition("Options:")[0]
    assert any("\u4e00" <= character <= "\u9fff" for character in said)
    assert "Usage: fraudguard desk" in out


def test_choices_are_those_of_the_desk() -> None:
    """The choices that help shows are what the desk takes; they are written out so that help need not load it."""
    assert tuple(FAILURE_ZH) == _FAILURES
    assert tuple(VERDICT_ZH) == _VERDICTS
    assert PURPOSES == _PURPOSES
    assert {"nanhu", "chengxi", "city", "cyber"} == set(UNITS.by_id)
