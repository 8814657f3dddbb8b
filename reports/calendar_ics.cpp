#include "reports/calendar_ics.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>

#include "models/text/document.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr std::size_t line_octets = 75;  // RFC 5545, 3.1
constexpr std::array<const char*, 7> day_codes{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr Duration meeting_length = std::chrono::hours{1};

// TEXT values: 3.3.11.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\n') {
      safe += "\\n";
      continue;
    }
    if (letter == '\\' || letter == ';' || letter == ',') {
      safe += '\\';
    }
    safe += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
  }
  return safe;
}

// Content lines, folded so that none is longer than 75 octets and no character is torn.
class Lines {
 public:
  void add(const std::string& line) {
    std::size_t begin = 0;
    std::size_t room = line_octets;
    while (line.size() - begin > room) {
      std::size_t end = begin + room;
      while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
        --end;
      }
      text_ += line.substr(begin, end - begin) + "\r\n ";
      begin = end;
      room = line_octets - 1;  // the blank counts
    }
    text_ += line.substr(begin) + "\r\n";
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

std::string time_text(Day day, Duration since_midnight) {
  const auto at = day + std::chrono::floor<std::chrono::seconds>(since_midnight);
  const Day date = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day civil{date};
  const std::chrono::hh_mm_ss clock{at - date};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(civil.year()),
                     static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

// Stable for what the event is about, so that importing a new edition updates it.
std::string uid_of(const CalendarView& view, const std::string& what) {
  return sha256_hex(view.programme.name + "\n" + std::to_string(view.calendar.year) + "\n" + what)
             .substr(0, 32) +
         "@firedrill";
}

std::string description_of(const CalendarView& view, const PlannedDrill& drill) {
  std::string text = "Why: " + drill.choice.why + "\nAgainst: " + view.exercise_of(drill).target +
                     "\nPeople: " + people_text(view, view.exercise_of(drill)) +
                     "\nTouches: " + touches_text(view, drill);
  const std::string length = length_text(view, drill);
  text += length.empty() ? "" : "\nLength (simulated): " + length;
  for (const std::string& limit : abort_texts(view, drill)) {
    text += "\nAbort if: " + limit;
  }
  if (const Rehearsal* const rehearsal = view.rehearsal_of(drill)) {
    text += "\nRehearse: " + rehearsal_command(*rehearsal);
  }
  return text;
}

void begin_event(Lines& lines, const CalendarView& view, const std::string& uid) {
  lines.add("BEGIN:VEVENT");
  lines.add("UID:" + uid);
  lines.add("DTSTAMP:" + time_text(view.calendar.today, Duration::zero()));
}

// For 95 % of the recoveries; a day where more of them take no end.
Duration reserved(const PlannedDrill& drill, const Exercise& exercise) {
  if (!drill.choice.candidate) {
    return std::max(exercise.preparation + exercise.wrap_up, meeting_length);
  }
  const double seconds = drill.longest_s.value_or(86'400.0);
  return from_seconds(std::ceil(seconds / 900.0) * 900.0);  // whole quarters of an hour
}

void add_drill(Lines& lines, const CalendarView& view, const PlannedDrill& drill) {
  const Exercise& exercise = view.exercise_of(drill);
  const Occurrence& one = drill.occurrence;
  begin_event(lines, view,
              uid_of(view, fmt::format("{}\n{}\n{}", exercise.cadence, one.number,
                                       drill.is_extra ? text_of(drill.day) : "")));
  lines.add("DTSTART:" + time_text(drill.day, view.programme.begins));
  lines.add("DTEND:" + time_text(drill.day, view.programme.begins + reserved(drill, exercise)));
  lines.add("SUMMARY:" + escaped("EXERCISE " + drill_title(view, drill)));
  lines.add("DESCRIPTION:" + escaped(description_of(view, drill)));
  lines.add("LOCATION:" + escaped(exercise.target));
  lines.add("CATEGORIES:DRILL");
  lines.add("END:VEVENT");
}

void add_meeting(Lines& lines, const CalendarView& view, std::uint32_t index) {
  const Meeting& meeting = view.programme.meetings[index];
  const Duration begins = view.programme.begins;
  const std::string uid = uid_of(view, meeting.title);
  int count = 0;
  Day first{};
  for (const MeetingDate& date : view.calendar.meetings) {
    if (date.meeting == index) {
      const Day planned = date.moved_from.value_or(date.day);
      first = count == 0 ? planned : std::min(first, planned);
      ++count;
    }
  }
  const auto common = [&](Day day) {
    lines.add("DTSTART:" + time_text(day, begins));
    lines.add("DTEND:" + time_text(day, begins + meeting_length));
    lines.add("SUMMARY:" + escaped(meeting.title));
  };
  begin_event(lines, view, uid);
  common(first);
  lines.add(fmt::format("RRULE:FREQ=MONTHLY;INTERVAL={};BYDAY={}{};COUNT={}", meeting.every_months,
                        meeting.nth, day_codes.at(meeting.weekday), count));
  lines.add("CATEGORIES:REVIEW");
  lines.add("END:VEVENT");
  for (const MeetingDate& date : view.calendar.meetings) {
    if (date.meeting == index && date.moved_from) {
      begin_event(lines, view, uid);
      lines.add("RECURRENCE-ID:" + time_text(*date.moved_from, begins));
      common(date.day);
      lines.add("CATEGORIES:REVIEW");
      lines.add("END:VEVENT");
    }
  }
}

}  // namespace

std::string calendar_ics(const CalendarView& view) {
  Lines lines;
  lines.add("BEGIN:VCALENDAR");
  lines.add("VERSION:2.0");
  lines.add("PRODID:-//firedrill//drill calendar//EN");
  lines.add("CALSCALE:GREGORIAN");
  lines.add("X-WR-CALNAME:" + escaped(programme_title(view)));
  for (const PlannedDrill& drill : view.calendar.drills) {
    add_drill(lines, view, drill);
  }
  for (std::uint32_t index = 0; index < view.programme.meetings.size(); ++index) {
    add_meeting(lines, view, index);
  }
  lines.add("END:VCALENDAR");
  return std::move(lines).text();
}

}  // namespace firedrill
