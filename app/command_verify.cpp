// firedrill verify: whether an evidence pack is what was recorded, signed and anchored. firedrill
// seal: vouches for one, with a key or with a time stamp.

#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_folders.hpp"
#include "app/output.hpp"
#include "app/pack_files.hpp"
#include "live/process/command_run.hpp"
#include "reports/evidence/digest.hpp"
#include "reports/evidence/manifest.hpp"
#include "reports/evidence/verify_pack.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

constexpr const char* verify_examples =
    R"(  firedrill verify report
  firedrill verify report --allowed-signers signers --signers 2 --root 3f8a...
  firedrill verify report --allowed-signers signers --envelope-key ci.pem --authority tsa.pem

Checks every digest, every signature, and computes each run's figures from its raw events and the
whole report from the runs again. Exit status 7 if anything does not hold.)";

constexpr const char* seal_examples =
    R"(  firedrill seal report --sign ~/.ssh/id_ed25519 --as anna
  firedrill seal report --envelope-key ci-private.pem --as ci
  openssl ts -query -data report/manifest.json -sha256 -cert -out query.tsq  # to an authority
  firedrill seal report --time-stamp answer.tsr

A second person runs the first line with their own key. Time stamps come first: what is signed names
them.)";

struct VerifyArguments {
  std::string folder, signers_file, root;
  std::vector<std::string> envelope_keys, authorities;
  std::size_t signers = 1;
  bool wants_json = false;
};

template <class Take>
bool read_each(const std::vector<std::string>& paths, Diagnostics& problems, const Take& take) {
  for (const std::string& path : paths) {
    auto bytes = read_bytes(path);
    if (bytes) {
      take(path, std::move(bytes).value());
    } else {
      problems.insert(problems.end(), bytes.error().begin(), bytes.error().end());
    }
  }
  return problems.empty();
}

Diagnostic no_key(const std::string& path) {
  Diagnostic one;
  one.code = "FD7110";
  one.place.file = path;
  one.message = "it holds no Ed25519 key";
  one.suggestion = "openssl genpkey -algorithm ed25519, or ssh-keygen -t ed25519, makes one";
  return one;
}

Result<PackTrust> trust_of(const VerifyArguments& arguments) {
  PackTrust trust;
  trust.root = arguments.root;
  trust.signers = arguments.signers;
  Diagnostics problems;
  if (!arguments.signers_file.empty()) {
    read_each({arguments.signers_file}, problems,
              [&](const std::string& path, const std::string& text) {
                trust.trusted = allowed_signers(text);
                if (trust.trusted.empty()) {
                  problems.push_back(no_key(path));
                }
              });
  }
  read_each(arguments.envelope_keys, problems,
            [&](const std::string& path, const std::string& pem) {
              const auto key = ed25519_public_key(pem);
              if (key) {
                trust.envelope_keys.push_back(*key);
              } else {
                problems.push_back(no_key(path));
              }
            });
  read_each(arguments.authorities, problems, [&](const std::string&, std::string pem) {
    trust.authorities.push_back(std::move(pem));
  });
  if (!problems.empty()) {
    return problems;
  }
  return trust;
}

std::string verdict_json(const PackVerdict& verdict) {
  nlohmann::ordered_json json{{"format", "firedrill/verification/1"},
                              {"holds", verdict.problems.empty()},
                              {"report", verdict.report},
                              {"root", verdict.root},
                              {"files", verdict.files},
                              {"runs", verdict.runs},
                              {"signers", verdict.signers},
                              {"time_stamps", verdict.stamped},
                              {"notes", verdict.notes}};
  json["problems"] = nlohmann::ordered_json::array();
  for (const Diagnostic& one : verdict.problems) {
    json["problems"].push_back(
        {{"code", one.code}, {"file", one.place.file}, {"message", one.message}});
  }
  return json_text(json);
}

std::string verdict_page(const PackVerdict& verdict, const PageOptions& options) {
  std::string page =
      verdict.problems.empty()
          ? painted("HOLDS", Ink::good, options) +
                fmt::format(
                    "  {}: {} files; {} runs recomputed from their events, the report "
                    "from the runs\n",
                    verdict.report, verdict.files, verdict.runs)
          : painted("DOES NOT HOLD", Ink::bad, options) + "  " + verdict.report + "\n";
  page += "  root       " + verdict.root + "\n";
  for (const std::string& signer : verdict.signers) {
    page += "  signed by  " + signer + "\n";
  }
  for (const std::string& stamp : verdict.stamped) {
    page += "  stamped    " + stamp + "\n";
  }
  if (!verdict.notes.empty()) {
    page += heading("WHAT COULD GO UNSEEN", "", options);
    for (const std::string& note : verdict.notes) {
      page += wrapped(note, width_of(options), 2);
    }
  }
  return page;
}

ExitCode verify_command(const VerifyArguments& arguments) {
  const auto trust = trust_of(arguments);
  if (!trust) {
    return report_errors(trust.error());
  }
  const auto files = read_folder(arguments.folder);
  if (!files) {
    return report_drill_errors(files.error());
  }
  const PackVerdict verdict = verify_pack(*files, *trust, this_tool());
  print(arguments.wants_json ? verdict_json(verdict) : verdict_page(verdict, page_options()));
  if (verdict.problems.empty()) {
    return ExitCode::met;
  }
  static_cast<void>(report_errors(verdict.problems));
  return ExitCode::unverified;
}

