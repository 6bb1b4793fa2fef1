"""Where scenes are cut that no mark cuts, who is there, and who hears."""
