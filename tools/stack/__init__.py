"""Runs the whole system on one machine: PostgreSQL, NATS and the services, each as its own process."""
