"""
Own additions to the character tables: spelling variants, radicals, look-alikes, emoji.

Each entry replaces one character, without context, in rules and in texts alike. DOMAIN 5.1 names
the families; the choice of members is ours. 著 is left alone (it is 着 in some texts and itself in
others); 乾, 幹 and 干 become one, because both sides of a comparison are folded the same way.
"""

# ruff: noqa: E501  (one family of characters, few lines)

__all__ = ["REPLACEMENTS"]

_HAN = {
    # OpenCC leaves these apart from the form that mainland texts use.
    "帐": "账", "帳": "账", "賬": "账", "衞": "卫", "囯": "国", "囻": "国", "囬": "回", "迴": "回", "妳": "你", "牠": "它",
    "侭": "尽", "羣": "群", "帬": "裙", "裠": "裙", "裏": "里", "裡": "里", "臺": "台", "檯": "台", "颱": "台", "証": "证",
    "證": "证", "爲": "为", "為": "为", "乾": "干", "幹": "干", "後": "后", "発": "发", "髮": "发", "徵": "征",
    "闗": "关", "関": "关", "欵": "款", "歀": "款", "隣": "邻", "舘": "馆", "咲": "笑", "喫": "吃", "眞": "真", "㑹": "会",
    "佰": "百", "仟": "千",
    # Characters picked because they look or sound alike and have hardly any other use.
    "溦": "微", "伈": "信", "訫": "信", "孞": "信", "伩": "信", "朤": "朋", "囙": "因", "镹": "久",
}  # fmt: skip

_RADICALS = {
    # PDF text layers and evaders write radicals; NFKC folds only the Kangxi block, not these.
    "⺁": "厂", "⺄": "乙", "⺅": "亻", "⺆": "冂", "⺇": "几", "⺈": "刀", "⺉": "刂", "⺋": "卩", "⺍": "小", "⺎": "兀",
    "⺏": "尢", "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺖": "忄", "⺗": "心", "⺘": "扌", "⺙": "攵", "⺛": "无", "⺝": "月",
    "⺞": "歹", "⺟": "母", "⺠": "民", "⺡": "氵", "⺢": "水", "⺣": "灬", "⺤": "爪", "⺥": "爪", "⺧": "牛", "⺨": "犭",
    "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糹", "⺰": "纟", "⺱": "网", "⺲": "罒",
    "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺹": "耂", "⺻": "聿", "⺼": "肉", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹",
    "⻁": "虎", "⻂": "衤", "⻃": "西", "⻄": "西", "⻅": "见", "⻆": "角", "⻇": "角", "⻈": "讠", "⻉": "贝", "⻊": "足",
    "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝", "⻐": "钅", "⻑": "长", "⻒": "长", "⻓": "长", "⻔": "门",
    "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻞": "食",
    "⻟": "飠", "⻠": "饣", "⻡": "首", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦",
    "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻲": "龟",
}  # fmt: skip

_LOOKALIKES = {
    # Cyrillic and Greek letters that print like Latin ones (after lower-casing).
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "м": "m", "н": "h",
    "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x",
    "α": "a", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    "ı": "i", "ɡ": "g", "ɑ": "a", "ⅼ": "l", "∨": "v",
}  # fmt: skip

_SYMBOLS = {
    # DOMAIN 5.1 step 6.
    "➕": "加", "🞤": "加", "✚": "加", "✛": "加", "✙": "加", "💰": "钱", "💴": "钱", "💵": "钱", "💶": "钱", "💷": "钱", "💸": "钱",
    "🐧": "qq", "🌟": "星", "⭐": "星", "📱": "手机", "📲": "手机", "🧧": "红包", "🈲": "禁",
    "❤": "心", "♥": "心", "💗": "心", "💓": "心", "💕": "心", "💖": "心", "💘": "心", "🧡": "心", "💛": "心", "💚": "心",
    "💙": "心", "💜": "心", "🖤": "心", "🤍": "心", "🤎": "心", "♡": "心", "📞": "电话", "☎": "电话", "💳": "银行卡",
    # Marks that stand between characters; one sign for all of them.
    "・": "·", "‧": "·", "∙": "·", "⋅": "·", "●": "·", "○": "·", "◦": "·", "▪": "·", "■": "·", "□": "·", "◆": "·",
    "◇": "·", "★": "·", "☆": "·", "﹒": ".", "‑": "-", "‒": "-", "−": "-", "﹣": "-", "∣": "|", "丨": "|", "¦": "|", "〜": "~", "∼": "~",
    "…": "…",  # NFKC would make three full stops of it
    # Line ends and tabs.
    "\r": "\n", "\v": "\n", "\f": "\n", "\x1c": "\n", "\x1d": "\n", "\x1e": "\n", "\x85": "\n", "\u2028": "\n",
    "\u2029": "\n", "\t": " ", "\x1f": " ",
    # Round quotation marks have one form inside.
    "„": "“", "‟": "“", "〝": "“", "〞": "”", "〟": "”", "「": "“", "」": "”", "『": "“", "』": "”", "﹁": "“", "﹂": "”",
    "｢": "“", "｣": "”", "‘": "“", "’": "”",
}  # fmt: skip


def _letters() -> dict[str, str]:
    """Circled and squared Latin letters that NFKC leaves, and the letters flags are made of."""
    starts = (0x1F150, 0x1F170, 0x1F1E6)
    return {chr(start + at): chr(ord("a") + at) for start in starts for at in range(26)}


REPLACEMENTS: dict[str, str] = {**_HAN, **_RADICALS, **_LOOKALIKES, **_SYMBOLS, **_letters()}
"""One character to its replacement; wins over `fraudguard.text.simplified`."""
