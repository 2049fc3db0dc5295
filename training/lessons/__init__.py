"""What one office learnt from, in a form that another may have: exported, merged, and trained from."""
