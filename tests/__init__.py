import os
import sys
import tempfile

# Compiled once, not in each worker of each run and in each process that a test starts, whatever the shell says: that
# took each worker more than ten seconds.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Where there is memory to spare the databases of tests lie in it: each write waits until it has reached the disk.
MEMORY = "/dev/shm"
if "TMPDIR" not in os.environ and os.path.isdir(MEMORY) and os.access(MEMORY, os.W_OK | os.X_OK):
    room = os.statvfs(MEMORY)
    if room.f_bavail * room.f_frsize > 1 << 30:
        os.environ["TMPDIR"] = MEMORY
        tempfile.tempdir = None  # it may have been asked for already
