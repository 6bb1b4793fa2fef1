"""What is said, thought and written: quotations, their speakers, their addressees."""
