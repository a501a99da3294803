"""Calls that look like a swindler's: salespeople, kin abroad, couriers, real police and banks (rows 18 to 20, 22)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, EVENING, OFFICE, WAKING, Confuser, adults, by_age
from fraudguard.simulate.confusers.made_up import (
    bank_line,
    company,
    digits,
    hotline,
    known_person,
    landline,
    merchant,
    mobile,
    overseas,
    pick,
    private_payee,
    sms_port,
)
from fraudguard.simulate.confusers.scene import HOUR, Scene
from fraudguard.simulate.story import Subject

__all__ = ["CALLS"]


OFFICES = (
    (
        "96110",
        "对方：我是反诈中心民警，刚才那个电话有没有让您转账到安全账户、开屏幕共享？本人：没有，我挂了。对方：好，那是诈骗。",
    ),
    (
        "96110",
        "对方：反诈中心的，提醒您今天接到的陌生来电涉嫌冒充客服，不要下载会议软件，不要把验证码念给他。本人：明白，谢谢。",
    ),
    ("110", "对方：110指挥中心，您刚才报警说有人敲门要上门取钱，民警五分钟到，您先别开门。本人：好。"),
    ("12368", "对方：法院的，您起诉的借款案件定在下周三开庭，传票请签收。本人：好的。"),
    ("12345", "对方：市民热线回访，您反映的退课程费的事，教育局已责成机构原路退款。本人：收到一半了。"),
    ("12333", "对方：社保局的，您的养老认证没做，可以去社区办，不收任何费用。本人：谢谢。"),
    ("", "对方：我是公安局的，您上次报的电动车案件需要补一份笔录，方便来所里吗？本人：下午过去。"),
    ("", "对方：我是派出所户籍的，您的居住证办好了，带身份证来领。本人：好。"),
    ("", "对方：刑侦支队的，想向您了解一个涉嫌洗钱的案件，您是证人，不用紧张，请到所里来。本人：好，哪天？"),
    ("", "对方：检察院的，那起交通案子需要您来签一份告知书。本人：我请了假就来。"),
)
"""Public numbers (an empty one stands for a landline of the town) and what their people say."""


def _pays_something(scene: Scene, share: float) -> None:
    """An ordinary payment soon after the call, sometimes while it still goes on, sometimes to somebody new."""
    if not scene.chance(share):
        return
    if scene.chance(0.6):
        scene.hang_up()
    scene.wait(1, 50)
    if scene.chance(0.5):
        shop = merchant(scene.rng, pick(scene.rng, ("超市", "菜场", "药房", "饭馆", "洗车")))
        scene.pay(shop, scene.between(6, 400), method="payment", channel="qr")
    elif scene.chance(0.6):
        scene.pay(known_person(scene.rng, scene.subject), scene.between(100, 8_000))
    else:
        scene.pay(private_payee(scene.rng, region="本市"), scene.between(50, 6_000))


def _insurance(scene: Scene) -> None:
    """A salesperson of insurance, loans or flats talks for ten minutes and more; seldom something is bought."""
    caller = pick(scene.rng, (mobile(scene.rng), landline(scene.rng), hotline(scene.rng), bank_line(scene.rng)))
    said = pick(
        scene.rng,
        (
            "对方：您好，我是保险公司的，您的百万医疗保险下个月到期，续保价格是每年368元。本人：保什么的？对方：住院、门诊都保，不续就自动终止，不扣费。本人：我考虑一下。",
            "对方：先生您好，您名下的车险快到期了，今天续保送保养。本人：多少钱？对方：三千二，您加我微信，我把方案发您。",
            "对方：我是银行信用卡中心的，您有分期优惠，手续费打三折。本人：我不办。对方：不影响征信的，您再听一下。",
            "对方：姐，您孩子的网课免费试用已到期，续费的话今天有活动。本人：怎么取消？对方：不续就自动停，不扣钱。",
            "对方：您好，我们楼盘内部价最后两套，定金一万可退。本人：我再看看。",
            "对方：您好，证券公司客户经理，您账户开通了新股申购权限，有直播课可以听。本人：行，我有空看。",
        ),
    )
    scene.call(caller, scene.many(600, 2_400), said=said, marked=pick(scene.rng, (None, None, "clean", "user_marked")))
    if scene.chance(0.25):
        scene.hang_up()
        scene.message("【保险】您咨询的方案已生成，投保请认准官方App，回T退订。", sender=sms_port(scene.rng))
    if scene.chance(0.2):
        scene.hang_up()
        scene.wait(5, 60)
        insurer = company(scene.rng, "人寿保险")
        scene.pay(insurer, round(scene.between(100, 6_000), 0), method="payment", memo="保费")
    else:
        _pays_something(scene, 0.45)


def _abroad(scene: Scene) -> None:
    """Kin, students or trade partners abroad call often, for long; sometimes money goes to the family here."""
    kin = overseas(scene.rng)
    known = scene.chance(0.85)
    for _ in range(scene.many(2, 6)):
        said = pick(
            scene.rng,
            (
                "对方：妈，我这边刚下课，房租又涨了。本人：钱够不够？不够我再打。",
                "对方：爷爷，签证要存款证明，你问问银行。本人：好，明天去。",
                "对方：哥，货到港被海关扣留了两天，补完税就放。本人：多少，我让小刘付。",
                "对方：使馆通知护照到期要换，我下个月回国。本人：好，回来办。",
                "对方：外婆，我考完试了，你们吃饭没？本人：吃了，你那边几点？",
                "对方：我卡丢了，先转点生活费给我同学，他换外币给我。本人：你让你妈跟你视频说。",
                "对方：样品寄出了，尾款收到就装船。本人：下午让财务付。",
                "对方：手术做完了，医药费保险报，你们别急。本人：那就好，缺钱说。",
            ),
        )
        scene.call(kin, scene.many(60, 3_000), out=scene.chance(0.3), contact=known, said=said)
        if scene.chance(0.3):
            scene.wait(1, 40)
            if scene.chance(0.6):
                scene.pay(
                    known_person(scene.rng, scene.subject),
                    scene.between(500, 30_000),
                    memo=pick(scene.rng, ("生活费", "房租", None)),
                )
            else:
                scene.pay(
                    company(scene.rng, pick(scene.rng, ("留学服务", "报关代理", "外语学校"))),
                    scene.between(500, 50_000),
                    memo=pick(scene.rng, ("学费", "税费")),
                )
        scene.day_at(scene.many(1, 7), 7, 23)


def _courier(scene: Scene) -> None:
    """Couriers and drivers: several strangers a day, short, answered and called back, now and then paid on the spot."""
    for _ in range(scene.many(3, 10)):
        caller = mobile(scene.rng) if scene.chance(0.85) else landline(scene.rng, home=True)
        said = pick(
            scene.rng,
            (
                "对方：快递，放驿站行吗？本人：行。",
                "对方：您的外卖到楼下了，门禁打不开。本人：我下来取。",
                "对方：我是网约车司机，您在哪个门？本人：北门。",
                "对方：您的包裹破损了，要不要拒收？本人：拒收吧，我申请退款。",
                "对方：顺丰的，到付，二十三块。本人：我扫码给你。",
                "对方：您好，货拉拉司机，还有十分钟到装货点。本人：好，保安那边我说一声。",
                "对方：驿站的，您有个件三天没取了。本人：今天去。",
                "对方：美团的，您备注看不清，是几号楼？本人：七号楼。",
                "对方：送金条的保价件，要本人签收，您在家吗？本人：在。",
                "对方：闪送的，东西给您送过去，取件码发我一下。本人：好，8866。",
            ),
        )
        answered = scene.chance(0.8)
        scene.call(
            caller,
            scene.many(10, 120),
            said=said,
            answered=answered,
            marked="user_marked" if scene.chance(0.08) else None,
        )
        if not answered and scene.chance(0.6):
            scene.wait(1, 20)
            scene.call(caller, scene.many(10, 60), out=True)
        scene.wait(10, 150)
    if scene.chance(0.5):
        rider = private_payee(scene.rng, region="本市")
        scene.pay(
            rider,
            pick(scene.rng, (8, 12, 20, 35, 60, 120)),
            channel=pick(scene.rng, ("qr", "wallet")),
            memo=pick(scene.rng, ("运费", "跑腿费", None)),
        )


def _is_courier(scene: Scene) -> None:
    """The person is the courier or driver: dozens of short calls to strangers, small sums from many."""
    for _ in range(scene.many(20, 50)):
        scene.call(mobile(scene.rng), scene.many(8, 70), out=True, answered=scene.chance(0.75))
        scene.wait(0.5, 9)
        if scene.chance(0.15):
            scene.receive(private_payee(scene.rng), scene.between(5, 120), method="payment", channel="qr")
        if scene.chance(0.08):
            scene.call(mobile(scene.rng), scene.many(8, 60))
            scene.wait(0.5, 3)
    if scene.chance(0.4):
        scene.pay(
            merchant(scene.rng, pick(scene.rng, ("加油站", "充电站", "快餐"))),
            scene.between(10, 250),
            method="payment",
            channel="qr",
        )


def _police(scene: Scene) -> None:
    """Real police, courts and offices call from their public numbers, speak of cases and never ask for money."""
    caller, said = pick(scene.rng, OFFICES)
    caller = caller or landline(scene.rng, home=True)
    answered = scene.chance(0.75)
    scene.call(caller, scene.many(40, 900), said=said, answered=answered)
    if not answered and scene.chance(0.6):
        scene.wait(1, 90)
        scene.call(caller, scene.many(40, 500), out=True, said=said)
    if scene.chance(0.25):
        scene.hang_up()
        scene.message("【公安】民警提示：接到自称公检法要求转入安全账户的电话，请立即挂断。", sender="96110")
    _pays_something(scene, 0.4)


def _bank(scene: Scene) -> None:
    """The bank's own landline or service number asks about a payment, a card or a loan, before or after a transfer."""
    said = pick(
        scene.rng,
        (
            "对方：您好，银行风控中心，刚才的转账是您本人操作吗？收款人您认识吗？本人：认识，是我表弟。对方：好的，已为您放行。",
            "对方：您好，您的贷款资料需要补充流水，流水不足会影响审批。本人：我下午补。",
            "对方：您的定期明天到期，要不要转存？本人：我明天过去。",
            "对方：您信用卡有一笔异常消费，账户冻结了，请到网点带身份证解冻。本人：好，我去柜台。",
        ),
    )
    line = bank_line(scene.rng) if scene.chance(0.6) else landline(scene.rng, home=True)
    if scene.chance(0.5):
        scene.pay(
            private_payee(scene.rng) if scene.chance(0.4) else known_person(scene.rng, scene.subject),
            scene.between(3_000, 90_000),
        )
        scene.wait(1, 15)
    scene.call(line, scene.many(40, 700), said=said)
    if scene.chance(0.3):
        scene.wait(0.3, 3)
        scene.code("银行", "106" + digits(scene.rng, 8))
    _pays_something(scene, 0.4)


