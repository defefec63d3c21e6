#include "storage/rocksdb/testing/directory_log.h"

#include <map>
#include <utility>

#include "base/check.h"

namespace cardledger::storage {
namespace {

namespace fs = std::filesystem;

}  // namespace

DirectoryLog::DirectoryLog(fs::path graveyard) : graveyard_(std::move(graveyard)) {
  fs::create_directories(graveyard_);
}

void DirectoryLog::Created(const fs::path& path) {
  Change change;
  change.folder = path.parent_path();
  change.made = path;
  changes_.push_back(std::move(change));
}

std::error_code DirectoryLog::Bury(Change& change, const fs::path& path) {
  const fs::path grave = graveyard_ / std::to_string(++graves_);
  std::error_code error;
  fs::rename(path, grave, error);
  if (error) return error;
  change.gone = path;
  change.buried = grave;
  return error;
}

std::error_code DirectoryLog::Delete(const fs::path& path) {
  Change change;
  change.folder = path.parent_path();
  const std::error_code error = Bury(change, path);
  if (!error) changes_.push_back(std::move(change));
  return error;
}

std::error_code DirectoryLog::Rename(const fs::path& from, const fs::path& to) {
  Change change;
  change.folder = to.parent_path();
  std::error_code error;
  if (fs::exists(to)) error = Bury(change, to);
  if (error) return error;
  fs::rename(from, to, error);
  if (error) return error;
  change.made = to;
  change.from = from;
  changes_.push_back(std::move(change));
  return error;
}

void DirectoryLog::Forget(const Change& change) {
  std::error_code ignored;  // a grave that stays hurts nobody
  if (change.buried.has_value()) fs::remove(*change.buried, ignored);
}

void DirectoryLog::Synced(const fs::path& folder) {
  std::erase_if(changes_, [&](const Change& change) {
    if (change.folder != folder) return false;
    Forget(change);
    return true;
  });
}

void DirectoryLog::Undo(const Change& change) {
  std::error_code error;
  if (change.made.has_value() && change.from.has_value()) {
    fs::rename(*change.made, *change.from, error);
  } else if (change.made.has_value()) {
    fs::remove_all(*change.made, error);
  }
  CARDLEDGER_CHECK(!error, "a change of a folder can be taken back");
  if (change.buried.has_value()) fs::rename(*change.buried, *change.gone, error);
  CARDLEDGER_CHECK(!error, "a buried file can be brought back");
}

void DirectoryLog::UndoSome(std::mt19937_64& random) {
  std::map<fs::path, size_t> to_undo;
  for (const Change& change : changes_) ++to_undo[change.folder];
  for (auto& [folder, count] : to_undo) count = random() % (count + 1);
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    size_t& left = to_undo[change->folder];
    if (left == 0) {
      Forget(*change);
      continue;
    }
    --left;
    Undo(*change);
  }
  changes_.clear();
}

}  // namespace cardledger::storage
