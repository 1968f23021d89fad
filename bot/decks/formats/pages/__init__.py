"""Pages of Brainscape and StudyStack, copied or saved."""
