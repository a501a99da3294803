"""Wording of the faults found in rule expressions and in sentences with fields."""

from fraudguard.messages import pack_functions, pack_reading
from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

_NAMES = {
    "expression.unknown_field": Message(
        "`{field}` is no field of `{kind}`",
        "`{kind}` 没有字段 `{field}`",
        "fields here are {examples} and more; texts stand in quotes",
        "这里的字段有 {examples} 等；文字要加引号",
    ),
    "expression.field_group": Message(
        "`{field}` is a group of fields",
        "`{field}` 是一组字段",
        "choose one of {example}",
        "请选其中一个：{example}",
    ),
    "expression.field_elsewhere": Message(
        "`{field}` is no field of `{kind}` but of {others}",
        "`{kind}` 没有字段 `{field}`，它属于 {others}",
        "read another kind's events through a window, such as `latest(call.state, within='4h')`, or change `on:`",
        "要读别类事件，请用窗口函数，例如 `latest(call.state, within='4h')`，或修改 `on:`",
    ),
    "expression.field_shared": Message(
        "`{field}` may not be there: this event can be of any kind",
        "`{field}` 不一定有：这个事件可能是任何类别",
        "read only fields that all kinds have, such as `at` and `person.key`",
        "只能读各类事件都有的字段，例如 `at`（时间）和 `person.key`（当事人.标识）",
    ),
    "expression.extra_undeclared": Message(
        "`{field}` is not declared",
        "`{field}` 没有声明",
        "declare it in pack.yaml under `extra:` with its type",
        "在 pack.yaml 的 `extra:` 下声明它和它的类型",
    ),
    "expression.glued": Message(
        "`{given}` is read as one name",
        "`{given}` 被当成了一个名称",
        "put a space after the joining word",
        "连接词后面要空一格",
    ),
    "expression.function_bare": Message(
        "the function `{given}` stands without brackets",
        "函数 `{given}` 后面没有括号",
        "call it, such as `{usage}`",
        "加上括号调用，例如 `{usage}`",
    ),
    "expression.unknown_function": Message(
        "there is no function `{given}`",
        "没有函数 `{given}`",
        "functions are `count sum mean min max distinct first_seen seconds_since latest fired mentions matches is_warning in_list hour weekday is_multiple larger smaller`",
        "函数有 `次数 合计 平均 最小 最大 不同数 首次出现 距上次秒数 最近一次 命中规则 提到 匹配 是防骗提醒 在名单 钟点 星期 是整数倍 较大者 较小者`（也可用英文名）",
    ),
    "expression.method": Message(
        "`{given}` cannot be called: values have no functions of their own",
        "`{given}` 不能调用：值本身没有函数",
        "use the listed functions, such as `mentions(text, '…')`; texts are put into normal form by themselves",
        "请用列出的函数，例如 `mentions(text, '…')`；文字会自动规范化",
    ),
    "expression.name_needed": Message(
        "a name is needed here, not `{given}`",
        "这里要写名称，不能写 `{given}`",
        "write a field such as `amount` or `payee.account`, without quotes",
        "写一个字段，例如 `amount` 或 `payee.account`，不加引号",
    ),
    "expression.this_outside": Message(
        "`this.` is only known inside `where=` and `by=`",
        "`this.`（本次）只能用在 `where=` 和 `by=` 里",
        "leave `this.` out: outside, every name reads the event under test",
        "去掉 `this.`：在外面，所有名称读的就是本次事件",
    ),
    "expression.step_in_window": Message(
        "a window cannot read the named step `{step}`",
        "窗口函数不能读取步骤 `{step}`",
        "compare with `this.` inside the window, and with `{step}.` outside it",
        "窗口里面只能与 `this.` 比较；与 `{step}.` 的比较写在窗口外面",
    ),
    "expression.model_in_window": Message(
        "the classifier's values cannot be read inside a window",
        "窗口函数里不能读取模型的值",
        "they belong to the event under test: write the test on `model.` as a line of its own",
        "它们属于本次事件：把对 `model.` 的判断另写一行",
    ),
    "expression.model_value": Message(
        "`{given}` is no value of the classifier",
        "模型没有 `{given}` 这个值",
        "there are `model.probability` and `model.scam`",
        "只有 `model.probability`（模型.概率）和 `model.scam`（模型.诈骗类型）",
    ),
    "expression.unknown_kind": Message(
        "`{given}` is no kind of event",
        "没有 `{given}` 这类事件",
        "`{function}` takes a kind: {kinds}",
        "`{function}` 要写事件类别：{kinds}",
    ),
    "expression.kind_uncounted": Message(
        "events of `{kind}` cannot be counted",
        "`{kind}` 类事件不能计数",
        "name a kind that is counted, such as `count(call, within='1h')`",
        "写明能计数的类别，例如 `count(call, within='1h')`",
    ),
    "expression.unknown_list": Message(
        "there is no such list: `{given}`",
        "没有词表或名单 `{given}`",
        "a list is a file of that name under `lists/`; a phrase stands in quotes",
        "词表或名单是 `lists/` 下的同名文件；词语要加引号",
    ),
    "expression.list_values": Message(
        "the list `{given}` holds values, not phrases",
        "`{given}` 是值名单，不是词表",
        "use `in_list(field, '{given}')`",
        "请用 `in_list(字段, '{given}')`",
    ),
    "expression.list_phrases": Message(
        "the list `{given}` holds phrases, not values",
        "`{given}` 是词表，不是值名单",
        "use `mentions(field, '{given}')`",
        "请用 `mentions(字段, '{given}')`",
    ),
    "expression.list_empty": Message(
        "the list `{given}` is empty",
        "词表 {given} 是空的",
        "add phrases to it, or leave the condition out",
        "往里加词语，或去掉这个条件",
    ),
    "expression.unknown_rule": Message(
        "there is no rule `{rule}`",
        "没有规则 `{rule}`",
        "write the `id` of a rule of this pack",
        "写本规则包里某条规则的 `id`",
    ),
}

