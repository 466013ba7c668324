"""Receipts: dropped on a page, read by a worker, and judged by what stands on them."""
