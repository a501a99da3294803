"""Wording of the errors around sequences on durable-rules."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

_NATIVE = 'take the native engine (`sequences="native"`, the default), which gives the same answers'
_NATIVE_ZH = '请使用默认的自带引擎（`sequences="native"`），结果相同'

MESSAGES: dict[str, Message] = {
    "scoring.sequences": Message(
        "there is no engine `{given}` for sequences",
        "没有名为 `{given}` 的序列引擎",
        "give `native` or `durable`",
        "请填写 `native` 或 `durable`",
    ),
    "durable.python": Message(
        "durable-rules does not work on Python {given}",
        "durable-rules 不能在 Python {given} 上运行",
        f"use Python 3.11 or 3.12, or {_NATIVE}",
        f"请使用 Python 3.11 或 3.12；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.missing": Message(
        "durable-rules is not installed",
        "没有安装 durable-rules",
        f"`pip install 'fraudguard-rules[durable]'` (it needs a C compiler), or {_NATIVE}",
        f"请运行 `pip install 'fraudguard-rules[durable]'`（需要 C 编译器）；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.at_least": Message(
        "sequence `{rule}` asks for some of its steps (`at_least`), which is not offered on durable-rules",
        "序列 `{rule}` 只要求部分步骤（`at_least`），不能交给 durable-rules",
        f"write one sequence for each choice of steps, or {_NATIVE}",
        f"请为每种步骤组合各写一个序列；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.rules": Message(
        "sequence `{rule}` would be {orders} orders times {choices} choices of conditions times {steps} steps; durable-rules holds {most}",
        "序列 `{rule}` 需要 {orders} 种次序 × {choices} 种条件组合 × {steps} 个步骤，durable-rules 最多容纳 {most}",
        f"write fewer steps, an order of steps, or fewer `or` between steps; or {_NATIVE}",
        f"请减少步骤、固定步骤次序，或减少步骤之间的“或”条件；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.choices": Message(
        "this condition between steps has more than {most} ways to hold, more than durable-rules holds",
        "步骤之间的这个条件有超过 {most} 种成立方式，durable-rules 容纳不下",
        f"write fewer `or` and `any` between steps, or {_NATIVE}",
        f"请减少步骤之间的“或”条件；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.condition": Message(
        "durable-rules cannot compute {what} with the value of another step",
        "durable-rules 不能用另一步骤的值计算 {what}",
        f"compare steps with `+ - *` and comparisons only, or {_NATIVE}",
        f"请只用 `+ - *` 和比较运算来比较各步骤；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.number": Message(
        "this condition between steps computes with numbers beyond 2^53, which durable-rules would round or overflow",
        "步骤之间的这个条件会算到超过 2^53 的数，durable-rules 会舍入或溢出",
        f"use smaller factors, or {_NATIVE}",
        f"请使用较小的系数；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.tests": Message(
        "sequence `{rule}` has more than {most} conditions on one step, more than durable-rules holds",
        "序列 `{rule}` 的一个步骤有超过 {most} 个条件，durable-rules 容纳不下",
        f"spread them over several rules that are the steps, or {_NATIVE}",
        f"请把条件分到作为步骤的几条规则里；或{_NATIVE_ZH.removeprefix('请')}",
    ),
    "durable.rules_many": Message(
        "the ruleset has {given} rules; above {most} that share a first pattern durable-rules fails on every fact, and at 512 it hangs",
        "规则集有 {given} 条规则；共用首个模式的规则超过 {most} 条时 durable-rules 处理每个事实都会出错，到 512 条会停住",
        "make several rulesets",
        "请分成几个规则集",
    ),
    "durable.rule": Message(
        "rule `{name}` would be answered wrongly by durable-rules: {reason}",
        "durable-rules 会对规则 `{name}` 给出错误结果：{reason}",
        "make the rules with `fraudguard.plan.durable_rules`",
        "请用 `fraudguard.plan.durable_rules` 生成规则",
    ),
    "durable.text": Message(
        "durable-rules can fail silently on text that is not ASCII",
        "durable-rules 遇到非 ASCII 文本可能悄悄失败",
        "post the number or the token of a text instead",
        "请改为传入文本的编号或标记",
    ),
    "durable.ids": Message(
        "the ids `{first}` and `{second}` are one to durable-rules, which compares 32 bits of a hash",
        "durable-rules 只比较 32 位哈希，会把标识 `{first}` 和 `{second}` 当成同一个",
        "number the facts",
        "请给事实编号",
    ),
    "durable.states": Message(
        "this ruleset has left {most} states behind; the 1,025th would end the process",
        "该规则集已遗留 {most} 个状态；到第 1,025 个进程会崩溃",
        "make a new guard",
        "请新建一个 guard",
    ),
    "durable.failed": Message(
        "durable-rules failed: {reason}",
        "durable-rules 出错：{reason}",
        f"report this with the rules in use; until then {_NATIVE}",
        f"请附上所用规则反馈此问题；在此之前{_NATIVE_ZH}",
    ),
}
