"""OWL 2 RL closure with a derivation for every triple, and its independent verifier."""
