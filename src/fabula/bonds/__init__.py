"""What ties two people, and how warm it is."""
