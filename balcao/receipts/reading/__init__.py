"""The way from a file to fields, cheapest step first, in a child that may die without harm."""
