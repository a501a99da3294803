"""Wording of the errors raised by `fraudguard.workbench`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "workbench.no_near_miss": Message(
        "no near miss of `{rule}` could be made of its hit examples",
        "用 `{rule}` 的正例造不出差一点命中的事件流",
        "give the rule a hit example that names the fields its conditions read",
        "给规则补一个写全条件所读字段的正例",
    ),
    "workbench.rule_unknown": Message(
        "the pack has no active rule `{rule}`",
        "规则包里没有规则 `{rule}`",
        "give the id of a rule that is not a draft",
        "写规则编号，草稿不算",
    ),
    "workbench.no_test": Message(
        "there is no test to run at `{path}`",
        "`{path}` 没有可运行的测试",
        "write examples into the rules, or scenarios into a file `*.test.yaml` beside them",
        "在规则里写 `examples`，或在旁边的 `*.test.yaml` 里写情景",
    ),
    "workbench.none_chosen": Message(
        "none of the {tests} tests at `{path}` has `{words}` in its name",
        "`{path}` 的 {tests} 个测试中，名称里都没有 `{words}`",
        "choose by words of a rule's id or title, of an example or scenario, or of the name of a file",
        "可用规则编号、标题、例子或情景的名称、文件名中的字词挑选",
    ),
    "workbench.labels": Message(
        "`{path}` holds no labels as the simulator writes them: {why}",
        "`{path}` 不是模拟器写出的标签：{why}",
        "give the folder that `fraudguard simulate --to` wrote, or its `labels/`",
        "给出 `fraudguard simulate --to` 写出的目录，或其中的 `labels/`",
    ),
    "workbench.limit": Message(
        "`{given}` is no limit of new tickets",
        "`{given}` 不是新增预警单的上限",
        "give a number such as `12` or a share such as `5%`",
        "写成 `12` 这样的张数，或 `5%` 这样的比例",
    ),
    "workbench.no_events": Message(
        "the feeds hold no event that can be scored; {rejected} rows could not be read",
        "数据里没有一个能计分的事件，有 {rejected} 行读不了",
        "look at the reasons with `fraudguard score FEED --to DIR`",
        "用 `fraudguard score 数据 --to 目录` 查看原因",
    ),
    "workbench.strangers": Message(
        "nobody in the labels appears in the feeds, so nothing can be measured against them",
        "标签里的人在数据里一个也没有，无法对照",
        "give the directory of people that belongs to the labels with `--people`",
        "用 `--people` 给出与标签配套的人员名录",
    ),
}
