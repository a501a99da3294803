"""Wording of the errors raised by `fraudguard.feeds` and `fraudguard.cli`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    # A file as a whole
    "feed.unreadable": Message(
        "cannot read `{file}`: {why}",
        "读不了 `{file}`：{why}",
        "check the path and the permissions",
        "检查路径和权限",
    ),
    "feed.no_file": Message(
        "there is no file `{file}`",
        "没有 `{file}` 这个文件",
        "check the path; it is read from the current folder unless it begins with `/`",
        "检查路径；不以 `/` 开头的路径从当前目录算起",
    ),
    "feed.forbidden": Message(
        "no permission for `{file}`",
        "没有权限使用 `{file}`",
        "ask the owner for access, or choose another place",
        "请所有者开通权限，或换一个位置",
    ),
    "feed.disk_full": Message(
        "there is no room left to write `{file}`",
        "空间不足，写不下 `{file}`",
        "free some space, or choose another place; what was there before is unchanged",
        "腾出空间，或换一个位置；原有文件没有改动",
    ),
    "feed.not_a_folder": Message(
        "`{file}` is a file where a folder is needed",
        "`{file}` 是文件，这里需要目录",
        "choose another folder, or move that file away",
        "换一个目录，或移走该文件",
    ),
    "feed.not_a_file": Message(
        "`{file}` is not a regular file",
        "`{file}` 不是普通文件",
        "give the file itself; a pipe or a folder must be saved to a file first, because a feed is read more than once",
        "请给出文件本身；管道或目录要先存成文件，因为数据要读不止一遍",
    ),
    "feed.encoding": Message(
        "`{file}` is neither UTF-8 nor GB18030",
        "`{file}` 既不是 UTF-8 也不是 GB18030",
        "save it again as UTF-8, or ask the sender which encoding it is in",
        "请另存为 UTF-8，或向提供方问清编码",
    ),
    "feed.compressed": Message(
        "`{file}` is a compressed file",
        "`{file}` 是压缩文件",
        "unpack it first and give the file inside",
        "先解压，再给出里面的文件",
    ),
    "feed.workbook": Message(
        "`{file}` is a damaged workbook, or an archive that is none",
        "`{file}` 是损坏的工作簿，或不是工作簿的压缩包",
        "open it in a spreadsheet and save it again, or unpack the archive and give the file inside",
        "用电子表格软件打开后重新保存；压缩包请先解压，再给出里面的文件",
    ),
    "feed.locked": Message(
        "`{file}` is locked with a password",
        "`{file}` 有密码保护",
        "save it without the password first",
        "先另存为不带密码的文件",
    ),
    "feed.no_sheet": Message(
        "`{file}` has no visible sheet with anything in it",
        "`{file}` 里没有可见的、有内容的工作表",
        "show the sheet that holds the rows, and save the workbook again",
        "把存放数据的工作表取消隐藏后重新保存",
    ),
    "feed.needs_extra": Message(
        "reading `{file}` needs the extra `{extra}`, which is not installed",
        "读取 `{file}` 需要扩展 `{extra}`，尚未安装",
        "run `pip install 'fraudguard-rules[{extra}]'`, or save the file as CSV in UTF-8",
        "运行 `pip install 'fraudguard-rules[{extra}]'`，或另存为 UTF-8 的 CSV",
    ),
    "feed.bomb": Message(
        "`{file}` unpacks to more than a feed may have",
        "`{file}` 解开后超出数据文件的上限",
        "check where it comes from; a real feed of this size comes in parts",
        "核实文件来源；真实数据如有这么大，请分批提供",
    ),
    "feed.parquet": Message(
        "`{file}` is a damaged Parquet file, or one with columns that cannot be read",
        "`{file}` 是损坏的 Parquet 文件，或含有读不了的列",
        "ask the sender to write it again",
        "请提供方重新生成",
    ),
    "feed.parquet_unit": Message(
        "column `{column}` of `{file}` holds whole numbers, and nothing says whether yuan or fen",
        "`{file}` 的列 `{column}` 是整数，没有说明单位是元还是分",
        "name it `{column}_yuan` or `{column}_fen`, or give a mapping file with its `unit`",
        "改名为 `{column}_yuan` 或 `{column}_fen`，或在映射文件里写明 `unit`",
    ),
    "feed.xml": Message(
        "`{file}` is not sound XML: line {line}",
        "`{file}` 不是完整的 XML，问题在第 {line} 行",
        "ask for the file again: a message that was cut off is not read in part",
        "请提供方重发：截断的报文不会只读一部分",
    ),
    "feed.xml_dtd": Message(
        "`{file}` declares a document type, which payment messages do not have and which can hide an attack",
        "`{file}` 声明了文档类型（DTD），支付报文里不会有，可能是攻击",
        "do not open it elsewhere; ask the sender how it was made",
        "不要用别的程序打开，向提供方核实来源",
    ),
    "feed.xml_kind": Message(
        "`{file}` is XML with the root `{given}`, but neither pacs.008 nor pain.001",
        "`{file}` 是以 `{given}` 为根的 XML，但不是 pacs.008 或 pain.001",
        "give the payment messages, or write the file as CSV",
        "请给出支付报文，或先转成 CSV",
    ),
    "feed.xml_count": Message(
        "`{file}` says that it holds {said} payments and holds {found}",
        "`{file}` 写明有 {said} 笔，实际有 {found} 笔",
        "ask for the message again: some of it was lost or doubled",
        "请提供方重发：报文有缺失或重复",
    ),
    "feed.header": Message(
        "no known header in the first lines of `{file}`, which begins with '{given}'",
        "`{file}` 开头几行里没有认得的表头，首行是“{given}”",
        "name the columns by field, such as `at`, `amount`, `payee.account`, or give a mapping file with `--mapping`; the guide shows one (part 2)",
        "按字段命名各列，如 `at`、`amount`、`payee.account`，或用 `--mapping` 给出映射文件，写法见指南第 2 部分",
    ),
    "feed.header_lacks": Message(
        "line {line} of `{file}` looks like the header of “{layout}”, but has no column {missing}; columns not recognised: {unread}",
        "`{file}` 第 {line} 行像“{layout}”的表头，但没有这些列：{missing}；没认出的列：{unread}",
        "rename the columns, or give a mapping file with `--mapping`; the guide shows one (part 2)",
        "改列名，或用 `--mapping` 给出映射文件，写法见指南第 2 部分",
    ),
    "feed.kind": Message(
        "the columns do not say what kind of event a row is: {fields}",
        "从这些列看不出每行是哪种事件：{fields}",
        "add a column `kind`, such as `transaction` or `call`",
        "加一列 `kind`，如 `transaction`、`call`",
    ),
    "feed.unwritable": Message(
        "cannot write `{file}`: {why}",
        "写不了 `{file}`：{why}",
        "check the folder, its permissions and the space on the disk",
        "检查目录、权限和磁盘空间",
    ),
    "feed.no_feeds": Message(
        "no feed was given",
        "没有给出数据文件",
        "name at least one file of events",
        "至少给出一个数据文件",
    ),
    "feed.order": Message(
        "`{given}` is not an order",
        "`{given}` 不是可用的次序",
        "write `sorted` (by time) or `arrival` (as the rows stand)",
        "请写 `sorted`（按时间）或 `arrival`（按到达次序）",
    ),
    "feed.engine": Message(
        "`{given}` is not an engine",
        "`{given}` 不是可用的计算方式",
        "write `events` (one after the other) or `columns` (many at once)",
        "请写 `events`（逐条计算）或 `columns`（成批计算）",
    ),
    "feed.engine_columns": Message(
        "`columns` scores sorted feeds from an empty state with native sequences",
        "`columns` 只能从空状态起、按时间次序、用内置序列引擎计分",
        "leave out `guard`, `state`, `order` and `sequences`, or use the engine `events`",
        "请去掉 `guard`、`state`、`order`、`sequences`，或改用 `events`",
    ),
    "feed.two_guards": Message(
        "`guard` was given together with `rules`, `people`, `state`, `key` or `sequences`",
        "给了 `guard`，就不能再给 `rules`、`people`、`state`、`key` 或 `sequences`",
        "a guard has its rules, people, key and engine already; its state is saved with `Guard.snapshot`",
        "guard 已有自己的规则、名录、密钥和引擎，状态用 `Guard.snapshot` 保存",
    ),
    "feed.resume_guard": Message(
        "`resume` was given together with `guard`",
        "给了 `guard`，就不能再给 `resume`",
        "a run can be taken up only when it makes its own guard; save the state of yours with `Guard.snapshot`",
        "只有自己加载规则的任务才能接着做；guard 的状态用 `Guard.snapshot` 保存",
    ),
    "feed.accounts": Message(
        "the rows do not add up ({books}); nothing was written",
        "行数对不上账（{books}），没有写出任何结果",
        "this is a defect of the library: report it with the first lines of the feed",
        "这是程序缺陷，请附上数据开头几行报告给我们",
    ),
    "state.busy": Message(
        "another run is using the state directory `{folder}`",
        "另一个任务正在使用状态目录 `{folder}`",
        "wait until it has finished, or give each run a directory of its own",
        "等它结束，或给每个任务各用一个目录",
    ),
    # The command line
    "cli.no_event": Message(
        "`{file}` does not hold an event: a JSON object, or an array of them",
        "`{file}` 里没有事件：应是一个 JSON 对象，或对象的数组",
        'save the event as JSON, such as {{"kind": "transaction", …}}',
        '把事件存成 JSON，如 {{"kind": "transaction", …}}',
    ),
    "cli.bad_json": Message(
        "`{file}` is not JSON: line {line}, column {column}: {why}",
        "`{file}` 不是合法的 JSON：第 {line} 行第 {column} 列（{why}）",
        "mend that place; names and texts stand in double quotes, and nothing follows the last one but a bracket",
        "改正该处：名称和文字用英文双引号，最后一项后面不加逗号",
    ),
    "cli.rule_taken": Message(
        "there is a rule `{rule}` already",
        "已经有规则 `{rule}`",
        "choose another id; a rule of the shipped pack is changed by `overrides:` in the overlay's pack file",
        "换一个编号；要调整自带规则，在叠加包的 pack 文件里写 `overrides:`",
    ),
    "cli.no_rule": Message("no rule `{rule}` reads a {kind}", "没有读 {kind} 事件的规则 `{rule}`"),
    "cli.rule_unknown": Message(
        "`{path}` has no rule `{rule}`",
        "`{path}` 里没有规则 `{rule}`",
    ),
    "cli.suggest_place": Message(
        "the examples of `{rule}` in `{file}` are no list that more could be put under",
        "`{file}` 里 `{rule}` 的例子不是可以续写的列表",
        "write `examples:` as the last key of the rule, one `- hit:` or `- miss:` below the other; or leave out `--write`",
        "把 `examples:` 写在规则最后，下面逐条写 `- hit:` 或 `- miss:`；或不加 `--write`",
    ),
    "cli.rule_id": Message(
        "`{rule}` cannot be the id of a rule",
        "`{rule}` 不能做规则编号",
        "use small letters, digits and hyphens, such as `night-transfer`",
        "用小写英文、数字和连字符，如 `night-transfer`",
    ),
    "cli.scam_unknown": Message("the taxonomy has no scam `{scam}`", "分类表里没有 `{scam}` 这种诈骗"),
    "cli.file_exists": Message(
        "`{file}` is there already",
        "`{file}` 已经存在",
        "choose another id, or edit that file",
        "换一个编号，或直接修改该文件",
    ),
    # A row
    "feed.bytes": Message(
        "the line is not in the encoding of the file",
        "这一行的字节不符合全文件的编码",
    ),
    "feed.line_too_long": Message(
        "the line is longer than a megabyte",
        "这一行超过 1 MB",
    ),
    "feed.retracts_nothing": Message(
        "the row takes an earlier one back, but has no serial to say which",
        "这一行要撤回之前的记录，却没有流水号说明是哪一条",
    ),
    "feed.other_kind": Message(
        "the row is of another kind: its column `{column}` says '{given}'",
        "这一行不是要读的那类记录：“{column}”一栏是“{given}”",
    ),
    "feed.columns": Message(
        "the row has {found} cells and the header {expected}",
        "这一行有 {found} 列，表头是 {expected} 列",
    ),
    "feed.repeated_header": Message("the row is a header again", "这一行是重复的表头"),
    "feed.note_line": Message("the line is a note of the export, not a row", "这一行是导出说明，不是数据"),
    "feed.total_line": Message("the row is a line of sums", "这一行是合计行"),
    "feed.cell_missing": Message("column `{column}` is empty", "“{column}”一栏是空的"),
    "feed.word": Message("the table knows no word '{given}'", "对照表里没有“{given}”这个词"),
    "feed.flag": Message("'{given}' is neither yes nor no", "“{given}”既不是“是”也不是“否”"),
    "feed.number": Message("'{given}' is not a number", "“{given}”不是数字"),
    "feed.duration": Message("{given} seconds are no length of a call", "{given} 秒不是通话会有的时长"),
    "feed.fen": Message("'{given}' is not a whole number of fen", "“{given}”不是整数分"),
    "feed.sign": Message(
        "'{given}' has a sign, and the layout does not say what it means",
        "“{given}”带负号，而该格式没有约定负号的含义",
    ),
    "feed.rounded_number": Message(
        "a spreadsheet has rounded the last digits of the number '{given}' to zeros",
        "“{given}”的末几位已被电子表格取整成 0，无法恢复",
    ),
    "feed.time_date": Message("'{given}' is not a date", "“{given}”不是日期"),
    "feed.time_date_only": Message(
        "'{given}' is a date without a time of day",
        "“{given}”只有日期，没有时刻",
    ),
    "feed.time_range": Message("'{given}' is not in the years 2000 to 2099", "“{given}”不在 2000 至 2099 年之间"),
    "feed.id": Message("the id is a {given}, not a text", "编号应是文本，这里是 {given}"),
    "feed.json": Message("the line is not JSON: {why}", "这一行不是合法的 JSON：{why}"),
    "feed.json_object": Message("the line holds a JSON {found}, not an object", "这一行是 JSON 的 {found}，不是对象"),
    "feed.json_number": Message("{given} is not a number an event can hold", "{given} 不是事件能用的数"),
    "feed.json_twice": Message("the name '{name}' stands twice in the object", "同一对象里“{name}”出现了两次"),
}
