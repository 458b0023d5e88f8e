"""Papers from one place to another: a folder, a bucket, a tar."""
