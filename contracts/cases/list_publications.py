"""Publications of the lists 权责清单公示: which list stands where, in which version, and when it was last seen there.

What a list holds is not typed in: it is what was in force on the day of its publication (F020 to F022).
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.words import Words

LISTS = Words(
    {"powers": "行政权力清单 / list of administrative powers", "duties": "责任清单 / list of responsibilities"}
)
CHANNELS = Words({"government": "区政府网 / district government website", "portal": "门户网站 / portal website"})
MOST_ITEMS = 2000


class Preparation(Form):
    """A list was formed or changed: from this day on runs the time in which it is made public."""

    unit = ask.unit("公示单位", "Unit")
    kind = ask.choice("清单", "List", LISTS)
    channel = ask.choice("公示渠道", "Channel", CHANNELS)
    version = ask.number("清单版本号", "Version of the list", least=1, most=999)
    formed_on = ask.happened("清单形成（变更）日期", "Formed on")
    note = ask.text("备注", "Note", required=False)


class Snapshot(Form):
    """What was seen at the address; the file is kept, and its hash with the event."""

    item_count = ask.number("网页所示项数", "Items shown")
    evidence = ask.evidence("网页快照", "Snapshot of the page")


class Publication(Snapshot):
    """The list stands at its address."""

    url = ask.url("网址", "Address")
    published_on = ask.happened("公示日期", "Published on")
    late_reason = ask.text("逾期说明", "Why it is late", required=False)


class Item(Form):
    """One item of the list, in the version that was in force."""

    code = ask.code("事项编码", "Item code")
    version_number = ask.number("事项版本号", "Version of the item", least=1)


class Items(Form):
    """What the list holds."""

    items = ask.many(Item, "清单事项", "Items", least=0, most=MOST_ITEMS)


class Verification(Snapshot):
    """Somebody has looked again: the page stands as it was published."""

    verified_on = ask.happened("核验日期", "Verified on")


class Drift(Form):
    """How far the list and what is in force have parted since: what is to go, and what is to come."""

    outdated = ask.number("已废止仍在列项数", "Items shown and no longer in force")
    missing = ask.number("新生效未在列项数", "Items in force and not shown")


class Supersession(Form):
    """A newer version takes its place: this day is the first without it."""

    superseded_on = ask.happened("替换日期", "Superseded on")


class Withdrawal(Reason):
    """It is taken from the page, or not put there: this day is the first without it."""

    withdrawn_on = ask.happened("撤下日期", "Withdrawn on")
    evidence = ask.evidence("撤下佐证", "Proof")


register = Register(
    "cases.list_publications",
    "清单公示",
    "List publications",
    keys="kind, channel, version",
    finds="kind+channel+version, kind+channel",
    words={
        "prepared": "待公示 / to be published",
        "published": "公示中 / on display",
        "superseded": "已被新版替换 / replaced by a new edition",
        "withdrawn": "已撤下 / taken down",
        "voided": "已作废",
    },
    steps=(
        Step("prepare", "prepared", "准备 / Prepare", "new -> prepared", Preparation, by="legal, publicist"),
        Step(
            "publish",
            "published",
            "公示 / Publish",
            "prepared -> published",
            Publication,
            adds=Items,
            by="legal, publicist",
        ),
        Step(
            "verify",
            "verified",
            "核验 / Verify",
            "published",
            Verification,
            adds=Drift,
            by="legal, publicist, inspector",
            apart_from="prepare, publish",
        ),
        Step(
            "supersede",
            "superseded",
            "替换 / Supersede",
            "published -> superseded",
            Supersession,
            adds=Items,
            by="legal, publicist",
        ),
        Step(
            "withdraw",
            "withdrawn",
            "撤下 / Withdraw",
            "prepared, published -> withdrawn",
            Withdrawal,
            adds=Items,
            by="legal, publicist",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "prepared, published, superseded, withdrawn -> voided",
            Reason,
            voids=True,
            by="legal",
        ),
    ),
    clocks=(
        Clock(
            "publication",
            "prepared -> published",
            "20 workdays",
            "政府信息公开条例 第二十六条",
            title="清单公示 / Publication of the list",
            lapses="withdrawn",
            warns="5, 1",
            consequence="应当在二十个工作日内主动公开 / To be made public within twenty working days (art. 26)",
        ),
    ),
)
