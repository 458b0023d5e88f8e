"""A transparency log as its readers see it: tree hashes, signed notes, checkpoints, tiles, and errors of their own.

Nothing here imports anything of ours but what lies beside it, and of others' only `cryptography`, where that is
installed: it is packed as it stands into the program that checks a pack with nothing but Python.

`tree` proves, `notes` signs, `checkpoints` says how large a log is and who vouches for it, `tiles` cuts it into files,
`commitments` stands between a body and its leaf.
"""
