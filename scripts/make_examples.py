"""
Write the example feeds: `python scripts/make_examples.py [FOLDER]` (default: `examples/`).

Everybody in them is invented. Identity numbers carry a region code that does not exist, cards an issuer number that
was never given out. The same seed writes the same bytes; a test compares them with the committed files.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

SEED = 20250303
ZONE = timezone(timedelta(hours=8))
FIRST_DAY = datetime(2025, 3, 3, tzinfo=ZONE)  # a Monday
DAYS = 9
HEADER = (
    "流水号", "交易时间", "客户姓名", "客户证件号", "客户手机号", "客户账号", "客户年龄", "客户类型", "客户职业",
    "收付标志", "交易金额（元）", "交易前余额", "交易后余额", "交易类型", "交易渠道", "交易状态",
    "对方账号", "对方户名", "对方类型", "对方开户行", "摘要", "新设备", "屏幕共享", "远程控制", "通话中",
)  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def card(number: int) -> str:
    """A 19-digit card number with a right check digit, of an issuer that does not exist."""
    body = f"629999{number:012d}"
    total = 0
    for place, character in enumerate(reversed(body)):
        digit = int(character) * (2 - place % 2)
        total += digit - 9 if digit > 9 else digit
    return f"{body}{-total % 10}"


def identity(number: int, born: str) -> str:
    """An identity number with a right check digit, of a region that does not exist."""
    body = f"990001{born}{number:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass
class Person:
    """One customer: what the bank knows, and a running balance in fen."""

    key: str
    name: str
    number: int
    born: str
    role: str = ""
    corp: bool = False
    balance: int = 0
    rows: list[dict[str, str]] = field(default_factory=list)

    @property
    def card(self) -> str:
        return card(100_000 + self.number)

    @property
    def second_card(self) -> str:
        return card(200_000 + self.number)

    @property
    def phone(self) -> str:
        return f"1380000{1000 + self.number:04d}"

    @property
    def identity(self) -> str:
        return identity(self.number * 2 + 1, self.born)

    @property
    def age(self) -> int:
        return 2025 - int(self.born[:4]) - (self.born[4:] > "0303")


FAMILY = {"account": "", "name": "", "kind": "个人", "bank": "城东农商银行"}


class Feed:
    """The rows of all customers, with serials in order of time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented data, not secrets
        self.rows: list[tuple[datetime, dict[str, str]]] = []

    def pay(
        self, person: Person, at: datetime, way: str, yuan: float, to: dict[str, str], memo: str = "", **more: str
    ) -> None:
        """One payment of a customer, in or out (收付标志 as given), with what the bank's app saw."""
        fen = round(yuan * 100)
        out = way in {"出", "付", "借"}
        before = person.balance
        person.balance += -fen if out else fen
        row = {
            "交易时间": at.strftime("%Y-%m-%d %H:%M:%S"),
            "客户姓名": person.name,
            "客户证件号": "" if person.corp else person.identity,
            "客户手机号": "" if person.corp else person.phone,
            "客户账号": person.card,
            "客户年龄": "" if person.corp else str(person.age),
            "客户类型": "企业" if person.corp else "个人",
            "客户职业": person.role,
            "收付标志": way,
            "交易金额（元）": f"{yuan:.2f}",
            "交易前余额": f"{before / 100:.2f}",
            "交易后余额": f"{person.balance / 100:.2f}",
            "交易类型": "转账",
            "交易渠道": "企业网银" if person.corp else "手机银行",
            "交易状态": "成功",
            "对方账号": to["account"],
            "对方户名": to["name"],
            "对方类型": to["kind"],
            "对方开户行": to.get("bank", ""),
            "摘要": memo,
            "新设备": "否",
            "屏幕共享": "否",
            "远程控制": "否",
            "通话中": "否",
        } | more
        self.rows.append((at, row))

    def text(self) -> list[dict[str, str]]:
        """All rows in order of time, with serials."""
        ordered = sorted(self.rows, key=lambda entry: entry[0])
        return [{"流水号": f"BJ{at:%Y%m%d}{n:06d}", **row} for n, (at, row) in enumerate(ordered, 1)]


