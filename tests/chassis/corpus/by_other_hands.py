# Kept as it came: whoever wrote it had not seen the recogniser, and whoever wrote that has not changed it.
# mypy: ignore-errors
# fmt: off
"""Blind test set for a recogniser of private data in Chinese free texts.

SYNTHETIC: every number in this file is drawn at random by ``random.Random(seed)``
(check digits are then computed so that the numbers are well formed).  No number,
name, shop or case is taken from a real record; nobody real is meant, and a hit on
an existing number would be pure chance.

``lines(seed)`` gives exactly 2,500 tuples ``(text, private, kind)``: 1,250 lines
hold private data (mobile numbers, identity numbers, passports, permits) as the
people of a district's urban-management bureau write them in records, remarks, case
descriptions and file names; 1,250 are look-alikes that hold none.

Rules the set keeps:
* a private line holds private numbers of ONE kind only, so that a miss is not
  hidden by another number in the same line (other, harmless numbers may stand by);
* a look-alike holds no personal name, no home address, no full or masked mobile
  number, no identity number that is right in date and check digit, and no run of
  16-19 digits that passes the Luhn test of bank cards (see ``_harmless``);
* the quota of each kind is fixed, whatever the seed; no text occurs twice.
"""
from __future__ import annotations

import datetime as _dt
import random
import re
import uuid as _uuid

# --------------------------------------------------------------------------- quotas
PRIVATE_QUOTA = {
    "mobile_bare": 110, "mobile_against_hanzi": 80, "mobile_country_prefix": 110,
    "mobile_grouped": 130, "mobile_fullwidth": 50, "mobile_invisible": 50,
    "mobile_pair": 60, "mobile_filename": 70,
    "id18_plain": 100, "id18_x": 60, "id18_grouped": 70, "id18_fullwidth": 35,
    "id18_invisible": 35, "id18_linebreak": 35, "id18_filename": 45, "id15": 40,
    "passport": 45, "hk_mo_permit": 30, "tw_permit": 25, "hmt_residence": 30,
    "foreign_pr_new18": 20, "foreign_pr_old15": 20,
}
HARMLESS_QUOTA = {
    "case_number": 80, "plate": 50, "money": 60, "uscc": 80, "hotline": 45,
    "datetime": 80, "coordinates": 50, "gps_track": 25, "hash": 35, "uuid": 35,
    "asset_code": 45, "device_serial": 50, "statute": 40, "road_number": 40,
    "ip_address": 35, "order_number": 85, "eleven_digits": 55, "isbn_barcode": 45,
    "imei": 40, "photo_name": 65, "area_quantity": 45, "range": 35,
    "impossible_date18": 40, "record_id": 40, "letter_and_8_digits": 15,
    "keyword_without_number": 35,
}

# --------------------------------------------------------------------------- stock
AREAS = """320202 320203 320204 320205 320206 320211 320213 320214 320221 320222 320223
320281 320282 320283 320102 320103 320104 320105 320106 320107 320111 320113 320114
320115 320302 320303 320311 320321 320322 320323 320324 320381 320382 320402 320404
320405 320411 320412 320481 320482 320502 320503 320504 320505 320506 320507 320581
320582 320583 320584 320585 320602 320611 320621 320623 320681 320682 320684 320721
320722 320723 320802 320811 320826 320829 320830 320831 320902 320911 320921 320922
320923 320924 320925 320981 320982 321002 321003 321011 321023 321081 321084 321088
321102 321111 321181 321182 321183 321202 321203 321281 321282 321283 321284 321302
321321 321322 321323 321324 340104 340111 340121 340122 340123 341221 341222 341225
341226 342201 342221 342401 342422 342622 342623 410102 410105 411322 411325 411381
412721 412722 412724 412725 412727 412728 412801 412822 413001 413026 420106 420111
420981 421081 421125 422301 430102 430121 430281 430521 430522 430524 510104 510107
510182 510223 512222 512301 500101 500102 500112 500234 500235 370102 370202 370305
370481 371002 371302 371327 371702 371721 372922 310101 310103 310104 310106 310108
310112 310115 310119 310225 110101 110103 110104 110105 110108 120101 330102 330106
330206 330302 330326 330327 330521 330522 350102 350521 350583 360102 360103 362301
362329 362330 440103 440106 440306 440582 450102 452123 520102 520103 522401 522422
522425 530102 530381 532101 610103 610113 612401 612429 620102 620502 622421 210102
210202 211224 220102 230102 230103 232303 232321 130102 140105 142601 150102 152221
640102 650102 630102""".split()
# codes struck from the current list; drawn more often on purpose
ABOLISHED = """320222 320202 320203 320204 320221 320223 320283 320103 320107 320323
320405 320482 320502 320503 320504 320611 342201 342401 342422 342623 412721 413001
510223 512301 310103 310108 310119 110103 110104 372922 362301""".split()

SEGMENTS = """130 131 132 133 134 135 136 137 138 139 145 147 149 150 151 152 153 155
156 157 158 159 162 165 166 167 170 171 172 173 175 176 177 178 180 181 182 183 184
185 186 187 188 189 190 191 192 193 195 196 197 198 199""".split()

ROADS = """人民路 中山路 解放南路 学前街 五爱路 太湖大道 隐秀路 蠡溪路 梁清路 建筑路 惠河路
通江大道 锡沪路 广益路 清扬路 金城路 运河东路 永乐路 县前东街 凤宾路 春申路 兴源路 江海路
湖滨路 青石路""".split()
ISSUES = """占道经营 店外经营 乱堆物料 暴露垃圾 违规设置店招 道路破损 井盖缺失 非机动车乱停放
油烟扰民 夜间施工噪声 渣土车抛洒 绿化带毁绿种菜 违法搭建 路灯不亮 垃圾桶满溢 流动摊贩聚集
横幅未拆除 建筑垃圾偷倒 河道漂浮物 共享单车淤积""".split()
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕".replace("\n", "")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国文斌宇浩".replace("\n", "")
TITLES = ["先生", "女士", "师傅", "老板", "经理", "阿姨", "主任", "老师"]
ROLES = ["当事人", "投诉人", "举报人", "摊主", "店主", "承租人", "业主", "车主", "联系人",
         "报案人", "物业负责人", "施工负责人", "经营者", "保洁员", "协管员"]
SHOPS = """便民水果店 老街面馆 小吃摊 早餐车 烧烤店 五金店 建材门市部 奶茶店 快餐店 理发店
洗车店 废品收购站 菜场摊位 花店 汽修店""".split()
STREETS = "河埒 荣巷 蠡园 蠡湖 华庄 太湖 雪浪 马山 胡埭 扬名 迎龙桥 广瑞路 崇安寺 江海".split()
ZW = ["\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad"]
FW = str.maketrans("0123456789Xx-+()", "０１２３４５６７８９Ｘｘ－＋（）")


# --------------------------------------------------------------------------- numbers
def _digits(r: random.Random, n: int, first: str | None = None) -> str:
    head = r.choice(first) if first else r.choice("0123456789")
    return head + "".join(r.choice("0123456789") for _ in range(n - 1))


def id_check(body17: str) -> str:
    """Check character of GB 11643 (ISO 7064 MOD 11-2)."""
    w = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * k for c, k in zip(body17, w)) % 11]


def uscc_check(body17: str) -> str:
    """Check character of GB 32100-2015 (MOD 31)."""
    a = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    s = sum(a.index(c) * pow(3, i, 31) for i, c in enumerate(body17))
    return a[(31 - s % 31) % 31]


