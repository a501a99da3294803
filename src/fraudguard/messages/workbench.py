"""Wording of the errors raised by `fraudguard.workbench`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "workbench.backtest_file": Message(
        "this is no report of a back-test",
        "这不是回测报告",
        "give the output of `fraudguard rules backtest PACK --feed FILE --json`",
        "给出 `fraudguard rules backtest 规则包 --feed 数据 --json` 的输出",
    ),
    "workbench.labels": Message(
        "`{path}` holds no labels as the simulator writes them: {why}",
        "`{path}` 不是模拟器写出的标签：{why}",
        "give the folder that `fraudguard simulate --to` wrote, or its `labels/`",
        "给出 `fraudguard simulate --to` 写出的目录，或其中的 `labels/`",
    ),
    "workbench.layout": Message(
        "`{file}` would mean something else in the one layout, and is left alone",
        "`{file}` 统一版式后含义会变，未作改动",
        "write lists and mappings over several lines in the usual way: `- ` and `key:` at the beginning of a line",
        "多行的列表和键值按常规写：`- ` 和 `键:` 写在行首",
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
