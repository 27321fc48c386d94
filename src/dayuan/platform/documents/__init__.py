"""Documents: one content, printed as a page, set as PDF, written as Word; issued and kept."""
