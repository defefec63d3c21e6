#include "storage/rocksdb/testing/power_cut_file_system.h"

#include <algorithm>
#include <random>
#include <utility>

#include "base/check.h"
#include <sys/stat.h>

namespace cardledger::storage {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

namespace {

namespace fs = std::filesystem;

IOStatus PowerIsCut() { return IOStatus::IOError("the power is cut"); }

// One spelling for each path.
fs::path Place(const std::string& name) {
  fs::path path = fs::path(name).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

uint64_t NumberOf(const fs::path& path) {
  struct stat status = {};
  CARDLEDGER_CHECK(::stat(path.c_str(), &status) == 0, "a file that was opened must be there");
  return status.st_ino;
}

bool IsLog(const fs::path& path) { return path.extension() == ".log"; }

IOStatus FromError(const std::error_code& error, const std::string& name) {
  if (!error) return IOStatus::OK();
  if (error == std::errc::no_such_file_or_directory) {
    return IOStatus::PathNotFound(error.message(), name);
  }
  return IOStatus::IOError(error.message(), name);
}

}  // namespace

class WatchedFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WatchedFile(PowerCutFileSystem& file_system, PowerCutFileSystem::Handle handle,
              std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), file_system_(file_system), handle_(handle) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    return file_system_.Append(handle_, *target(), data, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return file_system_.Append(handle_, *target(), data, options, debug);
  }
  IOStatus PositionedAppend(const rocksdb::Slice& /*data*/, uint64_t /*offset*/,
                            const IOOptions& /*options*/, IODebugContext* /*debug*/) override {
    return IOStatus::NotSupported("only for direct writes");
  }
  IOStatus PositionedAppend(const rocksdb::Slice& /*data*/, uint64_t /*offset*/,
                            const IOOptions& /*options*/,
                            const rocksdb::DataVerificationInfo& /*verification*/,
                            IODebugContext* /*debug*/) override {
    return IOStatus::NotSupported("only for direct writes");
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    return file_system_.CutFile(handle_, *target(), size, options, debug);
  }
  IOStatus Sync(const IOOptions& /*options*/, IODebugContext* /*debug*/) override {
    return file_system_.Sync(handle_);
  }
  IOStatus Fsync(const IOOptions& /*options*/, IODebugContext* /*debug*/) override {
    return file_system_.Sync(handle_);
  }
  // Starts writing back; makes nothing durable.
  IOStatus RangeSync(uint64_t /*offset*/, uint64_t /*bytes*/, const IOOptions& /*options*/,
                     IODebugContext* /*debug*/) override {
    return IOStatus::OK();
  }
  // Reserving room is slow on real disks and changes nothing that is looked at here.
  void SetPreallocationBlockSize(size_t /*size*/) override {}
  void PrepareWrite(size_t /*offset*/, size_t /*length*/, const IOOptions& /*options*/,
                    IODebugContext* /*debug*/) override {}
  IOStatus Allocate(uint64_t /*offset*/, uint64_t /*length*/, const IOOptions& /*options*/,
                    IODebugContext* /*debug*/) override {
    return IOStatus::OK();
  }

 private:
  PowerCutFileSystem& file_system_;
  const PowerCutFileSystem::Handle handle_;
};

class WatchedDirectory : public rocksdb::FSDirectoryWrapper {
 public:
  WatchedDirectory(PowerCutFileSystem& file_system, fs::path folder, uint64_t life,
                   std::unique_ptr<rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)),
        file_system_(file_system),
        folder_(std::move(folder)),
        life_(life) {}

  IOStatus Fsync(const IOOptions& /*options*/, IODebugContext* /*debug*/) override {
    return file_system_.SyncDirectory(folder_, life_);
  }
  IOStatus FsyncWithDirOptions(const IOOptions& /*options*/, IODebugContext* /*debug*/,
                               const rocksdb::DirFsyncOptions& /*how*/) override {
    return file_system_.SyncDirectory(folder_, life_);
  }

 private:
  PowerCutFileSystem& file_system_;
  const fs::path folder_;
  const uint64_t life_;
};

