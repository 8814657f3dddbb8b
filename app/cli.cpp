#include "app/cli.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "models/base/diagnostic.hpp"

namespace firedrill {
namespace {

// CLI11 closes a page with the footer; here it holds the examples and opens the page.
class HelpPage : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    return fmt::format("Examples:\n{}\n\n{}\n\n", app->get_footer(), app->get_description());
  }
  std::string make_footer(const CLI::App* /*app*/) const override { return ""; }
};

// The commands of `place`, or its options.
std::vector<std::string> known_words(const CLI::App& place, bool wants_options) {
  std::vector<std::string> words;
  if (wants_options) {
    for (const CLI::Option* option : place.get_options()) {
      for (const std::string& name : option->get_lnames()) {
        words.push_back("--" + name);
      }
    }
  } else {
    for (const CLI::App* command : place.get_subcommands({})) {
      words.push_back(command->get_name());
    }
  }
  return words;
}

// What is wrong with `word`, which nothing on the command line takes.
std::string about_unexpected(const std::string& word, const CLI::App& place,
                             bool is_command_named) {
  const bool is_option = word.starts_with("-");
  if (!is_option && is_command_named) {
    return fmt::format("{} has no use for \"{}\"", place.get_name(), word);
  }
  const std::string near =
      nearest_word(word.substr(0, word.find('=')), known_words(place, is_option));
  return fmt::format("there is no {} {}{}", is_option ? "option" : "command", word,
                     near.empty() ? "" : "; did you mean " + near + "?");
}

}  // namespace

void set_help(CLI::App& app, const char* examples) {
  app.formatter_fn([](const CLI::App* page, std::string name, CLI::AppFormatMode mode) {
    return HelpPage{}.make_help(page, std::move(name), mode);
  });
  app.footer(examples);
}

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && stop == end && number >= low && number <= high) {
      return "";
    }
    return fmt::format("\"{}\" is not a whole number from {} to {}", text, low, high);
  };
  return CLI::Validator{check, ""};
}

ExitCode explain_usage(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App* deepest = &program;
  std::string path;
  while (!deepest->get_subcommands().empty()) {
    deepest = deepest->get_subcommands().front();
    path += deepest->get_name() + " ";
  }
  const CLI::App& place = *deepest;
  const bool is_command_named = place.get_subcommands({}).empty();
  const std::vector<std::string> unexpected = program.remaining(true);
  std::string message = error.what();
  if (!unexpected.empty()) {
    // A misspelt option comes first: what follows it is likely its value.
    const auto option = std::find_if(unexpected.begin(), unexpected.end(),
                                     [](const auto& word) { return word.starts_with("-"); });
    message = about_unexpected(option == unexpected.end() ? unexpected.front() : *option, place,
                               is_command_named);
  } else if (!is_command_named) {
    message = "which command?";
  }
  fmt::print(stderr, "firedrill: {}\nfiredrill: `firedrill {}--help` says more\n", message, path);
  return ExitCode::usage;
}

}  // namespace firedrill
