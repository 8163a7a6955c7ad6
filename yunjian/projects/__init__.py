"""The register of digital projects: amount, period, milestones, service levels, and their budget line."""
