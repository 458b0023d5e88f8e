"""Surveys as they are shown: the first wave beside the latest."""
