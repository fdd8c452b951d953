"""Questions in SPARQL, answered by a process that can read one dataset and nothing else."""
