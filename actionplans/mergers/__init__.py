"""A department regrouped into another in mid-year: said in advance, done on its day, undone while nothing came after."""
