"""What tests of the real service stand on: the service, a database, a bad network, a cast."""
