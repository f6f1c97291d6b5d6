import os
import sys

# Compiled once, not in each worker of each run and in each process that a test starts, whatever the shell says: that
# took each worker more than ten seconds.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
