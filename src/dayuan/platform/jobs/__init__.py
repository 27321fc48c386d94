"""Work after the commit: outbox, sweeps, jobs that survive a killed worker."""