def org_check(body8: str) -> str:
    """Check character of an organisation code (GB 11714)."""
    w = (3, 7, 9, 10, 5, 8, 4, 2)
    a = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    c = 11 - sum(a.index(x) * k for x, k in zip(body8, w)) % 11
    return "X" if c == 10 else "0" if c == 11 else str(c)


def luhn_ok(s: str) -> bool:
    t = 0
    for i, c in enumerate(reversed(s)):
        d = int(c) * (2 if i % 2 else 1)
        t += d - 9 if d > 9 else d
    return t % 10 == 0


def _luhn_digit(body: str) -> str:
    return next(d for d in "0123456789" if luhn_ok(body + d))


def _ean_digit(body12: str) -> str:
    return str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body12)) % 10)


def _real_date(y: int, m: int, d: int) -> bool:
    try:
        _dt.date(y, m, d)
        return True
    except ValueError:
        return False


def _birth(r, lo=1938, hi=2012) -> str:
    a, b = _dt.date(lo, 1, 1), _dt.date(hi, 12, 31)
    return (a + _dt.timedelta(days=r.randrange((b - a).days + 1))).strftime("%Y%m%d")


def _area(r) -> str:
    return r.choice(ABOLISHED) if r.random() < 0.3 else r.choice(AREAS)


def _id18(r, x: bool | None = None, area: str | None = None) -> str:
    while True:
        b = (area or _area(r)) + _birth(r) + _digits(r, 3)
        c = id_check(b)
        if x is None or (c == "X") == x:
            return b + c


def _id15(r) -> str:
    return _area(r) + _birth(r, 1932, 1984)[2:] + _digits(r, 3)


def _mobile(r) -> str:
    return r.choice(SEGMENTS) + _digits(r, 8)


def _foreign18(r) -> str:
    prov = r.choice(["11", "12", "31", "32", "33", "35", "37", "44", "51"])
    country = r.choice(["840", "392", "410", "276", "250", "826", "036", "124", "702", "458", "643", "380"])
    b = "9" + prov + country + _birth(r, 1945, 2005) + _digits(r, 3)
    return b + id_check(b)


def _foreign15(r) -> str:
    b = r.choice(["USA", "JPN", "KOR", "DEU", "FRA", "GBR", "AUS", "CAN", "SGP", "MYS", "ITA", "RUS"])
    b += r.choice(["3202", "3201", "3205", "3100", "1100", "4401", "3301", "4403", "3702"])
    b += _birth(r, 1940, 1999)[2:] + _digits(r, 1)
    v = lambda c: int(c) if c.isdigit() else ord(c) - 55
    return b + str(sum(v(c) * (7, 3, 1)[i % 3] for i, c in enumerate(b)) % 10)


def _uscc(r) -> str:
    head = r.choice(["91", "91", "91", "92", "92", "12", "11", "52", "93"])
    area = r.choice(["320211", "320213", "320214", "320205", "320206", "320200", "320281", "320282", "310115", "320500"])
    k = r.random()
    if head in ("12", "11", "52") or k < 0.45:
        org8 = _digits(r, 8)
    else:
        org8 = "MA" + r.choice("12") + "".join(r.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(5))
    b = head + area + org8 + org_check(org8)
    return b + uscc_check(b)


# --------------------------------------------------------------------------- fillers
def _when(r) -> _dt.datetime:
    return _dt.datetime(2026, 1, 2) + _dt.timedelta(seconds=r.randrange(320 * 86400))


def _fill(r, t: str, **kw) -> str:
    """Put fillers in a template.  {v} is the number (or thing) under test."""
    w = _when(r)
    sur = r.choice(SURNAMES)
    base = {
        "road": r.choice(ROADS), "issue": r.choice(ISSUES), "shop": r.choice(SHOPS),
        "st": r.choice(STREETS), "role": r.choice(ROLES),
        "who": r.choice([sur + r.choice(TITLES), sur + r.choice(GIVEN) + r.choice(GIVEN), sur + "某", sur + "某某"]),
        "md": f"{w.month}月{w.day}日", "hm": f"{w.hour}时{w.minute:02d}分", "date": w.strftime("%Y-%m-%d"),
        "ymd": w.strftime("%Y%m%d"), "no": str(r.randrange(1, 399)), "n": str(r.randrange(2, 60)),
        "case": "CG" + w.strftime("%Y%m%d") + _digits(r, 6, "0"),
    }
    base.update(kw)
    return t.format(**base)


