"""Packs: facts with what proves that they stand in the audit log, to be checked where the suite is not installed.

A pack is a zip archive. `layout` says what lies in it, `fact_lines` how a fact is written beside its proof, `opening`
reads one, `checks` proves, `wording` says in both languages what that shows and what it does not, `verifier` is the
program. Like `contracts.tlog` this folder imports nothing of ours but those two, and nothing of others'.
"""
