"""What is pressed goes out once, whatever happens to line, page, clock or service."""
