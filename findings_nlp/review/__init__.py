"""Reviews by people: what is to be checked, what they corrected, and what that says of an archive's quality."""
