"""What is known of one term, as a page model: names, paths, sections, picture, RDF; and how to find it."""
