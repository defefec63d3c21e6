#include "storage/file/file_slots.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"
#include <sys/stat.h>

namespace cardledger::storage {
namespace {

constexpr unsigned kOwnerAlone = 0600;
constexpr unsigned kOthers = 0077;

}  // namespace

absl::StatusOr<std::unique_ptr<FileSlots>> FileSlots::Open(const std::string& path, Use use) {
  std::optional<FileDescriptor> lock;
  if (use == Use::kWrite) {
    CARDLEDGER_ASSIGN_OR_RETURN(FileDescriptor held, LockFile(path));
    lock.emplace(std::move(held));
    // Of a Replace that the last process did not end: secrets that nothing would ever overwrite.
    CARDLEDGER_RETURN_IF_ERROR(DestroyFile(path + ".new"));
  }
  std::unique_ptr<FileSlots> slots(new FileSlots(path, std::move(lock)));
  CARDLEDGER_RETURN_IF_ERROR(slots->OpenFile(use));
  CARDLEDGER_RETURN_IF_ERROR(slots->CheckFile());
  return slots;
}

absl::Status FileSlots::OpenFile(Use use) {
  const int how = use == Use::kWrite ? O_RDWR | O_CREAT : O_RDONLY;
  file_.emplace(::open(path_.c_str(), how | O_CLOEXEC, kOwnerAlone));
  if (file_->ok()) return absl::OkStatus();
  if (errno == ENOENT) return absl::NotFoundError(absl::StrCat("there is no file ", path_));
  return FileError("cannot open", path_);
}

absl::Status FileSlots::CheckFile() const {
  struct stat found {};
  if (::fstat(file_->number(), &found) != 0) return FileError("cannot read", path_);
  if ((found.st_mode & kOthers) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path_, " holds secrets and may be read by others than its owner: chmod 600 it"));
  }
  if (static_cast<uint64_t>(found.st_size) % kSlotBytes == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(path_, " does not end with a whole slot"));
}

absl::StatusOr<uint64_t> FileSlots::Count() const {
  struct stat found {};
  if (::fstat(file_->number(), &found) != 0) return FileError("cannot read", path_);
  return static_cast<uint64_t>(found.st_size) / kSlotBytes;
}

absl::StatusOr<std::string> FileSlots::Read(uint64_t first, size_t count) const {
  std::string bytes(count * kSlotBytes, '\0');
  size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t read = ::pread(file_->number(), bytes.data() + have, bytes.size() - have,
                                 static_cast<off_t>(first * kSlotBytes + have));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return FileError("cannot read", path_);
    if (read == 0) break;
    have += static_cast<size_t>(read);
  }
  bytes.resize(have - have % kSlotBytes);
  return bytes;
}

absl::Status FileSlots::Write(std::span<const Slot> slots) {
  for (const Slot& slot : slots) {
    CARDLEDGER_CHECK(slot.bytes.size() == kSlotBytes, "a slot is written whole");
    CARDLEDGER_RETURN_IF_ERROR(
        WriteAt(file_->number(), slot.index * kSlotBytes, slot.bytes, path_));
  }
  if (::fsync(file_->number()) != 0) return FileError("cannot sync", path_);
  return absl::OkStatus();
}

absl::Status FileSlots::Replace(absl::string_view whole) {
  CARDLEDGER_CHECK(whole.size() % kSlotBytes == 0, "a file of slots holds whole ones");
  CARDLEDGER_RETURN_IF_ERROR(ReplaceFile(path_, whole, kOwnerAlone));
  // The file that stood there has no name any more, but its bytes would outlive every erasure.
  CARDLEDGER_RETURN_IF_ERROR(OverwriteWithZeros(file_->number(), path_));
  return OpenFile(Use::kWrite);
}

}  // namespace cardledger::storage
