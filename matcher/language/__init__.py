"""From what a person typed to a stream: reading, words, embeddings and grounding."""
