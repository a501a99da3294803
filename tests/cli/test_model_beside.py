"""`fraudguard model beside`, and the page of `evaluate`."""

import json
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., tuple[int, str, str]]


def test_rules_and_model_side_by_side(command: Command, tmp_path: Path) -> None:
    """Figures as a table and as data, and a page of them."""
    words = ("--persons", "60", "--days", "17", "--panel", "1", "--tickets", "3", "--page", tmp_path / "page.html")
    code, out, err = command("model", "beside", *words, "--json")
    assert 0 == code, err
    assert [3] == [one["tickets"] for one in json.loads(out)["tickets"]]
    assert "3 tickets a day" in (tmp_path / "page.html").read_text(encoding="utf-8")
    code, out, _ = command("model", "beside", *words, "--lang", "zh")
    assert 0 == code
    assert "平均精确率" in out


def test_evaluate_writes_a_page(command: Command, tmp_path: Path) -> None:
    """The figures of each source stand on a page without scripts."""
    rows = [{"text": text, "is_fraud": fraud, "source": "ours"}
            for text, fraud in (("请转账到安全账户", 1), ("明天上午开会", 0), ("点击链接领取积分", 1), ("晚上吃饭吗", 0))]  # fmt: skip
    data = tmp_path / "data.jsonl"
    data.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    code, _, err = command("model", "evaluate", data, "--page", tmp_path / "page.html")
    assert 0 == code, err
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "ours" in text
    assert "<script" not in text


def test_weak_spots_are_told(command: Command, tmp_path: Path) -> None:
    """Figures, schemes and honest stories, as tables and as data; a model without a behaviour head has none."""
    words = ("model", "behaviour", "--persons", "60", "--days", "10", "--panel", "2")
    code, out, err = command(*words, "--json")
    assert 0 == code, err
    assert {"transaction", "device_event"} == set(json.loads(out))
    code, out, _ = command(*words, "--lang", "zh")
    assert 0 == code
    assert "正常故事" in out
    code, _, err = command(*words, "--model", tmp_path)
    assert (1, True) == (code, "model.missing" in err)