# --------------------------------------------------------------------------- private
T_MOBILE = [
    "{role}{who}，手机：{v}，反映{road}{issue}",
    "{md}{hm}接{who}来电（{v}）反映{road}{no}号门前{issue}",
    "联系方式：{v}，请处置后回电",
    "{who} 电话 {v}",
    "回访情况：已拨打{who}手机 {v}，表示满意",
    "备注：{who}，tel: {v}",
    "Tel:{v}（{who}）",
    "{shop}店主{who}，微信同号 {v}",
    "{who}，{v}，微信同号",
    "现场联系人{who} {v}，已口头告知限期整改",
    "案件{case}，投诉人电话：{v}，要求{n}日内答复",
    "经查，{road}{no}号{shop}{issue}，经营者{who}，联系电话{v}。",
    "请{st}街道网格员联系业主 {v} 核实{issue}",
    "（{v}）{who}要求回复处理结果",
    "车主留的挪车电话 {v}，多次拨打无人接听",
    "渣土车驾驶员{who}，联系电话：{v}，当场责令清扫",
    "{date} {v} {who} {issue} 已办结",
    "{who}\t{v}\t{road}\t{issue}",
    "送达回证：受送达人{who}，手机号码[{v}]，签收日期{date}",
    "短信已发送至 {v}，提醒{n}日内到中队接受处理",
    "与{who}约好{md}现场见面，号码是 {v}",
    "市民诉求：本人{who}，家住{road}附近，夜间施工噪声大，联系我 {v}。",
    "工单退回：{st}街道反馈打不通 {v}，请热线核对",
    "手机号【{v}】未实名，已告知{who}补登",
    "mobile：{v}，name：{who}",
    "加微信 {v} 发整改照片",
    "拆违协议甲方经办{who}（电话：{v}）",
    "店招备案申请人{who}，联系电话:{v};备案日期{date}",
    "夜班应急联系人 {who}  {v}",
    "共享单车运维{who}：{v}，{road}淤积约{n}辆",
]
T_AGAINST = [
    "{who}{v}反映{road}{issue}", "电话{v}{who}", "联系{v}未接通", "投诉人{who}手机{v}要求尽快处理",
    "已告知{role}{v}本人", "请致电{v}核实{issue}", "经电话{v}联系{who}到场配合调查",
    "{road}{shop}老板{v}已整改", "号码{v}为{who}所留", "微信同号{v}加好友备注城管",
    "{md}打{v}没人接再打一次接通", "摊主{who}电话{v}承诺{n}日内搬离", "联系方式{v}住{st}街道",
    "{issue}找{who}{v}", "回访{v}满意", "手机号{v}已停机", "{st}街道网格员{who}{v}负责{road}",
    "车主{v}已挪车", "物业{who}{v}称已报修", "房东{v}不配合", "举报人{v}要求保密",
]
T_MOBILE_FILE = [
    "{who}{v}.jpg", "{who}_{v}_承诺书.docx", "{ymd}_{road}{issue}_{v}.jpg", "投诉人{v}回访记录.docx",
    "{shop}店主{who}{v}整改前.jpg", "联系方式-{v}.xlsx", "{road}摊贩登记表（{who} {v}）.xlsx",
    "{v}.jpg", "IMG_{ymd}_{v}.jpg", "询问笔录-{who}-{v}.docx", "{case}_{v}_现场照片.png",
    "tel{v}.jpg", "送达地址确认书_{who}_{v}.pdf", "微信同号{v}_店招效果图.jpg", "{v}{who}挪车.jpeg",
    "附件{no}：{who}（{v}）申请材料.docx", "D:\\执法资料\\{st}中队\\{who}_{v}.xlsx",
    "见附件“{who}-{v}-{issue}.jpg”", "wx_{v}_{ymd}.jpg", "[{v}]{issue}.mp4",
]
T_ID = [
    "当事人{who}，身份证号：{v}，在{road}{issue}",
    "身份证号{v}",
    "{who}，证件号 {v}，已当场制作询问笔录",
    "ID:{v}",
    "被询问人：{who} 身份证号码：{v} 住{st}街道",
    "经核验，{shop}经营者{who}（公民身份号码{v}）对违法事实无异议。",
    "委托人{who}（身份证：{v}）委托他人代为办理{issue}案件",
    "{md}{hm}，执法人员对{who}[{v}]进行询问",
    "证件类型：居民身份证 证件号码：{v}",
    "处罚决定书送达{who}，ID {v}，日期{date}",
    "备注 身份证 {v} 复印件已收",
    "{who},{v},{road}{shop},{issue}",
    "{who}\t男\t{v}\t{date}",
    "渣土运输驾驶员{who}，身份证{v}，从业资格证待核",
    "案件{case}当事人证件号：{v}",
    "公安核查反馈：{v} 与{who}一致",
    "低保户{who}身份证号码为{v}，申请免收{issue}清理费用",
    "法定代表人{who}，身份证号({v})",
    "店主未带证件，口述身份证号 {v}，待核",
    "系统录入当事人 id_card={v}",
    "犬主{who}，证件号：{v}，犬只未拴绳",
    "临时摊位申请：{who}／{v}／{road}便民疏导点",
    "授权委托书中受托人身份证号【{v}】填写有误，须更换",
    "{v}（{who}身份证），经营{shop}",
    "被执行人{who}，公民身份号码：{v}，罚款逾期{n}日未缴",
    "务工人员登记 {who} {v} {st}",
]
T_ID_FILE = [
    "{who}身份证{v}.jpg", "{v}.jpg", "{v}_正面.jpg", "身份证复印件_{who}_{v}.pdf", "{who}-{v}-询问笔录.docx",
    "{case}_当事人{v}.jpg", "{st}街道摊贩名册_{v}.xlsx", "授权委托书（{who}{v}）.docx", "ID_{v}_back.png",
    "{ymd}{who}{v}送达回证.docx", "附件{no}_{v}_身份核验结果.xlsx", "{v}{who}承诺书.docx",
    "证件号{v}扫描件.tif", "E:\\案卷\\{who}\\{v}.jpg",
]
T_ID15 = [
    "老身份证号：{v}，当事人{who}未换证", "{who}，一代身份证 {v}", "身份证号{v}（15位），需升位",
    "档案中{who}身份证号码为{v}", "证件号：{v}，系{n}年前登记", "ID:{v}，{who}",
    "旧案卷记载：被处罚人{who}，身份证{v}，{issue}", "房屋产权人{who}（身份证号 {v}）",
    "{who}身份证{v}.jpg", "拆迁户{who}身份证号码：{v}，{road}", "公民身份号码 {v} 系原一代证号码",
    "原承租人{who}证件号码{v}，承租{road}公房",
]
T_PASSPORT = [
    "外籍人士{who}，护照号：{v}", "护照{v}，在{road}{issue}", "passport no. {v}", "Passport: {v}（{shop}经营者）",
    "当事人持护照 {v} 接受询问", "证件类型：护照，证件号码：{v}", "{who}护照号码{v}，签证有效",
    "{who}_护照{v}.jpg", "护照复印件-{v}.pdf", "出国公示：{who}，护照编号 {v}，{date}归还",
    "因公出国护照（{v}）已收回", "被询问人护照号[{v}]，{md}到{st}中队", "PASSPORT {v} {who}",
    "当事人未带身份证，出示护照：{v}。",
]
T_HKMO = [
    "港澳居民来往内地通行证 {v}，{who}", "回乡证：{v}", "回乡证号{v}，{shop}经营者{who}",
    "当事人{who}系香港居民，回乡证 {v}", "证件类型：港澳居民来往内地通行证；号码：{v}",
    "澳门居民{who}，持回乡证（{v}）接受询问", "回乡证{v}.jpg", "{who}-港澳居民来往内地通行证-{v}.pdf",
    "{md}询问{who}，港澳居民来往内地通行证号码：{v}，{issue}", "业主持回乡证{v}办理店招备案",
]
T_TW = [
    "台胞证：{v}，{who}", "台胞证号{v}", "台湾居民来往大陆通行证 {v}，当事人{who}",
    "证件类型：台湾居民来往大陆通行证 证件号：{v}", "台商{who}（台胞证{v}）经营{shop}",
    "{who}_台胞证{v}.jpg", "当事人持台胞证 {v} 到{st}中队接受处理", "台湾居民来往大陆通行证号码：{v}，{road}{issue}",
    "经营者{who}，台胞证号码：{v}，{date}备案", "台胞证复印件-{v}.pdf",
]
T_HMT = [
    "港澳台居民居住证 {v}，{who}", "居住证号：{v}（{region}居民）", "{region}居民{who}，港澳台居民居住证号码{v}",
    "{who}证件号：{v}，{region}籍", "港澳台居民居住证{v}.jpg", "当事人{who}持港澳台居民居住证（{v}）",
    "身份证件号码：{v}，{shop}经营者，{region}居民", "被询问人{who}，{region}，证件号码 {v}，{issue}",
]
T_FPR = [
    "外国人永久居留身份证 {v}", "外国人永久居留身份证号：{v}，{road}{shop}店主", "永久居留身份证号码{v}，外籍",
    "证件类型：外国人永久居留身份证 证件号：{v}", "外国人永久居留身份证_{v}.jpg", "外籍当事人持外国人永久居留身份证（{v}）接受询问",
    "永居证 {v}，{md}到{st}中队，{issue}", "外籍店主出示永久居留证：{v}", "外国人永久居留证号{v}已核验",
]


def _group(r, s: str, sizes, sep: str) -> str:
    out, i = [], 0
    for k in sizes:
        out.append(s[i:i + k])
        i += k
    return sep.join(out)


def _sneak(r, s: str) -> str:
    """Put invisible characters between the digits."""
    mode = r.random()
    if mode < 0.3:
        z = r.choice(ZW)
        return z.join(s)
    spots = set(r.sample(range(1, len(s)), r.randint(1, 4)))
    return "".join((r.choice(ZW) if i in spots else "") + c for i, c in enumerate(s))


def _mobile_grouped(r) -> str:
    sizes = r.choice([(3, 4, 4), (3, 4, 4), (3, 3, 5), (4, 4, 3)])
    sep = r.choice([" ", " ", "-", "-", ".", "·", "・", "－", "–", "\u3000", "\u00a0", "  ", " - "])
    return _group(r, _mobile(r), sizes, sep)


def _mobile_prefixed(r) -> str:
    m = _mobile(r)
    if r.random() < 0.3:
        m = _group(r, m, (3, 4, 4), r.choice([" ", "-"]))
    return r.choice(["+86", "+86 ", "+86-", "0086", "0086 ", "0086-", "86", "86-", "86 ", "(86)", "（86）",
                     "(+86)", "（+86）", "17951", "17951 ", "17951-", "＋86", "(86) "]) + m


def _p_mobile_bare(r):
    return _fill(r, r.choice(T_MOBILE), v=_mobile(r))


