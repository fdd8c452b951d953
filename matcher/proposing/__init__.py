"""From what follows about a stream to ranked proposals with conditions and vetoes."""
