"""Wording of the faults found in calls of functions and windows."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "expression.argument_missing": Message(
        "argument number {number} is missing in `{given}`",
        "`{given}` 缺少第 {number} 个参数",
        "write it like `{usage}`",
        "参照 `{usage}` 的写法",
    ),
    "expression.argument_extra": Message(
        "`{given}` is one argument too many for `{function}`",
        "对 `{function}` 来说 `{given}` 是多余的参数",
        "write it like `{usage}`",
        "参照 `{usage}` 的写法",
    ),
    "expression.argument_named": Message(
        "`{given}` must be named: `{function}` takes one value before its keywords",
        "`{given}` 要写明名称：`{function}` 在关键字之前只有一个参数",
        "write it like `{usage}`; the keywords are `by=`, `within=` and `where=`",
        "参照 `{usage}` 的写法；关键字是 `by=`（按）、`within=`（时限）、`where=`（其中）",
    ),
    "expression.keyword_unknown": Message(
        "`{function}` has no keyword `{given}`",
        "`{function}` 没有关键字 `{given}`",
        "it has `by=`, `within=` and `where=`; to compare write `==`",
        "它有 `by=`（按）、`within=`（时限）、`where=`（其中）；比较请写 `==`",
    ),
    "expression.keyword_none": Message(
        "`{function}` has no keywords, but got `{given}`",
        "`{function}` 没有关键字，却写了 `{given}`",
        "give its arguments in order; to compare write `==`",
        "按顺序写参数；比较请写 `==`",
    ),
    "expression.keyword_repeated": Message(
        "`{given}` is given twice",
        "`{given}` 写了两次",
        "keep one; join conditions with `and`",
        "只留一个；条件之间用 `and`（且）连接",
    ),
    "expression.within_missing": Message(
        "`{function}` does not say over which time",
        "`{function}` 没有写明时间范围",
        "add `within='24h'`; at most `{limit}`",
        "加上 `within='24h'`（时限），最长 `{limit}`",
    ),
    "expression.duration": Message(
        "`{given}` is no duration",
        "`{given}` 不是时长",
        "write a whole number and a unit in quotes: `'90s'`, `'10m'`, `'2h'`, `'7d'`",
        "写成引号里的整数加单位：`'90s'` 秒、`'10m'` 分、`'2h'` 小时、`'7d'` 天",
    ),
    "expression.duration_long": Message(
        "`{given}` is longer than `{function}` may look back",
        "`{given}` 超过 `{function}` 能回看的范围",
        "at most `{limit}`",
        "最长 `{limit}`",
    ),
    "expression.window_nested": Message(
        "`{function}` stands inside `{outer}`: windows do not nest",
        "`{function}` 写在 `{outer}` 里面：窗口不能嵌套",
        "make the inner one a rule of its own and ask `fired('rule-id')`",
        "把里面的写成单独一条规则，再用 `fired('规则id')` 引用",
    ),
    "expression.window_type": Message(
        "`{function}` cannot take `{given}`, which is of type `{type}`",
        "`{function}` 不能用于 `{given}`，它的类型是 `{type}`",
        "`sum` and `mean` take numbers and money, `min` and `max` times as well; use `count(where=…)` for conditions",
        "`sum`、`mean` 用于数字和金额，`min`、`max` 还可用于时间；条件请用 `count(where=…)`",
    ),
    "expression.counted_scope": Message(
        "the first argument of `{function}` names a field of the counted events",
        "`{function}` 的第一个参数是被统计事件的字段",
        "write the bare field, such as `amount` or `call.state`",
        "直接写字段，例如 `amount` 或 `call.state`",
    ),
    "expression.first_seen_kind": Message(
        "`first_seen` compares with the event under test, which is a `{kind}`",
        "`first_seen`（首次出现）与本次事件比较，本次事件是 `{kind}`",
        "name a field of `{kind}`; for other kinds use `count(kind, by=account == this.payee.account, within='7d') == 0`",
        "写 `{kind}` 的字段；别的类别用 `count(类别, by=account == this.payee.account, within='7d') == 0`",
    ),
    "expression.pick_meant": Message(
        "`{function}` looks over a window of one field",
        "`{function}` 统计一个字段在一段时间里的值",
        "it picks one of two values",
        "它在两个值里取一个",
    ),
    "expression.key_empty": Message(
        "`by=` names nothing",
        "`by=`（按）后面是空的",
        "name a path, or leave `by=` out: the person is meant then",
        "写一个路径，或去掉 `by=`：那就是按人统计",
    ),
    "expression.key_form": Message(
        "`{given}` is no key",
        "`{given}` 不能作为统计的键",
        "write a path (`by=payee.account`), several (`by=[account, channel]`) or `by=account == this.payee.account`",
        "写一个路径（`by=payee.account`）、几个路径（`by=[account, channel]`）或 `by=account == this.payee.account`",
    ),
    "expression.key_this": Message(
        "`{given}` does not say which field of the counted events it equals",
        "`{given}` 没有写明与被统计事件的哪个字段相等",
        "name both sides, or the bare path when they are the same",
        "写出两边；两边相同时只写路径",
    ),
    "expression.key_elsewhere": Message(
        "`{given}` is no field of `{kind}`, the kind that is counted",
        "被统计的 `{kind}` 没有字段 `{given}`",
        "say which field of `{kind}` it equals, such as `by=account == this.payee.account`",
        "写明它与 `{kind}` 的哪个字段相等，例如 `by=account == this.payee.account`",
    ),
    "expression.key_types": Message(
        "the two sides of the key are of types `{left}` and `{right}`",
        "键的两边类型是 `{left}` 和 `{right}`",
        "both must be of one type",
        "两边必须是同一类型",
    ),
    "expression.key_type": Message(
        "a value of type `{type}` cannot be a key",
        "类型为 `{type}` 的值不能作为键",
        "use `where=` for conditions",
        "条件请写在 `where=`（其中）里",
    ),
    "expression.field_needed": Message(
        "`{function}` reads a field, not `{given}`",
        "`{function}` 要读字段，不能写 `{given}`",
        "name the field first, such as `{function}(text, …)`",
        "先写字段，例如 `{function}(text, …)`",
    ),
    "expression.text_needed": Message(
        "`{function}` reads text, but `{given}` is of type `{type}`",
        "`{function}` 要读文本，而 `{given}` 的类型是 `{type}`",
        "here these hold text: {examples}",
        "这里的文本字段有：{examples}",
    ),
    "expression.opaque": Message(
        "`{function}` cannot read the text of another event",
        "`{function}` 不能读取别的事件里的文字",
        "ask it inside `where=` of a window, or on the event of its own step; across events texts can only be compared for equality",
        "请在窗口的 `where=`（其中）里或在那一步自己的条件里判断；跨事件只能比较文字是否相等",
    ),
    "expression.phrase_needed": Message(
        "`{function}` takes phrases in quotes or names of lists, not `{given}`",
        "`{function}` 后面要写带引号的词语或词表名，不能写 `{given}`",
        "write `{function}(text, '百万保障')`",
        "写成 `{function}(text, '百万保障')`",
    ),
    "expression.phrase_empty": Message(
        "the phrase `{given}` holds nothing but punctuation and spaces in normal form",
        "词语 `{given}` 规范化以后只有标点和空格",
        "write words; what stands in every text says nothing",
        "请写词语；处处都有的符号说明不了什么",
    ),
    "expression.pattern_needed": Message(
        "`{function}` takes one pattern in quotes, not `{given}`",
        "`{function}` 后面要写带引号的匹配模式，不能写 `{given}`",
        "write `{function}(text, r'…')`",
        "写成 `{function}(text, r'…')`",
    ),
    "expression.list_needed": Message(
        "`{function}` takes the name of one list, not `{given}`",
        "`{function}` 后面要写名单的名称，不能写 `{given}`",
        "write `{function}(payee.account, 'name')`; for values in the line write `in ['a', 'b']`",
        "写成 `{function}(payee.account, '名单')`；直接写值请用 `in ['a', 'b']`",
    ),
    "expression.time_needed": Message(
        "`{function}` reads a time, but `{given}` is of type `{type}`",
        "`{function}` 要读时间，而 `{given}` 的类型是 `{type}`",
        "write `{function}(at)`",
        "写成 `{function}(at)`",
    ),
    "expression.pair_types": Message(
        "`{function}` cannot join `{left}` and `{right}`",
        "`{function}` 不能用于 `{left}` 和 `{right}`",
        "give two numbers, two amounts, or an amount and a number of yuan",
        "给两个数字、两个金额，或一个金额和一个以元为单位的数字",
    ),
    "expression.rule_needed": Message(
        "`fired` takes the id of a rule in quotes, not `{given}`",
        "`fired`（命中规则）后面要写带引号的规则 id，不能写 `{given}`",
        "write `fired('rule-id')`",
        "写成 `fired('规则id')`",
    ),
    "expression.fired_outside": Message(
        "`fired` is only known inside `where=` of a window",
        "`fired`（命中规则）只能用在窗口的 `where=`（其中）里",
        "write `count(within='24h', where=fired('{rule}')) >= 1`",
        "写成 `count(within='24h', where=fired('{rule}')) >= 1`",
    ),
    "expression.fired_kind": Message(
        "rule `{rule}` fires on `{kind}`, but the window counts `{counted}`",
        "规则 `{rule}` 在 `{kind}` 上触发，而窗口统计的是 `{counted}`",
        "count its kind: `count({kind}, within='24h', where=fired('{rule}'))`",
        "改为统计它的类别：`count({kind}, within='24h', where=fired('{rule}'))`",
    ),
}