_TYPES = {
    "expression.not_condition": Message(
        "`{given}` is of type `{type}`, not a condition",
        "`{given}` 的类型是 `{type}`，不是条件",
        "compare it with something, such as `{given} == …`",
        "拿它与什么比较，例如 `{given} == …`",
    ),
    "expression.bare_text": Message(
        "`{given}` stands alone, and a text is no condition",
        "`{given}` 单独写着，文字不是条件",
        "to allow several values write `direction in ['in', 'out']`",
        "允许几个值时写 `direction in ['in', 'out']`",
    ),
    "expression.types_mixed": Message(
        "`{left}` and `{right}` do not go together with `{op}`",
        "`{left}` 与 `{right}` 之间不能用 `{op}`",
        "compare values of one type; only money and numbers (yuan) mix",
        "同类的值才能比较；只有金额和数字（元）可以混用",
    ),
    "expression.money_mixed": Message(
        "`{left}` and `{right}` do not go together with `{op}`",
        "`{left}` 与 `{right}` 之间不能用 `{op}`",
        "money times a number is money, money over money is a ratio; nothing else multiplies or divides with money",
        "金额乘以（或除以）数字是金额，金额除以金额是比例，此外金额不能乘除",
    ),
    "expression.time_mixed": Message(
        "`{left}` and `{right}` do not go together with `{op}`",
        "`{left}` 与 `{right}` 之间不能用 `{op}`",
        "the difference of two times is a number of seconds, such as `at - payee.opened_on < 7 * 86_400`; see also `hour(at)`",
        "两个时间相减得秒数，例如 `at - payee.opened_on < 7 * 86_400`；另见 `hour(at)`",
    ),
    "expression.number_quoted": Message(
        "`{left}` and `{right}` do not go together: `{given}` stands in quotes",
        "`{left}` 与 `{right}` 不能混用：`{given}` 加了引号",
        "write the number without quotes",
        "数字不加引号",
    ),
    "expression.text_unquoted": Message(
        "`{left}` and `{right}` do not go together: `{given}` stands without quotes",
        "`{left}` 与 `{right}` 不能混用：`{given}` 没有加引号",
        "put the text in quotes",
        "文字要加引号",
    ),
    "expression.text_order": Message(
        "texts and choices have no order: `{op}` cannot compare them",
        "文字和选项没有大小：不能用 `{op}` 比较",
        "use `==`, `!=` or `in ['a', 'b']`",
        "请用 `==`、`!=` 或 `in ['a', 'b']`",
    ),
    "expression.texts_compare": Message(
        "`{given}` holds several texts and cannot be compared as one",
        "`{given}` 含多个文本，不能当作一个来比较",
        "use `{given} in ['a', 'b']` (one of them suffices) or `in_list({given}, 'name')`",
        "请用 `{given} in ['a', 'b']`（其中任意一个即可）或 `in_list({given}, '名单')`",
    ),
    "expression.bool_compare": Message(
        "`{given}` is a condition already and cannot be compared",
        "`{given}` 本身就是条件，不能再比较",
        "write it alone, or `not …` for its opposite",
        "直接写它；要相反的意思写 `not …`",
    ),
    "expression.boolean": Message(
        "`{given}` is never written",
        "不需要写 `{given}`",
        "a yes-or-no field is a condition by itself: `device.is_new`, `not device.is_new`",
        "是非字段本身就是条件：`device.is_new`、`not device.is_new`",
    ),
    "expression.none": Message(
        "missing values cannot be asked for",
        "不能判断字段是否缺失",
        "leave this out: a condition on a missing field is unknown, and unknown never fires and never suppresses",
        "去掉它：字段缺失时条件为“未知”，未知既不触发也不排除",
    ),
    "expression.is_test": Message(
        "`is` has no place in a condition",
        "条件里不能用 `is`",
        "compare with `==` or `!=`",
        "请用 `==` 或 `!=` 比较",
    ),
    "expression.enum_choice": Message(
        "`{given}` is no value of `{field}`",
        "`{field}` 没有 `{given}` 这个值",
        "its values are {choices}",
        "可用的值是 {choices}",
    ),
    "expression.literal_needed": Message(
        "`{given}` is not a plain value",
        "`{given}` 不是固定的值",
        "the brackets after `in` hold texts in quotes or numbers; compare fields with `==`",
        "`in` 后面的括号里只能写带引号的文字或数字；字段之间用 `==` 比较",
    ),
    "expression.in_right": Message(
        "`in` needs values in square brackets, not `{given}`",
        "`in`（属于）后面要写方括号里的值，不能写 `{given}`",
        "write `in ['a', 'b']`, or `in_list(field, 'name')` for a list of the pack",
        "写 `in ['a', 'b']`；用规则包里的名单写 `in_list(字段, '名单')`",
    ),
    "expression.in_empty": Message(
        "the brackets after `in` are empty",
        "`in`（属于）后面的方括号是空的",
        "name at least one value",
        "至少写一个值",
    ),
    "expression.in_type": Message(
        "a value of type `{type}` cannot stand before `in`",
        "类型为 `{type}` 的值不能放在 `in`（属于）前面",
        "texts, choices, numbers and money can",
        "文本、选项、数字和金额可以",
    ),
    "expression.list_here": Message(
        "a list of values has no place here",
        "这里不能写一组值",
        "lists stand after `in` and `by=`",
        "一组值只能放在 `in` 和 `by=` 后面",
    ),
    "expression.minus": Message(
        "a value of type `{type}` has no negative",
        "类型为 `{type}` 的值不能取负",
        "put the minus before a number or an amount",
        "负号只能放在数字或金额前",
    ),
    "expression.plus": Message(
        "a plus sign before a value does nothing",
        "值前面的加号没有作用",
        "leave it out",
        "去掉它",
    ),
}

