"""Finding the words of a text by ICU's word iterator, called from C: compiles words_icu.c and becomes that program."""
import argparse
import os
import shutil
import subprocess
import tempfile

from peer import missing

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--file", required=True, help="the text, in UTF-8")
parser.add_argument("--threads", type=int, default=1, help="taken for the sake of the others: ICU uses one thread")
options = parser.parse_args()


def output(*command):
    """What a command prints, or nothing where it is absent or fails."""
    try:
        return subprocess.run(command, check=True, text=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


if shutil.which("cc") is None:
    missing("there is no C compiler")
flags = output("pkg-config", "--cflags", "--libs", "icu-uc")
if flags is None:
    missing("pkg-config does not find ICU")

source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "words_icu.c")
folder = tempfile.mkdtemp()
program = os.path.join(folder, "words_icu")
if output("cc", "-O2", source, "-o", program, *flags.split()) is None:
    shutil.rmtree(folder)
    missing("words_icu.c does not compile")
# The program removes itself and its folder once it runs.
os.execv(program, [program, "--file", options.file, "--threads", str(options.threads), "--remove-self"])
