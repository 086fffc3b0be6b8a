"""The JSON the browser sends and gets: models for reading bodies and for the OpenAPI description."""
