"""What a network is worth, on photographs by people whose pictures never trained it."""
