"""The calendar as a service knows it, and the due dates that a year moves that is announced."""
