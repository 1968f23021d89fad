"""Our own files, as they come back from people who took a deck away."""
