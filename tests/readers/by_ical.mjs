// Prints the days of calendars that were imported one after the other, as ical.js sees them.
import fs from "node:fs";
import ICAL from "ical.js";

const [start, end, ...files] = process.argv.slice(2);
const there = new Map();
for (const file of files) {
  const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(file, "utf8")));
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(part);
    const known = there.get(event.uid);
    if (!known || event.sequence >= known.sequence) there.set(event.uid, event);
  }
}
const found = [];
for (const event of there.values()) {
  if (event.component.getFirstPropertyValue("status") !== "CONFIRMED") continue;
  if (!event.isRecurring()) {
    found.push(event.startDate.toString());
    continue;
  }
  const days = event.iterator();
  for (let day = days.next(); day && day.toString() <= end; day = days.next()) found.push(day.toString());
}
console.log(JSON.stringify(found.filter((day) => start <= day && day <= end)));
