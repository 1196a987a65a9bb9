"""What the quality officer keeps an eye on: late, without proof, coming back, to announce."""