def _p_mobile_against(r):
    m = _mobile(r)
    if r.random() < 0.25:
        m = _group(r, m, (3, 4, 4), r.choice(["-", " "]))
    return _fill(r, r.choice(T_AGAINST), v=m)


def _p_mobile_prefix(r):
    return _fill(r, r.choice(T_MOBILE + T_AGAINST), v=_mobile_prefixed(r))


def _p_mobile_grouped(r):
    return _fill(r, r.choice(T_MOBILE), v=_mobile_grouped(r))


def _p_mobile_full(r):
    m = _mobile(r)
    k = r.random()
    if k < 0.3:
        m = _group(r, m, r.choice([(3, 4, 4), (3, 3, 5), (4, 4, 3)]), r.choice(["－", "\u3000", "-", " "]))
    elif k < 0.4:
        m = "+86" + m
    elif k < 0.55:  # mixed widths
        return _fill(r, r.choice(T_MOBILE), v=m[:3].translate(FW) + m[3:])
    return _fill(r, r.choice(T_MOBILE + T_AGAINST), v=m.translate(FW))


def _p_mobile_invisible(r):
    return _fill(r, r.choice(T_MOBILE + T_AGAINST), v=_sneak(r, _mobile(r)))


def _p_mobile_pair(r):
    f = r.choice([_mobile, _mobile, _mobile_grouped, _mobile_prefixed])
    v = f(r) + r.choice(["/", "/", "、", "、", " / ", "／"]) + f(r)
    return _fill(r, r.choice(T_MOBILE), v=v)


def _p_mobile_file(r):
    m = _mobile(r)
    k = r.random()
    if k < 0.15:
        m = _group(r, m, (3, 4, 4), r.choice(["-", " ", "."]))
    elif k < 0.22:
        m = "+86" + m
    elif k < 0.27:
        m = m.translate(FW)
    return _fill(r, r.choice(T_MOBILE_FILE), v=m)


def _p_id_plain(r):
    return _fill(r, r.choice(T_ID), v=_id18(r, x=False))


def _p_id_x(r):
    v = _id18(r, x=True)
    return _fill(r, r.choice(T_ID + T_ID_FILE[:6]), v=v[:-1] + r.choice(["X", "X", "x", "x", "Ｘ", "ｘ"]))


def _p_id_grouped(r):
    v = _id18(r)
    sizes = r.choice([(6, 8, 4), (6, 8, 4), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (6, 4, 2, 2, 4), (1,) * 18])
    sep = " " if len(sizes) == 18 else r.choice([" ", " ", "-", "-", "\u3000", "\u00a0", "－", "–", "·", "."])
    return _fill(r, r.choice(T_ID), v=_group(r, v, sizes, sep))


def _p_id_full(r):
    v = _id18(r)
    k = r.random()
    if k < 0.2:
        v = _group(r, v, (6, 8, 4), r.choice(["\u3000", "－"]))
    elif k < 0.35:
        return _fill(r, r.choice(T_ID), v=v[:6].translate(FW) + v[6:])
    return _fill(r, r.choice(T_ID), v=v.translate(FW))


def _p_id_invisible(r):
    return _fill(r, r.choice(T_ID), v=_sneak(r, _id18(r)))


def _p_id_break(r):
    v = _id18(r)
    cut = r.choice([6, 14, 6, 14, 10, 12, 9])
    glue = r.choice(["\n", "\n", "\r\n", "\n ", " \n", "-\n", "\n\u3000\u3000"])
    v = v[:cut] + glue + v[cut:]
    # only sentences that say what the number is: a broken number must be plain to the inspector
    t = r.choice([t for t in T_ID if "身份" in t or "证件" in t])
    return _fill(r, t, v=v)


def _p_id_file(r):
    v = _id18(r)
    if r.random() < 0.12:
        v = _group(r, v, (6, 8, 4), r.choice([" ", "-"]))
    return _fill(r, r.choice(T_ID_FILE), v=v)


def _p_id15(r):
    v = _id15(r)
    k = r.random()
    if k < 0.15:
        v = _group(r, v, (6, 6, 3), r.choice([" ", "-"]))
    elif k < 0.25:
        v = v.translate(FW)
    return _fill(r, r.choice(T_ID15), v=v)


def _p_passport(r):
    k = r.random()
    if k < 0.4:
        v = "E" + _digits(r, 8)
    elif k < 0.75:
        v = "E" + r.choice("ABCDEFGHJKLMNPQ") + _digits(r, 7)
    else:
        v = "G" + _digits(r, 8)
    if r.random() < 0.1:
        v = v.lower()
    return _fill(r, r.choice(T_PASSPORT), v=v)


def _p_hkmo(r):
    return _fill(r, r.choice(T_HKMO), v=r.choice("HHM") + _digits(r, 8, "0123"))


def _p_tw(r):
    return _fill(r, r.choice(T_TW), v=_digits(r, 8, "03456789"))


def _p_hmt(r):
    area, region = r.choice([("810000", "香港"), ("820000", "澳门"), ("830000", "台湾")])
    v = _id18(r, area=area)
    k = r.random()
    if k < 0.15:
        v = _group(r, v, (6, 8, 4), " ")
    elif k < 0.25:
        v = v.translate(FW)
    return _fill(r, r.choice(T_HMT), v=v, region=region)


def _p_fpr_new(r):
    return _fill(r, r.choice(T_FPR), v=_foreign18(r))


def _p_fpr_old(r):
    return _fill(r, r.choice(T_FPR), v=_foreign15(r))


# --------------------------------------------------------------------------- harmless
def _h_case(r):
    w = _when(r)
    v = r.choice([
        f"锡城管罚字〔{w.year}〕第{r.randrange(1, 9999):04d}号", f"锡滨城罚决字[{w.year}]第{_digits(r, 6, '0')}号",
        f"滨城管责改〔{w.year}〕{r.randrange(1, 9999)}号", "CG" + w.strftime("%Y%m%d") + _digits(r, 6, "0"),
        "SZCG-" + w.strftime("%Y%m%d") + "-" + _digits(r, 5), "WX" + w.strftime("%Y%m") + _digits(r, 8),
        f"（{w.year}）苏02{r.choice(['02', '11', '13'])}行审{r.randrange(1, 2999)}号", "12345-" + w.strftime("%Y%m%d") + "-" + _digits(r, 6),
        "GD" + w.strftime("%Y%m%d%H%M") + _digits(r, 4),
    ])
    return _fill(r, r.choice([
        "案件编号{v}，{road}{issue}，已立案", "立案号：{v}", "{v}已送达", "关于{v}处罚决定书的催告", "工单{v}退回{st}街道重新派遣",
        "{road}{shop}{issue}一案（{v}）于{md}结案", "见{v}案卷第{n}页", "{v}_结案报告.docx", "重复投诉，原单号 {v}",
        "并案处理：{v}", "{st}中队移送{v}，请核收", "督办件{v}超期{n}小时",
    ]), v=v)


def _h_plate(r):
    pool = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    pr = r.choice(["苏B", "苏B", "苏B", "苏A", "苏E", "苏D", "沪A", "浙A", "皖S"])
    v = r.choice([pr + _digits(r, 5), pr + "D" + _digits(r, 5), pr + "F" + _digits(r, 5), pr + "·" + _digits(r, 5), pr + " " + _digits(r, 5),
                  pr + r.choice(pool) + _digits(r, 4), pr + _digits(r, 3) + r.choice(pool) + _digits(r, 1)])
    return _fill(r, r.choice([
        "渣土车{v}在{road}抛洒", "违停车辆{v}已贴单", "车牌：{v}，{md}{hm}占用人行道", "{v}_{road}违停.jpg", "清运车 {v} 载重{n}吨",
        "执法车{v}里程{no}公里", "洒水车{v}作业{road}至{hm}", "抓拍到{v}未密闭运输", "查扣{v}，停放于{st}停车场",
    ]), v=v)


