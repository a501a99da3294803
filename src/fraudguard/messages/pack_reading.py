"""Wording of the faults found while a line is cut into words and brackets."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "expression.empty": Message(
        "the condition is empty",
        "条件是空的",
        "write a condition such as `amount >= 5_000`, or delete the line",
        "写一个条件，例如 `amount >= 5_000`（也可写 `金额 >= 5_000`），或者删掉这一行",
    ),
    "expression.too_long": Message(
        "the condition has {given} characters, more than {limit}",
        "条件有 {given} 个字符，超过上限 {limit}",
        "split it into several lines under `when:`, or move long word lists to `lists/`",
        "拆成 `when:` 下的几行，或把长词表移到 `lists/`",
    ),
    "expression.too_deep": Message(
        "the condition is nested deeper than {limit} levels",
        "条件嵌套超过 {limit} 层",
        "split it into several lines with `any:` and `none:`",
        "用 `any:`、`none:` 拆成几行",
    ),
    "expression.path_long": Message(
        "the path goes on for more than {limit} dots",
        "路径超过 {limit} 个点",
        "fields have at most three parts, such as `person.place.lat`",
        "字段最多三段，例如 `person.place.lat`",
    ),
    "expression.character": Message(
        "the invisible character {given} stands in the condition",
        "条件里有不可见字符 {given}",
        "delete it; it often comes along when text is copied from a chat or a web page",
        "删掉它；从聊天或网页复制文字时常会带进来",
    ),
    "expression.comment": Message(
        "`#` stands in the condition outside quotes",
        "条件里引号之外有 `#`",
        "put a comment on a line of its own; put a `#` that belongs to a text inside quotes",
        "注释另起一行；属于文字的 `#` 要放在引号里",
    ),
    "expression.symbol": Message(
        "`{given}` is no sign of this language",
        "这里不认识符号 `{given}`",
        "signs are `== != < <= > >= + - * / ( ) [ ] , .` and the words `and`, `or`, `not`, `in`",
        "可用的符号是 `== != < <= > >= + - * / ( ) [ ] , .` 和 `and`（且）、`or`（或）、`not`（非）、`in`（属于）",
    ),
    "expression.percent": Message(
        "`%` is no sign of this language",
        "这里不认识符号 `%`",
        "write a share as `0.8`; ask for whole multiples with `is_multiple(amount, 10_000)`",
        "比例写成 `0.8`；判断整数倍用 `is_multiple(amount, 10_000)`",
    ),
    "expression.word": Message(
        "the word `{given}` of Python has no place in a condition",
        "条件里不能用 Python 的 `{given}`",
        "a condition only compares and calls the listed functions; use `and`, `or`, `not`, or `any:` with several lines",
        "条件只能做比较和调用列出的函数；请用 `and`、`or`、`not`，或用 `any:` 写成几行",
    ),
    "expression.number_unit": Message(
        "`{unit}` stands right after the number `{number}`",
        "数字 `{number}` 后面紧跟着 `{unit}`",
        "write numbers out, such as `50_000`; durations stand in quotes: `within='2h'`",
        "数字要写全，例如 `50_000`；时长放在引号里：`within='2h'`",
    ),
    "expression.number_large": Message(
        "the number `{given}` is out of bounds",
        "数字 `{given}` 超出范围",
        "numbers go up to 1_000_000_000_000_000 and need no exponent beyond 30",
        "数字最大为 1_000_000_000_000_000，指数不超过 30",
    ),
    "expression.string_open": Message(
        "the text that begins here has no closing quote",
        "从这里开始的文字没有右引号",
        "close it on the same line with the same kind of quote",
        "在同一行用同样的引号收尾",
    ),
    "expression.string_prefix": Message(
        "the letter `{given}` before a quote has no meaning here",
        "引号前的字母 `{given}` 在这里没有意义",
        "leave it out; only `r'…'` is known, for patterns",
        "去掉它；只有写匹配模式的 `r'…'` 可用",
    ),
    "expression.string_escape": Message(
        "the escape `{given}` is not known",
        "不认识转义 `{given}`",
        "write patterns as `r'…'`; elsewhere a backslash is written `\\\\`",
        "匹配模式写成 `r'…'`；其他地方反斜杠写成 `\\\\`",
    ),
    "expression.string_long": Message(
        "the text has {given} characters, more than {limit}",
        "文字有 {given} 个字符，超过上限 {limit}",
        "move it to a list under `lists/`",
        "移到 `lists/` 下的词表里",
    ),
    "expression.unclosed": Message(
        "`{given}` is never closed",
        "`{given}` 没有对应的右括号",
        "add `{wanted}` where it ends",
        "在结束处补上 `{wanted}`",
    ),
    "expression.unopened": Message(
        "`{given}` closes nothing",
        "`{given}` 没有对应的左括号",
        "delete it, or add `{wanted}` where it begins",
        "删掉它，或在开始处补上 `{wanted}`",
    ),
    "expression.unmatched": Message(
        "`{given}` cannot close `{opened}`",
        "`{given}` 不能与 `{opened}` 配对",
        "close it with `{wanted}`",
        "请用 `{wanted}` 收尾",
    ),
    "expression.incomplete": Message(
        "the condition stops after `{given}`",
        "条件写到 `{given}` 就断了",
        "say what follows it; when the line was cut by a `#` or a colon, put the whole line in single quotes or a `|` block",
        "补上后面的内容；如果这一行被 `#` 或冒号截断，请把整行放进单引号或 `|` 块",
    ),
    "expression.missing_operand": Message(
        "a value is missing before `{given}`",
        "`{given}` 前面缺少一个值",
        "write a field, a number, a text in quotes or a function there",
        "在那里写一个字段、数字、带引号的文字或函数",
    ),
    "expression.missing_operator": Message(
        "nothing joins `{before}` and `{given}`",
        "`{before}` 与 `{given}` 之间缺少连接",
        "put `and`, `or`, a comma or a comparison between them",
        "在中间写 `and`（且）、`or`（或）、逗号或比较符号",
    ),
    "expression.dot": Message(
        "a dot must stand between two names",
        "点号两边必须都是名称",
        "write a path such as `payee.account`; a share is written `0.5`",
        "写成 `payee.account` 这样的路径；小数写成 `0.5`",
    ),
    "expression.comma": Message(
        "a comma has no place here",
        "这里不能有逗号",
        "join conditions with `and`; write thousands as `5_000`",
        "条件之间用 `and`（且）连接；千位写成 `5_000`",
    ),
    "expression.assignment": Message(
        "`=` compares nothing",
        "`=` 不是比较",
        "write `==` to compare",
        "比较相等请写 `==`",
    ),
    "expression.index": Message(
        "`[` after `{before}` has no meaning: values have no numbered parts",
        "`{before}` 后面的 `[` 没有意义：值不能按序号取",
        "to compare with several values write `{before} in ['a', 'b']`",
        "要与几个值比较，写 `{before} in ['a', 'b']`",
    ),
    "expression.syntax": Message(
        "the condition cannot be read from `{given}` on",
        "从 `{given}` 起读不懂这个条件",
        "put brackets around the parts that belong together",
        "给属于一组的部分加上括号",
    ),
}
