#include "app/report_pdf.hpp"

#include <fmt/core.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "app/pack_files.hpp"
#include "live/process/command_run.hpp"
#include "reports/audit/pictures.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
namespace files = std::filesystem;

// A folder of our own that goes away again.
class Scratch {
 public:
  Scratch() {
    std::string name = (files::temp_directory_path() / "firedrill-pdf-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no temporary folder can be made");
    }
    folder_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    files::remove_all(folder_, ignored);
  }
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

// Where typst.mjs lies with its packages: beside the sources, or where FIREDRILL_PDF says.
std::string typst_script() {
  const char* const told = std::getenv("FIREDRILL_PDF");
  std::error_code ignored;
  const files::path program = files::read_symlink("/proc/self/exe", ignored);
  std::vector<files::path> places;
  if (told != nullptr) {
    places.emplace_back(told);
  }
  for (files::path above = program.parent_path(); above.has_relative_path();
       above = above.parent_path()) {
    places.push_back(above / "reports" / "pdf");
  }
  for (const files::path& place : places) {
    if (files::exists(place / "typst.mjs") && files::exists(place / "node_modules")) {
      return (place / "typst.mjs").string();
    }
  }
  return "";
}

bool make(const std::vector<std::string>& arguments, const std::string& folder) {
  Launch launch;
  launch.arguments = arguments;
  launch.directory = folder;
  launch.environment = plain_environment();
  launch.environment.emplace_back("SOURCE_DATE_EPOCH=0");  // no clock in the file
  const CommandResult result = run_command(launch, {}, {.patience = 120s});
  if (!result.is_good()) {
    fmt::print(stderr, "firedrill: {} made no PDF: {}\n", arguments.front(), result.error);
  }
  return result.is_good() && files::exists(folder + "/report.pdf");
}

}  // namespace

void add_pdf(PackFiles& pack) {
  const Scratch scratch;
  write_pack(scratch.folder(), {{"report.typ", pack["report.typ"]},
                                {"report.json", pack["report.json"]},
                                {"report.html", pack["report.html"]}});
  const std::string script = typst_script();
  const bool has_node = !find_program("node").empty();
  bool is_made = has_node && !script.empty() && make({"node", script}, scratch.folder());
  if (!is_made && !find_program("weasyprint").empty()) {
    write_pack(scratch.folder(), {{"paper.html", with_paper_style(pack["report.html"])}});
    is_made = make({"weasyprint", "--pdf-variant", "pdf/a-3b", "paper.html", "report.pdf"},
                   scratch.folder());
  }
  if (is_made) {
    pack["report.pdf"] = read_bytes(scratch.folder() + "/report.pdf").value();
    return;
  }
  fmt::print(stderr,
             "firedrill: no PDF: neither Typst (Node and `npm ci` in reports/pdf) nor "
             "WeasyPrint is here; print report.html from a browser\n");
}

}  // namespace firedrill
