"""The bureau's own programme: next year's out of this year's, with its targets confirmed in a sheet."""
