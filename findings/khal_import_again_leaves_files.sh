# Guess: importing a calendar again into khal leaves one file for each event, as the first import did: the UID is the same.
# khal shows the event once, as it is now. But each import after the first leaves two more files beside the one that it
# reads, with the event in them (a changed amount of last month, say), and whoever copies or syncs the folder takes them.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q khal==0.14.1 2>/dev/null
mkdir "$room/calendar"
cat > "$room/config" <<CONFIG
[calendars]
[[debts]]
path = $room/calendar
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
[sqlite]
path = $room/khal.db
CONFIG
event() {
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//example//EN BEGIN:VEVENT UID:due-1@example.com \
    DTSTAMP:20260101T000000Z "SEQUENCE:$1" 'DTSTART;VALUE=DATE:20260210' 'DTEND;VALUE=DATE:20260211' "SUMMARY:due $1" \
    END:VEVENT END:VCALENDAR
}
export LC_ALL=C.UTF-8
khal=("$room/venv/bin/khal" -c "$room/config")
"${khal[@]}" --version
files=()
for turn in 1 2 3; do
  event "$turn" > "$room/debts.ics"
  "${khal[@]}" import --batch -a debts "$room/debts.ics"
  files+=("$(find "$room/calendar" -type f | wc -l)")
done
shown=$("${khal[@]}" list --day-format '' --format '{title}' 2026-02-10 1d)
echo "shown: $shown; files after each import: ${files[*]}"
[ "$shown" = "due 3" ] && [ "${files[*]}" = "1 3 5" ]
# Here: whoever checks what khal shows asks khal, not the folder (tests/readers/__main__.py).
