"""Wording of the faults of mapping files."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "mapping.unknown_key": Message(
        "a mapping file has no key `{key}` here",
        "映射文件的这个位置没有 `{key}` 这个键",
        "known here are {known}",
        "这里可用的键：{known}",
    ),
    "mapping.missing_key": Message(
        "the key `{key}` is missing here",
        "这里缺少 `{key}`",
        "add it; docs/feeds.md explains every key",
        "补上它；各键的含义见 docs/feeds.md",
    ),
    "mapping.choice": Message(
        "`{key}` cannot be '{given}'",
        "`{key}` 不能写“{given}”",
        "write one of {choices}",
        "可用的值：{choices}",
    ),
    "mapping.text": Message(
        "one plain text is expected for `{key}`",
        "`{key}` 这里应是一个文本",
        "write it behind the colon, in single quotes where it holds `: ` or ` #`",
        "写在冒号后面；含 `: ` 或 ` #` 时加单引号",
    ),
    "mapping.empty": Message(
        "`{key}` is empty",
        "`{key}` 是空的",
        "fill it in, or delete the line where it may be left out",
        "填上内容；可省略的键也可以整行删掉",
    ),
    "mapping.long": Message(
        "a text of `{key}` is too long: '{given}'",
        "`{key}` 里的文本太长：“{given}”",
        "names have up to 80 characters, columns and words up to 200",
        "名称不超过 80 个字符，列名和词语不超过 200 个字符",
    ),
    "mapping.name": Message(
        "'{given}' cannot be the name of a mapping",
        "“{given}”不能做映射的名称",
        "write a name without blanks and colons, such as `town-bank`; it goes into the ids of the events",
        "名称里不能有空格和冒号，如 `town-bank`；它会成为事件编号的一部分",
    ),
    "mapping.list": Message(
        "`{key}` must be a list of texts",
        "`{key}` 应是文本列表",
        "write it in brackets: `[first, second]`",
        "用方括号写：`[甲, 乙]`",
    ),
    "mapping.names": Message(
        "names with their values are expected for `{key}`",
        "`{key}` 应写成“名称: 值”的形式",
        "write one `name: value` a line, indented, or in braces: `{{in: [收], out: [付]}}`",
        "缩进后每行写一个 `名称: 值`，或用花括号：`{{in: [收], out: [付]}}`",
    ),
    "mapping.flag": Message(
        "`{key}` is neither `true` nor `false`",
        "`{key}` 应是 `true` 或 `false`",
        "write `true` or leave the line out",
        "写 `true`，或删掉这一行",
    ),
    "mapping.zone": Message(
        "'{given}' is not an offset from UTC",
        "“{given}”不是时区偏移",
        "write it like `+08:00` or `Z`, in quotes",
        "写成 `+08:00` 或 `Z`，加引号",
    ),
    "mapping.duration": Message(
        "`{key}` is not a length of time: '{given}'",
        "`{key}` 不是时长：“{given}”",
        "write a whole number with `s`, `m`, `h` or `d`, such as `60s` or `-5m`",
        "写整数加 `s`、`m`、`h` 或 `d`，如 `60s`、`-5m`",
    ),
    "mapping.instant": Message(
        "`{key}` is not an instant: '{given}'",
        "`{key}` 不是时刻：“{given}”",
        "write it with its offset, such as `2024-01-01T00:00:00+08:00`",
        "连时区一起写，如 `2024-01-01T00:00:00+08:00`",
    ),
    "mapping.field": Message(
        "a {kind} has no field `{given}`",
        "{kind} 没有 `{given}` 这个字段",
        "docs/reference/events.md lists the fields; what has none goes to `extra.` with a name of your own",
        "字段见 docs/reference/events.md；没有对应字段的可写成 `extra.` 加自定名称",
    ),
    "mapping.reading": Message(
        "`{field}` cannot be read `as: {given}`",
        "`{field}` 不能按 `as: {given}` 读",
        "write one of {choices}",
        "可用的读法：{choices}",
    ),
    "mapping.value": Message(
        "`{field}` cannot hold '{given}'",
        "`{field}` 不能取“{given}”",
        "it holds one of {choices}",
        "可取的值：{choices}",
    ),
    "mapping.value_form": Message(
        "`{field}` cannot be '{given}' on all rows",
        "`{field}` 不能统一取“{given}”",
        "write a value such as a cell of the feed would have",
        "写成数据单元格里会有的样子",
    ),
    "mapping.word_twice": Message(
        "the word '{word}' stands for both '{first}' and '{second}'",
        "词“{word}”既对应“{first}”又对应“{second}”",
        "leave it under one of them",
        "只保留一处",
    ),
    "mapping.not_mapped": Message(
        "`{given}` under `{key}` is none of the `fields`",
        "`{key}` 里的 `{given}` 不在 `fields` 里",
        "add it to `fields` with its columns, or leave it out here",
        "在 `fields` 里写上它的列，或从这里删掉",
    ),
    "mapping.need_at": Message(
        "`need` does not hold `at`",
        "`need` 里没有 `at`",
        "add `at`: an event without a time cannot be scored",
        "加上 `at`：没有时间的事件无法计分",
    ),
    "mapping.no_columns": Message(
        "nothing says where `{field}` comes from",
        "没有说明 `{field}` 来自哪里",
        "give it `columns`, or one `value` for all rows; a field under `need` has columns",
        "写 `columns`，或用 `value` 给出统一的值；列入 `need` 的字段必须有列",
    ),
    "mapping.value_and_columns": Message(
        "`{field}` has both a fixed `value` and a place it is read from",
        "`{field}` 既有固定的 `value`，又要从数据里读",
        "delete one of the two",
        "删掉其中一个",
    ),
    "mapping.idle_key": Message(
        "`{key}` says nothing for a field read `as: {reading}`",
        "按 `as: {reading}` 读的字段用不到 `{key}`",
        "delete the key, or change `as`",
        "删掉这个键，或改 `as`",
    ),
    "mapping.format": Message(
        "'{given}' is not a time format that is understood",
        "“{given}”不是可用的时间格式",
        "use `%Y %m %d %H %M %S %f %z`, such as `'%d/%m/%Y %H:%M'`",
        "用 `%Y %m %d %H %M %S %f %z` 组成，如 `'%d/%m/%Y %H:%M'`",
    ),
    "mapping.within": Message(
        "`within` of a match is more than an hour or less than nothing",
        "`match` 的 `within` 超过一小时或小于零",
        "write a length such as `60s`: two payments of one amount an hour apart are two payments",
        "写如 `60s` 的时长：相隔一小时的两笔同额付款应是两笔",
    ),
}