NAMES = (
    "陈一舟", "林二禾", "黄三春", "周四平", "吴五谷", "郑六合", "王七弦", "冯八方", "褚九如", "卫十安",
    "蒋百川", "沈千帆", "韩万里", "杨小满", "朱立夏", "秦谷雨", "尤白露", "许霜降", "何冬至", "吕清明",
    "施惊蛰", "张芒种", "孔处暑", "曹寒露", "严大雪",
)  # fmt: skip
MERCHANTS = ("城东生鲜超市", "老街早餐店", "水务公司", "电力公司", "燃气公司", "街心药房", "四季果园", "公交集团")
VICTIMS = (
    Person("v01", "卢守田", 61, "19611112", "退休", balance=2_390_000),
    Person("v02", "梅映雪", 62, "19790614", balance=4_125_000),
    Person("v03", "东升五金有限公司", 63, "20100101", "财务", corp=True, balance=92_000_000),
    Person("v04", "纪文博", 64, "19850923", balance=15_300_000),
    Person("v05", "田秋生", 65, "19560218", "退休", balance=3_060_000),
    Person("v06", "宋知远", 66, "19881130", balance=13_200_000),
    Person("v07", "南湖建材商行", 67, "20120101", "财务", corp=True, balance=30_500_000),
)


def stranger(number: int, name: str, kind: str = "个人", bank: str = "外省某银行") -> dict[str, str]:
    """A payee nobody here has paid before."""
    return {"account": card(900_000 + number), "name": name, "kind": kind, "bank": bank}


def day(number: int, clock: str) -> datetime:
    """A clock time on the n-th day of the feed, counted from 0."""
    hours, minutes = clock.split(":")
    return FIRST_DAY + timedelta(days=number, hours=int(hours), minutes=int(minutes))


def benign(feed: Feed, person: Person) -> None:
    """Daily life: groceries, bills, wages, family; nothing a station should hear of."""
    chance = feed.random
    relative = {**FAMILY, "account": card(300_000 + person.number), "name": person.name[0] + "家亲属"}
    for number in range(DAYS):
        for _ in range(chance.randint(1, 3)):
            shop = chance.choice(MERCHANTS)
            at = day(number, "07:00") + timedelta(minutes=chance.randint(0, 800), seconds=chance.randint(0, 59))
            to = {"account": card(500_000 + MERCHANTS.index(shop)), "name": shop, "kind": "商户", "bank": "收单机构"}
            feed.pay(person, at, chance.choice("出付"), chance.randint(300, 32_000) / 100, to, chance.choice(("消费", "缴费", "扫码付款")),
                     交易类型="消费", 交易渠道="扫码支付")  # fmt: skip
    feed.pay(
        person,
        day(7, "10:05"),
        "进",
        chance.randint(4_200, 11_800),
        stranger(person.number + 500, "代发工资专户", "企业"),
        "工资",
        交易类型="工资",
    )
    feed.pay(
        person, day(chance.randint(0, 5), "19:20"), "出", chance.choice((300, 500, 800, 1_200)), relative, "给家里"
    )
    feed.pay(person, day(chance.randint(6, 8), "20:10"), "借", chance.choice((300, 600, 1_000)), relative, "生活费")


def confusers(feed: Feed, people: list[Person]) -> None:
    """Life that looks like a scam at a glance (DOMAIN 13)."""
    own = {"account": people[0].second_card, "name": people[0].name, "kind": "本人", "bank": "城西商业银行"}
    feed.pay(people[0], day(1, "09:40"), "贷", 50_000, own, "到期转回", 交易类型="定期提前支取")
    feed.pay(people[0], day(1, "10:15"), "出", 50_000, own, "换一家银行存", 屏幕共享="是", 通话中="是")
    contractor = stranger(701, "安居装饰有限公司", "企业", "城东农商银行")
    feed.pay(people[1], day(2, "11:00"), "出", 30_000, contractor, "装修首付款 合同0312")
    friend = stranger(702, "罗同学", "个人", "城东农商银行")
    feed.pay(people[2], day(3, "12:30"), "出", 888, friend, "结婚随礼")
    landlord = stranger(703, "房东老秦", "个人", "城东农商银行")
    feed.pay(people[3], day(0, "08:30"), "出", 6_600, landlord, "一季度房租")
    feed.pay(people[4], day(4, "15:10"), "出", 20_000, stranger(704, "买车人老范", "个人"), "二手车款")
    school = stranger(705, "城东职业学校", "企业")
    feed.pay(people[5], day(5, "09:05"), "出", 8_600, school, "学费", 通话中="是")
    shop = stranger(706, "宏远通讯专营店", "商户")
    feed.pay(people[6], day(6, "16:45"), "出", 4_999, shop, "买手机", 新设备="是")
    feed.pay(people[7], day(6, "10:20"), "出", 100, stranger(707, "钱大姐"), "拼团")
    feed.pay(people[7], day(6, "10:50"), "进", 100, stranger(707, "钱大姐"), "退拼团", 交易类型="退款")


