"""The gateway's own record of what changed, by which a stream that broke off goes on where it was."""
