"""Balcão: the self-hosted front counter of a small business."""
