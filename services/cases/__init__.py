"""Cases: what the bureau may do, its penalty cases, city cases and complaints, supervision, rectification."""
