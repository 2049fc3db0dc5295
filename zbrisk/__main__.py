"""`python -m zbrisk`: the command line where the scripts folder is not on the PATH."""

from zbrisk.commands import app

__all__: list[str] = []

app(prog_name="zbrisk")
