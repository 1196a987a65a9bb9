"""What every package stands on; knows no word of the domain."""
