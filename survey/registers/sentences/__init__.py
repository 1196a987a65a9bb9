"""What can be said of the cells, the rows and the file: one file a subject."""
