"""Wording of the errors raised by `fraudguard.classifier`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "model.missing": Message(
        "there is no model at `{path}`: `{file}` is missing or cannot be read",
        "`{path}` 处没有模型：`{file}` 不存在或无法读取",
        "give the folder that `fraudguard model train` wrote, or `@shipped`",
        "请提供 `fraudguard model train` 写出的目录，或写 `@shipped`",
    ),
    "model.too_large": Message(
        "`{file}` has more than the {most} bytes that a model may have",
        "`{file}` 超过模型允许的 {most} 字节",
        "give a folder that `fraudguard model train` wrote",
        "请提供 `fraudguard model train` 写出的目录",
    ),
    "model.card": Message(
        "the card of the model is wrong at `{field}`",
        "模型说明（card.json）的 `{field}` 有误",
        "take the folder again as `fraudguard model train` wrote it",
        "请重新取用 `fraudguard model train` 写出的目录",
    ),
    "model.altered": Message(
        "`{file}` is not what was written when the model was trained",
        "`{file}` 与训练时写出的内容不一致",
        "take the folder again as `fraudguard model train` wrote it; a card is not edited by hand",
        "请重新取用 `fraudguard model train` 写出的目录；说明文件不能手工修改",
    ),
    "model.features": Message(
        "the model was trained on features of another release",
        "模型使用的特征与本版本不同",
        "train it again with this release",
        "请用本版本重新训练",
    ),
    "model.weights": Message(
        "the weights of the model are wrong at `{field}`",
        "模型权重的 `{field}` 有误",
        "take the folder again as `fraudguard model train` wrote it",
        "请重新取用 `fraudguard model train` 写出的目录",
    ),
    "model.parity": Message(
        "the model does not give the sums on its sample texts that it gave when it was trained",
        "模型在样例文本上的结果与训练时不一致",
        "train it again with this release",
        "请用本版本重新训练",
    ),
    "model.untrusted": Message(
        "the file of the estimator has the SHA-256 `{found}`, not the one that was given",
        "该模型文件的 SHA-256 是 `{found}`，与给出的不一致",
        "loading such a file runs its code: give the digest of a file that you wrote yourself",
        "读取这种文件会执行其中的代码：只对自己写出的文件给出其摘要",
    ),
    "model.estimator": Message(
        "the estimator cannot be used: {reason}",
        "该模型无法使用：{reason}",
        "it needs `predict_proba` over texts and two classes",
        "它必须能对文本调用 `predict_proba`，并且只有两个类别",
    ),
    "model.corpus_missing": Message(
        "there are no texts under `{path}`",
        "`{path}` 下没有训练文本",
        "give a folder with files such as `scam/TOPIC.yaml`",
        "请提供含有 `scam/主题.yaml` 这类文件的目录",
    ),
    "model.corpus_file": Message(
        "`{file}` cannot be read as training texts ({reason})",
        "`{file}` 无法作为训练文本读取（{reason}）",
        "it needs `side`, `topic` and a list `texts`",
        "文件须有 `side`、`topic` 和列表 `texts`",
    ),
    "model.corpus_text": Message(
        "text {number} of `{file}` is not one",
        "`{file}` 的第 {number} 条文本格式有误",
        "it needs `channel` and `text`, and may have `script`, `scheme` and `speakers`",
        "须有 `channel` 和 `text`，可有 `script`、`scheme`、`speakers`",
    ),
    "model.data_file": Message(
        "`{path}` cannot be read: {reason}",
        "`{path}` 无法读取：{reason}",
        "give JSON lines, CSV or Parquet",
        "请提供 JSONL、CSV 或 Parquet 文件",
    ),
    "model.data_row": Message(
        "row {row} of `{path}` lacks one of `{fields}`",
        "`{path}` 的第 {row} 行缺少 `{fields}` 之一",
        "`text` is a text, `is_fraud` 0 or 1",
        "`text` 为文本，`is_fraud` 为 0 或 1",
    ),
    "model.too_few": Message(
        "{fraud} texts of fraud and {honest} others are too few to learn from",
        "诈骗文本 {fraud} 条、其他文本 {honest} 条，数量太少，无法训练",
        "give at least {least} of either",
        "两类各至少提供 {least} 条",
    ),
    "model.too_few_rows": Message(
        "{fraud} rows of fraud and {honest} others of kind `{kind}` are too few to learn from",
        "`{kind}` 类事件中诈骗 {fraud} 行、其他 {honest} 行，数量太少，无法训练",
        "give at least {least} of either: more persons, more days or a larger panel",
        "两类各至少需要 {least} 行：请增加人数、天数或每类骗局的起数",
    ),
    "model.seed_twice": Message(
        "the seed `{seed}` is used twice",
        "种子 `{seed}` 被用了两次",
        "learn, calibrate and measure on different seeds: a world that was learnt from measures nothing",
        "训练、校准和评估须用不同的种子：用训练过的数据评估没有意义",
    ),
    "model.columns": Message(
        "the columns `{given}` are not complete or name too much: {missing}",
        "列 `{given}` 不完整或有多余：{missing}",
        "write `at=…,person=…,payee=…,amount=…,label=…` with the names of the table",
        "请写成 `at=…,person=…,payee=…,amount=…,label=…`，等号后为表中的列名",
    ),
    "model.no_behaviour": Message(
        "the model at `{path}` has no behaviour head",
        "`{path}` 处的模型没有行为部分",
        "give a folder with `behaviour/`, as `fraudguard model train-behaviour` writes it, or `@shipped`",
        "请提供含有 `behaviour/` 的目录（由 `fraudguard model train-behaviour` 写出），或写 `@shipped`",
    ),
    "model.no_reference": Message(
        "the model at `{path}` holds no shares of texts to compare with",
        "`{path}` 处的模型没有可供比较的文本分布",
        "write its card anew with `fraudguard model train … --card-only`, or give a folder with a text head",
        "请用 `fraudguard model train … --card-only` 重写模型说明，或提供含有文本部分的目录",
    ),
    "model.no_source": Message(
        "the model did not learn from a source `{source}`; it knows {known}",
        "模型没有学习过来源 `{source}`；已知来源：{known}",
        "give one of these, or none for the first",
        "请给出其中之一；不给出则取第一个",
    ),
    "model.no_texts": Message(
        "there is no text of `{scheme}` among the data",
        "数据中没有 `{scheme}` 类文本",
        "give a scheme that the first source has texts of, or `all`",
        "请给出第一个来源中有文本的骗局类型，或写 `all`",
    ),
    "model.other_weights": Message(
        "the data give a model with the digest `{found}`, not `{expected}`",
        "这些数据训练出的模型摘要是 `{found}`，而不是 `{expected}`",
        "give the data, settings and releases of libraries that the model was trained with, or train without `--card-only`",
        "请使用训练该模型时的数据、设置和库版本，或去掉 `--card-only` 重新训练",
    ),
    "model.two_classifiers": Message(
        "both `model` and `classifier` are given",
        "同时给出了 `model` 和 `classifier`",
        "give one of them",
        "只能给出其中一个",
    ),
}
