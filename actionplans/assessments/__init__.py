"""Self-assessment: the yearly campaign, what each department declares, its proofs, its scores."""
