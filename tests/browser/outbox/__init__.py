"""What is pressed goes out once, whatever happens to the line, the page, the clock or the service."""
