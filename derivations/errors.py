"""The error that a user can mend: one line that names the file, the thing and the cure."""


class LossaryError(Exception):
    """Bad input. The message names the thing that is wrong and what to do about it; the command exits with 2."""
