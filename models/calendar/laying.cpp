#include "models/calendar/laying.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>

namespace firedrill {
namespace {

using std::chrono::days;

Day first_of(int year, unsigned month) {
  return Day{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{1}};
}

// The periods that divide the year evenly: of whole months where the cadence is some.
std::vector<std::pair<Day, Day>> periods_of(Duration cadence, int year) {
  std::vector<std::pair<Day, Day>> periods;
  const Day end = first_of(year + 1, 1);
  if (const auto months = months_of(cadence)) {
    for (Day from = first_of(year, 1); from < end; from = add_months(from, *months)) {
      periods.emplace_back(from, add_months(from, *months) - days{1});
    }
    return periods;
  }
  for (Day from = first_of(year, 1); from < end;) {
    const Day next = std::min(std::max(add_cadence(from, cadence), from + days{1}), end);
    periods.emplace_back(from, next - days{1});
    from = next;
  }
  return periods;
}

int people_away(const DrillProgramme& programme, RoleId role, Day day) {
  int away = 0;
  for (const AwayDays& absence : programme.away) {
    if (absence.role == role && absence.from <= day && day <= absence.until) {
      away += absence.people;
    }
  }
  return away;
}

// The flow network: source -> occurrences -> days -> sink, each arc of capacity 1.
class Network {
 public:
  explicit Network(std::size_t vertices) : graph_{vertices} {}

  struct Arc {
    std::size_t from, to;
  };

  void connect(std::size_t from, std::size_t to, double cost) {
    const auto [forward, is_new] = add_edge(from, to, graph_);
    const auto [backward, is_new_too] = add_edge(to, from, graph_);
    auto& ahead = graph_[forward];
    auto& back = graph_[backward];
    ahead.capacity = ahead.residual = 1;
    ahead.cost = cost;
    back.cost = -cost;
    ahead.reverse = backward;
    back.reverse = forward;
  }

  // The arcs that carry something in a maximum flow of least cost.
  [[nodiscard]] std::vector<Arc> solve(std::size_t source, std::size_t sink) {
    boost::successive_shortest_path_nonnegative_weights(
        graph_, source, sink,
        boost::capacity_map(get(&Channel::capacity, graph_))
            .residual_capacity_map(get(&Channel::residual, graph_))
            .weight_map(get(&Channel::cost, graph_))
            .reverse_edge_map(get(&Channel::reverse, graph_)));
    std::vector<Arc> used;
    for (const auto edge : boost::make_iterator_range(edges(graph_))) {
      if (graph_[edge].capacity > graph_[edge].residual) {
        used.push_back({boost::source(edge, graph_), target(edge, graph_)});
      }
    }
    return used;
  }

 private:
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  struct Channel {
    long capacity = 0, residual = 0;
    // A whole number. The algorithm adds the distances of what cannot be reached, the largest of
    // this type: of whole numbers' types it would overflow.
    double cost = 0.0;
    Traits::edge_descriptor reverse{};
  };
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS,
                                      boost::no_property, Channel>;
  Graph graph_;
};

// Relative to the period, squared, in whole millionths.
double cost_of(const Occurrence& occurrence, Day day) {
  const long off = (day - occurrence.best).count();
  const long length = (occurrence.last - occurrence.first).count() + 1;
  const long millionths = off * off * 1'000'000 / (length * length);
  return static_cast<double>(millionths);
}

}  // namespace

std::vector<Occurrence> occurrences_of(const DrillProgramme& programme, int year) {
  std::vector<Occurrence> all;
  for (std::uint32_t index = 0; index < programme.exercises.size(); ++index) {
    const Exercise& exercise = programme.exercises[index];
    const Day due = programme.due(exercise);
    int number = 0;
    for (const auto& [first, last] : periods_of(exercise.every, year)) {
      if (last < programme.since) {
        continue;
      }
      const Day middle = first + (last - first) / 2;
      const bool is_due_here = number == 0 && due >= first && due < middle;
      all.push_back({index, ++number, first, last, is_due_here ? due : middle});
    }
  }
  return all;
}

std::string obstacle_to(const DrillProgramme& programme, const Plan& plan, const Exercise& exercise,
                        Day day) {
  std::string closed = programme.closed_because(day);
  if (!closed.empty()) {
    return closed;
  }
  for (const PeopleNeeded& needed : exercise.people) {
    const Role& role = plan.roles[needed.role.index];
    const int away = people_away(programme, needed.role, day);
    // Where a role does not say how many people it has, those who are needed are taken to be all.
    if (role.people.value_or(needed.people) - away < needed.people) {
      return "too few of " + (role.title.empty() ? role.name : role.title);
    }
  }
  return "";
}

std::vector<Placement> lay_out(const DrillProgramme& programme, const Plan& plan,
                               const std::vector<Occurrence>& occurrences) {
  std::vector<Placement> placements;
  if (occurrences.empty()) {
    return placements;
  }
  Day begin = occurrences.front().first;
  Day end = occurrences.front().last;
  for (const Occurrence& one : occurrences) {
    begin = std::min(begin, one.first);
    end = std::max(end, one.last);
  }
  const std::size_t count = occurrences.size();
  const auto day_vertex = [&](Day day) {
    return count + static_cast<std::size_t>((day - begin).count());
  };
  const std::size_t source = day_vertex(end) + 1;
  const std::size_t sink = source + 1;
  Network network{sink + 1};
  for (std::size_t index = 0; index < count; ++index) {
    const Occurrence& one = occurrences[index];
    Placement& placement = placements.emplace_back();
    placement.occurrence = one;
    network.connect(source, index, 0);
    for (Day day = one.first; day <= one.last; day += days{1}) {
      const std::string obstacle =
          obstacle_to(programme, plan, programme.exercises[one.exercise], day);
      if (obstacle.empty()) {
        network.connect(index, day_vertex(day), cost_of(one, day));
      } else {
        ++placement.obstacles[obstacle];
      }
    }
  }
  for (Day day = begin; day <= end; day += days{1}) {
    network.connect(day_vertex(day), sink, 0);
  }
  for (const Network::Arc& arc : network.solve(source, sink)) {
    if (arc.from < count) {
      placements[arc.from].day = begin + days{static_cast<int>(arc.to - count)};
    }
  }
  for (Placement& placement : placements) {
    if (!placement.day) {
      const Occurrence& one = placement.occurrence;
      int open = static_cast<int>((one.last - one.first).count()) + 1;
      for (const auto& [why, number] : placement.obstacles) {
        open -= number;
      }
      if (open > 0) {
        placement.obstacles["another drill on the day"] = open;
      }
    }
  }
  return placements;
}

std::vector<MeetingDate> meeting_dates(const DrillProgramme& programme, int year) {
  std::vector<MeetingDate> dates;
  for (std::uint32_t index = 0; index < programme.meetings.size(); ++index) {
    const Meeting& meeting = programme.meetings[index];
    for (unsigned month = meeting.first_month; month <= 12;
         month += static_cast<unsigned>(meeting.every_months)) {
      const std::chrono::weekday weekday{(meeting.weekday + 1) % 7};
      const Day planned{std::chrono::year{year} / std::chrono::month{month} / weekday[meeting.nth]};
      Day day = planned;
      while (!programme.closed_because(day).empty() && day - planned < days{60}) {
        day += days{1};
      }
      dates.push_back({index, day, day == planned ? std::nullopt : std::optional{planned}});
    }
  }
  return dates;
}

}  // namespace firedrill
