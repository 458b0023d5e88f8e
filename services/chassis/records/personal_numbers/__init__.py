"""Numbers by which somebody can be reached or identified, as people write them, and the guard that keeps them out.

`reading` makes one spelling of a text, `telephones` and `papers` know the shapes, `recogniser` finds them all, `guard`
looks at the texts of a form and at the names of files. docs/decisions/0049-personal-numbers.md
"""
