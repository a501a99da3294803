"""Wording of the errors raised by `fraudguard.desk`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    # cases
    "case.unknown": Message(
        "there is no case `{given}`", "没有编号为 `{given}` 的案件", "look it up with `fraudguard desk list`", "用 `fraudguard desk list` 查找编号"
    ),
    "case.conflict": Message(
        "case {case} has gone on to version {current} since version {given} was read",
        "案件 {case} 在读取第 {given} 版之后已更新到第 {current} 版",
        "read the case again, look at what the other officer did, then act",
        "请重新读取案件，看清同事做了什么，再继续操作",
    ),
    "case.action_field": Message(
        "`{action}` cannot be recorded: {reason}", "无法登记 `{action}`：{reason}", "mend the field `{field}`", "请更正字段 `{field}`"
    ),
    "case.step": Message(
        "`{action}` is not possible while the case is `{status}`", "案件状态为“{status_zh}”时不能“{action_zh}”"
    ),
    "case.step_sign": Message(
        "`{action}` is not possible while the case is `{status}`: nobody has signed it",
        "案件状态为“{status_zh}”，不能“{action_zh}”：还没有人签收",
        "sign the case first",
        "请先签收",
    ),
    "case.step_reach": Message(
        "`{action}` is not possible while the case is `{status}`: nobody has spoken to the person",
        "案件状态为“{status_zh}”，不能“{action_zh}”：还没有人和当事人说上话",
        "record an answered call or a meeting first",
        "请先登记接通的电话或见面",
    ),
    "case.step_dispatch": Message(
        "`{action}` is not possible while the case is `{status}`: nobody was sent",
        "案件状态为“{status_zh}”，不能“{action_zh}”：还没有派人",
        "record the dispatch first, or a visit with `walk_in` when the person came to the station",
        "请先登记派出；当事人自己到所的，登记见面时写 `walk_in`",
    ),
    "case.step_result": Message(
        "`{action}` is not possible while the case is `{status}`: there is no result to add to",
        "案件状态为“{status_zh}”，不能“{action_zh}”：还没有反馈结果",
        "record the result first",
        "请先反馈结果",
    ),
    "case.step_transfer": Message(
        "`{action}` is not possible while the case is `{status}`: it was not transferred",
        "案件状态为“{status_zh}”，不能“{action_zh}”：案件没有移交",
        "record the transfer first",
        "请先登记移交",
    ),
    "case.step_hand_over": Message(
        "`{action}` is not possible while the case is `{status}`: nothing was handed over",
        "案件状态为“{status_zh}”，不能“{action_zh}”：没有转给专业队",
        "record the hand-over first",
        "请先登记转专业队",
    ),
    "case.step_suspend": Message(
        "`{action}` is not possible while the case is `{status}`: the person is not being watched",
        "案件状态为“{status_zh}”，不能“{action_zh}”：当事人不在监护中",
    ),
    "case.step_close": Message(
        "`{action}` is not possible while the case is `{status}`: it has not been closed",
        "案件状态为“{status_zh}”，不能“{action_zh}”：案件还没有办结",
    ),
    "case.need": Message(
        "a {level} case needs {need} before it is closed",
        "{level_zh}色案件办结还缺：{need_zh}",
        "record it, or have a superior allow an exception with a reason",
        "请补登记，或由上级写明理由批准例外",
    ),
    "case.need_leader": Message(
        "the person has denied {denials} times: a leader's visit is needed before the case is closed",
        "当事人已 {denials} 次不认可劝阻：办结前须由所领导上门",
        "record a visit with `leader`",
        "请登记所领导参加的见面",
    ),
    "case.need_feedback": Message(
        "the specialist unit `{unit}` has not reported back", "专业队 `{unit}` 还没有反馈", "record its feedback", "请登记专业队的反馈"
    ),
    "case.need_lead": Message(
        "the higher centre's instruction `{ref}` has not been answered",
        "上级指令 `{ref}` 还没有答复",
        "record the answer to it",
        "请登记对该指令的答复",
    ),
    "case.unreached": Message(
        "a case that is `{status}` cannot be closed by anybody: the person has not been reached",
        "案件状态为“{status_zh}”，谁也不能办结：还没有联系到当事人",
        "go on calling, call relatives, send a patrol; or transfer it and record the other unit's receipt",
        "继续拨打、联系亲友、派人上门；人不在本地的，移交并登记对方回执",
    ),
    "case.own_superior": Message(
        "`{by}` cannot allow an exception to themselves", "`{by}` 不能给自己批准例外", "name the superior who decided", "请写明作出决定的上级"
    ),
    "case.answered_by": Message(
        "an answered call says who was reached, and no failure", "接通的电话要写明接听人，不写失败原因",
        "give `reached`: self, relative or other", "请填写 `reached`：self、relative 或 other",
    ),
    "case.failure": Message(
        "a call in vain says why it failed, and nobody who was reached", "未接通的电话要写明失败原因，不写接听人",
        "give `failure`, such as busy, refused, no_answer", "请填写 `failure`，如 busy、refused、no_answer",
    ),
    "case.result_unreached": Message(
        "there can be no result while nobody has been reached (the case is `{status}`)",
        "还没有联系到任何人（状态“{status_zh}”），不能反馈结果",
        "record the call, the relatives or the meeting first",
        "请先登记接通的电话、亲友或见面",
    ),
    "case.loss_incomplete": Message(
        "a confirmed loss lacks: {fields}", "已被骗的反馈还缺：{fields}",
        "give the amount, the first payee and the time: the stop-payment draft needs them", "请填写金额、首个收款账户和时间，止付草稿需要这些",
    ),
    "case.no_second_feedback": Message("no second feedback is expected", "这个案件不需要二次反馈"),
    "case.still_denied": Message(
        "the person still denies it: a second feedback does not settle that",
        "当事人仍不认可，二次反馈不能代替劝阻结果",
        "go on dissuading and record the new result",
        "请继续劝阻并登记新的结果",
    ),
    "case.reject_unit": Message(
        "a case that is not ours must name the unit it belongs to, other than `{unit}`",
        "非本辖区的案件要写明应由哪个单位处理，且不能是 `{unit}`",
        "give `unit`",
        "请填写 `unit`",
    ),
    "case.reject_duplicate": Message(
        "a duplicate must name the case it repeats, one that has not been rejected itself",
        "重复的案件要写明与哪个案件重复，且那个案件没有被驳回",
        "give `duplicate_of`",
        "请填写 `duplicate_of`",
    ),
    "case.no_hand_over": Message(
        "nothing is waited for from `{given}`", "没有等待 `{given}` 反馈的事项", "waited for: {known}", "等待反馈的有：{known}"
    ),
    "case.no_lead": Message(
        "no instruction `{given}` waits for an answer", "没有等待答复的指令 `{given}`", "waiting are: {known}", "等待答复的有：{known}"
    ),
    "case.other_open": Message(
        "the person has an open case already: `{case}`", "当事人已有未办结的案件 `{case}`", "work on that one", "请在那个案件上继续办理"
    ),
    "case.future": Message(
        "`{given}` has not come yet", "`{given}` 还没有到", "give the time at which it was done", "请填写实际办理的时间"
    ),
    "case.too_early": Message(
        "a return visit is made {days} days after closing at the earliest",
        "回访最早在办结 {days} 天之后进行",
        "come back then",
        "请届时再回访",
    ),
    "case.unit_unknown": Message(
        "there is no unit `{given}`", "没有编号为 `{given}` 的单位", "use an id of the units file", "请使用单位文件里的编号"
    ),
    "case.purpose": Message(
        "`{given}` is no purpose for which contact data may be seen", "`{given}` 不是可以查看联系方式的用途", "known are: {known}", "可用的用途：{known}"
    ),
    "case.nobody": Message("nobody is named", "没有写明是谁", "name the officer", "请写明民警"),
    "case.contacts_gone": Message(
        "the contact data of case {case} have been removed, their time is over", "案件 {case} 的联系方式已超过保存期限并删除"
    ),
    # the desk and its store
    "desk.url": Message(
        "`{given}` is no address of a store",
        "`{given}` 不是数据库地址",
        "write `sqlite:///desk.db` or `postgresql+psycopg://user@host/name`",
        "请写 `sqlite:///desk.db` 或 `postgresql+psycopg://用户@主机/库名`",
    ),
    "desk.no_driver": Message(
        "the driver of PostgreSQL is not installed",
        "没有安装 PostgreSQL 驱动",
        "install `fraudguard-rules[{extra}]`",
        "请安装 `fraudguard-rules[{extra}]`",
    ),
    "desk.no_key": Message(
        "a desk that is kept needs a key",
        "要保存的接警台必须有密钥",
        "make one with `head -c 32 /dev/urandom > desk.key` and give its bytes; without it contact data could never be read again",
        "用 `head -c 32 /dev/urandom > desk.key` 生成并传入其内容；没有密钥，以后就读不出联系方式",
    ),
    "desk.no_store": Message(
        "there is no store at {file}", "没有数据库 {file}", "look at the address, or make one with `fraudguard desk init`", "请核对地址，或用 `fraudguard desk init` 新建"
    ),
    "desk.key": Message(
        "the store was made with another key", "这个数据库是用另一把密钥建立的", "give the key it was made with", "请提供建立时使用的密钥"
    ),
    "desk.version": Message(
        "the store has revision `{given}`, this release knows `{known}`",
        "数据库版本为 `{given}`，本版本只认识 `{known}`",
        "use the release that made it, or a newer one",
        "请使用建立它的版本或更新的版本",
    ),
    "desk.foreign_tables": Message(
        "the database holds tables of something else", "数据库里有别的系统的表", "give the desk a database of its own", "请给接警台单独的数据库"
    ),
    "desk.unreachable": Message(
        "the store at {where} cannot be used: {reason}", "无法使用数据库 {where}：{reason}",
        "nothing was kept; hand it over again when the database is back", "什么也没有保存；数据库恢复后请重新提交",
    ),
    "desk.full": Message(
        "there is no room left for the store at {where}: {reason}", "数据库 {where} 没有空间了：{reason}",
        "nothing was kept; make room, then hand it over again", "什么也没有保存；腾出空间后请重新提交",
    ),
    "desk.busy": Message(
        "another process holds the store at {where} for too long", "别的进程长时间占用数据库 {where}",
        "nothing was kept; look for a process that hangs, then hand it over again", "什么也没有保存；请检查卡住的进程，再重新提交",
    ),
    "desk.lost_update": Message("a case was changed from outside the desk", "有案件被接警台以外的程序改动", "run `fraudguard desk verify`", "请运行 `fraudguard desk verify`"),
    "desk.sealed": Message(
        "the {what} of the store were altered or moved", "数据库里的 {what} 被改动或移动过",
        "restore it from a backup and run `fraudguard desk verify`", "请从备份恢复，并运行 `fraudguard desk verify`",
    ),
    "desk.limit": Message("a page holds 1 to {most} cases, not {given}", "每页 1 到 {most} 个案件，不能是 {given}"),
    "desk.after": Message("`{given}` is not where a page begins", "`{given}` 不是页的起点", "give the `next` of the page before", "请使用上一页给出的 `next`"),
    "desk.period": Message("the period ends before it begins", "统计时段的结束早于开始", "give an end after the start", "请让结束时间晚于开始时间"),
    "desk.naive_clock": Message(
        "the desk's clock gives times without a zone", "接警台的时钟没有时区", "return aware times, such as `datetime.now(UTC)`", "请返回带时区的时间，如 `datetime.now(UTC)`"
    ),
    # the units file
    "desk.units_unreadable": Message("the units file cannot be read: {reason}", "单位文件无法读取：{reason}"),
    "desk.unit_id": Message(
        "`{given}` cannot be the id of a unit", "`{given}` 不能作为单位编号", "use letters, digits, `_`, `.` and `-`, at most 64", "请用字母、数字、`_`、`.`、`-`，不超过 64 个字符"
    ),
    "desk.unit_twice": Message("the unit `{id}` stands there twice", "单位 `{id}` 写了两次", "give each unit an id of its own", "每个单位用自己的编号"),
    "desk.unit_place": Message("the unit `{id}` has half a place", "单位 `{id}` 的位置只写了一半", "give both `lat` and `lon`, or none", "`lat` 和 `lon` 要么都写，要么都不写"),
    "desk.unit_parent": Message("there is no unit `{given}` to be above this one", "没有上级单位 `{given}`"),
    "desk.unit_circle": Message("the unit `{id}` stands above itself", "单位 `{id}` 成了自己的上级", "break the circle of `parent`", "请理顺 `parent`"),
    "desk.unit_default": Message("there is a second default unit beside `{first}`", "除 `{first}` 外又有一个默认单位", "leave one", "只保留一个"),
}  # fmt: skip
