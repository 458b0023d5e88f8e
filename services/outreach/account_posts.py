"""Rules for the posts of accounts: none beyond the order of the steps."""

from contracts.outreach.account_posts import register
from services.chassis.records.rules import Rules

rules = Rules(register)
