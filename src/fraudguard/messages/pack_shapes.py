"""Wording of the faults of values that do not have the declared shape."""

from fraudguard.messages.entry import Message

__all__ = ["SHAPES"]

SHAPES: dict[str, Message] = {
    "pack.expected_text": Message(
        "`{key}` must be a text, not `{given}`",
        "`{key}` 应该是文字，而不是 `{given}`",
        "write the text after the colon; put it in single quotes when it begins with a sign",
        "在冒号后面写文字；以符号开头的文字要放在单引号里",
    ),
    "pack.expected_word": Message(
        "`{key}` cannot be `{given}`",
        "`{key}` 不能是 `{given}`",
        "it is one of {choices}",
        "可以写的是 {choices}",
    ),
    "pack.expected_whole": Message(
        "`{key}` must be a whole number from {low} to {high}, not `{given}`",
        "`{key}` 应该是 {low} 到 {high} 的整数，而不是 `{given}`",
        "write digits only, without quotes, separators or a unit",
        "只写数字，不加引号、分隔符和单位",
    ),
    "pack.expected_number": Message(
        "`{key}` must be a number between {low} and {high}, not `{given}`",
        "`{key}` 应该是 {low} 与 {high} 之间的数，而不是 `{given}`",
        "both ends are excluded",
        "两端都不包括",
    ),
    "pack.expected_flag": Message(
        "`{key}` must be `true` or `false`, not `{given}`",
        "`{key}` 应该是 `true` 或 `false`，而不是 `{given}`",
        "write it in lower case, without quotes; `yes`, `no`, `on` and `off` are texts",
        "用小写，不加引号；`yes`、`no`、`on`、`off` 都只是文字",
    ),
    "pack.expected_duration": Message(
        "`{key}` must be a time such as `30m`, `24h` or `7d`, not `{given}`",
        "`{key}` 应该是 `30m`、`24h`、`7d` 这样的时间，而不是 `{given}`",
        "a whole number and one of `s`, `m`, `h`, `d`; a multiple of {step}, at most {longest}",
        "一个整数加 `s`（秒）、`m`（分）、`h`（时）、`d`（天）之一；是 {step} 的整数倍，最多 {longest}",
    ),
    "pack.expected_date": Message(
        "`{key}` must be a date or a time with its zone, not `{given}`",
        "`{key}` 应该是日期或带时区的时间，而不是 `{given}`",
        "write `2025-01-31`, or `2025-01-31T08:00:00+08:00`",
        "写成 `2025-01-31`，或 `2025-01-31T08:00:00+08:00`",
    ),
    "pack.expected_list": Message(
        "`{key}` must be a list, not `{given}`",
        "`{key}` 应该是列表，而不是 `{given}`",
        "write one item per line, each beginning with `- `, or all in `[…]`",
        "每行一项，以 `- ` 开头，或全部写在 `[…]` 里",
    ),
    "pack.expected_map": Message(
        "`{key}` must hold keys with values, not `{given}`",
        "`{key}` 里应该是“键: 值”，而不是 `{given}`",
        "write `key: value` lines, indented under it",
        "在它下面缩进写 `键: 值`",
    ),
    "pack.list_length": Message(
        "`{key}` has {given} items; from {low} to {high} are allowed",
        "`{key}` 有 {given} 项，应该是 {low} 到 {high} 项",
        "add or remove items",
        "增加或删掉一些",
    ),
    "pack.text_length": Message(
        "`{key}` has {length} characters, more than {limit}",
        "`{key}` 有 {length} 个字符，超过上限 {limit}",
        "shorten it",
        "写短一些",
    ),
    "pack.unknown_key": Message(
        "`{where}` has no key `{key}`",
        "`{where}` 里没有 `{key}` 这个键",
        "its keys are {known}",
        "可以写的键：{known}",
    ),
    "pack.missing_key": Message(
        "`{where}` lacks the key `{key}`",
        "`{where}` 缺少 `{key}`",
        "add a line `{key}: …`",
        "加一行 `{key}: …`",
    ),
    "pack.rule_id": Message(
        "`{given}` cannot be a rule id",
        "`{given}` 不能作规则编号",
        "use lower-case letters, digits and single hyphens, beginning with a letter: `transfer-under-remote-control`",
        "用小写字母、数字和单个连字符，以字母开头：`transfer-under-remote-control`",
    ),
    "pack.snake_id": Message(
        "`{given}` cannot be an id in `{key}`",
        "`{key}` 里的 `{given}` 不能作编号",
        "use lower-case letters, digits and underscores, beginning with a letter: `remote_control`",
        "用小写字母、数字和下划线，以字母开头：`remote_control`",
    ),
    "pack.step_name": Message(
        "`{given}` cannot be a name in `{key}`",
        "`{key}` 里的 `{given}` 不能作名字",
        "use letters, digits and underscores, beginning with a letter",
        "用字母（或汉字）、数字和下划线，以字母（或汉字）开头",
    ),
}
