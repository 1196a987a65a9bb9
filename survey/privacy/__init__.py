"""Privacy: answers parted from their authors, what is kept of a person, why and until when."""
