"""What can be wrong with a claim, one file a kind: suspects, whom the balls convict or acquit."""
