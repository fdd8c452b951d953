"""How good the answers are: reference files read, every answer counted, baselines beside it."""
