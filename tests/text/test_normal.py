"""The normal form: what becomes what, the way back, and the laws that hold for every text."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fraudguard.text import normal_form, normal_with_offsets, original_span
from fraudguard.text.aliases import ALIASES
from fraudguard.text.characters import fold_character, odd_characters
from fraudguard.text.normal import _ROUNDS
from fraudguard.text.simplified import SIMPLIFIED, TRADITIONAL

SPELLINGS = [spelling.replace("_", " ") for group in ALIASES for spelling in group.spellings.split()]
PIECES = [
    *SPELLINGS, "加", "我", "号", "群", "私", "+", " ", "·", ".", "-", ",", "，", "\n", "/", "*", "12345678", "1", "abc12345", "x", "v", "w",
    "信", "微", "q", "元", "強", "區(qū)", "應(yīng)", "(", ")", "\u200b", "\u0336", "１", "①", "🐧", "❤️", "帳", "裙", "平台", "的", "。", "z",
]  # fmt: skip
PIECED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
ANY_TEXT = st.text(max_size=60)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("房租三月份", "房租三月份"),
        ("", ""),
        # readings left by bad conversion
        ("社區(qū)網(wǎng)格員應(yīng)當(dāng)實(shí)時提醒", "社区网格员应当实时提醒"),
        ("廣(guǎng)大群眾（zhòng）", "广大群众"),
        ("会议(app)和微信(wx)", "会议(app)和微信(微信)"),
        # NFKC and its traps
        ("ＡＢＣ１２３", "abc123"),
        ("⼈民", "人民"),
        ("㊙密", "秘密"),
        ("①500元②600元", "①500元②600元"),
        ("⑩10", "⑩10"),
        ("½个，10²", "½个,10²"),
        ("⒈5", "⒈5"),
        ("1️⃣2️⃣", "12"),
        ("𝟏𝟐𝟑", "123"),
        ("٣٤", "34"),
        # invisible, combining, look-alike
        ("微\u200b信\ufeff转\u00ad账", "微信转账"),
        ("微\u0336信\u0336", "微信"),
        ("w\u0435chat", "微信"),
        ("𝗩信", "微信"),
        ("Ⓥ信 🆅信", "微信微信"),
        # traditional and variants
        ("請勿觸碰屏幕", "请勿触碰屏幕"),
        ("微信羣 賬號 帳號 裏面 裡面", "微信群账号账号里面里面"),
        ("臺 檯 颱", "台台台"),
        ("証 證 衞 衛 爲 為", "证证卫卫为为"),
        ("囯家 転账 対公 百万医療", "国家转账对公百万医疗"),
        ("手機反扣放著，跟著我操作", "手机反扣放着,跟着我操作"),
        ("著名著作，原著显著，著", "著名著作,原著显著,著"),
        ("乾幹干", "干干干"),
        ("头发 頭髮 發財 後天 皇后", "头发头发发财后天皇后"),
        # emoji
        ("➕微❤️", "加微信"),
        ("🐧123456 💰 📱 🧧", "qq123456 钱手机红包"),
        ("加V❤", "加微信"),
        # separators
        ("全 网 最 低 价", "全网最低价"),
        ("刷·单 刷.单 刷_单 刷*单 刷/单 刷|单 刷~单 刷-单 刷•单", "刷单" * 9),
        ("a.b 1.5 3-4 2024-01-01 www.example.com/wx", "a.b 1.5 3-4 2024-01-01 www.example.com/wx"),
        ("先转 500 元", "先转 500 元"),
        ("加,微，信", "加微信"),
        ("加\n微\n信", "加微信"),
        ("已经转，账户余额不足", "已经转,账户余额不足"),
        ("好的……转账", "好的……转账"),
        ("“百万保障”", "“百万保障”"),
        ("「百万保障」", "“百万保障”"),
        ("第一行\r\n第二行", "第一行\n\n第二行"),
    ],
)
def test_characters_and_separators(given_text: str, expected: str) -> None:
    """Each family of DOMAIN 5.1 becomes what the module says."""
    assert expected == normal_form(given_text)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("薇信 徽信 V信 葳信", "微信" * 4),
        ("加vx：abc123", "加微信:abc123"),
        ("wx号abc123", "微信号abc123"),
        ("VX", "微信"),
        ("加V信", "加微信"),
        ("加V12345", "加微信12345"),
        ("＋V", "加微信"),
        ("加微，拉你进群", "加微信,拉你进群"),
        ("加裙12345678", "加群12345678"),
        ("君羊号12345678", "群号12345678"),
        ("扣扣12345678", "qq12345678"),
        ("Q Q 12345678", "qq 12345678"),
        ("企鹅号12345678", "qq号12345678"),
        ("Q群", "qq群"),
        ("支f宝 芝付宝", "支付宝支付宝"),
        ("zfb转过来", "支付宝转过来"),
        ("D音客服", "抖音客服"),
        ("看dy直播", "看抖音直播"),
        ("银杭卡和yhk", "银行卡和银行卡"),
        ("把yzm发我", "把验证码发我"),
        ("转帐", "转账"),
        ("快zz给他", "快转账给他"),
        ("刷D 刷丹 s单", "刷单" * 3),
        ("百w保障 百万宝障 百萬保障 佰万保障", "百万保障" * 4),
        ("屏募共享 P幕共享 共享屏幕 螢幕共享", "屏幕共享" * 4),
        ("亻言任", "信任"),
        ("车专账给我", "转账给我"),
        ("讠乍骗", "诈骗"),
        ("马扁子", "骗子"),
        ("tg群", "telegram群"),
        ("办袋款", "办贷款"),
        ("加我威信", "加我微信"),
        ("威信：abc12345", "微信:abc12345"),
        ("卫星号abc12345", "微信号abc12345"),
        ("加我货款", "加我贷款"),
        ("需要货款的加我薇", "需要贷款的加我薇"),
        ("bc平台", "赌博平台"),
        ("被P两万", "被骗两万"),
        ("dy zz tz 都行", "抖音转账投资都行"),
    ],
)
def test_evasive_spellings_are_folded(given_text: str, expected: str) -> None:
    """Spellings of DOMAIN 5.2 become the common word where their company allows it."""
    assert expected == normal_form(given_text)


@pytest.mark.parametrize(
    "text",
    [
        "我国成功发射通信卫星", "风云四号卫星云图", "加快卫星产业发展", "卫星群组网", "威信扫地", "提高政府威信,加强监督", "付给供货商货款12000元",
        "订单号20240101货款已结", "我的货款什么时候到", "做任务领积分", "做单打款汇过来", "返现返点佣金", "动物园的企鹅", "企鹅500元", "球球比赛", "卖菠菜",
        "买裙子", "加裙摆花边", "长裙号码偏小", "回家我给你做饭", "能力口碑都好", "电动车专用车位", "停车专区", "宝贝长大了", "宝贝占座", "石马镇", "人言可畏",
        "加微博关注", "加vip会员", "加油加班", "看3d音效", "cd音质", "微心愿", "电视投屏", "动态码是验证用的", "百万保险", "100万保障额度", "bc省", "tgif聚会",
        "zzz睡了", "http://wx.example.com/vx", "a@wx.com", "wxyz", "tz123号", "在b站看dyson", "1+1=2", "985+硕士", "c++编程", "20+人报名", "替代款", "新时代款式",
        "洗米煮饭", "四方桌", "坐飞机", "发电报", "上车请系安全带", "被p图了", "特别感谢", "需要验证吗",
    ],
)  # fmt: skip
def test_ordinary_words_are_left_alone(text: str) -> None:
    """A word that is only sometimes an alias stays itself in ordinary company."""
    assert text == normal_form(text)


@given(st.one_of(ANY_TEXT, PIECED))
@settings(max_examples=600, deadline=None)
@example("wx wx wx 加")
@example("dy zz +zz +zz加")
@example("卫星 vx 裙 加")
def test_folding_twice_changes_nothing(text: str) -> None:
    """The normal form is its own normal form."""
    once = normal_form(text)
    assert once == normal_form(once)


@given(st.one_of(ANY_TEXT, PIECED))
@settings(max_examples=600, deadline=None)
def test_both_ways_give_the_same_text(text: str) -> None:
    """`normal_with_offsets` says what `normal_form` says, with one rising span for each character."""
    normal = normal_with_offsets(text)
    assert normal_form(text) == normal.text
    assert len(normal.text) == len(normal.origin)
    assert all(0 <= start < end <= len(text) for start, end in normal.origin)
    assert normal.origin == sorted(normal.origin)


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        ("请加我的 V信 号", "微信", "V信"),
        ("社區(qū)網(wǎng)格員", "网格", "網(wǎng)格"),
        ("百\u200b萬 保·障今晚到期", "百万保障", "百\u200b萬 保·障"),
        ("加🐧123456", "qq123456", "🐧123456"),
        ("微\u0336信\u0336号", "微信", "微\u0336信"),
        ("加,微,信", "加微信", "加,微,信"),
    ],
)
def test_evidence_is_shown_as_it_was_written(text: str, found: str, shown: str) -> None:
    """A span of the normal form leads back to the characters that were written there."""
    normal = normal_with_offsets(text)
    at = normal.text.index(found)
    start, end = original_span(normal, at, at + len(found))
    assert shown == text[start:end]


def test_spans_outside_the_text_are_cut_to_it() -> None:
    """Empty spans stay empty; positions beyond the end count as the end."""
    normal = normal_with_offsets("好 的")
    assert (2, 2) == original_span(normal, 1, 1)
    assert (3, 3) == original_span(normal, 9, 12)
    assert (0, 3) == original_span(normal, -1, 12)
    assert (0, 0) == original_span(normal_with_offsets(""), 0, 4)


def test_every_code_point_folds_to_a_fixed_point() -> None:
    """No character folds to something that would fold again, and the quick exit knows the plain ones."""
    wrong = []
    for code in range(0x30000):
        character = chr(code)
        folded = fold_character(character)
        if "".join(map(fold_character, folded)) != folded or (folded != character and not odd_characters(character)):
            wrong.append(hex(code))
    assert [] == wrong


def test_number_signs_keep_apart_from_their_neighbours() -> None:
    """No sign that means a number, a date or a fraction turns into plain digits."""
    signs = [chr(c) for c in range(0x2070, 0x33FF) if unicodedata.category(chr(c)) == "No"]
    assert [] == [sign for sign in signs if fold_character(sign) != sign]


def test_the_baked_table_is_one_to_one() -> None:
    """Both halves have the same length, and no replacement is itself replaced."""
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert set() == set(TRADITIONAL) & set(SIMPLIFIED)
    assert len(TRADITIONAL) > 3_000


def test_aliases_are_written_in_folded_characters() -> None:
    """A spelling that the character fold would change could never be found."""
    assert [] == [s for s in SPELLINGS if "".join(map(fold_character, s)) != s]
    assert [] == [s for s, n in ((s, SPELLINGS.count(s)) for s in SPELLINGS) if n > 1]


def test_common_words_are_stable() -> None:
    """What an alias becomes is not itself folded, alone or twice in a row."""
    for group in ALIASES:
        assert group.word == normal_form(group.word)
        assert group.word * 2 == normal_form(group.word * 2)


@given(PIECED)
@settings(max_examples=300, deadline=None)
def test_the_rounds_end_by_themselves(text: str) -> None:
    """The loop that joins and folds stops because nothing changes, long before its bound."""
    from fraudguard.text import normal as module

    calls = 0

    def counted(given_text: str) -> list[tuple[int, int, str]]:
        nonlocal calls
        calls += 1
        return original(given_text)

    original = module.alias_edits
    module.alias_edits = counted
    try:
        normal_form(text)
    finally:
        module.alias_edits = original
    assert calls <= _ROUNDS // 2


WORST = {
    "separators": " ·" * 100_000,
    "separators between": "微" + "." * 199_998 + "信",
    "single characters": "加,微\n" * 50_000,
    "combining": "微" + "\u0336" * 199_999,
    "zero width": "\u200b" * 200_000,
    "parentheses": "區(" * 100_000,
    "readings": "區(qū)" * 50_000,
    "open readings": "區(qūqūqūqū" * 20_000,
    "expanding": "ﷺ" * 200_000,
    "aliases in a row": "vx " * 66_666,
    "short words in a row": "dy zz-tz·" * 22_222 + "加",
    "pluses": "+zz " * 50_000 + "加",
    "nested signs": "加卫星" * 66_666,
    "digits": "扣扣1" * 66_666,
    "traditional": "請" * 200_000,
    "distinct": "".join(map(chr, range(0x3400, 0x3400 + 40_000))) * 5,
}


@pytest.mark.parametrize("name", WORST)
def test_worst_cases_end(name: str) -> None:
    """Long runs of what the patterns look for neither hang nor break the laws."""
    text = WORST[name]
    once = normal_form(text)
    assert once == normal_form(once)
