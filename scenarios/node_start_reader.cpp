#include "scenarios/node_start_reader.hpp"

namespace firedrill {

NodeStart read_node_start(const Node& node, LawReader& laws, ReadContext& context) {
  ObjectReader object{node, context};
  NodeStart start;
  start.launch = laws.time(object, "launch");
  start.refusal_probability = laws.probability(object, "refusal_probability");
  start.refusal_wait = laws.time(object, "refusal_wait");
  start.acceptance_failure = laws.probability(object, "acceptance_failure");
  object.finish();
  return start;
}

}  // namespace firedrill
