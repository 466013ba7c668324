"""What the house takes over from jobs: their pages, their sentences, their numbers."""

from balcao.jobs import health, metrics, routes, texts

BLUEPRINTS = (routes.bp, health.bp)
SENTENCES = texts.SENTENCES
COUNTED = metrics.collect
