"""A small programme for the view's tests, with every kind of measure over the registers that there are."""

from __future__ import annotations

import textwrap

from services.gateway.read_model.programme import Programme

MEASURES = """
- {id: A6.done, kind: distinct, verified_from: E2, target: {op: ">=", value: 2, by: 2017-12-31, source: test},
   takes: [{event: outreach.matters.finished.v1}], ends: [{event: outreach.matters.reopened.v1}],
   proves: [{event: outreach.matters.confirmed.v1, where: {satisfied: true}}]}
- {id: A6.reopened, kind: ratio, whole: {takes: [{event: outreach.matters.finished.v1}]},
   part: {takes: [{event: outreach.matters.reopened.v1}]}}
- {id: A6.days, kind: percentile, percent: 90, takes: [{event: outreach.matters.finished.v1, amount: took_days}],
   ends: [{event: outreach.matters.reopened.v1}]}
- {id: A6.all_days, kind: sum, takes: [{event: outreach.matters.finished.v1, amount: took_days}]}
- {id: A6.held, kind: count, takes: [{event: outreach.volunteer_events.held.v1}]}
- {id: A6.communities, kind: distinct, takes: [{event: outreach.matters.finished.v1, subject: of.community}]}
- {id: A6.fairs, kind: count, takes: [{event: outreach.volunteer_events.held.v1, where: {of.kind: fair}}]}
- {id: A6.minutes, kind: sum,
   takes: [{event: outreach.volunteer_events.hours_logged.v1, each: service, subject: volunteer, amount: credited}]}
- {id: A6.volunteers, kind: distinct,
   takes: [{event: outreach.volunteer_events.hours_logged.v1, each: service, subject: volunteer}]}
- {id: A6.cleanup_held, kind: exists, takes: [{event: outreach.volunteer_events.held.v1, where: {of.kind: cleanup}}]}
- {id: A6.fulfilled, kind: ratio,
   whole: {takes: [{event: outreach.volunteer_events.planned.v1, dated: planned_for}],
           ends: [{event: outreach.volunteer_events.cancelled.v1}]},
   part: {takes: [{event: outreach.volunteer_events.held.v1}]}}
- {id: A6.replied, kind: ratio, clock: outreach.matters.reply}
- {id: A3.squadrons, kind: ratio, target: {op: "==", value: 1, by: 2017-12-31, source: test},
   whole: {takes: [{event: training.units.opened.v1, where: {kind: squadron}}],
           ends: [{event: training.units.closed.v1}]},
   part: {takes: [{event: outreach.features.approved.v1, subject: unit}],
          ends: [{event: outreach.features.withdrawn.v1, subject: unit}]}}
- {id: A3.applied, kind: distinct, takes: [{event: outreach.features.applied.v1}],
   ends: [{event: outreach.features.withdrawn.v1}]}
- {id: S1.certified, kind: ratio, since: 2017-01-01,
   whole: {takes: [{event: training.people.joined.v1}, {event: training.people.transferred.v1}],
           ends: [{event: training.people.left.v1}]},
   part: {takes: [{event: training.people.certified.v1}]}}
"""
HEAD = """
campaign: "463"
title: {zh: 试, en: Test}
start: 2017-01-01
end: 2017-12-31
pillars:
- id: activities
  title: {zh: 试, en: Test}
  items:
  - id: A6
    title: {zh: 试, en: Test}
    measures:
"""
WORDS = "ref: M, unit: 件, title: {zh: 试, en: Test}, formula: {zh: 试, en: Test}, "


def programme_text(measures: str = MEASURES) -> str:
    """The text of a programme with these measures; titles and units are filled in."""
    return HEAD + textwrap.indent(measures.replace("- {id:", "- {" + WORDS + "id:"), "    ")


PROGRAMME = Programme(programme_text())
