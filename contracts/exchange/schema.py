"""What a mapping may say; everything else is refused."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from contracts.cases.datums import DATUMS
from contracts.forms import Flag

CSV, XLSX = "csv", "xlsx"
FORMS = (CSV, XLSX)
MOST_TABLES, MOST_COLUMNS, MOST_SOURCES, MOST_CODES = 20, 100, 5, 2000
LONGEST = 10_000
NAME = r"^[a-z][a-z0-9_-]{0,39}$(?!\n)"
LINE = r"^[^\t\r\n]+$(?!\n)"


class StrictPart(Schema):
    """A part of a mapping in which no unknown word passes."""

    class Meta:
        """marshmallow's options."""

        unknown = RAISE


class Titles(StrictPart):
    """A title in both languages."""

    zh = fields.String(required=True, validate=validate.Length(1, 120))
    en = fields.String(required=True, validate=validate.Length(1, 200))


def _line(longest: int) -> list[Any]:
    return [validate.Length(1, longest), validate.Regexp(LINE)]


class ColumnShape(StrictPart):
    """One column: what stands above it, from where its values come, and what a value must be.

    from_ where it comes from ("report.number", "@id"); of several the first that says something
    constant what stands in every row instead; required whether an empty value is wrong
    longest the most characters of a value; pattern what a whole value must match, in the words of RE2
    codes our word and theirs: a value without a code is wrong; date how a day or a moment is written (strftime)
    datum in which datum a coordinate is written, decimals with how many digits behind the point
    """

    heading = fields.String(required=True, validate=_line(100))
    from_ = fields.List(
        fields.String(validate=validate.Length(1, 100)),
        data_key="from",
        load_default=list,
        validate=validate.Length(1, MOST_SOURCES),
    )
    constant = fields.String(load_default=None, validate=validate.Length(1, 200))
    required = Flag(load_default=False)
    longest = fields.Integer(load_default=LONGEST, strict=True, validate=validate.Range(1, LONGEST))
    pattern = fields.String(load_default="", validate=validate.Length(1, 200))
    codes = fields.Dict(
        fields.String(validate=validate.Length(1, 100)),
        fields.String(validate=validate.Length(1, 100)),
        load_default=dict,
        validate=validate.Length(1, MOST_CODES),
    )
    date = fields.String(load_default="", validate=validate.Length(1, 40))
    datum = fields.String(load_default="", validate=validate.OneOf(list(DATUMS)))
    decimals = fields.Integer(load_default=6, strict=True, validate=validate.Range(0, 12))

    @pre_load
    def _one_source_is_a_list_of_one(self, data: Any, **_: Any) -> Any:
        one = isinstance(data, dict) and isinstance(data.get("from"), str)
        return data | {"from": [data["from"]]} if one else data

    @validates_schema
    def _has_a_source_or_a_constant(self, data: dict[str, Any], **_: Any) -> None:
        if bool(data["from_"]) == (data["constant"] is not None):
            raise ValidationError("either from or constant", "from")


class TableShape(StrictPart):
    """One file of rows, or one workbook: the records of a register.

    period which records belong to a month: those opened in it ("opened"), or those whose moment or day of a step lies
    in it ("close.closed_at"); statuses only records that stand so now
    """

    name = fields.String(required=True, validate=validate.Regexp(NAME))
    register = fields.String(required=True, validate=validate.Length(1, 100))
    period = fields.String(load_default="opened", validate=validate.Length(1, 100))
    statuses = fields.List(fields.String(), load_default=list, validate=validate.Length(1, 50))
    columns = fields.List(fields.Nested(ColumnShape), required=True, validate=validate.Length(1, MOST_COLUMNS))


class MappingShape(StrictPart):
    """A whole mapping.

    standard whose standard it follows, in words; empty: nobody's, it is the bureau's own
    form csv or xlsx; bom whether a csv begins with the mark of UTF-8; guard whether texts of a csv that a spreadsheet
    would run bear an apostrophe (a program that reads the file to the letter wants none)
    """

    title = fields.Nested(Titles, required=True)
    standard = fields.String(load_default="", validate=validate.Length(0, 200))
    form = fields.String(load_default=CSV, validate=validate.OneOf(FORMS))
    bom = Flag(load_default=True)
    guard = Flag(load_default=True)
    tables = fields.List(fields.Nested(TableShape), required=True, validate=validate.Length(1, MOST_TABLES))
