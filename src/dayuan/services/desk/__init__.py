"""The front desk: requests from report to closing."""
