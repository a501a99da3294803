"""Wording of the faults found in the files of a rule pack; expressions have a module of their own."""

from fraudguard.messages.entry import Message
from fraudguard.messages.pack_files import FILES, TRAPS
from fraudguard.messages.pack_shapes import SHAPES

__all__ = ["MESSAGES"]

_CONDITIONS = {
    "pack.expected_conditions": Message(
        "`{key}` must be a list of conditions, not `{given}`",
        "`{key}` 应该是条件的列表，而不是 `{given}`",
        "write one condition per line, each beginning with `- `",
        "每行一个条件，以 `- ` 开头",
    ),
    "pack.expected_line": Message(
        "a condition in `{key}` must be a line, not a list",
        "`{key}` 里的条件应该是一行，而不是列表",
        "write the condition right after `- `; put alternatives under `any:`",
        "条件直接写在 `- ` 后面；几个里满足一个的写在 `any:` 下",
    ),
    "pack.no_conditions": Message(
        "`{key}` holds no condition",
        "`{key}` 下没有条件",
        "write at least one line, or delete the key",
        "至少写一行，或删掉这个键",
    ),
    "pack.empty_line": Message(
        "a line of `{key}` is empty",
        "`{key}` 里有一行是空的",
        "write a condition after `- `, or delete the line; a line that begins with `#` is a comment",
        "在 `- ` 后写条件，或删掉这一行；以 `#` 开头的是注释",
    ),
    "pack.too_many_lines": Message(
        "the rule has more than {limit} conditions",
        "一条规则的条件超过 {limit} 个",
        "split the rule, or move words and values to `lists/`",
        "拆成几条规则，或把词和值移到 `lists/`",
    ),
    "pack.too_many_conditions": Message(
        "the conditions of the pack have more than {limit} characters in all",
        "规则包的条件合计超过 {limit} 个字符",
        "remove rules that no longer help, or move words and values to `lists/`",
        "删掉不再有用的规则，或把词和值移到 `lists/`",
    ),
    "pack.unknown_group": Message(
        "`{given}` cannot combine conditions",
        "`{given}` 不能用来组合条件",
        "use `any:`, `all:`, `none:` or `at_least: {{n: 2, of: […]}}`",
        "用 `any:`（任一）、`all:`（全部）、`none:`（全不）或 `at_least: {{n: 2, of: […]}}`（至少几个）",
    ),
    "pack.several_groups": Message(
        "`{given}` stands together with other keys in one item",
        "`{given}` 和别的键写在了同一项里",
        "begin each group with `- ` of its own",
        "每一组都以自己的 `- ` 开头",
    ),
    "pack.at_least_form": Message(
        "`at_least` needs `n` and `of`, and nothing else",
        "`at_least` 下要写 `n` 和 `of`，不能有别的",
        "write `at_least: {{n: 2, of: [first, second, third]}}`",
        "写成 `at_least: {{n: 2, of: [条件一, 条件二, 条件三]}}`",
    ),
}

