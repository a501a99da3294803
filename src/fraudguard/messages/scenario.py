"""Wording of the faults of scenario files."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "scenario.word": Message(
        "`{given}` stands where {wanted} has to come",
        "`{given}` 用在这里不对，此处应为：{wanted_zh}",
        "write one of: {known}",
        "可写：{known}",
    ),
    "scenario.more": Message(
        "the line ends where {wanted} has to come",
        "这一行没写完，还缺：{wanted_zh}",
        "the page on the workbench lists what each line looks like",
        "每种写法见“规则工作台”一页",
    ),
    "scenario.rest": Message(
        "nothing is expected from `{given}` on",
        "从 `{given}` 起多余",
        "delete the rest of the line, or write `with field=value` for a field of the event",
        "删掉后面的内容；要写事件的字段，用 `with 字段=值`",
    ),
    "scenario.quotes": Message(
        "`{given}` stands where {wanted} has to come, in quotes",
        "`{given}` 的位置应是加引号的文字：{wanted_zh}",
        "put the text in quotes: `'…'`",
        "给文字加上引号：`'…'`",
    ),
    "scenario.open_quote": Message(
        "a quote is opened and not closed",
        "引号没有闭合",
        "close it with `{closing}`",
        "用 `{closing}` 闭合",
    ),
    "scenario.line_long": Message(
        "the line has {given} characters; at most {limit} are read",
        "这一行有 {given} 个字，最多 {limit} 个",
        "write the event as a mapping",
        "把事件写成键值形式",
    ),
    "scenario.empty": Message(
        "the line says nothing",
        "这一行是空的",
        "write an event, `expect …`, `officer …` or `tick`",
        "写事件、`expect …`、`officer …` 或 `tick`",
    ),
    "scenario.line": Message(
        "a line of text is expected here",
        "这里应是一行文字",
        "write one line such as `expect level red`",
        "写一行，例如 `expect level red`",
    ),
    "scenario.field": Message(
        "`{kind}` has no field `{given}`",
        "`{kind}` 没有字段 `{given}`",
        "the fields of each kind stand in the reference of events and of actions",
        "各类事件和操作的字段见参考页",
    ),
    "scenario.equals": Message(
        "`{field}` has no value",
        "`{field}` 没有写值",
        "write `{field}=…`",
        "写成 `{field}=…`",
    ),
    "scenario.amount": Message(
        "`{given}` is no amount",
        "`{given}` 不是金额",
        "write yuan such as `50_000`, `28,000.00` or `5万`",
        "以元为单位，写成 `50_000`、`28,000.00` 或 `5万`",
    ),
    "scenario.points": Message(
        "`{given}` is no number of points",
        "`{given}` 不是分数",
        "write a whole number such as `80`",
        "写整数，例如 `80`",
    ),
    "scenario.payee_name": Message(
        "it is not said which {given} is paid",
        "没有写明是哪个收款方（{given}）",
        "write `new {given}` for somebody never paid before, or a name: `{given} A`",
        "从未付过款的写 `new {given}`，否则写名称：`{given} A`",
    ),
    "scenario.payee_new": Message(
        "`{given}` has not been paid in this story, so this payment is the first",
        "本情景中还没有向 `{given}` 付过款，这是第一次",
        "write `new`, or let an earlier line pay them",
        "写 `new`，或在前面先写一笔付款",
    ),
    "scenario.payee_not_new": Message(
        "`{given}` has been paid in this story already",
        "本情景中已经向 `{given}` 付过款",
        "leave `new` out, or give another name",
        "去掉 `new`，或换一个名称",
    ),
    "scenario.time": Message(
        "`{given}` is no time",
        "`{given}` 不是时间",
        "write `+5m`, `+1h30m`, `14:30` or `2025-01-08 14:30`",
        "写成 `+5m`、`+1h30m`、`14:30` 或 `2025-01-08 14:30`",
    ),
    "scenario.time_back": Message(
        "`{given}` lies before the line above, at {now}",
        "`{given}` 早于上一行（{now}）",
        "lines follow each other in time",
        "各行须按时间先后排列",
    ),
    "scenario.time_far": Message(
        "the story goes on beyond the year 2099",
        "情景的时间超过了 2099 年",
        "write times of this century",
        "写本世纪内的时间",
    ),
    "scenario.event_time": Message(
        "`{given}` is no time, or lies before the line above",
        "`{given}` 不是时间，或早于上一行",
        "write `+5m` or a time with its date, `2025-01-08 14:30`",
        "写成 `+5m`，或带日期的时间 `2025-01-08 14:30`",
    ),
    "scenario.start": Message(
        "`{given}` is no time to start at",
        "`{given}` 不是起始时间",
        "write `2025-01-06 10:00`",
        "写成 `2025-01-06 10:00`",
    ),
    "scenario.every": Message(
        "`every` needs a length of time",
        "`every` 后面要写间隔",
        "write `3 x every 10m`",
        "写成 `3 x every 10m`",
    ),
    "scenario.too_many": Message(
        "there are too many events: at most {limit} in a scenario, 20,000 in a file",
        "事件太多：一个情景最多 {limit} 个，一个文件最多 20,000 个",
        "repeat at least once, and less often",
        "至少一次，并减少重复次数",
    ),
    "scenario.expect_first": Message(
        "nothing has happened yet that could be expected",
        "前面还没有事件，无从期望",
        "write an event before it",
        "先写事件",
    ),
    "scenario.no_expectation": Message(
        "`{name}` expects nothing, so it cannot fail",
        "`{name}` 没有任何期望，永远不会失败",
        "add a line such as `expect level red` or `expect no ticket`",
        "加一行，例如 `expect level red` 或 `expect no ticket`",
    ),
    "scenario.name_twice": Message(
        "the scenario `{name}` stands in this file already, in line {line}",
        "本文件第 {line} 行已有情景 `{name}`",
        "give it another name",
        "换一个名称",
    ),
    "scenario.person": Message(
        "a person is a mapping",
        "人员要写成键值形式",
        "write `{{age: 63}}`",
        "写成 `{{age: 63}}`",
    ),
    "scenario.nobody": Message(
        "`people` has nobody called `{given}`",
        "`people` 里没有 `{given}`",
        "add the name there, or write the person as a mapping",
        "在那里加上，或把人员写成键值形式",
    ),
    "scenario.action": Message(
        "the desk does not know such an action: {reason}",
        "工作台没有这样的操作：{reason_zh}",
        "the fields of each action stand in the page on the desk",
        "各操作的字段见“工作台”一页",
    ),
}
