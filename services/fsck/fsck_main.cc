// cardledger-fsck: is this ledger, down to the last row, what its journal makes it?

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <unistd.h>

#include "absl/status/status.h"

#include "CLI/CLI.hpp"
#include "base/progress_bar.h"
#include "base/status_macros.h"
#include "services/fsck/fsck.h"
#include "services/fsck/report_text.h"
#include "services/vault/kek.h"
#include "services/vault/vault.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/rocksdb_verify.h"

namespace cardledger::fsck {
namespace {

// In --help and docs/OPERATIONS.md.
enum ExitCode { kClean = 0, kDamaged = 1, kWrongUse = 2, kNotChecked = 3 };

constexpr const char* kFooter = R"(
Stop the server first: a ledger is checked at rest. Nothing is changed.

Example:
  cardledger-fsck --data-dir=var/ledger

Exit codes:
  0  clean
  1  damaged: the findings say where
  2  a wrong option
  3  not checked: no ledger there, in use, of a newer format, it cannot be read now, or its keys
     are wrong)";

struct Flags {
  std::string data_dir;
  std::string key_file;
  std::string kek_file;
  bool json = false;
  std::string progress = "auto";
};

// The keys that were asked for; null where none were.
struct Keys {
  std::unique_ptr<storage::FileSlots> file;
  std::unique_ptr<vault::Vault> vault;
};

absl::StatusOr<Keys> OpenKeys(const Flags& flags) {
  const vault::KeyPaths beside = vault::KeyPathsBeside(flags.data_dir);
  const bool own = flags.kek_file.empty() && std::filesystem::exists(beside.kek);
  const absl::StatusOr<std::string> kek = vault::ReadKek(own ? beside.kek : flags.kek_file);
  Keys keys;
  const bool asked_for = !flags.key_file.empty() || !flags.kek_file.empty();
  if (absl::IsNotFound(kek.status()) && !asked_for) return keys;
  CARDLEDGER_RETURN_IF_ERROR(kek.status());
  const std::string& path = flags.key_file.empty() ? beside.keys : flags.key_file;
  CARDLEDGER_ASSIGN_OR_RETURN(keys.file,
                              storage::FileSlots::Open(path, storage::FileSlots::Use::kRead));
  // It makes no key, and so needs nothing random.
  CARDLEDGER_ASSIGN_OR_RETURN(keys.vault, vault::Vault::Open({.file = keys.file.get(),
                                                              .kek = *kek,
                                                              .previous_kek = std::nullopt,
                                                              .random_bytes = {}}));
  return keys;
}

absl::StatusOr<Report> CheckFiles(const Flags& flags) {
  const storage::RocksDbOptions options{.path = flags.data_dir + "/store"};
  storage::FileAnchor anchor(flags.data_dir + "/anchor");
  // Files first: damage there explains what the fold would only stumble over.
  CARDLEDGER_RETURN_IF_ERROR(storage::VerifyRocksDbFiles(options));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<storage::KvStore> store,
                              storage::OpenRocksDbStoreReadOnly(options));
  CARDLEDGER_ASSIGN_OR_RETURN(const Keys keys, OpenKeys(flags));
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const bool shown = flags.progress == "always" || (flags.progress == "auto" && terminal);
  base::ProgressBar bar(std::cerr, "Checking", "entries", shown, terminal);
  return Check(*store, anchor, keys.vault.get(),
               [&bar](uint64_t done, uint64_t total) { bar.Update(done, total); });
}

int Run(const Flags& flags) {
  absl::StatusOr<Report> report = CheckFiles(flags);
  if (absl::IsDataLoss(report.status())) {
    Report damaged;
    damaged.finding_count = 1;
    damaged.findings.emplace_back(report.status().message());
    report = damaged;
  }
  if (!report.ok()) {
    std::cerr << "cardledger-fsck: " << report.status().message() << "\n";
    return kNotChecked;
  }
  std::cout << (flags.json ? RenderJson(*report) : RenderText(*report));
  return report->clean() ? kClean : kDamaged;
}

int Main(int argc, char** argv) {
  Flags flags;
  CLI::App app(
      "Checks a whole ledger: folds its journal again and compares every row and total, "
      "the tree, the sealed details and the anchor.",
      "cardledger-fsck");
  app.footer(kFooter);
  app.add_option("--data-dir", flags.data_dir, "where the ledger is kept, as given to cardledgerd")
      ->required();
  app.add_option("--key-file", flags.key_file,
                 "the keys of people's details; not set: DATA_DIR.keys");
  app.add_option("--key-encryption-key", flags.kek_file,
                 "the file of the key they are encrypted under, as given to cardledgerd; without "
                 "it, and without CARDLEDGER_KEY_ENCRYPTION_KEY, details are counted alone");
  app.add_flag("--json", flags.json, "print one JSON object");
  app.add_option("--progress", flags.progress, "a bar on standard error: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.set_version_flag("--version", "cardledger-fsck " CARDLEDGER_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kClean : kWrongUse;
  }
  return Run(flags);
}

}  // namespace
}  // namespace cardledger::fsck

int main(int argc, char** argv) { return cardledger::fsck::Main(argc, argv); }
