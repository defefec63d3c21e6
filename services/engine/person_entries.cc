#include "services/engine/person_entries.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/people.h"

namespace cardledger::engine {
namespace {

absl::Status Broken(uint64_t sequence, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("entry ", sequence, ", which a person's entries lead to, ", what));
}

}  // namespace

PersonEntries::PersonEntries(const storage::KvStore& store, const ReadView& view,
                             const domain::PersonId& id, const store::v1::PersonRow& person,
                             const std::vector<store::v1::AwardRow>& awards, uint64_t newest)
    : reader_(store, view), person_(id), newest_(newest), next_own_(person.last_entry()) {
  const std::vector<domain::AwardId> ids = domain::AwardIdsOf(person);
  chains_.resize(1 + ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    chains_[i + 1].award.emplace(store, view, ids[i], awards[i].last_entry());
  }
}

absl::StatusOr<std::optional<journal::v1::Entry>> PersonEntries::ReadOwn() {
  if (next_own_ == 0) return std::optional<journal::v1::Entry>();
  const uint64_t sequence = next_own_;
  CARDLEDGER_ASSIGN_OR_RETURN(auto read, reader_.Entries(sequence, 1));
  if (read.empty()) return Broken(sequence, "is missing");
  journal::v1::Entry& entry = read.front().entry;
  if (entry.person_id() != person_.bytes()) return Broken(sequence, "is another's");
  next_own_ = entry.previous_person_entry();
  if (next_own_ >= sequence) return Broken(sequence, "names a later one as the one before it");
  return std::optional(std::move(entry));
}

absl::Status PersonEntries::Advance(Chain& chain) {
  if (!chain.award) {
    CARDLEDGER_ASSIGN_OR_RETURN(chain.next, ReadOwn());
    return absl::OkStatus();
  }
  CARDLEDGER_ASSIGN_OR_RETURN(journal::v1::Entry * entry, chain.award->Next());
  chain.next.reset();
  if (entry != nullptr) chain.next = std::move(*entry);
  return absl::OkStatus();
}

absl::Status PersonEntries::Begin() {
  for (Chain& chain : chains_) {
    if (chain.award) CARDLEDGER_RETURN_IF_ERROR(chain.award->SkipTo(newest_).status());
    do {
      CARDLEDGER_RETURN_IF_ERROR(Advance(chain));
    } while (chain.next && chain.next->sequence() > newest_);
  }
  begun_ = true;
  return absl::OkStatus();
}

absl::StatusOr<journal::v1::Entry*> PersonEntries::Next() {
  if (!begun_) CARDLEDGER_RETURN_IF_ERROR(Begin());
  const auto latest =
      std::max_element(chains_.begin(), chains_.end(), [](const Chain& left, const Chain& right) {
        return (left.next ? left.next->sequence() : 0) < (right.next ? right.next->sequence() : 0);
      });
  if (!latest->next) return nullptr;
  entry_ = *std::move(latest->next);
  CARDLEDGER_RETURN_IF_ERROR(Advance(*latest));
  return &entry_;
}

}  // namespace cardledger::engine
