"""Speaking on the terminal, in its language."""

import os

import click

from dayuan.kernel.text import Text


def language() -> str:
    """Return the language of the terminal: Chinese where it says so, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh-hans" if spoken.lower().startswith("zh") else "en"


def say(words: Text, *, error: bool = False) -> None:
    """Print one line in the terminal's language."""
    click.echo(words.in_language(language()), err=error)
