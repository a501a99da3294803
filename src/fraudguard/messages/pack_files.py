"""Wording of the faults of files and of YAML itself, its traps included."""

from fraudguard.messages.entry import Message

__all__ = ["FILES", "TRAPS"]

_QUOTE_EN = "put the line in single quotes, `{quoted}`, or in a `|` block"
_QUOTE_ZH = "把这一行放进单引号：`{quoted}`，或写成 `|` 块"

FILES: dict[str, Message] = {
    "pack.shipped_missing": Message(
        "the shipped directory `{name}` was not found beside the package",
        "在软件包旁边找不到随附的 `{name}` 目录",
        "install the package again; a checkout must be installed in editable mode",
        "重新安装软件包；源码目录要用可编辑方式安装",
    ),
    "pack.not_found": Message(
        "there is no directory `{path}`",
        "没有 `{path}` 这个目录",
        "give the directory that holds the pack's files, or `@shipped`",
        "写规则包所在的目录，或 `@shipped`",
    ),
    "pack.not_a_directory": Message(
        "`{path}` is not a directory",
        "`{path}` 不是目录",
        "give the directory that holds the pack's files, not one file of it",
        "写规则包所在的目录，而不是其中一个文件",
    ),
    "pack.missing_file": Message(
        "the pack has no file `{path}`",
        "规则包里没有 `{path}` 文件",
        "add the file, or write `extends: '@shipped'` to lay this pack over the shipped one",
        "补上这个文件，或写 `extends: '@shipped'` 把本包叠在随附规则包之上",
    ),
    "pack.stray_file": Message(
        "nothing reads the file `{path}`",
        "文件 `{path}` 不会被读取",
        "rules go to `scams/NAME.yaml`, lists to `lists/NAME.yaml`; rename or move the file",
        "规则放在 `scams/名称.yaml`，名单放在 `lists/名称.yaml`；请改名或移动文件",
    ),
    "pack.too_many_files": Message(
        "the pack has more than {limit} files",
        "规则包的文件超过 {limit} 个",
        "put several rules or entries into one file",
        "把多条规则或条目放进一个文件",
    ),
    "pack.pack_size": Message(
        "the files of the pack are larger than {limit} bytes together",
        "规则包的文件合计超过 {limit} 字节",
        "keep bulk data out of the pack",
        "大量数据不要放在规则包里",
    ),
    "pack.file_size": Message(
        "the file is larger than {limit} bytes",
        "文件超过 {limit} 字节",
        "split it into several files",
        "拆成几个文件",
    ),
    "pack.link_outside": Message(
        "`{path}` is a link that leads out of the pack and is not followed",
        "`{path}` 是指向规则包之外的链接，不会跟随",
        "copy the file into the pack",
        "把文件复制到规则包里",
    ),
    "pack.not_a_file": Message(
        "`{path}` is no ordinary file",
        "`{path}` 不是普通文件",
        "replace it by a text file",
        "换成文本文件",
    ),
    "pack.unreadable": Message(
        "this cannot be read: {reason}",
        "无法读取：{reason}",
        "check that it exists and that you may read it",
        "检查它是否存在、有没有读取权限",
    ),
    "pack.not_utf8": Message(
        "the file is not UTF-8; the first wrong byte is number {byte}; it looks like {guess}",
        "文件不是 UTF-8 编码，第一个错误字节在第 {byte} 个，像是 {guess}",
        "save it as UTF-8 in your editor",
        "在编辑器里另存为 UTF-8",
    ),
    "pack.control_character": Message(
        "the character {character} cannot stand in a text file",
        "文本文件里不能有字符 {character}",
        "delete it; it often comes from copying out of another program",
        "删掉它；多半是从别的程序复制来的",
    ),
    "pack.too_many_rules": Message(
        "the pack has more than {limit} rules",
        "规则包的规则超过 {limit} 条",
        "remove rules that no longer help",
        "删掉不再有用的规则",
    ),
    "pack.more_faults": Message(
        "and {count} more faults",
        "另有 {count} 个错误",
        "mend these first",
        "先改上面这些",
    ),
    "pack.more_warnings": Message("and {count} more warnings", "另有 {count} 个警告"),
}

