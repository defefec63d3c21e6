// cardledger-keys: makes key-encryption keys, and copies of the key file that are kept as long as
// they may be. `cardledger-keys --help` says the rest.

#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "CLI/CLI.hpp"
#include "base/number_text.h"
#include "base/status_macros.h"
#include "services/server/random_bytes.h"
#include "services/vault/kek.h"
#include "services/vault/key_copy.h"
#include "storage/file/file_slots.h"
#include "storage/file/posix_file.h"

namespace cardledger::server {
namespace {

namespace fs = std::filesystem;

// In --help and docs/OPERATIONS.md.
enum ExitCode { kDone = 0, kFailed = 1, kWrongUse = 2 };

constexpr const char* kFooter = R"(
Copies of the key file are kept apart from the backups of the store, and for 30 days at most: until
the last copy from before an erasure is deleted, it could be read again. A back-up deletes copies of
28 days first, whatever else goes wrong with it; made daily, it keeps none beyond 30 days, also where
it is late or left out for a day. Of two back-ups into one folder at a time the second does nothing and
says so.

Examples:
  cardledger-keys new-key --to=/etc/cardledger/key-encryption-key
  cardledger-keys back-up --key-file=/var/lib/cardledger-keys/keys --to=/mnt/keys
  cardledger-keys show --key-file=/mnt/keys/keys-20260706T090000Z

Exit codes:
  0  done
  1  not done: the message says why
  2  a wrong option)";

constexpr unsigned kOwnerAlone = 0600;

absl::StatusOr<vault::KeyFileContent> ReadKeyFile(const std::string& path) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto file,
                              storage::FileSlots::Open(path, storage::FileSlots::Use::kRead));
  return vault::ReadContent(*file);
}

// One that cannot be deleted keeps no other.
absl::Status DeleteOutdated(const std::string& folder, int64_t now_s, int days) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    names.push_back(file.path().filename().string());
  }
  if (error) return absl::UnavailableError(folder + ": " + error.message());
  absl::Status status;
  for (const std::string& name : vault::OutdatedCopies(names, now_s, days)) {
    const absl::Status destroyed = storage::DestroyFile((fs::path(folder) / name).string());
    if (destroyed.ok()) std::cout << "deleted   " << name << "\n";
    status.Update(destroyed);
  }
  return status;
}

absl::Status MakeCopy(const std::string& key_file, const std::string& folder, int64_t now_s) {
  CARDLEDGER_ASSIGN_OR_RETURN(const vault::KeyFileContent content, ReadKeyFile(key_file));
  const std::string name = vault::CopyName(now_s);
  CARDLEDGER_RETURN_IF_ERROR(
      storage::ReplaceFile((fs::path(folder) / name).string(), content.bytes, kOwnerAlone));
  std::cout << "made      " << name << "\n";
  return absl::OkStatus();
}

// Deletes first, and makes a copy whatever became of that: neither a damaged key file nor a full
// disk keeps a copy beyond its time. Alone in the folder: what another back-up is just writing
// looks like what a killed one left, and is the finished copy by the time that it is overwritten.
absl::Status BackUp(const std::string& key_file, const std::string& folder, int days) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return absl::UnavailableError(folder + ": " + error.message());
  CARDLEDGER_ASSIGN_OR_RETURN(const storage::FileDescriptor alone, storage::LockFolder(folder));
  const int64_t now_s = absl::ToUnixSeconds(absl::Now());
  const absl::Status deleted = DeleteOutdated(folder, now_s, days);
  const absl::Status made = MakeCopy(key_file, folder, now_s);
  if (deleted.ok() || made.ok()) return deleted.ok() ? made : deleted;
  return absl::UnavailableError(absl::StrCat(deleted.message(), "; ", made.message()));
}

absl::Status Show(const std::string& key_file) {
  CARDLEDGER_ASSIGN_OR_RETURN(const vault::KeyFileContent content, ReadKeyFile(key_file));
  std::cout << "Ledger           " << content.head.ledger_id.ToString() << "\n"
            << "Wrapped under    " << absl::BytesToHexString(content.head.kek_id)
            << " (the key-encryption key's id)\n"
            << "Keys             " << base::FormatCount(content.live_keys) << "\n"
            << "Destroyed keys   " << base::FormatCount(content.destroyed_keys) << "\n"
            << "Case references  " << base::FormatCount(content.references) << "\n";
  if (content.head.lost_until > 0) {
    std::cout << "Lost             what was sealed until entry "
              << base::FormatCount(content.head.lost_until)
              << ", where its key is not here; that was accepted\n";
  }
  return absl::OkStatus();
}

int Finish(const absl::Status& status) {
  if (status.ok()) return kDone;
  std::cerr << "cardledger-keys: " << status.message() << "\n";
  return kFailed;
}

int Main(int argc, char** argv) {
  std::string key_file;
  std::string to;
  int days = vault::kKeepDaysMax;
  CLI::App app("Makes key-encryption keys, and copies of the key file.", "cardledger-keys");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", "cardledger-keys " CARDLEDGER_VERSION);
  CLI::App* new_key = app.add_subcommand("new-key", "Make a key-encryption key in a new file.");
  new_key->add_option("--to", to, "the file")->required()->type_name("FILE");
  CLI::App* back_up = app.add_subcommand(
      "back-up", "Copy the key file into a folder, and delete copies that are too old there.");
  back_up->add_option("--key-file", key_file, "the key file; a server may be using it")
      ->required()
      ->type_name("FILE");
  back_up->add_option("--to", to, "the folder")->required()->type_name("DIR");
  back_up->add_option("--keep-days", days, "how old copies may get before they are deleted")
      ->check(CLI::Range(1, vault::kKeepDaysMax))
      ->capture_default_str();
  CLI::App* show = app.add_subcommand("show", "Say what a key file, or a copy of one, holds.");
  show->add_option("--key-file", key_file, "the file")->required()->type_name("FILE");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  if (new_key->parsed()) return Finish(vault::MakeKekFile(to, RandomBytes));
  return Finish(show->parsed() ? Show(key_file) : BackUp(key_file, to, days));
}

}  // namespace
}  // namespace cardledger::server

int main(int argc, char** argv) { return cardledger::server::Main(argc, argv); }