def _h_money(r):
    n = r.choice([r.randrange(500, 99999), r.randrange(100000, 9999999), r.randrange(10, 999) * 1000, r.randrange(13000, 19999) * 100])
    v = r.choice([f"{n:,}.{r.randrange(100):02d}元", f"{n}元", f"￥{n:,}.00", f"¥{n}.00", f"人民币{n}元整", f"{n / 10000:.2f}万元", f"RMB {n:,}", f"{n}.00 元"])
    return _fill(r, r.choice([
        "罚款{v}，限十五日内缴纳", "合同金额{v}，{road}绿化养护", "垃圾清运费{v}已结算", "预算{v}，用于{st}街道井盖更换", "中标价：{v}",
        "没收违法所得{v}", "{md}支付保洁服务费 {v}", "路灯改造报价{v}（含税）", "滞纳金{v}，共{n}日", "审计核减{v}，{road}工程", "押金{v}退还{shop}",
    ]), v=v)


def _h_uscc(r):
    v = _uscc(r)
    return _fill(r, r.choice([
        "统一社会信用代码：{v}", "{road}{shop}，统一社会信用代码{v}", "营业执照 {v}，{issue}", "当事人为单位，信用代码：{v}，已送达", "{v}_营业执照.jpg",
        "投标单位信用代码 {v}，标段{n}", "施工单位（{v}）未办理占道审批", "企业代码{v}变更，{date}", "USCC={v}", "信用中国核查：{v} 无失信记录",
        "纳税人识别号：{v}", "开票信息 税号{v}，{st}环卫所", "{shop}营业执照注册号{v}已公示",
    ]), v=v)


def _h_hotline(r):
    k = r.random()
    if k < 0.55:
        v = r.choice(["12345", "12319", "110", "12328", "96005", "12315", "12369", "95598", "119", "12350"])
    elif k < 0.85:
        a = _digits(r, 7)
        v = r.choice(["400-" + a[:3] + "-" + a[3:], "400" + a, "400-" + a, "400 " + a[:3] + " " + a[3:], "400-" + a[:4] + "-" + a[4:]])
    else:
        a = _digits(r, 7)
        v = r.choice(["800-" + a[:3] + "-" + a[3:], "800" + a])
    return _fill(r, r.choice([
        "{md}{hm}市民拨打{v}热线反映{road}{issue}", "投诉电话：{v}", "来源：{v}转办，{issue}", "供应商客服 {v}，{shop}设备报修", "围挡公示监督电话{v}，{road}",
        "{v}派单，{st}街道，限{n}小时办结", "垃圾箱上张贴服务热线：{v}", "请引导市民致电{v}", "路灯故障请拨 {v}，杆号{no}", "tel {v}（热线）{date}",
        "共享单车企业客服热线{v}，{road}淤积{n}辆",
    ]), v=v)


def _h_datetime(r):
    w = _when(r)
    e = int((w - _dt.datetime(1970, 1, 1)).total_seconds()) - 8 * 3600
    w2 = w + _dt.timedelta(days=r.randrange(1, 40))
    v = r.choice([
        w.strftime("%Y-%m-%d %H:%M:%S"), w.strftime("%Y%m%d%H%M%S"), w.strftime("%Y/%m/%d %H:%M"), w.strftime("%Y.%m.%d %H:%M"),
        f"{w.year}年{w.month}月{w.day}日{w.hour}时{w.minute}分", w.strftime("%Y-%m-%dT%H:%M:%S+08:00"), w.strftime("%Y%m%d"), w.strftime("%Y%m%d%H%M"),
        w.strftime("%d/%m/%Y %H:%M"), w.strftime("%Y-%m-%d %H:%M:%S.") + _digits(r, 3), str(e), str(e) + _digits(r, 3),
        w.strftime("%Y%m%d") + "-" + w2.strftime("%Y%m%d"), w.strftime("%Y-%m-%d") + "至" + w2.strftime("%Y-%m-%d"), w.strftime("%Y%m%d %H%M%S"),
        w.strftime("%y%m%d%H%M"), w.strftime("%Y.%m.%d") + "—" + w2.strftime("%Y.%m.%d"), w.strftime("%Y%m%dT%H%M%SZ"),
        f"{46023 + r.randrange(300)}.{_digits(r, 6)}", w.strftime("%Y %m %d %H %M %S"), w.strftime("%Y%m%d%H%M%S") + _digits(r, 3),
    ])
    return _fill(r, r.choice([
        "上报时间：{v}", "{v} {road}{issue}", "{v}完成处置", "巡查时间{v}，{st}街道", "同步时间戳 {v}", "结案时间 {v}，用时{n}小时", "{v}到场，{shop}已整改",
        "限期整改至{v}", "备份_{v}.xlsx", "记录更新于{v}，{issue}", "视频起始{v}，时长{n}秒",
    ]), v=v)


def _coord(r):
    return f"{31 + r.random() * 0.7:.{r.choice([4, 5, 6, 6, 6, 8])}f}", f"{120 + r.random() * 0.7:.{r.choice([4, 5, 6, 6, 6, 8])}f}"


def _h_coord(r):
    a, b = _coord(r)
    v = r.choice([f"{a},{b}", f"{b},{a}", f"{b}，{a}", f"lng={b}&lat={a}", f"POINT({b} {a})", f"({b}, {a})", f"北纬{a}° 东经{b}°", f"[{b},{a}]", f"X={r.randrange(3400000, 3500000)}.{_digits(r, 3)} Y={r.randrange(500000, 560000)}.{_digits(r, 3)}",
                  f"31°{r.randrange(60)}′{r.randrange(60)}.{_digits(r, 2)}″N 120°{r.randrange(60)}′{r.randrange(60)}.{_digits(r, 2)}″E", f"{b} {a}", f"{b}/{a}"])
    return _fill(r, r.choice(["定位：{v}", "{road}{issue}，坐标{v}", "事件坐标 {v} 偏移{n}米", "井盖位置({v})", "{v}附近{shop}", "采集点{v}，{date}", "纠偏后坐标：{v}，{st}网格", "geo:{v}"]), v=v)


def _h_track(r):
    la, lo = 31 + r.random() * 0.6, 120 + r.random() * 0.6
    pts = []
    w = _when(r)
    for i in range(r.randint(2, 5)):
        la += r.uniform(-.001, .001)
        lo += r.uniform(-.001, .001)
        pts.append((f"{lo:.6f}", f"{la:.6f}", (w + _dt.timedelta(seconds=15 * i)).strftime("%H:%M:%S")))
    v = r.choice([";".join(f"{a},{b}" for a, b, _ in pts), "→".join(f"({a},{b})" for a, b, _ in pts), "LINESTRING(" + ", ".join(f"{a} {b}" for a, b, _ in pts) + ")",
                  "|".join(f"{t},{a},{b}" for a, b, t in pts)])
    return _fill(r, r.choice(["巡查轨迹：{v}", "洒水车轨迹{v}", "{md} {st}中队巡查车GPS {v}", "渣土车行驶轨迹 {v}，里程{n}公里", "track={v}"]), v=v)


def _hex(r, n):
    return "".join(r.choice("0123456789abcdef") for _ in range(n))


