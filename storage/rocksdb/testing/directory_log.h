#pragma once

// Changes of folders that no sync of the folder has made durable yet, and how to take them back.
// Part of PowerCutFileSystem, under its lock: not thread-safe. Works on real files; what would be
// lost for good (a deleted or replaced file) waits in a graveyard folder until it is.
// Of each folder the changes become durable in the order they were made, as on journaling file
// systems; a power cut leaves any beginning of them.

#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace cardledger::storage {

class DirectoryLog {
 public:
  // `graveyard`: a folder on the same disk, outside every folder that is watched; made if missing.
  explicit DirectoryLog(std::filesystem::path graveyard);

  // Call after a file or folder was made.
  void Created(const std::filesystem::path& path);
  // Call instead of deleting or renaming; an error is the operating system's.
  std::error_code Delete(const std::filesystem::path& path);
  std::error_code Rename(const std::filesystem::path& from, const std::filesystem::path& to);

  // What was done in `folder` so far is durable.
  void Synced(const std::filesystem::path& folder);

  // Takes back, of each folder, a random number of its last changes. The log is empty afterwards.
  void UndoSome(std::mt19937_64& random);

 private:
  struct Change {
    std::filesystem::path folder;
    std::optional<std::filesystem::path> made;    // removed, or moved back to `from`, by undoing
    std::optional<std::filesystem::path> from;    // the name before a renaming
    std::optional<std::filesystem::path> gone;    // a name whose file was deleted or replaced ...
    std::optional<std::filesystem::path> buried;  // ... and where that file waits
  };

  std::error_code Bury(Change& change, const std::filesystem::path& path);
  static void Undo(const Change& change);
  static void Forget(const Change& change);

  const std::filesystem::path graveyard_;
  uint64_t graves_ = 0;
  std::vector<Change> changes_;
};

}  // namespace cardledger::storage
