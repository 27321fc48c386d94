"""The worker of the browser, the page without a network, and the door for queued acts."""