_TEMPLATES = {
    "template.too_long": Message(
        "the sentence has {given} characters, more than {limit}",
        "句子有 {given} 个字符，超过上限 {limit}",
        "say it in one or two lines",
        "用一两行说完",
    ),
    "template.open": Message(
        "`{given}` is never closed",
        "`{given}` 没有对应的 `}}`",
        "add `}}` after the field, or write `{{{{` for a brace in the text",
        "在字段后补上 `}}`；文字里的花括号写成 `{{{{`",
    ),
    "template.close": Message(
        "`{given}` closes nothing",
        "`{given}` 没有对应的 `{{`",
        "add `{{` before the field, or write `}}}}` for a brace in the text",
        "在字段前补上 `{{`；文字里的花括号写成 `}}}}`",
    ),
    "template.empty": Message(
        "the braces are empty",
        "花括号里是空的",
        "name a field, such as `{{amount}}`",
        "写一个字段，例如 `{{amount}}`",
    ),
    "template.model": Message(
        "`{given}` cannot be shown in a sentence",
        "句子里不能显示 `{given}`",
        "the classifier is a finding of its own with its own sentence; name fields of the event",
        "模型另有自己的发现和说明；这里只写事件的字段",
    ),
    "template.expression": Message(
        "braces hold one field, not `{given}`",
        "花括号里只能写一个字段，不能写 `{given}`",
        "write the field alone, such as `{{amount}}`; amounts and times are shown in their usual form",
        "只写字段，例如 `{{amount}}`；金额和时间会按习惯的样子显示",
    ),
}

MESSAGES: dict[str, Message] = {
    **pack_reading.MESSAGES,
    **_NAMES,
    **_TYPES,
    **pack_functions.MESSAGES,
    **_TEMPLATES,
}
