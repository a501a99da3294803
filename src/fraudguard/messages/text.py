"""Wording of the errors raised by `fraudguard.text`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "text.pattern_anchor": Message(
        "`{given}` is not part of the pattern dialect: a pattern is searched anywhere in the text",
        "匹配式里不能用 `{given}`：匹配式在全文任意位置查找",
        "leave it out, or write a backslash before it to mean the character",
        "去掉它；要表示这个字符本身，请在前面加反斜杠",
    ),
    "text.pattern_bounds": Message(
        "a repeat must read `{{m}}` or `{{m,n}}` with whole numbers, `m` not above `n`, `n` at least 1",
        "重复次数应写成 `{{m}}` 或 `{{m,n}}`，都是整数，`m` 不大于 `n`，`n` 至少是 1",
        "write a backslash before the brace to mean the character",
        "要表示花括号本身，请在前面加反斜杠",
    ),
    "text.pattern_bracket": Message(
        "`{given}` stands alone",
        "`{given}` 没有配对",
        "write a backslash before it to mean the character",
        "要表示这个字符本身，请在前面加反斜杠",
    ),
    "text.pattern_class": Message(
        "this character class is empty or has no closing `]`",
        "这个字符组是空的，或缺少右边的 `]`",
        "write it like `[元块]`; a `]` inside needs a backslash",
        "写成 `[元块]` 这样；组内的 `]` 前要加反斜杠",
    ),
    "text.pattern_class_bracket": Message(
        "a `[` inside a character class means different things in different engines",
        "字符组里的 `[` 在不同引擎里含义不同",
        "write a backslash before it",
        "请在前面加反斜杠",
    ),
    "text.pattern_class_character": Message(
        "`{given}` is not one character in the normal form, so no class can hold it",
        "`{given}` 规整后不是单个字符，不能放进字符组",
        "write it outside the class as `(a|b)`",
        "改用组外的 `(甲|乙)`",
    ),
    "text.pattern_double_repeat": Message(
        "`{given}` follows another repeat",
        "`{given}` 前面已经有一个重复",
        "lazy and possessive repeats change nothing in a search: leave it out, or put the first repeat in a group",
        "惰性、占有式重复对查找没有影响：去掉它，或把前一个重复放进括号",
    ),
    "text.pattern_empty": Message(
        "this pattern matches the empty text, so it would match everywhere",
        "这个匹配式能匹配空文本，会处处命中",
        "make one part of it required",
        "让其中一部分成为必需",
    ),
    "text.pattern_escape": Message(
        "`{given}` is not part of the pattern dialect",
        "匹配式里不能用 `{given}`",
        "use a class such as `[0-9a-z]`; a backslash may stand before punctuation, `d` and `n` only",
        "改用 `[0-9a-z]` 这样的字符组；反斜杠后只能跟标点、`d` 或 `n`",
    ),
    "text.pattern_expansion": Message(
        "with its repeats written out this pattern has {given} parts, more than {most}",
        "重复展开后有 {given} 个部分，超过 {most}",
        "lower the repeat counts",
        "减小重复次数",
    ),
    "text.pattern_group": Message(
        "`{given}` begins a group that is not part of the pattern dialect",
        "`{given}` 开头的括号不在允许的写法之内",
        "only `(…)` and `(?:…)` are allowed: no look-around, names, flags or back-references",
        "只能用 `(…)` 和 `(?:…)`：不支持环视、命名、标志和反向引用",
    ),
    "text.pattern_invisible": Message(
        "the character {given} is invisible and is removed from every text, so this would never match",
        "字符 {given} 不可见，规整文本时会被去掉，因此永远不会命中",
        "delete it from the pattern",
        "从匹配式里删掉它",
    ),
    "text.pattern_long": Message(
        "this pattern has {given} characters, more than {most}",
        "匹配式有 {given} 个字符，超过 {most}",
        "split it into several patterns",
        "拆成几个匹配式",
    ),
    "text.pattern_nesting": Message(
        "groups are nested more than {most} deep",
        "括号嵌套超过 {most} 层",
        "flatten the pattern",
        "减少嵌套",
    ),
    "text.pattern_parenthesis": Message(
        "this parenthesis has no partner",
        "括号没有配对",
        "write a backslash before it to mean the character",
        "要表示括号本身，请在前面加反斜杠",
    ),
    "text.pattern_range": Message(
        "`{given}` is not a range from a lower to a higher character",
        "`{given}` 不是从小到大的字符范围",
        "swap the ends, or write a backslash before the `-`",
        "调换两端，或在 `-` 前加反斜杠",
    ),
    "text.pattern_repeat_big": Message(
        "a repeat of {given} is more than {most}",
        "重复 {given} 次，超过 {most}",
        "lower the count",
        "减小次数",
    ),
    "text.pattern_repeat_nothing": Message(
        "there is nothing before `{given}` to repeat",
        "`{given}` 前面没有可以重复的内容",
        "write a backslash before it to mean the character",
        "要表示这个字符本身，请在前面加反斜杠",
    ),
    "text.pattern_slow": Message(
        "this pattern can be tried in about {given} ways at one place of a text, more than {most}",
        "在文本的一个位置上，这个匹配式大约有 {given} 种试法，超过 {most}",
        "use fewer or shorter gaps such as `.{{0,6}}`, or two patterns joined by `and`",
        "减少或缩短 `.{{0,6}}` 这样的间隔，或用 `and` 连接两个匹配式",
    ),
    "text.pattern_unbounded": Message(
        "`{given}` repeats without a bound",
        "`{given}` 是没有上限的重复",
        "write a bound such as `{{0,20}}` or `{{1,20}}`",
        "写明上限，例如 `{{0,20}}` 或 `{{1,20}}`",
    ),
}
