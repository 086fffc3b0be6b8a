"""Every statement of the autogen service, named by intent. Never commits."""