PowerCutFileSystem::PowerCutFileSystem(fs::path graveyard)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), directories_(std::move(graveyard)) {}

uint64_t PowerCutFileSystem::changes() const {
  base::MutexLock lock(mutex_);
  return changes_;
}

void PowerCutFileSystem::CutPowerAfter(uint64_t changes) {
  base::MutexLock lock(mutex_);
  last_change_ = changes_ + changes + 1;
}

void PowerCutFileSystem::CutPower() {
  base::MutexLock lock(mutex_);
  power_is_cut_ = true;
}

bool PowerCutFileSystem::power_is_cut() const {
  base::MutexLock lock(mutex_);
  return power_is_cut_;
}

void PowerCutFileSystem::SetQuota(std::optional<uint64_t> bytes) {
  base::MutexLock lock(mutex_);
  quota_ = bytes.value_or(std::numeric_limits<uint64_t>::max());
}

uint64_t PowerCutFileSystem::bytes_used() const {
  base::MutexLock lock(mutex_);
  return BytesUsed();
}

void PowerCutFileSystem::FailLogSyncs(uint64_t count) {
  base::MutexLock lock(mutex_);
  log_syncs_to_fail_ = count;
}

uint64_t PowerCutFileSystem::BytesUsed() const {
  uint64_t bytes = 0;
  for (const auto& [number, state] : files_) bytes += state.size;
  return bytes;
}

void PowerCutFileSystem::Restore(uint64_t seed) {
  base::MutexLock lock(mutex_);
  std::mt19937_64 random(seed);
  directories_.UndoSome(random);
  CutFiles(random);
  power_is_cut_ = false;
  last_change_ = std::numeric_limits<uint64_t>::max();
  log_syncs_to_fail_ = 0;
  ++life_;
}

void PowerCutFileSystem::CutFiles(std::mt19937_64& random) {
  std::map<FileNumber, FileState> left;
  for (const fs::path& folder : folders_) {
    if (!fs::exists(folder)) continue;
    std::set<fs::path> names;  // in an order that does not depend on the real file system
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path());
    for (const fs::path& path : names) {
      const auto found = files_.find(NumberOf(path));
      if (found == files_.end()) continue;
      const auto [size, synced] = found->second;
      const uint64_t unsynced = size - synced;
      const uint64_t kinds = random() % 4;  // nothing, everything, a piece, a piece and zeros
      uint64_t kept = synced;
      if (kinds == 1) kept = size;
      if (kinds >= 2) kept += random() % (unsynced + 1);
      fs::resize_file(path, kept);
      if (kinds == 3) fs::resize_file(path, size);
      const uint64_t now = kinds == 3 ? size : kept;
      left[found->first] = {.size = now, .synced = now};
    }
  }
  files_ = std::move(left);
}

IOStatus PowerCutFileSystem::CheckPower() const {
  base::MutexLock lock(mutex_);
  if (power_is_cut_) return PowerIsCut();
  return IOStatus::OK();
}

IOStatus PowerCutFileSystem::CheckAlive(const Handle& handle) const {
  return handle.life == life_ ? IOStatus::OK() : PowerIsCut();
}

bool PowerCutFileSystem::IsLastChange() const { return changes_ >= last_change_; }

IOStatus PowerCutFileSystem::StartChange() {
  if (power_is_cut_) return PowerIsCut();
  ++changes_;
  return IOStatus::OK();
}

IOStatus PowerCutFileSystem::FinishChange(IOStatus effect) {
  if (!IsLastChange()) return effect;
  power_is_cut_ = true;
  return PowerIsCut();
}

IOStatus PowerCutFileSystem::Append(const Handle& handle, rocksdb::FSWritableFile& target,
                                    const rocksdb::Slice& data, const IOOptions& options,
                                    IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = CheckAlive(handle);
  if (status.ok()) status = StartChange();
  if (!status.ok()) return status;
  const uint64_t used = BytesUsed();
  const uint64_t room = quota_ > used ? quota_ - used : 0;
  const size_t fits = static_cast<size_t>(std::min<uint64_t>(room, data.size()));
  if (fits > 0) status = target.Append(rocksdb::Slice(data.data(), fits), options, debug);
  if (status.ok()) files_[handle.file].size += fits;
  if (status.ok() && fits < data.size()) status = IOStatus::NoSpace("the disk is full");
  return FinishChange(std::move(status));
}