def planted(feed: Feed) -> None:
    """The patterns, by behaviour; memos add nothing to them."""
    guarantee, remote, boss, leader, tested, hurried, once = VICTIMS
    # 关闭“百万保障”：试转 76 元、退回，再在共享和通话中转 22,848 元
    first = stranger(1, "葛某")
    feed.pay(guarantee, day(2, "10:06"), "出", 76, first, "验证", 通话中="是", 屏幕共享="是")
    feed.pay(guarantee, day(2, "10:13"), "进", 76, first, "退回", 交易类型="退回", 通话中="是", 屏幕共享="是")
    feed.pay(guarantee, day(2, "10:31"), "出", 22_848, first, "保证金", 交易状态="处理中", 通话中="是", 屏幕共享="是")
    # 远程操作：新设备、远程控制下转空账户
    feed.pay(
        remote,
        day(4, "14:02"),
        "出",
        38_000,
        stranger(3, "邱某"),
        "还款",
        交易状态="处理中",
        远程控制="是",
        通话中="是",
    )
    # 冒充老板：公司账户一天之内两笔大额付给从未付过的个人
    supplier = stranger(4, "万某")
    feed.pay(boss, day(3, "10:12"), "出", 480_000, supplier, "往来款")
    feed.pay(boss, day(3, "15:40"), "出", 268_000, supplier, "保证金")
    # 冒充领导：晚上通话中两笔整万元
    feed.pay(leader, day(5, "19:30"), "出", 50_000, stranger(5, "洪某"), "代付", 通话中="是")
    feed.pay(leader, day(5, "20:15"), "出", 80_000, stranger(6, "洪某亲戚"), "代付", 通话中="是")
    # 小额试转被退回后转出大额，手机上看不出异常
    probe = stranger(7, "简某")
    feed.pay(tested, day(6, "09:20"), "出", 1, probe, "验证")
    feed.pay(tested, day(6, "09:31"), "进", 1, probe, "退回", 交易类型="退回")
    feed.pay(tested, day(6, "10:02"), "出", 29_800, probe, "认证金")
    # 一天两笔整万元转给新的个人，先有亲友借来的钱
    feed.pay(hurried, day(7, "11:20"), "出", 60_000, stranger(9, "缪某"), "借款")
    feed.pay(hurried, day(7, "18:40"), "出", 60_000, stranger(10, "苗某"), "借款")
    # 公司第一次付给个人，占余额一半以上，只此一笔
    feed.pay(once, day(6, "11:15"), "出", 168_000, stranger(11, "边某"), "货款")


def dirtied(rows: list[dict[str, str]], chance: random.Random) -> list[list[str] | str]:
    """The rows as such files look: a repeated header, sums at the end, spoilt cells, rows sent twice or late."""
    safe = [n for n, row in enumerate(rows) if row["对方类型"] == "商户"]
    picked = chance.sample(safe, 14)
    spoilt: dict[int, tuple[str, str]] = {
        picked[0]: ("客户账号", "6.29999E+18"),
        picked[1]: ("交易金额（元）", "12,60.5O"),
        picked[2]: ("交易金额（元）", "NaN"),
        picked[3]: ("收付标志", ""),
        picked[4]: ("收付标志", "转"),
        picked[5]: ("交易时间", rows[picked[5]]["交易时间"][:10]),
        picked[6]: ("交易金额（元）", "-35.00"),
        picked[7]: (
            "客户证件号",
            rows[picked[7]]["客户证件号"][:17] + ("1" if rows[picked[7]]["客户证件号"][17] != "1" else "2"),
        ),
    }
    out: list[list[str] | str] = ["城东农商银行反诈预警数据导出", "统计区间：2025-03-03 至 2025-03-11,,,", list(HEADER)]
    for number, row in enumerate(rows):
        cells = [row[name] for name in HEADER]
        if number in spoilt:
            name, value = spoilt[number]
            cells[HEADER.index(name)] = value
        elif number in picked[8:10]:
            cells[HEADER.index("摘要")] = chance.choice(('"老街', "买菜\n送货上门", '门口 "小王" 代收'))
        elif number == picked[10]:
            cells = [*cells[:20], "缺了几列"]
        elif number % 37 == 5:
            cells[HEADER.index("交易时间")] = _written_otherwise(row["交易时间"], number)
            cells[HEADER.index("客户账号")] = "'" + row["客户账号"]
        elif number % 41 == 7:
            cells[HEADER.index("交易金额（元）")] = f"¥{float(row['交易金额（元）']):,.2f}"
        out.append(cells)
        if number in picked[11:14]:
            out.append(list(cells))  # sent twice
        if number == len(rows) // 2:
            out.append(list(HEADER))
            out.append(",".join([""] * len(HEADER)))
    late = out.pop(20)
    out.insert(200, late)
    total = sum(float(row["交易金额（元）"]) for row in rows)
    out.append(["合计", *[""] * 9, f"{total:.2f}", *[""] * 14])
    return out


