"""Wording of the errors raised by `fraudguard.scoring`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "scoring.argument": Message(
        "`{name}` cannot be a value of type `{given}`",
        "`{name}` 不能是 `{given}` 类型的值",
        "give {wanted}",
        "请提供：{wanted}",
    ),
    "scoring.batch_model": Message(
        "a guard with a classifier scores no tables",
        "带有分类模型的实例不能成批计分",
        "score event by event, or load the guard without `model` and `classifier`",
        "请逐条计分，或不带 `model`、`classifier` 加载",
    ),
    "scoring.key_short": Message(
        "the key has {given} bytes, at least {least} are needed",
        "密钥只有 {given} 字节，至少需要 {least} 字节",
        "make one with `head -c 32 /dev/urandom > key` and keep it readable for the service alone",
        "用 `head -c 32 /dev/urandom > key` 生成一个，并只允许本服务读取",
    ),
    "state.not_a_snapshot": Message(
        "this is not a snapshot of a guard",
        "这不是有效的状态快照",
        "give the file that `Guard.snapshot` or `score --state` wrote",
        "请提供 `Guard.snapshot` 或 `score --state` 写出的文件",
    ),
    "state.version": Message(
        "the snapshot has version `{given}`, this release reads version `{known}`",
        "快照版本为 `{given}`，本版本只能读取 `{known}`",
        "go on with the release that wrote it, or start with an empty state and `--history`",
        "请使用写出该快照的版本，或从空状态开始并用 `--history` 读入历史",
    ),
    "state.altered": Message(
        "the snapshot is truncated, altered, or sealed with another key",
        "快照不完整、被改动，或使用了另一把密钥",
        "restore it from a backup and give the key it was written with",
        "请从备份恢复，并提供写出时使用的密钥",
    ),
}
