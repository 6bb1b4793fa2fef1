"""What is said, thought and written: where, before anybody is asked who speaks."""
