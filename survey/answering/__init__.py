"""Answering: what a member goes through from the link or the code to the receipt, and afterwards."""
