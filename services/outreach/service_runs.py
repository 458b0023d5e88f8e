"""Rules for service outings."""

from contracts.errors import Refused
from contracts.outreach.service_runs import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.joint import with_one_host
from services.outreach.managed_objects import stood_on

rules = Rules(register)


class NotAShop(Refused):
    """Only a shop that was there on that day can have been helped."""

    slug, zh, field = "not-a-shop", "受助对象不是当日在册的沿街商铺", "shop"


class HelpedBefore(Refused):
    """The outing was not made yet when the shop is said to have been helped."""

    slug, zh, field = "helped-before", "帮助日期早于活动开展日期", "helped_on"


class HelpedTwice(Refused):
    """The same help to the same shop on one outing is recorded once."""

    slug, zh, field = "helped-twice", "同一活动对同一商铺的同类帮助只登记一次", "shop"


def shop_of(_run: Record, form: Data, lookup: Lookup) -> Record:
    """The shop that was helped."""
    return lookup.record("outreach.managed_objects", form["shop"])


@rules.on("plan")
def plan(_run: Record, form: Data, _at: Context) -> Data:
    """A joint outing has one host."""
    return with_one_host(form)


@rules.on("help", shop=shop_of)
def help_shop(run: Record, form: Data, _at: Context, shop: Record) -> Data:
    """A shop along the street got help on the outing (F112, M-B1-4)."""
    if shop.get("kind") != "shop" or not stood_on(shop, form["helped_on"]):
        raise NotAShop(shop.id)
    if form["helped_on"] < run["held_on"]:
        raise HelpedBefore(form["helped_on"])
    if (form["shop"], form["what"]) in [(one["shop"], one["what"]) for one in run.all("help")]:
        raise HelpedTwice(shop.id)
    return form
