"""The interface for programs: personal tokens, scopes, and answers that a program can trust."""