TRAPS: dict[str, Message] = {
    "pack.trap_quote": Message(
        "YAML ends the text at its second quote and cannot read what follows",
        "YAML 读到第二个引号就结束了，后面的内容读不了",
        _QUOTE_EN,
        _QUOTE_ZH,
    ),
    "pack.trap_indicator": Message(
        "YAML reads `{character}` at the beginning of a line as a sign of its own",
        "行首的 `{character}` 在 YAML 里有特殊意思",
        _QUOTE_EN,
        _QUOTE_ZH,
    ),
    "pack.trap_brace": Message(
        "YAML reads a text that begins with `{character}` as a mapping or a list",
        "以 `{character}` 开头的文字会被 YAML 当成映射或列表",
        _QUOTE_EN,
        _QUOTE_ZH,
    ),
    "pack.trap_colon": Message(
        "YAML reads a colon followed by a space as the end of a key",
        "冒号后面跟空格，YAML 会把前面当成键",
        _QUOTE_EN,
        _QUOTE_ZH,
    ),
    "pack.trap_hash": Message(
        "YAML cuts the text off here: a blank followed by `#` begins a comment",
        "YAML 从这里把文字截断了：空格后面的 `#` 是注释的开头",
        _QUOTE_EN,
        _QUOTE_ZH,
    ),
    "pack.repeated_key": Message(
        "the key `{key}` stands twice; first in line {line}",
        "`{key}` 写了两次，第一次在第 {line} 行",
        "delete one of the two; YAML would silently keep the last",
        "删掉一个；否则 YAML 会悄悄只留最后一个",
    ),
    "pack.yaml_alias": Message(
        "`*{name}` refers to another place of the file, which a pack does not allow",
        "`*{name}` 引用了文件里的另一处，规则包不允许",
        "repeat the text itself; put a condition that begins with `*` in single quotes or in a `|` block",
        "把内容再写一遍；以 `*` 开头的条件要放进单引号或 `|` 块",
    ),
    "pack.yaml_anchor": Message(
        "`&{name}` marks a place of the file, which a pack does not allow",
        "`&{name}` 给文件里的一处做了标记，规则包不允许",
        "delete the mark; put a condition that begins with `&` in single quotes or in a `|` block",
        "删掉标记；以 `&` 开头的条件要放进单引号或 `|` 块",
    ),
    "pack.yaml_tag": Message(
        "`{tag}` asks for a type by YAML's own means, which a pack does not allow",
        "`{tag}` 是 YAML 的类型标记，规则包不允许",
        "delete it; put a condition that begins with `!` in single quotes or in a `|` block, and write `not` for no",
        "删掉它；以 `!` 开头的条件要放进单引号或 `|` 块，“非”写作 `not`",
    ),
    "pack.yaml_merge": Message(
        "`<<` merges another mapping, which a pack does not allow",
        "`<<` 会并入另一处内容，规则包不允许",
        "write the keys out",
        "把各个键写出来",
    ),
    "pack.yaml_key": Message(
        "a list or a mapping cannot be a key",
        "列表或映射不能作键",
        "put a text that begins with `{{` or `[` in single quotes or in a `|` block",
        "以 `{{` 或 `[` 开头的文字要放进单引号或 `|` 块",
    ),
    "pack.yaml_documents": Message(
        "a second document begins here; a file holds one",
        "这里开始了第二个文档；一个文件只能有一个",
        "delete the line `---`, or split the file",
        "删掉 `---` 这一行，或拆成两个文件",
    ),
    "pack.yaml_directive": Message(
        "a line that begins with `%` gives YAML a directive, which a pack does not allow",
        "以 `%` 开头的行是 YAML 指令，规则包不允许",
        "delete the line",
        "删掉这一行",
    ),
    "pack.yaml_tab": Message(
        "a tab stands where the line is indented",
        "缩进里用了制表符",
        "indent with spaces",
        "缩进用空格",
    ),
    "pack.yaml_indent": Message(
        "this line is indented differently from the lines it belongs to",
        "这一行的缩进和它所属的各行不一致",
        "align it with its neighbours, two spaces for each level",
        "和相邻的行对齐，每层两个空格",
    ),
    "pack.yaml_open_quote": Message(
        "the quote that opens here is never closed",
        "这里的引号没有收尾",
        "close it; a single quote inside single quotes is written twice",
        "补上收尾的引号；单引号里面的单引号要写两个",
    ),
    "pack.yaml_item": Message(
        "a list item that begins with `- ` is expected here",
        "这里应该是以 `- ` 开头的列表项",
        "align it with the other items, or put a text that goes on over several lines in a `|` block",
        "和其他项对齐；一段文字分几行写时，用 `|` 块",
    ),
    "pack.yaml_bracket": Message(
        "the bracket that opens here is not closed, or a comma is missing inside",
        "这里的括号没有收尾，或里面缺逗号",
        "close it and separate items with commas; put texts that hold brackets or commas in single quotes",
        "补上收尾的括号，各项用逗号隔开；含括号或逗号的文字放进单引号",
    ),
    "pack.yaml_escape": Message(
        "YAML knows no such escape inside double quotes",
        "YAML 双引号里没有这种转义",
        "use single quotes, in which a backslash is just a backslash",
        "改用单引号，单引号里的反斜杠就是反斜杠本身",
    ),
    "pack.yaml_colon": Message(
        "a key is not followed by a colon and a space",
        "键后面缺少冒号和空格",
        "write `key: value`; a list item begins with `- `",
        "写成 `键: 值`；列表项以 `- ` 开头",
    ),
    "pack.yaml_syntax": Message(
        "YAML cannot read this: {problem}",
        "YAML 读不了这里：{problem}",
        "check indentation, colons, brackets and quotes on this line and the one before",
        "检查这一行和上一行的缩进、冒号、括号和引号",
    ),
    "pack.too_deep": Message(
        "the file is nested deeper than {limit} levels",
        "文件嵌套超过 {limit} 层",
        "write it flatter",
        "写得平一些",
    ),
    "pack.too_many_values": Message(
        "the file holds more than {limit} values",
        "文件里的值超过 {limit} 个",
        "split it into several files",
        "拆成几个文件",
    ),
}
