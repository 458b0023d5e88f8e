"""Number plates: province, letter, and the rest, in the ordinary and the new-energy form."""

import re

HOME = "苏B"
"""Wuxi's prefix."""
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
ORDINARY = re.compile(f"[{PROVINCES}][A-Z][A-HJ-NP-Z0-9]{{5}}")
SMALL_NEW_ENERGY = re.compile(f"[{PROVINCES}][A-Z][A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}")
LARGE_NEW_ENERGY = re.compile(f"[{PROVINCES}][A-Z][0-9]{{5}}[A-HJK]")
VIN_END = re.compile("[A-HJ-NPR-Z0-9]{6}")
FORMS = (ORDINARY, SMALL_NEW_ENERGY, LARGE_NEW_ENERGY)


def well_formed(plate: str) -> bool:
    """Whether a plate as written has one of the forms; I and O stand on none."""
    return any(form.fullmatch(plate) for form in FORMS)
