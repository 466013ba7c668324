"""What the project's own checks and generators are made of; never imported by the product."""
