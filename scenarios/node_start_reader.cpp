#include "scenarios/node_start_reader.hpp"

namespace firedrill {

NodeStart read_node_start(const Node& node, LawReader& laws, ReadContext& context) {
  ObjectReader object{node, context};
  NodeStart start;
  start.launch = laws.time(object, "launch");
  start.refusal_probability = laws.probability(object, "refusal_probability");
  start.refusal_wait = laws.time(object, "refusal_wait");
  start.defect_probability = laws.probability(object, "defect_probability");
  if (object.optional("test_length") != nullptr) {
    start.test_length = laws.time(object, "test_length");
  }
  if (object.optional("defect_shows") != nullptr) {
    start.defect_shows = laws.time(object, "defect_shows");
  }
  start.skips_tests = object.optional_boolean("skip_tests").value_or(false);
  if (start.skips_tests && start.defect_probability > 0.0 && !start.defect_shows) {
    context.error(*object.required("skip_tests"), "FD3022",
                  "nothing says when the defects show that nobody tests for",
                  "add \"defect_shows\"");
  }
  object.finish();
  return start;
}

}  // namespace firedrill
