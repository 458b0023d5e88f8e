"""Makes the demo's sheets of S2, always the same: lists, violation types, penalty cases of two laws, reviews.

`python -m tools.demo_data.casebook` writes them to deploy/demo. Everything in them is synthetic (domain.md 9.3, 9.4).
"""
