"""What measures the service is itself looked at."""
