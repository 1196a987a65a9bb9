"""How the encoder was made, to make it again: never imported by the product, needs the extra `training`."""