def _h_hash(r):
    n, ts = r.choice([
        (32, ["照片MD5：{v}", "{v}.jpg", "文件校验值 {v}", "md5={v}，{st}"]),
        (64, ["sha256:{v}", "存证哈希：{v}", "视频完整性校验码{v}，{date}"]),
        (40, ["commit {v}", "SHA1 {v}", "附件hash={v}，{st}"]),
        (8, ["CRC32 {v}", "短码{v}，{road}"]), (16, ["缓存键 {v}", "thumb_{v}.png"]),
    ])
    v = _hex(r, n)
    return _fill(r, r.choice(ts), v=v.upper() if r.random() < 0.25 else v)


def _h_uuid(r):
    v = str(_uuid.UUID(int=r.getrandbits(128), version=4))
    v = r.choice([v, v, v.upper(), v.replace("-", ""), "{" + v + "}"])
    return _fill(r, r.choice(["记录ID：{v}", "工单uuid {v}", "{v}.jpg", "附件{v}上传失败", "traceId={v}", "主键{v}重复，{date}", "推送消息 {v} 超时{n}秒", "recid:{v}"]), v=v)


def _h_asset(r):
    v = r.choice(["ZC-2026-" + _digits(r, 5), "WXBH-LD-" + _digits(r, 6), "320211" + r.choice(["01", "02", "03"]) + _digits(r, 8), "JG" + _digits(r, 8), "GDZC" + _digits(r, 10),
                  "LJT-" + _digits(r, 4) + "-" + _digits(r, 3), "部件编码" + "320211" + "0" + _digits(r, 9), "TY" + _digits(r, 12), "CG.ZC." + _digits(r, 4) + "." + _digits(r, 4)])
    return _fill(r, r.choice(["固定资产编号：{v}", "井盖{v}破损，{road}", "路灯杆{v}不亮", "垃圾桶标签 {v} 脱落", "资产盘点：{v}，在用", "部件 {v} 已更换，{date}", "{road}果壳箱（{v}）满溢", "{v}_资产照片.jpg"]), v=v)


def _h_serial(r):
    a = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    al = lambda k: "".join(r.choice(a) for _ in range(k))
    v = r.choice(["SN" + _digits(r, 12), "SN:" + al(2) + _digits(r, 10), "S/N " + al(3) + _digits(r, 8), "SN" + _digits(r, 10), "SN-" + _digits(r, 4) + "-" + _digits(r, 4) + "-" + _digits(r, 4, "02456789"),
                  "DS-2CD" + _digits(r, 4) + "-" + al(2) + _digits(r, 9), "MAC " + ":".join(_hex(r, 2) for _ in range(6)), al(2) + _digits(r, 4) + al(1) + _digits(r, 6), "SN" + _digits(r, 14), "序列号" + _digits(r, 13, "0234567")])
    return _fill(r, r.choice(["执法记录仪{v}", "摄像头 {v} 离线，{road}", "对讲机{v}归还", "设备：{v}，{st}中队领用", "地磅{v}检定合格，{date}", "电子秤{v}超期未检", "噪声监测仪（{v}）读数{n}分贝", "打印机{v}报修", "{v}.jpg"]), v=v)


CN = "零一二三四五六七八九"