IOStatus PowerCutFileSystem::CutFile(const Handle& handle, rocksdb::FSWritableFile& target,
                                     uint64_t size, const IOOptions& options,
                                     IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = CheckAlive(handle);
  if (status.ok()) status = StartChange();
  if (!status.ok()) return status;
  status = target.Truncate(size, options, debug);
  FileState& state = files_[handle.file];
  if (status.ok()) state = {.size = size, .synced = std::min(state.synced, size)};
  return FinishChange(std::move(status));
}

IOStatus PowerCutFileSystem::Sync(const Handle& handle) {
  base::MutexLock lock(mutex_);
  IOStatus status = CheckAlive(handle);
  if (status.ok()) status = StartChange();
  if (!status.ok()) return status;
  if (handle.is_log && log_syncs_to_fail_ > 0) {
    --log_syncs_to_fail_;
    return FinishChange(IOStatus::IOError("the sync failed"));
  }
  FileState& state = files_[handle.file];
  if (!IsLastChange()) state.synced = state.size;
  return FinishChange(IOStatus::OK());
}

IOStatus PowerCutFileSystem::SyncDirectory(const fs::path& folder, uint64_t life) {
  base::MutexLock lock(mutex_);
  IOStatus status = CheckAlive({.file = 0, .life = life});
  if (status.ok()) status = StartChange();
  if (!status.ok()) return status;
  if (!IsLastChange()) directories_.Synced(folder);
  return FinishChange(IOStatus::OK());
}

IOStatus PowerCutFileSystem::NewSequentialFile(const std::string& name, const FileOptions& options,
                                               std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                               IODebugContext* debug) {
  const IOStatus power = CheckPower();
  return power.ok() ? target()->NewSequentialFile(name, options, file, debug) : power;
}

IOStatus PowerCutFileSystem::NewRandomAccessFile(const std::string& name,
                                                 const FileOptions& options,
                                                 std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                                 IODebugContext* debug) {
  const IOStatus power = CheckPower();
  return power.ok() ? target()->NewRandomAccessFile(name, options, file, debug) : power;
}

IOStatus PowerCutFileSystem::NewWritableFile(const std::string& name, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* file,
                                             IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = StartChange();
  if (!status.ok()) return status;
  const fs::path path = Place(name);
  if (fs::exists(path)) status = FromError(directories_.Delete(path), name);
  std::unique_ptr<rocksdb::FSWritableFile> real;
  if (status.ok()) status = target()->NewWritableFile(name, options, &real, debug);
  if (status.ok()) {
    const Handle handle = {.file = NumberOf(path), .life = life_, .is_log = IsLog(path)};
    files_[handle.file] = {};
    folders_.insert(path.parent_path());
    directories_.Created(path);
    *file = std::make_unique<WatchedFile>(*this, handle, std::move(real));
  }
  return FinishChange(std::move(status));
}

IOStatus PowerCutFileSystem::ReopenWritableFile(const std::string& name, const FileOptions& options,
                                                std::unique_ptr<rocksdb::FSWritableFile>* file,
                                                IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = StartChange();
  if (!status.ok()) return status;
  const fs::path path = Place(name);
  if (!fs::exists(path)) return FinishChange(IOStatus::PathNotFound("no such file", name));
  std::unique_ptr<rocksdb::FSWritableFile> real;
  status = target()->ReopenWritableFile(name, options, &real, debug);
  if (status.ok()) {
    const Handle handle = {.file = NumberOf(path), .life = life_, .is_log = IsLog(path)};
    const uint64_t size = fs::file_size(path);
    files_.insert({handle.file, {.size = size, .synced = size}});
    folders_.insert(path.parent_path());
    *file = std::make_unique<WatchedFile>(*this, handle, std::move(real));
  }
  return FinishChange(std::move(status));
}

