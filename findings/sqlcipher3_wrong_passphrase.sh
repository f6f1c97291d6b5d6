# Guess: a wrong passphrase is told by an exception alone, as every error of SQLite is; a library says nothing by itself.
# The wheels of sqlcipher3 log to standard error at their default level: each wrong passphrase puts lines of SQLCipher
# on the screen, into the middle of a full-screen program. The exception is no sqlite3.Error either, though the module
# is made as a drop-in. "PRAGMA cipher_log_level = NONE" before the key keeps it quiet.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q sqlcipher3==0.6.4 2>/dev/null
cat >"$room/opened.py" <<'PYTHON'
import sqlite3
import sys

from sqlcipher3 import dbapi2

path, quiet, passphrase = sys.argv[1:]
connection = dbapi2.connect(path)
if quiet == "quiet":
    connection.execute("PRAGMA cipher_log_level = NONE")
connection.execute(f"PRAGMA key = '{passphrase}'")
try:
    connection.execute("CREATE TABLE IF NOT EXISTS loan (id INTEGER PRIMARY KEY)")
    print("open")
except dbapi2.DatabaseError as error:
    print(f"refused: {error}; a sqlite3.Error: {isinstance(error, sqlite3.Error)}")
PYTHON
run() { "$room/venv/bin/python" "$room/opened.py" "$room/book.db" "$@"; }
{
  echo "sqlcipher3 $("$room/venv/bin/pip" list 2>/dev/null | awk '$1 == "sqlcipher3" {print $2}')"
  echo "right: $(run loud 'the right one' 2>"$room/right"), $(wc -l <"$room/right") lines on standard error"
  echo "wrong: $(run loud 'another one' 2>"$room/wrong"), some on standard error: $([ -s "$room/wrong" ] && echo yes || echo no)"
  echo "wrong, quiet: $(run quiet 'another one' 2>"$room/quiet"), $(wc -l <"$room/quiet") lines on standard error"
} >"$room/out"
cat "$room/out"
cat "$room/wrong"
grep -q "^right: open, 0 lines" "$room/out"
grep -q "^wrong: refused: file is not a database; a sqlite3.Error: False, some on standard error: yes$" "$room/out"
grep -q "^wrong, quiet: refused: file is not a database; a sqlite3.Error: False, 0 lines" "$room/out"
# Here: `planner/storage/cipher.py` sets the level before the key and makes its errors those of sqlite3.
