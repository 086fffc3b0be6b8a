"""Documents of clients: files and links, with their days and their versions."""
