#include "services/engine/award_entries.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/fold_award.h"
#include "services/engine/keys.h"

namespace cardledger::engine {
namespace {

// An award's entries lie so close together where it was worked on by itself: reading on over what
// lies between then costs less than another read.
constexpr uint64_t kNearEntries = 8;
constexpr size_t kAtOneGoMax = 64;

absl::Status Broken(uint64_t sequence, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("entry ", sequence, ", which an award's entries lead to, ", what));
}

}  // namespace

absl::StatusOr<const std::string*> AwardEntries::BytesOf(uint64_t sequence) {
  const auto end = first_read_ + read_.size();
  if (sequence >= first_read_ && sequence < end) return &read_[sequence - first_read_];
  first_read_ = sequence - std::min<uint64_t>(sequence, at_one_go_) + 1;
  read_.clear();
  if (at_one_go_ == 1) {
    const std::string keys[] = {EntryKey(sequence)};
    CARDLEDGER_ASSIGN_OR_RETURN(auto values, store_.MultiGet(*view_.snapshot, keys));
    if (!values[0]) return Broken(sequence, "is missing");
    read_.push_back(*std::move(values[0]));
  } else {
    const storage::KeyRange range{EntryKey(first_read_), EntryKey(sequence + 1)};
    CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store_.Scan(*view_.snapshot, range, at_one_go_));
    if (pairs.size() != sequence - first_read_ + 1)
      return Broken(sequence, "or one near it, is missing");
    for (storage::KeyValue& pair : pairs) read_.push_back(std::move(pair.value));
  }
  return &read_.back();
}

absl::Status AwardEntries::Parse(uint64_t sequence) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string* bytes, BytesOf(sequence));
  if (!entry_.ParseFromString(*bytes) || entry_.sequence() != sequence) {
    return Broken(sequence, "cannot be read");
  }
  if (entry_.award_id() != award_.bytes()) return Broken(sequence, "is another's");
  const uint64_t previous = entry_.previous_award_entry();
  if (previous >= sequence) return Broken(sequence, "names a later one as the one before it");
  if ((previous == 0) != entry_.has_award_proposed()) {
    return Broken(sequence, "is no beginning, or names one before the beginning");
  }
  const bool near = sequence - previous <= kNearEntries;
  at_one_go_ = near ? std::min(at_one_go_ * kNearEntries, kAtOneGoMax) : 1;
  next_ = previous;
  return absl::OkStatus();
}

absl::StatusOr<journal::v1::Entry*> AwardEntries::Next() {
  if (next_ == 0) return nullptr;
  CARDLEDGER_RETURN_IF_ERROR(Parse(next_));
  return &entry_;
}

absl::StatusOr<bool> AwardEntries::SkipTo(uint64_t position) {
  while (next_ > position) CARDLEDGER_RETURN_IF_ERROR(Parse(next_));
  return next_ != 0;
}

absl::StatusOr<std::optional<store::v1::AwardRow>> AwardAt(const storage::KvStore& store,
                                                           const ReadView& view,
                                                           const domain::AwardId& award,
                                                           uint64_t newest, uint64_t position) {
  AwardEntries entries(store, view, award, newest);
  CARDLEDGER_ASSIGN_OR_RETURN(const bool stood, entries.SkipTo(position));
  if (!stood) return std::optional<store::v1::AwardRow>();
  std::vector<journal::v1::Entry> newest_first;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(journal::v1::Entry * entry, entries.Next());
    if (entry == nullptr) break;
    newest_first.push_back(std::move(*entry));
  }
  store::v1::AwardRow row;
  for (; !newest_first.empty(); newest_first.pop_back()) {
    CARDLEDGER_RETURN_IF_ERROR(domain::FoldIntoAward(newest_first.back(), row));
  }
  return std::optional(std::move(row));
}

}  // namespace cardledger::engine