_RULES = {
    "pack.two_forms": Message(
        "`{key}` cannot stand in rule `{id}` beside `sequence`",
        "规则 `{id}` 有 `sequence`，不能再写 `{key}`",
        "move the condition into a step; what breaks the chain goes under `sequence: unless:`",
        "把条件移到某一步里；打断链条的规则写在 `sequence:` 的 `unless:` 下",
    ),
    "pack.reserved_rule": Message(
        "the rule id `{id}` is taken by a built-in rule",
        "规则编号 `{id}` 已由内置规则占用",
        "choose another id",
        "换一个编号",
    ),
    "pack.reserved_group": Message(
        "the group `{group}` is kept for a built-in rule",
        "组 `{group}` 只供内置规则使用",
        "choose another group of the pack's groups",
        "换一个规则包里的组",
    ),
    "pack.rule_twice": Message(
        "the rule id `{id}` is used twice; it stands first at {first}",
        "规则编号 `{id}` 用了两次，第一次在 {first}",
        "give one of them another id; to change a rule of the pack below, use `overrides:` in the overlay's pack file",
        "给其中一条换编号；要改下层规则包的规则，在本包的 pack 文件里用 `overrides:`",
    ),
    "pack.unknown_group_id": Message(
        "there is no group `{given}`",
        "没有名为 `{given}` 的组",
        "name a group of the pack file, or add it there",
        "写 pack 文件里已有的组，或在那里加上",
    ),
    "pack.unknown_advice": Message(
        "there is no advice `{given}`",
        "没有编号为 `{given}` 的建议",
        "name an entry of `advice:` in the policy file, or add it there",
        "写 policy 文件 `advice:` 里已有的编号，或在那里加上",
    ),
    "pack.unknown_scam": Message(
        "there is no scam type `{given}` in the taxonomy",
        "分类表里没有 `{given}` 这个类型",
        "name an id of the taxonomy file, or add an entry there",
        "写 taxonomy 文件里已有的编号，或在那里加一项",
    ),
    "pack.unknown_kind": Message(
        "there are no events of kind `{given}` for rules",
        "规则不能看 `{given}` 这种事件",
        "the kinds are {known}",
        "可以写的是 {known}",
    ),
    "pack.unknown_rule": Message(
        "there is no rule `{given}`",
        "没有编号为 `{given}` 的规则",
        "name the id of a rule of this pack",
        "写本规则包里某条规则的编号",
    ),
    "pack.no_such_path": Message(
        "events of kind `{kind}` have no field `{path}`",
        "`{kind}` 事件没有 `{path}` 这个字段",
        "name a field that the events of this rule have",
        "写这条规则所看的事件都有的字段",
    ),
    "pack.key_type": Message(
        "`{path}` is of type {type} and cannot say which events belong together",
        "`{path}` 的类型是 {type}，不能用来区分归谁",
        "name a field that identifies someone or something, such as `person.key` or `payee.account`",
        "写能认出人或物的字段，例如 `person.key`、`payee.account`",
    ),
    "pack.step_forms": Message(
        "a step that names a `rule` cannot have `{key}`",
        "写了 `rule` 的步骤不能再写 `{key}`",
        "write either `rule:` or `on:` with `when:`",
        "要么写 `rule:`，要么写 `on:` 加 `when:`",
    ),
    "pack.step_twice": Message(
        "two steps are named `{name}`",
        "有两个步骤都叫 `{name}`",
        "give each named step its own name",
        "每个步骤的名字不能相同",
    ),
    "pack.step_name_taken": Message(
        "a step cannot be named `{name}`: that name has a meaning already",
        "步骤不能叫 `{name}`，这个名字已有别的意思",
        "choose a name that is no field, kind or function",
        "换一个不是字段、事件种类和函数的名字",
    ),
    "pack.too_few_steps": Message(
        "`at_least: {given}` can never be reached with {steps} steps",
        "只有 {steps} 步，永远达不到 `at_least: {given}`",
        "lower the number, or add steps",
        "把数字改小，或增加步骤",
    ),
    "pack.long_sequence": Message(
        "the sequence `{id}` reaches back more than 7 days",
        "序列 `{id}` 往回看超过 7 天",
        "candidates are kept for the whole time and cost memory; shorten `within` if the pattern allows",
        "这段时间里的候选事件都要留着，占内存；案情允许的话把 `within` 改短",
    ),
    "pack.circle": Message(
        "rules read each other in a circle: {circle}",
        "规则互相引用，成了一个圈：{circle}",
        "break the circle: let one of them look at events instead of another rule",
        "打断这个圈：让其中一条直接看事件，不看别的规则",
    ),
    "pack.reads_draft": Message(
        "rule `{id}` reads `{draft}`, which is a draft and never fires",
        "规则 `{id}` 引用了 `{draft}`，而它是草稿，永远不会命中",
        "set the status of `{draft}` to `shadow` or `active`, or make `{id}` a draft too",
        "把 `{draft}` 的 status 改为 `shadow` 或 `active`，或把 `{id}` 也改成草稿",
    ),
    "pack.lone_phrase": Message(
        "rule `{id}` brings {points} points, and one phrase is enough to fire it",
        "规则 `{id}` 记 {points} 分，却只要一个词就会命中",
        "ask for a second phrase or for something seen beside the text, or give at most {limit} points",
        "再要求第二个词或文字之外的迹象，或把分数降到 {limit} 分以内",
    ),
    "pack.text_in_hard_group": Message(
        "rule `{id}` reads nothing but texts, and its group `{group}` is not textual",
        "规则 `{id}` 只看文字，而它的组 `{group}` 不是文字组",
        "choose a group with `textual: true`, or add a condition on something other than words",
        "换成 `textual: true` 的组，或加一个文字之外的条件",
    ),
    "pack.no_examples": Message(
        "rule `{id}` has no example labelled {missing}",
        "规则 `{id}` 缺少标为 {missing} 的例子",
        "add a `hit` and a `miss` under `examples:` that differ in one fact",
        "在 `examples:` 下各写一个 `hit`（命中）和 `miss`（不命中），两者只差一个事实",
    ),
    "pack.active_untested": Message(
        "rule `{id}` is active and has no examples at all",
        "规则 `{id}` 已启用，却一个例子也没有",
        "add examples, or set `status: shadow` until there are some",
        "补上例子，补齐之前先写 `status: shadow`",
    ),
    "pack.example_label": Message(
        "an example must be either a `hit` or a `miss`",
        "例子要么是 `hit`（命中），要么是 `miss`（不命中）",
        "begin it with `hit: what it shows` or `miss: what it shows`",
        "以 `hit: 说明` 或 `miss: 说明` 开头",
    ),
    "pack.example_time": Message(
        "the times of an example lie too far in the future",
        "例子里的时间太远",
        "write times of this century",
        "写本世纪内的时间",
    ),
    "pack.example_evidence": Message(
        "a `miss` brings no finding, so there is no `evidence` to look for",
        "`miss` 不产生命中，没有 `evidence` 可查",
        "delete the line, or expect `points` or a `level`",
        "删掉这一行，或改为期望 `points`、`level`",
    ),
    "pack.example_event": Message(
        "the example has no event `{given}`",
        "例子里没有事件 `{given}`",
        "events are numbered from `e1` on unless they carry an `id`",
        "没有写 `id` 的事件依次编号为 `e1`、`e2`",
    ),
}

