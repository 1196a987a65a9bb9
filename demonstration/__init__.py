"""A believable year and a half at a small fund, made by the product's own deeds and nothing else."""
