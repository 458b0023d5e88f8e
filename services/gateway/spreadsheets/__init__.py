"""Spreadsheets in and out: a clerk's rows become commands, and a register's records become rows again."""
