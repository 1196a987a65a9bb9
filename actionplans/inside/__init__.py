"""What staff tell, in the same topics as what members write."""
