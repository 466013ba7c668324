"""The worker's side: taking a job, keeping it alive, running its task, telling how it ended."""
