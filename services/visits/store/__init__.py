"""Every statement of the visits service, named by intent. Never commits."""