_TABLES = {
    "pack.reserved_group_missing": Message(
        "the pack has no group `{group}`, which a built-in rule needs",
        "规则包里没有内置规则要用的组 `{group}`",
        "add it under `groups:`, for example `{group}: {{cap: 40, half_life: 24h, horizon: 7d}}`",
        "加到 `groups:` 下，例如 `{group}: {{cap: 40, half_life: 24h, horizon: 7d}}`",
    ),
    "pack.model_cap": Message(
        "the classifier begins at {base} points, above its cap of {cap}",
        "分类器起始就有 {base} 分，高于上限 {cap} 分",
        "raise `cap` or lower `base`",
        "提高 `cap` 或降低 `base`",
    ),
    "pack.levels_missing": Message(
        "`{key}` says nothing about {missing}",
        "`{key}` 没有写 {missing}",
        "give `green`, `yellow` and `red`",
        "`green`、`yellow`、`red` 都要写",
    ),
    "pack.desk_fact": Message(
        "`{given}` is nothing a closure can ask for",
        "`{given}` 不是办结条件里可以要求的事实",
        "known are: {known}; join alternatives with ` or `",
        "可用的有：{known}；多选一用 ` or ` 连接",
    ),
    "pack.desk_closure_empty": Message(
        "closing a `{level}` case would need nothing",
        "`{level}` 案件不满足任何条件也能办结",
        "name at least one fact, such as `met`, or leave the level out: then the usual needs hold",
        "至少写一个条件（如 `met`），或不写这一等级，即用默认条件",
    ),
    "pack.desk_circles": Message(
        "the response circles do not grow",
        "响应圈没有逐级变大",
        "give the narrowest first, each wider than the one before, and leave `within_km` out of the last",
        "由近到远书写，每一圈都比前一圈大，最后一圈不写 `within_km`",
    ),
    "pack.desk_return_visit": Message(
        "the return visit would have to be over before it may begin",
        "回访的截止时间不晚于最早时间",
        "make `return_visit_by` longer than `return_visit_from`",
        "`return_visit_by` 要长于 `return_visit_from`",
    ),
    "pack.calendar_date": Message(
        "`{given}` is no date and no range of dates",
        "`{given}` 不是日期，也不是日期区间",
        "write `2026-10-01` or `2026-10-01..2026-10-07`",
        "请写 `2026-10-01` 或 `2026-10-01..2026-10-07`",
    ),
    "pack.calendar_range": Message(
        "`{given}` does not lie in {year}, or is longer than 60 days",
        "`{given}` 不在 {year} 年内，或超过 60 天",
        "split it at the turn of the year, and put the first day first",
        "跨年的请分开写，并把开始日期写在前面",
    ),
    "pack.calendar_clock": Message(
        "`{given}` is no time of day",
        "`{given}` 不是一天中的时刻",
        "write hours and minutes in quotes, such as `'22:00'`",
        "请用引号写时和分，如 `'22:00'`",
    ),
    "pack.calendar_year": Message(
        "`{given}` is no year",
        "`{given}` 不是年份",
        "write four digits, such as `2026`",
        "请写四位数字，如 `2026`",
    ),
    "pack.thresholds_order": Message(
        "the threshold of {high}, {upper}, is not above that of {low}, {lower}",
        "{high} 的门槛 {upper} 没有高于 {low} 的 {lower}",
        "thresholds must rise: green, yellow, red",
        "门槛要依次升高：green、yellow、red",
    ),
    "pack.scam_twice": Message(
        "the scam type `{id}` stands twice; first at {first}",
        "类型 `{id}` 出现两次，第一次在 {first}",
        "merge the two entries",
        "把两项合成一项",
    ),
    "pack.list_twice": Message(
        "the list `{id}` exists in the pack below already, at {first}",
        "下层规则包里已有名单 `{id}`，在 {first}",
        "add `extend: true` to add entries to it, or give the file another name",
        "写 `extend: true` 往里加条目，或给文件换个名字",
    ),
    "pack.list_to_extend": Message(
        "there is no list `{id}` to extend in the pack below",
        "下层规则包里没有可补充的名单 `{id}`",
        "name the file like the list it extends, or delete `extend: true`",
        "文件名要和被补充的名单相同，或删掉 `extend: true`",
    ),
    "pack.list_kind": Message(
        "the list `{id}` holds {kind} in the pack below, not {given}",
        "下层规则包的名单 `{id}` 是 {kind}，不是 {given}",
        "give the list another name",
        "给名单换个名字",
    ),
    "pack.phrase_empty": Message(
        "nothing is left of the phrase `{phrase}` in normal form",
        "词语 `{phrase}` 规范化后什么也不剩",
        "write words; signs and blanks alone are not compared",
        "要写文字；只有符号和空白无法比较",
    ),
    "pack.phrase_short": Message(
        "the phrase `{phrase}` is a single character and would be found in nearly every text",
        "词语 `{phrase}` 只有一个字，几乎每段文字里都有",
        "write a longer phrase",
        "写长一些的词语",
    ),
    "pack.phrase_twice": Message(
        "the phrase `{phrase}` stands in this list already, perhaps in another spelling",
        "词语 `{phrase}` 在本名单里已经有了，也可能是另一种写法",
        "delete one of them",
        "删掉一个",
    ),
    "pack.value_empty": Message(
        "nothing is left of the value `{value}` in normal form",
        "值 `{value}` 规范化后什么也不剩",
        "write the value itself",
        "写值本身",
    ),
    "pack.dates_order": Message(
        "the entry expires on {expiry}, not after its start on {start}",
        "条目在 {expiry} 到期，不晚于起始 {start}",
        "an entry is in force from `start` until before `expiry`",
        "条目从 `start` 起生效，到 `expiry` 之前为止",
    ),
    "pack.overlay_only": Message(
        "`{key}` has nothing to work on in the lowest pack",
        "最下层的规则包里不能写 `{key}`",
        "change the rules themselves, or write `extends: '@shipped'` to lay this pack over the shipped one",
        "直接改规则，或写 `extends: '@shipped'` 把本包叠在随附规则包之上",
    ),
    "pack.override_vanished": Message(
        "there is no rule `{id}` in the packs below to override",
        "下层规则包里没有可改的规则 `{id}`",
        "the rule may have been renamed or removed: see the pack's change log, then mend or delete this entry",
        "规则可能已改名或删除：查看规则包的更新记录，再改正或删掉这一项",
    ),
    "pack.snooze_vanished": Message(
        "there is no rule `{id}` to snooze",
        "没有可暂停的规则 `{id}`",
        "the rule may have been renamed or removed: see the pack's change log, then mend or delete this entry",
        "规则可能已改名或删除：查看规则包的更新记录，再改正或删掉这一项",
    ),
    "pack.extends_itself": Message(
        "the shipped pack cannot extend itself",
        "随附规则包不能叠在自己之上",
        "delete the line",
        "删掉这一行",
    ),
    "pack.extends_late": Message(
        "this pack extends the shipped one, which is not among the packs before it",
        "本包要叠在随附规则包之上，而它前面没有随附规则包",
        "give `@shipped` first",
        "把 `@shipped` 放在最前面",
    ),
}

MESSAGES: dict[str, Message] = {**FILES, **TRAPS, **SHAPES, **_CONDITIONS, **_RULES, **_TABLES}
