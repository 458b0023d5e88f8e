"""The indicators of digital city cases, counted over a period for groups of cases."""
