#pragma once

// A file system for RocksDB that forgets, at a power cut, whatever was not synced; that can be
// full; and whose syncs can fail. Over real files, for tests, under the Env of power_cut_env.h.
// Use: program a failure (CutPowerAfter, SetQuota, FailLogSyncs) and work on the store until it
// fails.
//   After a cut every call fails, as if the process were gone: destroy the store (its Close fails,
//   that is right), call Restore(seed), open the store again and look.
// Restore leaves, of each file, what was synced and a random piece of what was appended since, its
//   end perhaps zeros; and of each folder's changes those synced and a random beginning of the
//   rest.
// Same seeds and the same calls give the same outcome, as far as RocksDB's threads allow.
// It does not model bytes that change in place, reads through handles opened before the cut (they
// go on), RocksDB's own log of events, or several stores that must fail at different times. Any
// thread, but Restore only when nothing has files open. Syncs are not passed on: it is quick.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "rocksdb/file_system.h"

#include "base/mutex.h"
#include "storage/rocksdb/testing/directory_log.h"

namespace cardledger::storage {

class PowerCutFileSystem : public rocksdb::FileSystemWrapper {
 public:
  // `graveyard`: a folder for the class's own use, on the same disk as the stores and outside them.
  explicit PowerCutFileSystem(std::filesystem::path graveyard);

  // Changes: calls that create, append, cut, sync, rename or delete. How many there were so far.
  uint64_t changes() const;

  // The change after `changes` more is the last: it may or may not have taken effect, and answers
  // an error, as does every call after it. CutPower() does so now.
  void CutPowerAfter(uint64_t changes);
  void CutPower();
  bool power_is_cut() const;
  void Restore(uint64_t seed);

  // At most `bytes` in all files written through this file system; nullopt: no bound. Appends that
  // do not fit write the part that fits and answer NoSpace.
  void SetQuota(std::optional<uint64_t> bytes);
  uint64_t bytes_used() const;

  // The next `count` syncs of a log (*.log: what a write waits for) answer an error; what they
  // should have synced stays unsynced. Syncs of other files, which RocksDB makes when it likes, go
  // on.
  void FailLogSyncs(uint64_t count);

  const char* Name() const override { return "cardledger.PowerCutFileSystem"; }

  rocksdb::IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& name,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& name, const std::string& old_name,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus FileExists(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetChildren(const std::string& name, const rocksdb::IOOptions& options,
                                std::vector<std::string>* children,
                                rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFileSize(const std::string& name, const rocksdb::IOOptions& options,
                                uint64_t* size, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus CreateDir(const std::string& name, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& name, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LockFile(const std::string& name, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* debug) override;

 private:
  friend class WatchedFile;
  friend class WatchedDirectory;

  using FileNumber = uint64_t;  // the inode: it stays when names change
  struct FileState {
    uint64_t size = 0;
    uint64_t synced = 0;
  };
  struct Handle {
    FileNumber file = 0;
    uint64_t life = 0;  // handles of an earlier life, before a power cut, are dead
    bool is_log = false;
  };

  // A change is StartChange, its effect if that was OK, FinishChange.
  rocksdb::IOStatus StartChange() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  rocksdb::IOStatus FinishChange(rocksdb::IOStatus effect) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsLastChange() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  rocksdb::IOStatus CheckPower() const;
  rocksdb::IOStatus CheckAlive(const Handle& handle) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  uint64_t BytesUsed() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CutFiles(std::mt19937_64& random) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // For open handles.
  rocksdb::IOStatus Append(const Handle& handle, rocksdb::FSWritableFile& target,
                           const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug);
  rocksdb::IOStatus CutFile(const Handle& handle, rocksdb::FSWritableFile& target, uint64_t size,
                            const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug);
  rocksdb::IOStatus Sync(const Handle& handle);
  rocksdb::IOStatus SyncDirectory(const std::filesystem::path& folder, uint64_t life);

  mutable base::Mutex mutex_;
  DirectoryLog directories_ ABSL_GUARDED_BY(mutex_);
  std::map<FileNumber, FileState> files_ ABSL_GUARDED_BY(mutex_);
  std::set<std::filesystem::path> folders_ ABSL_GUARDED_BY(mutex_);  // where such files stand
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t last_change_ ABSL_GUARDED_BY(mutex_) = std::numeric_limits<uint64_t>::max();
  bool power_is_cut_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t life_ ABSL_GUARDED_BY(mutex_) = 1;
  uint64_t quota_ ABSL_GUARDED_BY(mutex_) = std::numeric_limits<uint64_t>::max();
  uint64_t log_syncs_to_fail_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace cardledger::storage