struct SealArguments {
  std::string folder, ssh_key, envelope_key, as;
  std::vector<std::string> stamps;
};

// ssh-keygen signs, so that keys may lie in an agent or be encrypted.
std::string sign_with_ssh(const std::string& key, const std::string& folder) {
  Launch launch;
  launch.arguments = {
      "ssh-keygen",          "-Y", "sign", "-n", std::string{signature_namespace}, "-f", key,
      folder + "/SHA256SUMS"};
  launch.environment = plain_environment();
  const CommandResult result = run_command(launch, {});
  auto signature = read_bytes(folder + "/SHA256SUMS.sig");
  if (!result.is_good() || !signature) {
    throw std::runtime_error("ssh-keygen did not sign: " + result.error);
  }
  return std::move(signature).value();
}

ExitCode seal_command(const SealArguments& arguments) {
  auto read = read_folder(arguments.folder);
  if (!read) {
    return report_drill_errors(read.error());
  }
  PackFiles pack = std::move(read).value();
  PackFiles added;
  Diagnostics problems;
  read_each(arguments.stamps, problems, [&](const std::string& path, std::string bytes) {
    const std::string name = "timestamps/" + std::filesystem::path{path}.filename().string();
    pack[name] = added[name] = std::move(bytes);
  });
  added["SHA256SUMS"] = pack["SHA256SUMS"] = pack_sums(pack);
  write_pack(arguments.folder, added);
  const std::string name = "signatures/" + arguments.as;
  PackFiles signatures;
  if (!arguments.ssh_key.empty()) {
    signatures[name + ".sig"] = sign_with_ssh(std::filesystem::absolute(arguments.ssh_key),
                                              std::filesystem::absolute(arguments.folder));
    std::filesystem::remove(arguments.folder + "/SHA256SUMS.sig");
  }
  if (!arguments.envelope_key.empty()) {
    read_each({arguments.envelope_key}, problems,
              [&](const std::string& path, const std::string& pem) {
                auto envelope = make_envelope(pem, pack["attestation.json"]);
                if (envelope) {
                  signatures[name + ".dsse.json"] = std::move(*envelope);
                } else {
                  problems.push_back(no_key(path));
                }
              });
  }
  if (!problems.empty()) {
    return report_errors(problems);
  }
  write_pack(arguments.folder, signatures);
  for (const auto& [file, bytes] : signatures) {
    fmt::print(stderr, "firedrill: wrote {}/{}\n", arguments.folder, file);
  }
  return ExitCode::met;
}

class VerifyPack : public CommandWith<VerifyArguments> {
 public:
  explicit VerifyPack(CLI::App& program)
      : CommandWith{
            program,
            {"verify", "Checks an evidence pack, down to the raw events", verify_examples}} {
    line_.add_option("PACK", arguments_.folder, "the folder that firedrill report wrote")
        ->required()
        ->option_text(" ");
    line_
        .add_option("--allowed-signers", arguments_.signers_file,
                    "whose signatures count: a file as ssh-keygen reads it")
        ->option_text("FILE");
    line_.add_option("--signers", arguments_.signers, "how many of them must have signed (1)")
        ->check(whole_number(1, 100))
        ->option_text("N");
    line_
        .add_option("--envelope-key", arguments_.envelope_keys,
                    "a PEM key that must have signed the statement (DSSE)")
        ->option_text("FILE");
    line_
        .add_option("--authority", arguments_.authorities,
                    "the PEM certificate of a time-stamping authority")
        ->option_text("FILE");
    line_.add_option("--root", arguments_.root, "the Merkle root as it was written down elsewhere")
        ->option_text("HEX");
    line_.add_flag("--json", arguments_.wants_json, "print JSON, not the page");
  }
  [[nodiscard]] ExitCode run() const override { return verify_command(arguments_); }
};

class SealPack : public CommandWith<SealArguments> {
 public:
  explicit SealPack(CLI::App& program)
      : CommandWith{program,
                    {"seal", "Signs an evidence pack, or adds a time stamp", seal_examples}} {
    line_.add_option("PACK", arguments_.folder, "the folder that firedrill report wrote")
        ->required()
        ->option_text(" ");
    line_.add_option("--sign", arguments_.ssh_key, "an SSH key to sign with (by ssh-keygen)")
        ->option_text("FILE");
    line_.add_option("--as", arguments_.as, "who signs, as the file of allowed signers says")
        ->option_text("NAME");
    line_
        .add_option("--envelope-key", arguments_.envelope_key,
                    "a private PEM key of Ed25519 to sign the statement with (DSSE)")
        ->option_text("FILE");
    line_.add_option("--time-stamp", arguments_.stamps, "an answer of an authority (RFC 3161)")
        ->option_text("FILE");
  }
  [[nodiscard]] ExitCode run() const override {
    const bool is_signing = !arguments_.ssh_key.empty() || !arguments_.envelope_key.empty();
    const bool is_name = !arguments_.as.empty() && arguments_.as.find('/') == std::string::npos;
    if (is_signing && !is_name) {
      fmt::print(stderr, "firedrill: who signs? --as NAME, without a slash\n");
      return ExitCode::usage;
    }
    return seal_command(arguments_);
  }
};

}  // namespace

std::unique_ptr<Command> make_verify(CLI::App& program) {
  return std::make_unique<VerifyPack>(program);
}

std::unique_ptr<Command> make_seal(CLI::App& program) {
  return std::make_unique<SealPack>(program);
}

}  // namespace firedrill
