"""A small programme with every kind of measure that has tallies, in groups over the same events."""

from __future__ import annotations

from services.gateway.read_model.programme import Programme
from tests.services.gateway.sample_programme import programme_text

MATTERS = """
- {id: A6.done, kind: distinct, verified_from: E2, takes: [{event: outreach.matters.finished.v1}],
   ends: [{event: outreach.matters.reopened.v1}],
   proves: [{event: outreach.matters.confirmed.v1, where: {satisfied: true}}]}
- {id: A6.done_then, kind: distinct, verified_from: E2, since: 2017-03-30, until: 2017-04-01,
   takes: [{event: outreach.matters.finished.v1}], ends: [{event: outreach.matters.reopened.v1}],
   proves: [{event: outreach.matters.confirmed.v1}]}
- {id: A6.times_done, kind: count, verified_from: E3, takes: [{event: outreach.matters.finished.v1}],
   ends: [{event: outreach.matters.reopened.v1}, {event: outreach.matters.merged.v1}],
   proves: [{event: outreach.matters.confirmed.v1}]}
- {id: A6.days_summed, kind: sum, since: 2017-03-30,
   takes: [{event: outreach.matters.finished.v1, amount: took_days}]}
- {id: A6.days_mean, kind: mean, takes: [{event: outreach.matters.finished.v1, amount: took_days}],
   ends: [{event: outreach.matters.reopened.v1}]}
- {id: A6.days_most, kind: percentile, percent: 90, since: 2017-03-30, until: 2017-04-02,
   takes: [{event: outreach.matters.finished.v1, amount: took_days}], ends: [{event: outreach.matters.reopened.v1}]}
- {id: A6.days_half, kind: percentile, percent: 50, verified_from: E2,
   takes: [{event: outreach.matters.finished.v1, amount: took_days}],
   proves: [{event: outreach.matters.confirmed.v1}]}
- {id: A6.days_lately, kind: percentile, percent: 75,
   takes: [{event: outreach.matters.finished.v1, amount: took_days, lasts: 2}]}
- {id: A6.communities, kind: distinct, verified_from: E2,
   takes: [{event: outreach.matters.finished.v1, subject: of.community}],
   ends: [{event: outreach.matters.reopened.v1, subject: of.community}],
   proves: [{event: outreach.matters.confirmed.v1, subject: of.community}]}
- {id: A6.replied, kind: ratio, in_time: true,
   whole: {takes: [{event: outreach.matters.registered.v1, dated: due.reply}],
           ends: [{event: outreach.matters.merged.v1}]},
   part: {takes: [{event: outreach.matters.finished.v1}], ends: [{event: outreach.matters.reopened.v1}]}}
- {id: A6.late_places, kind: gaps, in_time: true, verified_from: E2, since: 2017-03-30,
   whole: {takes: [{event: outreach.matters.registered.v1, subject: of.community, dated: due.reply}],
           ends: [{event: outreach.matters.merged.v1, subject: of.community}]},
   part: {takes: [{event: outreach.matters.finished.v1, subject: of.community}],
          proves: [{event: outreach.matters.confirmed.v1, subject: of.community}]}}
"""
MEETINGS = """
- {id: A6.held, kind: count, takes: [{event: outreach.volunteer_events.held.v1}]}
- {id: A6.fair_held, kind: exists, takes: [{event: outreach.volunteer_events.held.v1, where: {of.kind: fair}}]}
- {id: A6.kept, kind: distinct, verified_from: E2, takes: [{event: outreach.volunteer_events.held.v1}],
   ends: [{event: outreach.volunteer_events.cancelled.v1}]}
- {id: A6.visited, kind: distinct, takes: [{event: outreach.volunteer_events.held.v1, subject: of.community}],
   ends: [{event: outreach.volunteer_events.cancelled.v1, subject: of.community}]}
- {id: A6.minutes, kind: sum, since: 2017-03-30, takes: [{event: outreach.volunteer_events.hours_logged.v1,
   each: service, subject: volunteer, amount: credited, dated: served_on}]}
- {id: A6.minutes_each, kind: mean, takes: [{event: outreach.volunteer_events.hours_logged.v1,
   each: service, subject: volunteer, amount: credited, dated: served_on}],
   ends: [{event: outreach.volunteer_events.cancelled.v1}]}
- {id: A6.volunteers, kind: distinct, or_null: true, since: 2017-03-30, until: 2017-04-01,
   takes: [{event: outreach.volunteer_events.hours_logged.v1, each: service, subject: volunteer}]}
- {id: A6.carried_out, kind: covered,
   whole: {takes: [{event: outreach.volunteer_events.planned.v1, dated: planned_for}],
           ends: [{event: outreach.volunteer_events.cancelled.v1}]},
   part: {takes: [{event: outreach.volunteer_events.held.v1}]}}
- {id: A6.served_by_all, kind: ratio, since: 2017-03-30, until: 2017-04-02,
   whole: {takes: [{event: outreach.volunteer_events.hours_logged.v1, each: service, subject: volunteer,
                    dated: served_on}]},
   part: {takes: [{event: outreach.volunteer_events.hours_logged.v1, each: service, subject: volunteer,
                   where: {credited: [30, 60]}}]}}
"""
PEOPLE = """
- {id: S1.certified, kind: ratio, verified_from: E2, since: 2017-03-30,
   whole: {takes: [{event: training.people.joined.v1}, {event: training.people.transferred.v1}],
           ends: [{event: training.people.left.v1}]},
   part: {takes: [{event: training.people.certified.v1, until: valid_until}],
          ends: [{event: training.people.left.v1}]}}
- {id: S1.formed, kind: ratio, facets: 2,
   whole: {takes: [{event: training.people.joined.v1}, {event: training.people.transferred.v1}],
           ends: [{event: training.people.left.v1}]},
   part: {takes: [{event: training.integrity_activities.held.v1, each: attendance, subject: person, facet: of.form,
                   where: {status: [present, late]}}]}}
- {id: S1.formed_in_time, kind: covered, facets: 2, in_time: true, verified_from: E2,
   whole: {takes: [{event: training.people.posted.v1}]},
   part: {takes: [{event: training.integrity_activities.held.v1, each: attendance, subject: person, facet: of.form}]}}
"""
CARDS = """
- {id: S1.stale_cards, kind: gaps,
   whole: {takes: [{event: outreach.contact_cards.issued.v1, subject: person}],
           ends: [{event: outreach.contact_cards.retired.v1, subject: of.person}]},
   part: {takes: [{event: training.people.joined.v1}], ends: [{event: training.people.left.v1}],
          proves: [{event: outreach.contact_cards.checked.v1, subject: of.person}]}}
- {id: S1.on_strength, kind: distinct, verified_from: E3,
   takes: [{event: training.people.joined.v1}, {event: training.people.transferred.v1}],
   ends: [{event: training.people.left.v1}],
   proves: [{event: outreach.contact_cards.checked.v1, subject: of.person}]}
- {id: S1.with_card, kind: covered, verified_from: E2,
   whole: {takes: [{event: training.people.joined.v1, subject: [subject, unit]}],
           ends: [{event: training.people.left.v1, subject: [subject, unit]}]},
   part: {takes: [{event: outreach.contact_cards.issued.v1, subject: [person, unit]}],
          ends: [{event: outreach.contact_cards.retired.v1, subject: [of.person, unit]}]}}
"""
SUPERVISORS = """
- {id: B3.in_office, kind: distinct, verified_from: E2,
   takes: [{event: outreach.supervisors.appointed.v1, until: term_to},
           {event: outreach.supervisors.renewed.v1, until: term_to}],
   ends: [{event: outreach.supervisors.resigned.v1}]}
- {id: B3.terms, kind: count, since: 2017-03-30, takes: [{event: outreach.supervisors.appointed.v1, until: term_to},
                                  {event: outreach.supervisors.renewed.v1, until: term_to}],
   ends: [{event: outreach.supervisors.resigned.v1}]}
- {id: B3.reporting, kind: ratio,
   whole: {takes: [{event: outreach.supervisors.appointed.v1, until: term_to},
                   {event: outreach.supervisors.renewed.v1, until: term_to}],
           ends: [{event: outreach.supervisors.resigned.v1}]},
   part: {takes: [{event: outreach.supervision_reports.received.v1, subject: supervisor, lasts: 2}]}}
- {id: B3.silent, kind: gaps, verified_from: E2,
   whole: {takes: [{event: outreach.supervisors.appointed.v1}]},
   part: {takes: [{event: outreach.supervision_reports.received.v1, subject: supervisor, lasts: 1}],
          ends: [{event: outreach.supervision_reports.assigned.v1, subject: of.supervisor}],
          proves: [{event: outreach.supervision_reports.replied.v1, subject: of.supervisor}]}}
"""
PROOFS = """
- {id: S1.known, kind: distinct, verified_from: E2, takes: [{event: training.people.joined.v1}],
   proves: [{event: outreach.contact_cards.checked.v1, subject: of.person}]}
- {id: S1.all_known, kind: ratio, verified_from: E2,
   whole: {takes: [{event: training.people.joined.v1}]},
   part: {takes: [{event: training.people.joined.v1}],
          proves: [{event: outreach.contact_cards.checked.v1, subject: of.person}]}}
- {id: S1.times_known, kind: count, verified_from: E3, takes: [{event: training.people.joined.v1}],
   proves: [{event: outreach.contact_cards.checked.v1, subject: of.person}]}
"""
PERIODS = """
- {id: S1.rotated, kind: ratio, verified_from: E2,
   whole: {takes: [{event: training.people.joined.v1}, {event: training.people.transferred.v1}],
           ends: [{event: training.people.left.v1}]},
   part: {takes: [{event: training.integrity_activities.held.v1, each: attendance, subject: person,
                   where: {status: [present, late]}}]},
   anew: {takes: [{event: training.cycles.set.v1, dated: starts_on, until: until}]}}
"""
GROUPS = {
    "periods": Programme(programme_text(PERIODS)),
    "proofs": Programme(programme_text(PROOFS)),
    "matters": Programme(programme_text(MATTERS)),
    "meetings": Programme(programme_text(MEETINGS)),
    "people": Programme(programme_text(PEOPLE)),
    "cards": Programme(programme_text(CARDS)),
    "supervisors": Programme(programme_text(SUPERVISORS)),
}
"""Small programmes, each over the events of a few registers."""
