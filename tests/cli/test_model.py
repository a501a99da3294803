"""`fraudguard model`, and `explain --model`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A hundred short texts of two kinds."""
    rows = [
        {"text": f"{what}{ending}{number}", "is_fraud": fraud, "source": "ours", "category": what}
        for fraud, what in ((1, "请转账到安全账户"), (0, "明天上午开会"))
        for number, ending in enumerate(
            "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出"
        )
    ]
    path = tmp_path / "data.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_train_evaluate_show(command: Command, data: Path, tmp_path: Path) -> None:
    """A model of one's own is trained, measured and shown; the digest is the same in both."""
    code, out, err = command("model", "train", "--data", data, "--to", tmp_path / "m", "--json")
    assert 0 == code, err
    card = json.loads(out)
    assert [] == card["schemes"]
    code, out, _ = command("model", "evaluate", data, "--model", tmp_path / "m", "--honest", "ours", "--json")
    assert 0 == code
    assert 1.0 == json.loads(out)["sources"][0]["auc"]
    code, out, _ = command("model", "evaluate", data, "--model", tmp_path / "m", "--lang", "zh")
    assert 0 == code
    assert "请转账到安全账户" in out
    code, out, _ = command("model", "show", tmp_path / "m")
    assert 0 == code
    assert card["weights_digest"] in out


def test_a_model_that_is_none_is_wrong(command: Command, tmp_path: Path) -> None:
    """The error is told in words."""
    code, _, err = command("model", "show", tmp_path)
    assert 1 == code
    assert "model.missing" in err


def test_corpus_counts_and_names_twins(command: Command, tmp_path: Path) -> None:
    """Texts are counted by scheme; two that are alike are named by their places and end the command with 1."""
    (tmp_path / "scam").mkdir()
    (tmp_path / "scam" / "x.yaml").write_text(
        "side: scam\ntopic: fake_loan\ntexts:\n  - {channel: sms, text: 贷款秒批请联系我}\n  - {channel: sms, text: 贷款秒批请联系我}\n",
        encoding="utf-8",
    )
    code, out, _ = command("model", "corpus", tmp_path)
    assert 1 == code
    assert "    2  fake_loan  scam" in out
    assert "1.00  scam/x.yaml:1  scam/x.yaml:2" in out
    code, out, _ = command("model", "corpus", tmp_path, "--by", "all", "--json")
    assert [["fake_loan", "scam", "<40", "sms", "simplified", 2]] == json.loads(out)["counts"]


def test_explain_shows_what_the_model_saw(command: Command, tmp_path: Path) -> None:
    """With a model the parts of its log-odds are shown and add up; without one there are none."""
    path = tmp_path / "event.json"
    text = "您好，我是平台客服，您的百万保障今晚到期，请下载会议软件共享屏幕取消扣费，电话13800001234"
    path.write_text(json.dumps({"kind": "message", "at": "2025-01-06T10:00:00+08:00", "text": text}), encoding="utf-8")
    code, out, err = command("explain", path, "--model", "@shipped", "--json")
    assert 0 == code, err
    seen = json.loads(out)["model"]
    assert abs(seen["log_odds"] - seen["base"] - seen["rest"] - sum(one["log_odds"] for one in seen["shown"])) < 1e-9
    code, out, _ = command("explain", path, "--model", "@shipped", "--lang", "zh")
    assert "对数几率" in out
    assert "13800001234" not in out
    _, out, _ = command("explain", path, "--json")
    assert "model" not in json.loads(out)
