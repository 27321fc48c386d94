"""The calendar's pages, and the page that takes a revision of the plan into force."""
