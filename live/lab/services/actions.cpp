#include "live/lab/services/actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "live/lab/services/cluster.hpp"
#include "live/lab/services/database.hpp"
#include "live/lab/services/monitoring.hpp"
#include "live/lab/services/names.hpp"
#include "live/lab/services/rotation.hpp"
#include "models/base/diagnostic.hpp"
#include "models/text/words.hpp"

namespace firedrill {
namespace {

using Words = std::vector<std::string>;
using Commands = std::vector<NodeCommand>;

constexpr ActionWord node = ActionWord::node;
constexpr ActionWord region = ActionWord::region;
constexpr ActionWord text = ActionWord::text;

CommitMode commit_mode_of(const std::string& word) {
  return word == "second-node"    ? CommitMode::second_node
         : word == "other-region" ? CommitMode::other_region
                                  : CommitMode::own_disk;
}

// A whole number; `otherwise` where the word says none.
int number_of(const std::string& word, int otherwise) {
  const bool is_number = !word.empty() && word.size() < 9 &&
                         std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? std::stoi(word) : otherwise;
}

Commands start_training(const LabLayout& lab, const Words& words) {
  TrainingSubmission run;
  run.name = words[1];
  run.least_nodes = number_of(words[2], run.least_nodes);
  run.most_nodes = number_of(words[3], run.most_nodes);
  run.steps = number_of(words[4], run.steps);
  run.takes_over = words[5] == "takes-over";
  return {submit_training(lab, words[0], run)};
}

Commands notify(const LabLayout& lab, const Words& words) {
  const std::string message =
      nlohmann::ordered_json{{"audience", words[1]}, {"text", words[2]}}.dump();
  return {{words[0],
           {{"curl", "--silent", "--fail", "--max-time", "3", "--output", "/dev/null", "--data",
             message, sink_url(lab) + "/notifications"},
            {},
            "nobody",
            "/"}}};
}

std::vector<LabAction> database_actions() {
  return {{"promote-database",
           "makes a replica the primary; fence the old one first",
           {{"NODE", node}},
           [](const LabLayout& lab, const Words& w) { return promote_database(lab, w[0]); }},
          {"rewind-database",
           "turns a stopped old primary into a replica of SOURCE",
           {{"NODE", node}, {"SOURCE", node}},
           [](const LabLayout& lab, const Words& w) { return rewind_database(lab, w[0], w[1]); }},
          {"rebuild-database",
           "copies SOURCE anew into a stopped instance",
           {{"NODE", node}, {"SOURCE", node}},
           [](const LabLayout& lab, const Words& w) { return rebuild_database(lab, w[0], w[1]); }},
          {"rejoin-database",
           "rewinds a stopped instance to follow SOURCE, or rebuilds it where that cannot be",
           {{"NODE", node}, {"SOURCE", node}},
           [](const LabLayout& lab, const Words& w) { return rejoin_database(lab, w[0], w[1]); }},
          {"back-up-database",
           "takes a base backup of a primary: full, diff or incr",
           {{"NODE", node}, {"KIND", text}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{back_up_database(lab, w[0], w[1])};
           }},
          {"restore-database",
           "restores the newest backup into a stopped instance, as a rehearsal or to take-over; "
           "TIME may "
           "be \"backup\": as it was then",
           {{"NODE", node}, {"PURPOSE", text}, {"TIME", text, true}},
           [](const LabLayout& lab, const Words& w) {
             const auto purpose =
                 w[1] == "take-over" ? RestorePurpose::take_over : RestorePurpose::rehearsal;
             return restore_database(lab, w[0], purpose, w[2]);
           }},
          {"set-commit-mode",
           "what a primary's commits wait for: own-disk, second-node or other-region",
           {{"NODE", node}, {"MODE", text}},
           [](const LabLayout& lab, const Words& w) {
             return set_commit_mode(lab, w[0], commit_mode_of(w[1]));
           }}};
}

std::vector<LabAction> cluster_actions() {
  return {{"start-training",
           "queues a training run, or goes on with one; takes-over: from another region",
           {{"REGION", region},
            {"NAME", text},
            {"LEAST", text, true},
            {"MOST", text, true},
            {"STEPS", text, true},
            {"TAKES-OVER", text, true}},
           start_training},
          {"power-up-nodes",
           "adds nodes to a cluster (names with commas between)",
           {{"REGION", region}, {"NODES", text}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{power_up_nodes(lab, w[0], comma_separated(w[1]))};
           }},
          {"power-down-nodes",
           "takes them away again",
           {{"REGION", region}, {"NODES", text}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{power_down_nodes(lab, w[0], comma_separated(w[1]))};
           }},
          {"give-up-node",
           "tells the scheduler that a node is lost",
           {{"NODE", node}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{give_up_node(lab, lab.node(w[0]))};
           }},
          {"readmit-node",
           "takes a node in again",
           {{"NODE", node}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{readmit_node(lab, lab.node(w[0]))};
           }},
          {"release-training",
           "starts a queued job at once",
           {{"REGION", region}, {"JOB", text}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{release_training(lab, w[0], w[1])};
           }}};
}

std::vector<LabAction> other_actions() {
  return {{"point-name",
           "makes NAME.lab.test an address, asked from NODE",
           {{"NODE", node}, {"NAME", text}, {"ADDRESS", text}},
           [](const LabLayout& lab, const Words& w) {
             return Commands{point_name(lab, w[0], w[1], w[2])};
           }},
          {"notify",
           "sends a message to the lab's sink",
           {{"NODE", node}, {"AUDIENCE", text}, {"TEXT", text}},
           notify},
          {"rotate-database-password",
           "a new password for the application, set at the primary",
           {{"NODE", node}, {"PASSWORD", text}},
           [](const LabLayout& lab, const Words& w) {
             return rotate_database_password(lab, w[0], w[1]);
           }},
          {"rotate-store-key",
           "a new key for the object store, in all regions",
           {{"KEY", text}},
           [](const LabLayout& lab, const Words& w) { return rotate_store_key(lab, w[0]); }}};
}

bool names_a_node(const LabLayout& lab, const std::string& word) {
  return std::ranges::any_of(lab.all_nodes(), [&](const LabNode& one) { return one.id() == word; });
}

bool names_a_region(const LabLayout& lab, const std::string& word) {
  return std::ranges::find(lab.regions, word, &LabRegion::name) != lab.regions.end();
}

// "" if the words fit the action.
std::string misfit(const LabLayout& lab, const LabAction& action, const Words& words) {
  const std::string usage = usage_of(action);
  const auto needed = static_cast<std::size_t>(std::ranges::count_if(
      action.parameters, [](const ActionParameter& one) { return !one.is_optional; }));
  if (words.size() < needed || words.size() > action.parameters.size()) {
    return "usage: " + usage;
  }
  for (std::size_t index = 0; index < words.size(); ++index) {
    const ActionWord word = action.parameters[index].word;
    if (word == node && !names_a_node(lab, words[index])) {
      return words[index] + " is no node of the lab; usage: " + usage;
    }
    if (word == region && !names_a_region(lab, words[index])) {
      return words[index] + " is no region of the lab; usage: " + usage;
    }
  }
  return "";
}

}  // namespace

std::vector<LabAction> lab_actions() {
  std::vector<LabAction> all = database_actions();
  for (std::vector<LabAction> some : {cluster_actions(), other_actions()}) {
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

std::string usage_of(const LabAction& action) {
  std::string usage = action.name;
  for (const ActionParameter& parameter : action.parameters) {
    usage += parameter.is_optional ? " [" + parameter.name + "]" : " " + parameter.name;
  }
  return usage;
}

ActionPlan plan_action(const LabLayout& lab, const std::string& name,
                       const std::vector<std::string>& words) {
  std::vector<std::string> names;
  for (const LabAction& action : lab_actions()) {
    if (action.name == name) {
      std::string problem = misfit(lab, action, words);
      if (!problem.empty()) {
        return {{}, std::move(problem)};
      }
      Words all = words;
      all.resize(action.parameters.size());
      return {action.make(lab, all), ""};
    }
    names.push_back(action.name);
  }
  const std::string near = nearest_word(name, names);
  return {{}, "there is no action " + name + (near.empty() ? "" : "; did you mean " + near + "?")};
}

}  // namespace firedrill
