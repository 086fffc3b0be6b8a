"""JSON of the browser to messages of the services and back, in pairs; written out field by field, as it is a hot path."""
