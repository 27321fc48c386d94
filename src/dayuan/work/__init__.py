"""Cases, tasks, playbooks, clocks and evidence."""
