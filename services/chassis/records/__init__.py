"""The model: records, commands, decisions, rules, references, deadlines. No database, no broker, no framework."""
