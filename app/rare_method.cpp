#include "app/rare_method.hpp"

#include <map>
#include <string>

namespace firedrill {

CLI::Option* add_method_option(CLI::App& command, RareMethod& method) {
  const std::map<std::string, RareMethod> names{{"fixed", RareMethod::fixed_effort},
                                                {"restart", RareMethod::restart},
                                                {"adaptive", RareMethod::adaptive}};
  return command
      .add_option("--method", method,
                  "with --rare: as many paths a level (fixed, the default), each split where it "
                  "comes closer (restart), or the least close taken away (adaptive)")
      ->transform(CLI::CheckedTransformer(names))
      ->option_text("NAME");
}

}  // namespace firedrill
