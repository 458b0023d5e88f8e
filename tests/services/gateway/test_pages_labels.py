"""Labels that open a record."""

from __future__ import annotations

import segno

from tests.office import Office
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import PUBLIC, GatewayClient

MATTERS = "/registers/outreach/matters"


def test_labels_open_the_record_at_the_public_address(gateway: GatewayClient, office: Office) -> None:
    one, two = office.matter(), office.matter("ZS")
    page = gateway.request("/labels/outreach/matters").text
    assert page.count('<svg viewBox="0 0') == 2
    assert PUBLIC in page
    single = gateway.request(f"/labels/outreach/matters?ids={one}").text
    assert single.count('class="qr"') == 1
    code = segno.make(f"{PUBLIC}{MATTERS}/{one}", error="m", boost_error=False, micro=False)
    assert code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None) in single
    assert "映月 · 路灯" in single
    assert gateway.request("/labels/outreach/matters?unit=ZS").text.count('class="qr"') == 1
    office.do("outreach.matters", two, "void", reason="重复")
    assert gateway.request("/labels/outreach/matters").text.count('class="qr"') == 1, "what was voided needs no label"
    assert "没有要打印的记录" in gateway.request("/labels/outreach/matters?status=closed").text
    assert gateway.request(f"/labels/outreach/matters?ids={','.join(map(str, range(49)))}").status_code == 422
    assert gateway.request("/labels/outreach/matters?ids=nobody").status_code == 404


def test_the_label_of_an_asset_and_of_a_kit_opens_its_page(gateway: GatewayClient, office: Office) -> None:
    equipment_records.person(office, "ZS-01")
    equipment_records.definition(office)
    equipment_records.kit(office)
    equipment_records.asset(office)
    for room, code in (("kits", "KIT-ZS-01"), ("assets", "R-1")):
        page = gateway.request(f"/labels/equipment/{room}").text
        there = f"/registers/equipment/{room}/{code}"
        drawn = segno.make(f"{PUBLIC}{there}", error="m", boost_error=False, micro=False)
        assert drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None) in page
        assert (code in page, gateway.request(there).status_code) == (True, 200)
