"""What people do in a browser. A package, so that its Chromium ends with its last test."""
