"""What operators did that nothing makes again: messages thrown away, backups made and tested."""
