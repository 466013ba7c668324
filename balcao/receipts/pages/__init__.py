"""What a shop owner sees of receipts: handing in, looking at one, finding many, taking them out."""
