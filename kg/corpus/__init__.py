"""Articles -> findings or store, one or many: workers, progress, resume."""
