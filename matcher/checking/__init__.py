"""Guards of the knowledge base: shapes, hygiene, questions, examples, layout, coverage."""
