"""What the network is measured against: simpler ways to the same labels, on the same splits."""
