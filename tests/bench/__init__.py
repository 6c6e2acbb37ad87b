"""The numbers: ratios measured in one run on one computer (`make bench`)."""
