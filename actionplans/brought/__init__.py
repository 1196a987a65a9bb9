"""Files that people bring, as proof or with a report: what may be kept, and what is taken out first."""
