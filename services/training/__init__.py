"""The bureau's units and people, what they learn, the norms they keep, the pledges they give."""
