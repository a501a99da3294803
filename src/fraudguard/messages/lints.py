"""Wording of the lints that reason: what is provably wrong, idle or said twice in a sound pack."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

_KEEP_EN = "; if it is meant, say so in the rule: `allow: [{{lint: {lint}, because: …}}]`"
_KEEP_ZH = "；确有用意的，在规则里写 `allow: [{{lint: {lint}, because: 理由}}]`"
_LIST_EN = "; if it is meant, say so in the list: `allow: [{{lint: {lint}, because: …}}]`"
_LIST_ZH = "；确有用意的，在词表里写 `allow: [{{lint: {lint}, because: 理由}}]`"

MESSAGES: dict[str, Message] = {
    "lint.never_true": Message(
        "`{text}` can never be true, so rule `{id}` never fires",
        "`{text}` 永远不成立，规则 `{id}` 永远不会触发",
        "correct the condition" + _KEEP_EN,
        "改正这个条件" + _KEEP_ZH,
    ),
    "lint.contradiction": Message(
        "`{text}` contradicts `{other}`, so rule `{id}` never fires",
        "`{text}` 与 `{other}` 矛盾，规则 `{id}` 永远不会触发",
        "correct one of the two, or put them under `any:`" + _KEEP_EN,
        "改正其中一个，或放到 `any:` 下任选其一" + _KEEP_ZH,
    ),
    "lint.always_excused": Message(
        "`{text}` under `unless` is true whenever the conditions of rule `{id}` are, so it never fires",
        "规则 `{id}` 的条件成立时，`unless` 里的 `{text}` 也必然成立，规则永远不会触发",
        "narrow the line, or the conditions" + _KEEP_EN,
        "把这一行或规则的条件写窄一些" + _KEEP_ZH,
    ),
    "lint.rule_never_true": Message(
        "the conditions of rule `{id}` cannot all be true together, so it never fires",
        "规则 `{id}` 的条件不能同时成立，永远不会触发",
        "correct or remove one of them" + _KEEP_EN,
        "改正或删去其中一个" + _KEEP_ZH,
    ),
    "lint.dead_branch": Message(
        "`{text}` cannot be true beside the other conditions of rule `{id}`",
        "在规则 `{id}` 的其他条件之下，`{text}` 不可能成立",
        "correct it, or delete it" + _KEEP_EN,
        "改正它，或删去" + _KEEP_ZH,
    ),
    "lint.tautology": Message(
        "`{text}` is true of every event, whatever is missing",
        "`{text}` 对任何事件都成立，缺什么字段也一样",
        "correct it, or delete it from rule `{id}`" + _KEEP_EN,
        "改正它，或从规则 `{id}` 里删去" + _KEEP_ZH,
    ),
    "lint.implied_condition": Message(
        "`{text}` follows from the other conditions of rule `{id}`",
        "由规则 `{id}` 的其他条件已经可以推出 `{text}`",
        "delete it; the rule fires on the same events" + _KEEP_EN,
        "删去它，规则照样在同样的事件上触发" + _KEEP_ZH,
    ),
    "lint.implied_by": Message(
        "`{text}` follows from `{other}` in rule `{id}`",
        "规则 `{id}` 里，由 `{other}` 已经可以推出 `{text}`",
        "delete it; the rule fires on the same events" + _KEEP_EN,
        "删去它，规则照样在同样的事件上触发" + _KEEP_ZH,
    ),
    "lint.covered_alternative": Message(
        "`{text}` is only true where `{other}` is, another alternative of rule `{id}`",
        "规则 `{id}` 里，`{text}` 成立时另一选项 `{other}` 必然成立",
        "delete it, or correct one of the two" + _KEEP_EN,
        "删去它，或改正其中一个" + _KEEP_ZH,
    ),
    "lint.unreachable_count": Message(
        "the window never gives such a number: `{text}`",
        "时间窗得不出这样的数：`{text}`",
        "correct the number in rule `{id}`" + _KEEP_EN,
        "改正规则 `{id}` 里的这个数" + _KEEP_ZH,
    ),
    "lint.empty_window": Message(
        "nothing is ever counted in this window of rule `{id}`: `{text}` contradicts itself",
        "规则 `{id}` 的这个时间窗永远是空的：`{text}` 自相矛盾",
        "correct `where`" + _KEEP_EN,
        "改正 `where`" + _KEEP_ZH,
    ),
    "lint.dead_step": Message(
        "nothing can fulfil the step `{step}` of rule `{id}`",
        "规则 `{id}` 的步骤 `{step}` 永远不会成立",
        "correct the conditions of the step, or of the rule that it names" + _KEEP_EN,
        "改正这一步的条件，或它所引用的规则" + _KEEP_ZH,
    ),
    "lint.short_sequence": Message(
        "the chain of rule `{id}` must be over in {within}, too short for the step `{step}`",
        "规则 `{id}` 的序列限在 {within} 之内，步骤 `{step}` 来不及成立",
        "lengthen `within`, or correct the step" + _KEEP_EN,
        "放长 `within`，或改正这一步" + _KEEP_ZH,
    ),
    "lint.duplicate_rule": Message(
        "rule `{id}` fires on the same events as `{other}`",
        "规则 `{id}` 与 `{other}` 在同样的事件上触发",
        "delete one of the two" + _KEEP_EN,
        "删去其中一条" + _KEEP_ZH,
    ),
    "lint.subsumed_rule": Message(
        "rule `{id}` only fires where `{other}` does, and is worth no more",
        "规则 `{id}` 触发时 `{other}` 必然触发，分数和保底等级也不更高",
        "delete it, or give it more points, or exclude its events from the other" + _KEEP_EN,
        "删去它，或提高它的分数，或在另一条里排除这些事件" + _KEEP_ZH,
    ),
    "lint.lone_support": Message(
        "the support rule `{id}` never counts: no core finding has a `{subject}` as its subject",
        "佐证规则 `{id}` 永远不计分：没有任何主规则以 `{subject}` 为对象",
        "make it a core rule, or change its `subject`" + _KEEP_EN,
        "改为主规则，或改它的 `subject`" + _KEEP_ZH,
    ),
    "lint.idle_floor": Message(
        "the floor {floor} of rule `{id}` lifts nothing: its {points} points reach that level, from {threshold} on, by themselves",
        "规则 `{id}` 的保底等级 {floor} 不起作用：它自己的 {points} 分已达到该等级的 {threshold} 分",
        "delete the floor, or raise it" + _KEEP_EN,
        "删去保底等级，或定得更高" + _KEEP_ZH,
    ),
    "lint.swallowed_phrase": Message(
        "{count} phrases of the list `{list}` are never needed, because a shorter one stands in them, the first for `{by}`: {phrases}",
        "词表 `{list}` 里有 {count} 个词用不着，因为其中已含有更短的词，第一个含有 `{by}`：{phrases}",
        "delete them, or the shorter phrases" + _LIST_EN,
        "删去它们，或删去更短的词" + _LIST_ZH,
    ),
    "lint.swallowed_word": Message(
        "`{phrase}` is never needed in rule `{id}`, because `{by}` stands in it",
        "规则 `{id}` 里的 `{phrase}` 用不着，因为其中已含有 `{by}`",
        "delete it, or the shorter one" + _KEEP_EN,
        "删去它，或删去更短的那个" + _KEEP_ZH,
    ),
    "lint.examples_contradict": Message(
        "the example `{title}` of rule `{id}` has the same events as `{other}` and promises the opposite",
        "规则 `{id}` 的例子 `{title}` 与 `{other}` 事件相同，结论却相反",
        "change one of them in the fact that makes the difference" + _KEEP_EN,
        "把造成差别的那个事实写进其中一个" + _KEEP_ZH,
    ),
    "lint.unused_silencer": Message(
        "`{name}` is allowed in `{id}`, but there is nothing to allow",
        "`{id}` 里写了允许 `{name}`，但没有这样的问题",
        "delete the entry of `allow`",
        "删去 `allow` 里的这一项",
    ),
    "lint.unknown_silencer": Message(
        "there is no lint `{given}`",
        "没有名为 `{given}` 的检查",
        "known are: {known}",
        "可用的有：{known}",
    ),
}