IOStatus PowerCutFileSystem::ReuseWritableFile(const std::string& /*name*/,
                                               const std::string& /*old_name*/,
                                               const FileOptions& /*options*/,
                                               std::unique_ptr<rocksdb::FSWritableFile>* /*file*/,
                                               IODebugContext* /*debug*/) {
  return IOStatus::NotSupported("the store never recycles a file");
}

IOStatus PowerCutFileSystem::NewDirectory(const std::string& name, const IOOptions& options,
                                          std::unique_ptr<rocksdb::FSDirectory>* directory,
                                          IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  if (power_is_cut_) return PowerIsCut();
  std::unique_ptr<rocksdb::FSDirectory> real;
  IOStatus status = target()->NewDirectory(name, options, &real, debug);
  if (status.ok()) {
    *directory = std::make_unique<WatchedDirectory>(*this, Place(name), life_, std::move(real));
  }
  return status;
}

IOStatus PowerCutFileSystem::FileExists(const std::string& name, const IOOptions& options,
                                        IODebugContext* debug) {
  const IOStatus power = CheckPower();
  return power.ok() ? target()->FileExists(name, options, debug) : power;
}

IOStatus PowerCutFileSystem::GetChildren(const std::string& name, const IOOptions& options,
                                         std::vector<std::string>* children,
                                         IODebugContext* debug) {
  const IOStatus power = CheckPower();
  return power.ok() ? target()->GetChildren(name, options, children, debug) : power;
}

IOStatus PowerCutFileSystem::GetFileSize(const std::string& name, const IOOptions& options,
                                         uint64_t* size, IODebugContext* debug) {
  const IOStatus power = CheckPower();
  return power.ok() ? target()->GetFileSize(name, options, size, debug) : power;
}

IOStatus PowerCutFileSystem::DeleteFile(const std::string& name, const IOOptions& /*options*/,
                                        IODebugContext* /*debug*/) {
  base::MutexLock lock(mutex_);
  IOStatus status = StartChange();
  if (!status.ok()) return status;
  const fs::path path = Place(name);
  if (fs::exists(path)) {
    // What is deleted gives its room back at once, though a power cut may bring it back.
    const auto found = files_.find(NumberOf(path));
    if (found != files_.end() && found->second.synced == found->second.size) files_.erase(found);
  }
  return FinishChange(FromError(directories_.Delete(path), name));
}

IOStatus PowerCutFileSystem::RenameFile(const std::string& from, const std::string& to,
                                        const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  base::MutexLock lock(mutex_);
  IOStatus status = StartChange();
  if (!status.ok()) return status;
  return FinishChange(FromError(directories_.Rename(Place(from), Place(to)), from));
}

IOStatus PowerCutFileSystem::LinkFile(const std::string& from, const std::string& to,
                                      const IOOptions& options, IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = StartChange();
  if (!status.ok()) return status;
  status = target()->LinkFile(from, to, options, debug);
  if (status.ok()) directories_.Created(Place(to));
  return FinishChange(std::move(status));
}

IOStatus PowerCutFileSystem::CreateDir(const std::string& name, const IOOptions& options,
                                       IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = StartChange();
  if (!status.ok()) return status;
  status = target()->CreateDir(name, options, debug);
  if (status.ok()) directories_.Created(Place(name));
  return FinishChange(std::move(status));
}

IOStatus PowerCutFileSystem::CreateDirIfMissing(const std::string& name, const IOOptions& options,
                                                IODebugContext* debug) {
  if (fs::exists(name)) return CheckPower();
  return CreateDir(name, options, debug);
}

IOStatus PowerCutFileSystem::LockFile(const std::string& name, const IOOptions& options,
                                      rocksdb::FileLock** lock, IODebugContext* debug) {
  const IOStatus power = CheckPower();
  return power.ok() ? target()->LockFile(name, options, lock, debug) : power;
}

}  // namespace cardledger::storage
