"""End-to-end tests of the pages in headless Chromium."""