def _long_talk(scene: Scene) -> None:
    """An hour with somebody new who is harmless: a landlord, a teacher, a recruiter, a doctor on line."""
    said = pick(
        scene.rng,
        (
            "对方：我是房东，合同上写押一付三，今天交定金就给您留。本人：行，我转给您。",
            "对方：我是孩子的补课老师，想和您聊聊他的成绩。本人：老师您说。",
            "对方：我们面试第二轮，先自我介绍一下，方便的话打开会议共享看下作品。本人：好的。",
            "对方：我是房产中介，这套急售，业主想今晚见面。本人：我问问家里。",
            "对方：您好，社区医院随访，血压药按时吃了吗？本人：吃了。对方：我把注意事项说一遍。",
            "对方：我是驾校教练，考试费跟您说一下。本人：考试费转给谁？对方：转我就行，我统一交。",
            "对方：我是装修公司的，方案报价我和您过一遍。本人：你说。",
        ),
    )
    caller = mobile(scene.rng)
    scene.call(caller, scene.many(700, 4_000), said=said, out=scene.chance(0.3))
    if scene.chance(0.55):
        if scene.chance(0.7):
            scene.hang_up()
        scene.wait(2, 40)
        memo = pick(scene.rng, ("定金", "押金", "学费", "设计费", None))
        scene.pay(private_payee(scene.rng, region="本市"), round(scene.between(200, 9_000), -2), memo=memo)
        if scene.chance(0.3):
            scene.wait(10, 40, HOUR)
            scene.call(caller, scene.many(30, 300), contact=scene.chance(0.3))


def _kin_abroad(subject: Subject) -> float:
    """Who has kin abroad: anybody, those of working age with trade or children there a little more."""
    return 2.0 if 45 <= subject.age <= 75 or subject.kind == "corp" else 1.0 if subject.age >= 18 else 0.0


CALLS = (
    Confuser("insurance_talk", "Long call with an insurance salesperson", 8.0, _insurance, adults, OFFICE),
    Confuser("kin_abroad", "Overseas relatives' calls", 2.0, _abroad, _kin_abroad, WAKING),
    Confuser("courier_calls", "Courier/ride-hailing high-frequency callers", 8.0, _courier, adults, DAYTIME),
    Confuser(
        "works_as_courier", "Courier/ride-hailing high-frequency callers", 1.5, _is_courier, by_age(20, 50), DAYTIME
    ),
    Confuser("real_police", "Real police or court call (96110, 110, station landline)", 4.0, _police, adults, OFFICE),
    Confuser("real_bank", "Real bank call about a payment or a card", 4.0, _bank, adults, OFFICE),
    Confuser(
        "long_stranger", "Long call of a harmless stranger, then a deposit", 4.0, _long_talk, by_age(20, 65), EVENING
    ),
)