def _written_otherwise(text: str, number: int) -> str:
    at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
    forms = (
        f"{at:%Y%m%d%H%M%S}",
        f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S}",
        f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}",
    )
    return forms[number % 3]


def bank_alerts(people: list[Person]) -> bytes:
    """The bank's feed, as a spreadsheet saves it: GB18030, CRLF, quotes where they are needed."""
    feed = Feed(SEED)
    for person in people:
        benign(feed, person)
    confusers(feed, people)
    for victim in VICTIMS:
        shop = {"account": card(500_001), "name": MERCHANTS[1], "kind": "商户", "bank": "收单机构"}
        feed.pay(
            victim,
            day(0, "07:40") + timedelta(minutes=victim.number),
            "出",
            12.5,
            shop,
            "早餐",
            交易类型="消费",
            交易渠道="扫码支付",
        )
    planted(feed)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in dirtied(feed.text(), feed.random):
        if isinstance(row, str):
            text.write(row + "\r\n")
        elif any(cell.startswith('"') for cell in row):
            text.write(",".join(row) + "\r\n")  # a quote nobody closed, as some exports write it
        else:
            writer.writerow(row)
    return text.getvalue().encode("gb18030")


def calls(people: list[Person]) -> str:
    """The telephone side: mostly family and couriers; one stranger talks to the person who was made to test a transfer."""
    chance = random.Random(SEED + 1)  # noqa: S311 - invented data, not secrets
    events = []

    def call(at: datetime, person: Person, serial: int, **more: object) -> None:
        ids = {"phone": person.phone}
        events.append(
            {
                "kind": "call",
                "call_id": f"C{serial:05d}",
                "source": "telecom",
                "at": at.isoformat(),
                "person": {"ids": ids},
                **more,
            }
        )

    serial = 0
    for person in people:
        for number in range(DAYS):
            if chance.random() < 0.6:
                serial += 1
                known = chance.random() < 0.7
                at = day(number, "08:00") + timedelta(minutes=chance.randint(0, 760))
                peer = {
                    "peer": f"1390000{chance.randint(0, 9999):04d}",
                    "peer_class": "contact" if known else "mobile",
                    "is_contact": known,
                }
                call(
                    at,
                    person,
                    serial,
                    state="ended",
                    direction="in",
                    answered=True,
                    duration_s=chance.randint(10, 240),
                    **peer,
                )
    stranger_call = {
        "direction": "in",
        "answered": True,
        "peer": "0085212340000",
        "peer_class": "overseas",
        "is_contact": False,
    }
    tested = VICTIMS[4]
    call(day(6, "09:05"), tested, 90_001, state="started", **stranger_call)
    call(day(6, "10:20"), tested, 90_002, state="ended", duration_s=4_500, **stranger_call)
    events.sort(key=lambda event: (str(event["at"]), str(event["call_id"])))
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)


def directory(people: list[Person]) -> str:
    """Which identity number, phone and cards belong to whom."""
    lines = ["person,type,value"]
    for person in [*people, *VICTIMS]:
        if not person.corp:
            lines += [f"{person.key},id_card,{person.identity}", f"{person.key},phone,{person.phone}"]
        lines.append(f"{person.key},account,{person.card}")
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Write the three files."""
    chance = random.Random(SEED + 2)  # noqa: S311 - invented data, not secrets
    people = [
        Person(f"p{n:02d}", name, n, f"{chance.randint(1955, 2003)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}", balance=chance.randint(4_500_000, 9_000_000))
        for n, name in enumerate(NAMES, 1)
    ]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "people.csv").write_text(directory(people), encoding="utf-8", newline="\n")
    (folder / "calls.jsonl").write_text(calls(people), encoding="utf-8", newline="\n")
    (folder / "bank_alerts.csv").write_bytes(bank_alerts(people))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "examples")
