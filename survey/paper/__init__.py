"""Paper: what is printed and posted, and the sheets Typst makes of it."""
