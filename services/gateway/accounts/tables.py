"""The tables of accounts. Moments are ISO 8601 in UTC; secrets stand here as hashes, or encrypted."""

from __future__ import annotations

import sqlalchemy as sa

meta = sa.MetaData()
EXCHANGE_COUNTS = ("attempt", "tries", "total", "read", "rows", "rejected")
JOB_COUNTS = ("rows", "done", "accepted", "repeated", "refused", "held")
"""What a job counts: the rows of its file, those that it is through with, and what came of these."""
LETTER_TEXTS = ("service", "event", "type", "reason", "why", "by", "at")
"""What stands in clear of a message that was thrown away: nothing that it says."""
accounts = sa.Table(
    "accounts",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("password", sa.String),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", sa.String),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("closed_at", sa.String),
    sa.Column("closed_by", sa.String),
    sa.Column("key", sa.String, nullable=False, server_default=""),
    sa.Index("accounts_by_key", "key"),
)
"""`key` is what an id is compared by (`contracts.comparison`): whoever signs in types it as their keyboard will."""
factors = sa.Table(
    "factors",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("used_at", sa.String),
    sa.Index("factors_by_account", "account"),
)
sessions = sa.Table(
    "sessions",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("strong", sa.Boolean, nullable=False),
    sa.Column("begun_at", sa.String, nullable=False),
    sa.Column("used_at", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("address", sa.String, nullable=False),
    sa.Column("agent", sa.String, nullable=False),
    sa.Column("ended_at", sa.String),
    sa.Column("ended_by", sa.String),
    sa.Column("subject", sa.String, nullable=False, server_default=""),
    sa.Column("sid", sa.String, nullable=False, server_default=""),
    sa.Index("sessions_by_account", "account", "begun_at"),
    sa.Index("sessions_by_subject", "subject"),
)
keys = sa.Table(
    "keys",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("used_at", sa.String),
    sa.Column("revoked_at", sa.String),
    sa.Column("revoked_by", sa.String),
    sa.Index("keys_by_digest", "digest", unique=True),
)
links = sa.Table(
    "links",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("used_at", sa.String),
    sa.Index("links_by_account", "account"),
)
drafts = sa.Table(
    "drafts",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("path", sa.String, nullable=False),
    sa.Column("query", sa.String, nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("aside", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer),
    sa.Index("drafts_by_account", "account", "made_at"),
)
draft_parts = sa.Table(
    "draft_parts",
    meta,
    sa.Column("draft", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sheets = sa.Table(
    "sheets",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("session", sa.String, nullable=False),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Index("sheets_by_account", "account", "made_at"),
)
sheet_parts = sa.Table(
    "sheet_parts",
    meta,
    sa.Column("sheet", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
heading_choices = sa.Table(
    "heading_choices",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Index("heading_choices_by_unit", "unit", "register", "made_at"),
)
saved_filters = sa.Table(
    "saved_filters",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Index("saved_filters_by_account", "account", "register"),
)
jobs = sa.Table(
    "jobs",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("behalf", sa.String, nullable=False),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("cancel", sa.Boolean, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in JOB_COUNTS),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("changed_at", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Index("jobs_by_account", "account", "made_at"),
    sa.Index("jobs_by_state", "state", "changed_at"),
    sa.Index("jobs_by_change", "changed_at"),
)
job_parts = sa.Table(
    "job_parts",
    meta,
    sa.Column("job", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
recoveries = sa.Table(
    "recoveries",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("first_by", sa.String),
    sa.Column("second_by", sa.String),
    sa.Column("done_at", sa.String),
    sa.Index("recoveries_by_account", "account"),
)
discarded_letters = sa.Table(
    "discarded_letters",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *(sa.Column(name, sa.String, nullable=False) for name in LETTER_TEXTS),
    sa.Index("discarded_letters_by_time", "at", "id"),
)
letter_parts = sa.Table(
    "letter_parts",
    meta,
    sa.Column("letter", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
backups = sa.Table(
    "backups",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("deed", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("fault", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("restored_to", sa.String),
    sa.Column("seconds", sa.Float),
    sa.Column("events", sa.BigInteger),
    sa.Column("loss_seconds", sa.Float),
    sa.Index("backups_by_deed", "deed", "at", "id"),
)
reports = sa.Table(
    "reports",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("month", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("lang", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("as_of", sa.String, nullable=False),
    sa.Column("known_at", sa.String, nullable=False),
    sa.Column("issued_at", sa.String, nullable=False),
    sa.Column("issued_by", sa.String, nullable=False),
    sa.Column("issued_as", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("occasion", sa.String),
    sa.Column("docx_sha256", sa.String, nullable=False),
    sa.Column("pdf_sha256", sa.String, nullable=False),
    sa.Column("said_sha256", sa.String, nullable=False),
    sa.Index("reports_by_month", "month", "unit", "number", unique=True),
    sa.Index("reports_by_occasion", "occasion", unique=True),
    sa.Index("reports_by_time", "issued_at", "id"),
)
"""Reports as they were issued: the database refuses to change a row, or to take it away. `occasion`: for what the
system issued one by itself, which it does once; `unit` is empty for the whole bureau."""
report_files = sa.Table(
    "report_files",
    meta,
    sa.Column("report", sa.String, primary_key=True),
    sa.Column("form", sa.String, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
report_orders = sa.Table(
    "report_orders",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("behalf", sa.String, nullable=False),
    sa.Column("wish", sa.Text, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("stage", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("report", sa.String),
    sa.Column("problem", sa.Text),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("changed_at", sa.String, nullable=False),
    sa.Index("report_orders_by_state", "state", "made_at", "id"),
)
"""Reports that somebody ordered, until they are issued; `unit` is that of the post in which it was ordered."""
exchange_orders = sa.Table(
    "exchange_orders",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("behalf", sa.String, nullable=False),
    sa.Column("mapping", sa.String, nullable=False),
    sa.Column("month", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in EXCHANGE_COUNTS),
    sa.Column("kept", sa.Boolean, nullable=False),
    sa.Column("known_at", sa.String),
    sa.Column("event", sa.String),
    sa.Column("bytes", sa.BigInteger),
    sa.Column("sha256", sa.String),
    sa.Column("manifest", sa.Text),
    sa.Column("problem", sa.Text),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("changed_at", sa.String, nullable=False),
    sa.Index("exchange_orders_by_state", "state", "changed_at", "id"),
    sa.Index("exchange_orders_by_moment", "made_at", "id"),
)
"""Files for the platform above that somebody ordered; `unit` is that of the post in which it was ordered."""
exchange_parts = sa.Table(
    "exchange_parts",
    meta,
    sa.Column("file_order", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
report_schedules = sa.Table(
    "report_schedules",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("time", sa.String, nullable=False),
    sa.Column("workday", sa.Boolean, nullable=False),
    sa.Column("lang", sa.String, nullable=False),
    sa.Column("first", sa.String, nullable=False),
    sa.Column("set_at", sa.String, nullable=False),
    sa.Column("set_by", sa.String, nullable=False),
)
street_devices = sa.Table(
    "street_devices",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("session", sa.String, nullable=False),
    sa.Column("salt", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("used_at", sa.String, nullable=False),
    sa.Column("revoked_at", sa.String),
    sa.Column("revoked_by", sa.String),
    sa.Index("street_devices_by_account", "account", "used_at"),
    sa.Index("street_devices_by_session", "session"),
)
"""Devices that keep what somebody entered without a signal. What opens it is derived with `salt`, which is empty once
that was revoked: then nobody derives it again, whoever has the device, the database and the home's key."""
