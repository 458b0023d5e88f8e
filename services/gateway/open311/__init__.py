"""Open311 GeoReport v2 in front of digital city cases and complaints (wiki.open311.org/GeoReport_v2).

Other people's applications hand in reports with a key, which is a token of an outsider for the unit that takes them in.
What the public reported is shown to everybody once the bureau has accepted it, never who reported it; a complaint is
shown to the application that handed it in and to nobody else. What `media_url` names is kept as text, never fetched.
"""
