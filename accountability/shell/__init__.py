"""What makes the service an app on a phone: manifest, worker, the page without a network."""
