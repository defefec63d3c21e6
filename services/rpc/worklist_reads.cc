#include "services/rpc/worklist_reads.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/domain/work.h"
#include "services/engine/keys.h"
#include "services/rpc/lists.h"

namespace cardledger::rpc {
namespace {

// In the order in which they are listed.
enum class WorkTable : char { kAwards = 'a', kCards = 'c', kReferrals = 'r' };

constexpr size_t kPlaceBytes = 8;
constexpr uint64_t kWholeRow = UINT64_MAX;

size_t KeyBytesOf(WorkTable table) {
  return table == WorkTable::kReferrals ? sizeof(uint64_t) : base::Uuid::kBytes;
}

// Up to where work has been listed.
struct WorkPlace {
  WorkTable table = WorkTable::kAwards;
  std::string row;             // its key
  uint64_t place = kWholeRow;  // of the last thing shown of that row
};

// No row has the least key.
WorkPlace BeginningOf(WorkTable table) {
  return {.table = table, .row = std::string(KeyBytesOf(table), '\0'), .place = kWholeRow};
}

bool Lists(v1::WorkKind kind, WorkTable table) {
  switch (table) {
    case WorkTable::kAwards:
      return kind != v1::WORK_KIND_REFERRAL;
    case WorkTable::kCards:
      return kind == v1::WORK_KIND_REVIEW;
    case WorkTable::kReferrals:
      return kind == v1::WORK_KIND_REFERRAL;
  }
  return false;
}

std::string Encode(const WorkPlace& at) {
  return absl::StrCat(std::string(1, static_cast<char>(at.table)), at.row,
                      engine::EncodeNumber(at.place));
}

WorkPlace Decode(absl::string_view checked) {
  const auto table = static_cast<WorkTable>(checked[0]);
  return {.table = table,
          .row = std::string(checked.substr(1, KeyBytesOf(table))),
          .place = engine::DecodeNumber(checked.substr(1 + KeyBytesOf(table)))};
}

// A row of a table, as far as the walk needs it.
struct WorkRow {
  std::string key;
  std::vector<domain::AwardWork> work;
};

std::vector<domain::AwardWork> OneOrNone(std::optional<v1::WorkItem> item) {
  if (!item) return {};
  return {{.place = 0, .item = *std::move(item)}};
}

// One page as it is filled.
class WorkWalk {
 public:
  WorkWalk(const ListPage& page, const ReadScope& scope, v1::WorkKind kind,
           v1::ListWorkResponse& response)
      : page_(page), scope_(scope), kind_(kind), response_(response) {
    const domain::ActivePolicy* policy = scope.view().policies->InForce(scope.today());
    day_ = {.today = scope.today(), .policy = policy == nullptr ? nullptr : &policy->scheme};
    const bool first_page = page.last_key().empty();
    last_ = first_page ? BeginningOf(kind == v1::WORK_KIND_REFERRAL ? WorkTable::kReferrals
                                                                    : WorkTable::kAwards)
                       : Decode(page.last_key());
  }

  absl::Status Run() {
    if (!Lists(kind_, last_.table)) return absl::OkStatus();
    CARDLEDGER_RETURN_IF_ERROR(FinishRow());
    while (!done_) CARDLEDGER_RETURN_IF_ERROR(WalkSome());
    return absl::OkStatus();
  }

 private:
  // What the page before left out of the award it ended in.
  absl::Status FinishRow() {
    if (last_.place == kWholeRow || last_.table != WorkTable::kAwards) return absl::OkStatus();
    const auto id = domain::IdFromBytes<domain::AwardId>(last_.row);
    CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope_.reader().Award(id));
    if (row && IsShown(row->created_entry(), row->person_id())) {
      Show({last_.row, domain::WorkOn(kind_, id, *row, day_)});
    }
    return absl::OkStatus();
  }

  absl::Status WalkSome() {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<WorkRow> rows, ReadSome());
    for (const WorkRow& row : rows) {
      Show(row);
      if (done_) return absl::OkStatus();
    }
    walked_ += rows.size();
    if (rows.size() < kRowsPerScanMin) {
      GoOn();
    } else if (walked_ >= domain::kRowsWalkedMax) {
      End();
    }
    return absl::OkStatus();
  }

