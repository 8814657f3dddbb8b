// Hundreds of broken files: each mistake is reported with its code, at its line and column, with
// the mend, and (unless others must follow from it) alone. expected.tsv says what; make.py explains
// how. Example: the row "missing-comma-3" edits line 57 of a plan, and FD1005 must stand at 57:20.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/plan_reader.hpp"
#include "scenarios/scenario_reader.hpp"

using namespace firedrill;
namespace files = std::filesystem;

namespace {

struct Mistake {
  std::string code;
  std::string at;   // "line:column", or "-" where it is about no place in a file
  std::string fix;  // part of the suggestion
};

struct Case {
  std::string name;
  std::string load;
  std::string file;  // that is edited; none: `load` is broken as it stands
  std::string line;
  std::string old_text;
  std::string new_text;
  std::vector<Mistake> mistakes;
  bool is_alone = true;
};

std::string text_of(const files::path& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void write(const files::path& path, const std::string& text) {
  files::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << text;
}

std::string unescaped(const std::string& cell) {
  std::string text;
  for (std::size_t index = 0; index < cell.size(); ++index) {
    const bool is_escape = cell[index] == '\\' && index + 1 < cell.size();
    const char letter = is_escape ? cell[++index] : cell[index];
    text += !is_escape ? letter : letter == 't' ? '\t' : letter == 'n' ? '\n' : letter;
  }
  return text;
}

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream stream{row + "\t"};
  for (std::string cell; std::getline(stream, cell, '\t');) {
    cells.push_back(unescaped(cell));
  }
  return cells;
}

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  std::ifstream stream{"tests/broken/expected.tsv"};
  std::string row;
  std::getline(stream, row);  // the names of the columns
  while (std::getline(stream, row)) {
    const std::vector<std::string> cells = cells_of(row);
    REQUIRE(cells.size() == 10);
    if (cases.empty() || cases.back().name != cells[0]) {
      cases.push_back(
          {cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], {}, cells[9] == "alone"});
    }
    cases.back().mistakes.push_back({cells[6], cells[7], cells[8]});
  }
  return cases;
}

// The library's files in a folder of their own, where one at a time is broken.
class Copies {
 public:
  Copies() : folder_{files::temp_directory_path() / fmt::format("firedrill-broken-{}", getpid())} {
    for (const std::string part :
         {"scenarios/plans", "scenarios/runbooks", "scenarios/library", "models/parameters"}) {
      files::create_directories(folder_ / part);
      files::copy(part, folder_ / part, files::copy_options::recursive);
    }
  }
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;
  ~Copies() {
    std::error_code ignored;
    files::remove_all(folder_, ignored);
  }

  [[nodiscard]] files::path path_of(const std::string& file) const { return folder_ / file; }
  [[nodiscard]] const files::path& folder() const { return folder_; }

 private:
  files::path folder_;
};

// The text with the case's edit made.
std::string edited(const std::string& text, const Case& broken) {
  std::size_t begin = 0;
  for (int number = 1; number < std::stoi(broken.line); ++number) {
    begin = text.find('\n', begin) + 1;
  }
  const std::string line = text.substr(begin, text.find('\n', begin) - begin);
  const std::size_t found = line.find(broken.old_text);
  INFO("if " << broken.file << " has changed, run tests/broken/make.py");
  REQUIRE(found != std::string::npos);
  REQUIRE(found == line.rfind(broken.old_text));
  std::string changed = text;
  changed.replace(begin + found, broken.old_text.size(), broken.new_text);
  return changed;
}

Diagnostics problems_in(const std::string& path) {
  const auto scenario = load_scenario(path);
  return scenario ? Diagnostics{} : scenario.error();
}

bool matches(const Diagnostic& problem, const Mistake& mistake, const files::path& file) {
  const std::string at = fmt::format("{}:{}", problem.place.line, problem.place.column);
  const bool is_there =
      mistake.at == "-" ? problem.place.line == 0 : at == mistake.at && problem.place.file == file;
  return problem.code == mistake.code && is_there && problem.severity == Severity::error &&
         problem.suggestion.find(mistake.fix) != std::string::npos;
}

void compare(const Diagnostics& problems, const Case& broken, const files::path& file) {
  std::string all;
  for (const Diagnostic& problem : problems) {
    all += render(problem);
  }
  INFO(broken.name << "\n" << all);
  for (const Mistake& mistake : broken.mistakes) {
    INFO("expected: " << mistake.code << " at " << mistake.at << ": " << mistake.fix);
    CHECK(std::count_if(problems.begin(), problems.end(), [&](const Diagnostic& problem) {
            return matches(problem, mistake, file);
          }) == 1);
  }
  if (broken.is_alone) {
    CHECK(problems.size() == broken.mistakes.size());
  }
}

}  // namespace

TEST_CASE("the files are right as long as nobody breaks them") {
  const Copies copies;
  for (const auto& entry : files::directory_iterator{copies.path_of("scenarios/library")}) {
    INFO(entry.path());
    CHECK(problems_in(entry.path().string()).empty());
  }
  CHECK(problems_in("tests/broken/by-hand/sound.json").empty());
}

TEST_CASE("every mistake is reported where it is, with its mend") {
  const std::vector<Case> cases = read_cases();
  REQUIRE(cases.size() > 200);
  const Copies copies;
  for (const Case& broken : cases) {
    if (broken.file.empty()) {
      compare(problems_in(broken.load), broken, broken.load);
      continue;
    }
    const files::path path = copies.path_of(broken.file);
    const std::string text = text_of(path);
    write(path, edited(text, broken));
    // Files name each other from where they stand, so that paths come out without detours.
    compare(problems_in(copies.path_of(broken.load).string()), broken, path);
    write(path, text);
  }
}

TEST_CASE("a plan alone reports what it reports within a scenario") {
  const Copies copies;
  for (const Case& broken : read_cases()) {
    if (broken.file != "scenarios/plans/gaudi3-scale.json") {
      continue;
    }
    const files::path path = copies.path_of(broken.file);
    const std::string text = text_of(path);
    write(path, edited(text, broken));
    const auto plan = load_plan(path.string());
    compare(plan ? Diagnostics{} : plan.error(), broken, path);
    write(path, text);
  }
}

TEST_CASE("the cases cover every code that a file can have") {
  std::set<std::string> covered;
  for (const Case& broken : read_cases()) {
    for (const Mistake& mistake : broken.mistakes) {
      covered.insert(mistake.code);
    }
  }
  for (const std::string code :
       {"FD1001", "FD1002", "FD1003", "FD1004", "FD1005", "FD1006", "FD1007", "FD1008",
        "FD1009", "FD1010", "FD1011", "FD1012", "FD1013", "FD1014", "FD1015", "FD1016",
        "FD1018", "FD1019", "FD2001", "FD2002", "FD2003", "FD2004", "FD2005", "FD2006",
        "FD2101", "FD2102", "FD2103", "FD2104", "FD2105", "FD3001", "FD3002", "FD3003",
        "FD3004", "FD3005", "FD3006", "FD3007", "FD3008", "FD3009", "FD3010", "FD3011",
        "FD3012", "FD3013", "FD3014", "FD3015", "FD3017", "FD3018"}) {
    INFO(code);
    CHECK(covered.contains(code));
  }
}
