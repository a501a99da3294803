"""
The models: one text at a time beside scikit-learn, many at once, and loading; one event's behaviour and many rows.

Equal answers first, then times. One at a time is processor time; many rows are wall time, for threads share the work.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fraudguard.classifier.corpus import read_corpus
from fraudguard.classifier.model import TextModel, load_model
from fraudguard.classifier.neutral import neutral_form

ROOT = Path(__file__).parents[1]
LENGTHS = (30, 70, 400)


def texts_of(length: int, number: int) -> list[str]:
    """Texts of one length, cut out of the corpus, in a seeded order."""
    parts = [one.text for one in read_corpus(ROOT / "models" / "corpus")]
    random.Random(1).shuffle(parts)
    whole = "".join(parts)
    return [whole[at * length : (at + 1) * length] for at in range(min(number, len(whole) // length))]


def each(call: Callable[[Any], object], texts: Sequence[Any], repeats: int) -> float:
    """Microseconds of a call: the least over repetitions of the mean over texts; on a shared machine others only add."""
    for text in texts[:200]:
        call(text)
    rounds = []
    for _ in range(repeats):
        begun = time.process_time()
        for text in texts:
            call(text)
        rounds.append((time.process_time() - begun) / len(texts) * 1e6)
    return min(rounds)


def sklearn_peer(model: TextModel) -> Callable[[str], float]:
    """The same features and weights in a scikit-learn vectoriser and a sparse product, one text at a time."""
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    vectoriser = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=1 << 20, binary=True, norm=None)
    coefficients = model.weights.value[: 1 << 20].astype(np.float64)
    return lambda text: float((vectoriser.transform([neutral_form(text)]) @ coefficients)[0])


def behaviour(folder: str, repeats: int) -> dict[str, float]:
    """Events of a small simulated town through the behaviour model: the answer alone, without working out windows."""
    import numpy as np

    from fraudguard.classifier.behaviour.features import expressions
    from fraudguard.classifier.heads import TwoHeads, load_classifier
    from fraudguard.pack import load_pack
    from fraudguard.scoring.feature_columns import feature_tables
    from fraudguard.simulate import Settings, simulate_town
    from fraudguard.workbench.behaviour.towns import frames_of

    both = load_classifier(folder)
    if not isinstance(both, TwoHeads):
        return {}
    frames = frames_of(simulate_town(Settings(persons=200, days=20, seed="speed", panel=1), 0))
    table = feature_tables({"transaction": expressions("transaction")}, frames, load_pack(examples=False))[
        "transaction"
    ]
    rows = [tuple(None if math.isnan(value) else value for value in row) for row in table[:2_000].tolist()]
    model = both.behaviour
    alone = [model.classify_values("transaction", row) for row in rows]
    many = model.probabilities("transaction", table[:2_000])
    assert [one.probability for one in alone if one is not None] == many[~np.isnan(many)].tolist()
    large = np.concatenate([table] * (400_000 // len(table) + 1))
    found = {"behaviour, one, us": each(lambda row: model.classify_values("transaction", row), rows, repeats)}
    for threads in (1, 2):
        rounds = []
        for _ in range(max(3, repeats // 2)):
            begun = time.perf_counter()
            model.probabilities("transaction", large, threads)
            rounds.append(len(large) / (time.perf_counter() - begun))
        found[f"behaviour, many, {threads} threads, rows/s"] = max(rounds)
    return found


def in_guard(folder: str) -> dict[str, float]:
    """Payments of a small simulated town through a guard with the shipped rules, without and with the behaviour head."""
    from fraudguard import Guard
    from fraudguard.classifier.heads import TwoHeads, load_classifier
    from fraudguard.simulate import Settings, simulate_town

    both = load_classifier(folder)
    if not isinstance(both, TwoHeads):
        return {}
    town = simulate_town(Settings(persons=100, days=20, seed="speed", panel=1), 0)
    found = {}
    for name, head in (("rules", None), ("rules and behaviour", TwoHeads(None, both.behaviour))):
        guard = Guard.load(key=b"a key for benchmarks only", classifier=head)
        spent, payments = 0.0, 0
        for event in town.stream():
            begun = time.process_time()
            guard.score(event)
            if event["kind"] == "transaction":
                spent += time.process_time() - begun
                payments += 1
        found[f"a payment in the guard, {name}, us"] = spent / payments * 1e6
    return found


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--model", default="@shipped")
    words.add_argument("--repeats", type=int, default=7)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    begun = time.process_time()
    model = load_model(given.model)
    found: dict[str, float] = {"load ms": (time.process_time() - begun) * 1e3}
    peer = sklearn_peer(model)
    for length in LENGTHS:
        texts = texts_of(length, 2_000)
        assert [model.classify_text(text) for text in texts] == model.classify_many(texts)
        found[f"{length} characters, one, us"] = each(model.classify_text, texts, given.repeats)
        found[f"{length} characters, scikit-learn vectoriser alone, us"] = each(peer, texts[:200], 1)
        rounds = []
        for _ in range(given.repeats):
            begun = time.process_time()
            model.classify_many(texts)
            rounds.append(len(texts) / (time.process_time() - begun))
        found[f"{length} characters, many, texts/s"] = max(rounds)
    found |= behaviour(given.model, given.repeats)
    found |= in_guard(given.model)
    if given.json:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        print(f"{name:55} {value:12,.1f}")


if __name__ == "__main__":
    main()
