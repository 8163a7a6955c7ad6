"""The Python client, generated and asked over HTTP to the platform itself."""