  // Made before page one was asked for, and nobody's that the caller is kept from.
  bool IsShown(uint64_t made_by, absl::string_view person_id) const {
    return made_by <= page_.upper_position() && scope_.reach().Lists(person_id);
  }

  // The rows after the last one, without the work on those that are not shown.
  absl::StatusOr<std::vector<WorkRow>> ReadSome() const {
    switch (last_.table) {
      case WorkTable::kAwards:
        return ReadAwards();
      case WorkTable::kCards:
        return ReadCards();
      case WorkTable::kReferrals:
        return ReadReferrals();
    }
    return std::vector<WorkRow>();
  }

  absl::StatusOr<std::vector<WorkRow>> ReadAwards() const {
    const auto after = domain::IdFromBytes<domain::AwardId>(last_.row);
    CARDLEDGER_ASSIGN_OR_RETURN(const auto rows,
                                scope_.reader().AwardsAfter(after, kRowsPerScanMin));
    std::vector<WorkRow> some;
    for (const auto& [id, row] : rows) {
      const bool shown = IsShown(row.created_entry(), row.person_id());
      some.push_back({id.ToBytes(), {}});
      if (shown) some.back().work = domain::WorkOn(kind_, id, row, day_);
    }
    return some;
  }

  absl::StatusOr<std::vector<WorkRow>> ReadCards() const {
    const auto after = domain::IdFromBytes<domain::CardId>(last_.row);
    CARDLEDGER_ASSIGN_OR_RETURN(const auto rows,
                                scope_.reader().CardsAfter(after, kRowsPerScanMin));
    std::vector<WorkRow> some;
    for (const auto& [id, row] : rows) {
      const bool shown = IsShown(row.created_entry(), row.person_id());
      some.push_back({id.ToBytes(), {}});
      if (shown) some.back().work = OneOrNone(domain::ReviewOf(id, row, day_));
    }
    return some;
  }

  absl::StatusOr<std::vector<WorkRow>> ReadReferrals() const {
    const uint64_t after = engine::DecodeNumber(last_.row);
    CARDLEDGER_ASSIGN_OR_RETURN(const auto rows,
                                scope_.reader().ReferralsAfter(after, kRowsPerScanMin));
    std::vector<WorkRow> some;
    for (const auto& [opened, row] : rows) {
      const bool shown = IsShown(opened, row.person_id());
      some.push_back({engine::EncodeNumber(opened), {}});
      if (shown) some.back().work = OneOrNone(domain::DecisionOn(opened, row, day_));
    }
    return some;
  }

  // To the next table, or to the end of the list.
  void GoOn() {
    if (last_.table == WorkTable::kAwards && Lists(kind_, WorkTable::kCards)) {
      last_ = BeginningOf(WorkTable::kCards);
    } else {
      done_ = true;
    }
  }

  void Show(const WorkRow& row) {
    for (const domain::AwardWork& work : row.work) {
      if (row.key == last_.row && work.place <= last_.place) continue;
      if (shown_ == page_.size()) {
        End();
        return;
      }
      *response_.add_items() = work.item;
      ++shown_;
      last_ = {.table = last_.table, .row = row.key, .place = work.place};
    }
    last_ = {.table = last_.table, .row = row.key, .place = kWholeRow};
  }

  void End() {
    done_ = true;
    response_.set_next_page_token(page_.NextToken(Encode(last_)));
  }

  const ListPage& page_;
  const ReadScope& scope_;
  const v1::WorkKind kind_;
  v1::ListWorkResponse& response_;
  domain::WorkDay day_;
  WorkPlace last_;
  size_t shown_ = 0;
  size_t walked_ = 0;
  bool done_ = false;
};

}  // namespace

bool IsWorkKey(absl::string_view bytes) {
  if (bytes.empty() || !absl::StrContains("acr", bytes[0])) return false;
  return bytes.size() == 1 + KeyBytesOf(static_cast<WorkTable>(bytes[0])) + kPlaceBytes;
}

absl::Status FillListWork(const domain::LedgerId& ledger, const ReadScope& scope,
                          const v1::ListWorkRequest& request, v1::ListWorkResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  return WorkWalk(page, scope, request.kind(), response).Run();
}

}  // namespace cardledger::rpc