def _cn(n: int) -> str:
    if n < 10:
        return CN[n]
    return ("" if n < 20 else CN[n // 10]) + "十" + (CN[n % 10] if n % 10 else "")


def _h_statute(r):
    law = r.choice(["行政处罚法", "城乡规划法", "城市市容和环境卫生管理条例", "江苏省城市市容和环境卫生管理条例", "无锡市市容和环境卫生管理条例", "固体废物污染环境防治法", "行政强制法", "城市道路管理条例", "江苏省户外广告管理办法", "大气污染防治法", "城市建筑垃圾管理规定"])
    a = r.randrange(2, 99)
    v = r.choice([f"《{law}》第{_cn(a)}条第{_cn(r.randrange(1, 4))}款", f"《{law}》第{a}条第（{_cn(r.randrange(1, 9))}）项", f"《{law}》第{_cn(a)}条", f"《{law}》（{r.randrange(2005, 2026)}年修正）第{a}条、第{a + 1}条",
                  f"{law}第{a}-{a + 3}条", f"GB {r.randrange(10000, 55999)}-{r.randrange(2005, 2025)} 第{r.randrange(3, 9)}.{r.randrange(1, 9)}.{r.randrange(1, 9)}条", f"建设部令第{r.randrange(100, 159)}号"])
    return _fill(r, r.choice(["违反{v}的规定", "依据{v}，责令改正", "{road}{issue}，适用{v}", "处罚依据：{v}", "法制审核意见：引用{v}有误", "参照{v}从轻处罚，{shop}", "经查违反{v}，罚款{n}00元"]), v=v)


def _h_road(r):
    v = r.choice([f"{r.choice(ROADS)}{r.randrange(1, 1999)}号", f"{r.choice(ROADS)}{r.randrange(1, 399)}-{r.randrange(1, 30)}号", f"{r.choice(['G42沪蓉高速', 'G2京沪高速', 'G25长深高速', 'G312国道', 'S58沪常高速'])}K{r.randrange(100, 199)}+{_digits(r, 3)}", f"S{r.randrange(200, 399)}省道{r.randrange(10, 200)}公里处",
                  f"X{r.randrange(100, 399)}县道", f"{r.choice(ROADS)}{r.randrange(130, 199)}号、{r.randrange(200, 399)}号", f"K{r.randrange(1, 30)}+{_digits(r, 3)}—K{r.randrange(31, 50)}+{_digits(r, 3)}", f"{r.choice(ROADS)}{r.randrange(1300, 1999)}号"])
    return _fill(r, r.choice(["{v}门前{issue}", "地址：{v}", "{shop}位于{v}", "{v}路段坑洼约{n}处", "巡查至{v}发现{issue}", "{v}_整改后.jpg", "{md}在{v}设岗", "{v}对面{issue}，{st}街道认领"]), v=v)


def _h_ip(r):
    o = lambda: r.randrange(1, 255)
    v = r.choice([f"192.168.{o()}.{o()}", f"10.{o()}.{o()}.{o()}", f"172.{r.randrange(16, 32)}.{o()}.{o()}", f"192.168.{o()}.{o()}:{r.choice([8080, 554, 9000, 3306])}", f"10.{o()}.{o()}.0/24", f"192.168.{r.randrange(100, 255)}.{r.randrange(100, 255)}", f"fe80::{_hex(r, 4)}:{_hex(r, 4)}:{_hex(r, 4)}:{_hex(r, 4)}", f"172.16.{o()}.{r.randrange(100, 255)}"])
    return _fill(r, r.choice(["摄像机IP {v}", "服务器{v}无法访问", "路由表条目 {v}，{road}", "登录IP：{v}，{date}", "{v} ping不通", "指挥大厅大屏地址{v}", "视频网关 {v} 延迟{n}毫秒", "白名单加入{v}，{ymd}"]), v=v)


def _h_order(r):
    w = _when(r)
    v = r.choice([
        _digits(r, 16, "1278"), _digits(r, 17, "12789"), _digits(r, 19, "12789"), _digits(r, 20, "12789"), w.strftime("%Y%m%d%H%M%S") + _digits(r, 4), w.strftime("%Y%m%d") + _digits(r, 10),
        w.strftime("%Y%m%d") + _digits(r, 8), "320211" + w.strftime("%Y%m%d") + _digits(r, 4), "320211" + w.strftime("%Y%m%d") + _digits(r, 4), "3202" + w.strftime("%Y%m%d%H%M") + _digits(r, 2), "880" + _digits(r, 3) + w.strftime("%Y%m%d") + _digits(r, 4),
        w.strftime("%Y%m%d%H%M%S") + _digits(r, 6), "320211" + w.strftime("%Y%m%d") + _digits(r, 6, "0"),
    ])
    return _fill(r, r.choice(["订单号：{v}", "采购订单{v}已收货", "物流单号 {v}，果壳箱{n}只", "平台任务流水号{v}", "案件编号{v}，{road}{issue}", "缴款通知书编号 {v}", "{v}号工单已派{st}街道", "事件流水{v}，超时{n}小时", "受理编号：{v}，{date}", "订单{v}.xlsx", "维修单 {v} 待验收，{shop}", "票据号{v}作废"]), v=v)


def _h_eleven(r):
    v = r.choice(["10", "11", "12"]) + _digits(r, 9) if r.random() < 0.4 else _digits(r, 11, "23456789")
    return _fill(r, r.choice(["水表编号{v}，{road}", "电表户号：{v}", "燃气表号 {v}", "资产条码{v}", "设备编码 {v}，离线", "快递柜编号{v}，{issue}", "任务号{v}，{st}", "合同编号：{v}", "垃圾分类亭编号{v}满溢", "{v}号批次，{n}件", "物料编码{v}_入库.xlsx", "监控点位编码 {v}，{date}", "箱体编码({v})锈蚀", "充电桩桩号{v}，{road}"]), v=v)


def _h_isbn(r):
    k = r.random()
    if k < 0.45:
        pub = r.choice(["5093", "5197", "112", "300", "5620"])
        body = "9787" + pub + _digits(r, 8 - len(pub))
        c = _ean_digit(body)
        v = r.choice([body + c, f"978-7-{pub}-{body[4 + len(pub):]}-{c}", f"978 7 {pub} {body[4 + len(pub):]} {c}"])
        t = r.choice(["ISBN {v}", "采购图书《城市管理执法实务》，ISBN：{v}，{n}册", "书号{v}，{date}入库", "培训教材 ISBN{v}", "阅览室图书 {v} 盘亏"])
    else:
        body = "69" + _digits(r, 10, "0123456789")
        v = body + _ean_digit(body)
        t = r.choice(["商品条码{v}", "条形码：{v}，{shop}", "除草剂 {v} {n}瓶", "69码 {v}", "查获过期食品，条码{v}，{n}袋", "垃圾袋条码 {v}，{date}入库", "{v}.jpg"])
    return _fill(r, t, v=v)


def _h_imei(r):
    while True:
        b = r.choice(["86", "86", "35", "01"]) + _digits(r, 12)
        if not (1 <= int(b[8:10]) <= 12 and 1 <= int(b[10:12]) <= 31):
            break
    v = b + _luhn_digit(b)
    return _fill(r, r.choice(["IMEI：{v}", "城管通终端IMEI {v}，{st}中队", "执法终端串号{v}", "定位器 IMEI={v} 离线{n}小时", "手持机（IMEI {v}）送修", "{date} 终端 {v} 解绑", "物联网井盖模组IMEI{v}，{road}", "手机串号IMEI1：{v}（公用执法终端）"]), v=v)


def _h_photo(r):
    w = _when(r)
    ms = str(int((w - _dt.datetime(1970, 1, 1)).total_seconds()) - 28800) + _digits(r, 3)
    v = r.choice([w.strftime("IMG_%Y%m%d_%H%M%S.jpg"), f"wx_camera_{ms}.jpg", f"mmexport{ms}.jpg", w.strftime("微信图片_%Y%m%d%H%M%S.jpg"), w.strftime("Screenshot_%Y-%m-%d-%H-%M-%S-") + _digits(r, 3) + "_com.tencent.mm.jpg", w.strftime("DJI_%Y%m%d%H%M%S_") + _digits(r, 4) + "_D.JPG",
                  "DSC0" + _digits(r, 4) + ".JPG", w.strftime("VID_%Y%m%d_%H%M%S.mp4"), f"{ms}.jpg", w.strftime("微信图片_%Y%m%d%H%M%S") + _digits(r, 3) + ".jpg", w.strftime("P%y%m%d-%H%M%S.jpg"), f"IMG_{_digits(r, 4)}.HEIC", f"{ms[:10]}.jpg", w.strftime("%Y%m%d%H%M%S_") + _digits(r, 6) + ".jpg", f"camera_{ms}_{r.randrange(1, 9)}.jpg", w.strftime("IMG%Y%m%d%H%M%S.jpg"), f"tb_image_share_{ms}.jpg", w.strftime("WeChat_%Y%m%d%H%M%S.mp4")])
    return _fill(r, r.choice(["{v}", "{v}", "附件：{v}", "{road}{issue}_{v}", "现场照片{v}", "整改前 {v}", "照片（{v}）模糊，退回重拍", "见{v}，{shop}{issue}"]), v=v)


def _h_qty(r):
    n = r.choice([r.randrange(10, 999), r.randrange(1000, 19999), r.randrange(13000, 199999)])
    d2 = _digits(r, 2)
    v, ts = r.choice([
        (r.choice([f"{n}.{d2}㎡", f"{n}平方米", f"{n:,}平方米", f"{n}.{d2[0]}m²", f"{n}.{d2}亩", f"{n}.{d2} ㎡"]),
         ["违建面积{v}，{road}", "绿化养护面积：{v}", "铺装修复{v}，{st}街道", "测绘结果{v}", "拆后场地 {v}，待复绿", "占用人行道{v}，{shop}"]),
        (r.choice([f"{n}立方米", f"{n}吨", f"{n}公斤", f"{n}.{d2}吨"]),
         ["清理建筑垃圾{v}", "{md}清运{v}", "本月转运厨余垃圾累计{v}", "过磅净重：{v}", "{road}打捞漂浮物{v}"]),
        (r.choice([f"{n}辆次", f"{n}人次", f"{n}件", f"{n}株", f"{n}起"]),
         ["{md}共处置{v}", "本月累计{v}，环比增{n}%", "{issue}专项行动{v}", "{st}街道上报{v}", "统计表合计 {v}"]),
        (r.choice([f"{n}×{r.randrange(20, 900)}mm", f"{n}*{r.randrange(20, 900)}*{r.randrange(20, 90)}mm"]),
         ["广告牌 {v}，已拆除", "店招尺寸{v}，{shop}", "井盖规格：{v}"]),
        (f"{n}延米", ["清洗护栏{v}", "划线{v}，{road}", "围挡长度{v}"]),
    ])
    return _fill(r, r.choice(ts), v=v)


def _h_range(r):
    a = r.choice([r.randrange(1300, 1999), r.randrange(100, 1300)])
    b = a + r.randrange(5, 90)
    v = r.choice([f"{a}-{b}米", f"{a}～{b}元", f"{a}–{b}mm", f"{a}-{b}号门牌", f"{a}至{b}元/吨", f"{a}-{b}-{b + r.randrange(5, 60)}（规格）", f"第{a}—{b}号", f"{a}~{b}辆", f"{a}.5-{b}.5米", f"编号{a}-{b}", f"{a}/{b}/{b + 10}", f"{a}－{b}个"])
    return _fill(r, r.choice(["距路口{v}处{issue}" if "米" in v else "登记{v}，{issue}", "{road}，区间{v}", "参考{v}，{date}", "统计口径：{v}，{st}街道", "{v}，{shop}", "附表{n}：{v}", "核对{v}，{road}"]), v=v)


def _h_bad18(r):
    mm = r.choice(["13", "14", "19", "20", "35", "47", "00", "99", "62", "88"])
    y = r.choice(["19" + _digits(r, 2), "20" + _digits(r, 2), _digits(r, 4)])
    k = r.random()
    if k < 0.6:
        md = mm + _digits(r, 2)
    elif k < 0.8:
        md = r.choice(["01", "03", "05", "08", "11"]) + r.choice(["00", "32", "45", "77", "98"])
    else:
        md = r.choice(["0230", "0231", "0431", "0631", "0931", "1131"])
    v = r.choice([_area(r), "320211", _digits(r, 6, "123456789"), "320213"]) + y + md + _digits(r, 4)
    return _fill(r, r.choice(["部件标识码{v}，{road}", "合同备案编码：{v}", "批次号 {v}", "货物追溯码{v}，{n}箱", "地下管线编码 {v}", "树木挂牌码：{v}，{road}", "不动产单元片段{v}待匹配", "物联网卡流量池编号{v}", "检测报告编号{v}，{date}", "二维码值 {v}，{st}", "垃圾称重流水 {v}", "{v}_管线.xlsx"]), v=v)


def _h_record(r):
    v = r.choice(["id=" + _digits(r, 8, "123456789"), "REC" + _digits(r, 10), "rec_" + _digits(r, 12, "2345"), "#" + _digits(r, 6), "编号" + _digits(r, 9), "XH-" + _digits(r, 5) + "-" + _digits(r, 2), "task_" + _digits(r, 13, "2345"), "No." + _digits(r, 7), "序号" + _digits(r, 4), "网格320211" + _digits(r, 6, "0"), "objectid:" + _digits(r, 12, "1"), "单元网格" + "32021100" + _digits(r, 6), "dataId" + _digits(r, 14, "7")])
    return _fill(r, r.choice(["记录{v}同步失败", "{v}，{road}{issue}", "重复记录：{v}", "{v}已归档，{date}", "导入第{n}行 {v} 缺字段", "删除{v}", "{v}与上条合并，{st}街道", "[{v}] {issue}"]), v=v)


def _h_letter8(r):
    v = r.choice("EGHM") + _digits(r, 8)
    return _fill(r, r.choice(["箱变编号{v}，{road}", "路灯控制柜设备编号：{v}，{road}", "资产编号 {v}，果壳箱{n}只", "摄像机点位编码{v}离线，{road}", "井盖编号{v}缺失，{road}", "仓库货架编码 {v}，防汛沙袋{n}袋", "公厕智能锁设备编号{v}，{st}街道"]), v=v)


def _h_keyword(r):
    return _fill(r, r.choice([
        "当事人拒绝提供身份证号，{road}{issue}", "投诉人未留联系电话，{issue}", "手机号为空，无法回访，{case}", "电话无人接听，{md}{hm}再次上门", "{road}{shop}未悬挂身份证明及营业执照", "请补录当事人身份证复印件{n}份",
        "手机拍摄照片{n}张，{road}", "护照办理窗口排队秩序混乱，{road}{no}号", "持台胞证可在{road}便民点办理，{date}起", "微信同号字样小广告已清除{n}处，{road}", "联系方式：详见12345工单{case}", "身份证核验设备故障，{st}街道，报修时间{date}",
        "通行证（渣土车）有效期至{date}，{road}", "居住证办理点搬迁至{road}{no}号", "回乡证自助机占用人行道{n}平方米，{road}", "公用电话亭破损，{road}{no}号", "手机充电柜占道，{road}，编号{no}", "电话记录：{md}{hm}通话{n}分钟，{issue}",
        "联系电话栏填写“无”，{shop}", "ID重复，见第{n}行，{case}", "证件号未填写，退回{st}街道补正，{date}", "tel字段为空，共{n}条，{ymd}",
    ]))


PRIVATE = {
    "mobile_bare": _p_mobile_bare, "mobile_against_hanzi": _p_mobile_against, "mobile_country_prefix": _p_mobile_prefix,
    "mobile_grouped": _p_mobile_grouped, "mobile_fullwidth": _p_mobile_full, "mobile_invisible": _p_mobile_invisible,
    "mobile_pair": _p_mobile_pair, "mobile_filename": _p_mobile_file, "id18_plain": _p_id_plain, "id18_x": _p_id_x,
    "id18_grouped": _p_id_grouped, "id18_fullwidth": _p_id_full, "id18_invisible": _p_id_invisible, "id18_linebreak": _p_id_break,
    "id18_filename": _p_id_file, "id15": _p_id15, "passport": _p_passport, "hk_mo_permit": _p_hkmo, "tw_permit": _p_tw,
    "hmt_residence": _p_hmt, "foreign_pr_new18": _p_fpr_new, "foreign_pr_old15": _p_fpr_old,
}
HARMLESS = {
    "case_number": _h_case, "plate": _h_plate, "money": _h_money, "uscc": _h_uscc, "hotline": _h_hotline, "datetime": _h_datetime,
    "coordinates": _h_coord, "gps_track": _h_track, "hash": _h_hash, "uuid": _h_uuid, "asset_code": _h_asset, "device_serial": _h_serial,
    "statute": _h_statute, "road_number": _h_road, "ip_address": _h_ip, "order_number": _h_order, "eleven_digits": _h_eleven,
    "isbn_barcode": _h_isbn, "imei": _h_imei, "photo_name": _h_photo, "area_quantity": _h_qty, "range": _h_range,
    "impossible_date18": _h_bad18, "record_id": _h_record, "letter_and_8_digits": _h_letter8, "keyword_without_number": _h_keyword,
}

# --------------------------------------------------------------------------- guard
_SEP = r"[\s\-.·・－–—_]{0,3}"
_PHONE = re.compile("|".join(
    rf"(?<!\d)(?:\+?86|0086|17951)?{_SEP}1[3-9]" + p + r"(?!\d)"
    for p in (rf"\d{_SEP}\d{{4}}{_SEP}\d{{4}}", rf"\d{_SEP}\d{{3}}{_SEP}\d{{5}}", rf"\d\d{_SEP}\d{{4}}{_SEP}\d{{3}}")))


def _harmless(text: str) -> bool:
    """False if a look-alike came out, by chance, as something an inspector could call private."""
    if _PHONE.search(text):
        return False
    for run in re.findall(r"(?<![0-9])\d{17}[\dXx](?![0-9])", text):
        if _real_date(int(run[6:10]), int(run[10:12]), int(run[12:14])) and id_check(run[:17]) == run[17].upper():
            return False
    for run in re.findall(r"(?<!\d)\d{15}(?!\d)", text):
        if run[:2] in PROVINCES and _real_date(1900 + int(run[6:8]), int(run[8:10]), int(run[10:12])):
            return False
    return not any(luhn_ok(run) for run in re.findall(r"(?<!\d)\d{16,19}(?!\d)", text))


PROVINCES = set("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split())


def lines(seed: int = 463) -> list[tuple[str, bool, str]]:
    """Exactly 2,500 lines: (text, holds private data, kind); the same seed gives the same lines."""
    r = random.Random(seed)
    out: list[tuple[str, bool, str]] = []
    seen: set[str] = set()
    for quota, makers, private in ((PRIVATE_QUOTA, PRIVATE, True), (HARMLESS_QUOTA, HARMLESS, False)):
        for kind, want in quota.items():
            have = 0
            for _ in range(want * 400):
                if have == want:
                    break
                t = makers[kind](r)
                if t in seen or (not private and not _harmless(t)):
                    continue
                seen.add(t)
                out.append((t, private, kind))
                have += 1
            if have != want:
                raise RuntimeError(f"{kind}: {have} of {want}")
    r.shuffle(out)
    return out


if __name__ == "__main__":
    from collections import Counter
    got = lines()
    print(len(got), sum(p for _, p, _ in got))
    for (p, k), n in sorted(Counter((p, k) for _, p, k in got).items(), reverse=True):
        print("private " if p else "harmless", k, n)
