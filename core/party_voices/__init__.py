"""What a party committee says of a cadre: by a link that ends, or by its paper (S0-22)."""
