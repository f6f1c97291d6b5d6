# Guess: asking for python-dateutil 4 beside packages for calendars gives their newest versions, or an error that they clash.
# Such a package asks for python-dateutil < 3, and pip goes back, without a word, to a release that named no such bound yet:
# holidays 0.86 instead of 0.109, so without the days off that governments have announced since.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
chosen() {
    "$room/venv/bin/pip" install -q --dry-run --report - "$@" 'holidays<=0.109' 2>/dev/null |
        "$room/venv/bin/python" -c "
import json, sys
found = {one['metadata']['name'].lower(): one['metadata']['version'] for one in json.load(sys.stdin)['install']}
print(found['holidays'], found['python-dateutil'])"
}
read -r with_four four <<<"$(chosen 'python-dateutil==4.0.0')"
read -r with_two two <<<"$(chosen 'python-dateutil==2.9.0.post0')"
echo "beside python-dateutil $four: holidays $with_four"
echo "beside python-dateutil $two: holidays $with_two"
[[ $with_four == 0.86 && $with_two == 0.109 ]]
# Here: pyproject.toml asks for python-dateutil from 2.9 on, below 5; the suite passes with 2.9.0 and with 4.0.0.
