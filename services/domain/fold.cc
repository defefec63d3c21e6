#include "services/domain/fold.h"

#include <array>
#include <string>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/award_amounts.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/posting_set.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

absl::Status Misfit(const journal::Entry& entry, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("entry ", entry.sequence(), " does not fit: ", what));
}

template <typename IdType>
std::optional<IdType> ParseId(absl::string_view bytes) {
  const std::optional<base::Uuid> uuid = base::Uuid::FromBytes(bytes);
  if (!uuid) return std::nullopt;
  return IdType(*uuid);
}

// The row of that id, or null where the bytes are no id or nothing stands there.
template <typename IdType, typename Row>
Row* FindRow(absl::node_hash_map<IdType, Row>& rows, absl::string_view bytes) {
  const std::optional<IdType> id = ParseId<IdType>(bytes);
  if (!id) return nullptr;
  const auto found = rows.find(*id);
  return found == rows.end() ? nullptr : &found->second;
}

store::v1::AccountTotalRow& TotalFor(store::v1::TotalsRow& totals, journal::AccountKind account) {
  int place = 0;
  for (; place < totals.accounts_size(); ++place) {
    if (totals.accounts(place).account() == account) return *totals.mutable_accounts(place);
    if (totals.accounts(place).account() > account) break;
  }
  totals.add_accounts()->set_account(account);
  for (int i = totals.accounts_size() - 1; i > place; --i) {
    totals.mutable_accounts()->SwapElements(i, i - 1);
  }
  return *totals.mutable_accounts(place);
}

// The use of that limit year; a new one keeps the order, oldest year first.
store::v1::LimitUseRow& LimitUseFor(store::v1::AwardRow& award, int32_t limit_year) {
  int place = 0;
  for (; place < award.limit_uses_size(); ++place) {
    if (award.limit_uses(place).limit_year() == limit_year) return *award.mutable_limit_uses(place);
    if (award.limit_uses(place).limit_year() > limit_year) break;
  }
  award.add_limit_uses()->set_limit_year(limit_year);
  for (int i = award.limit_uses_size() - 1; i > place; --i) {
    award.mutable_limit_uses()->SwapElements(i, i - 1);
  }
  return *award.mutable_limit_uses(place);
}

// One fold of one entry; the event's part is one overload a kind.
class Folder {
 public:
  Folder(const journal::Entry& entry, State& state, ChangedRows& changed)
      : entry_(entry), state_(state), changed_(changed) {}

  absl::Status Run() {
    CARDLEDGER_RETURN_IF_ERROR(CheckPlace());
    CARDLEDGER_RETURN_IF_ERROR(CheckBalanced(entry_));
    CARDLEDGER_RETURN_IF_ERROR(FoldEvent());
    CARDLEDGER_RETURN_IF_ERROR(FoldPostings());
    CARDLEDGER_RETURN_IF_ERROR(FoldAward());
    CARDLEDGER_RETURN_IF_ERROR(FoldRun());
    state_.position = entry_.sequence();
    state_.last_recorded_time_us = entry_.recorded_time_us();
    return absl::OkStatus();
  }

 private:
  absl::Status CheckPlace() const {
    if (entry_.sequence() != state_.position + 1) return Misfit(entry_, "its sequence has a gap");
    if (!ParseId<RequestId>(entry_.request_id())) {
      return Misfit(entry_, "its request id is not 16 bytes");
    }
    if (entry_.recorded_time_us() < state_.last_recorded_time_us) {
      return Misfit(entry_, "it was recorded before the entry before it");
    }
    if (entry_.has_ledger_created() != (entry_.sequence() == 1)) {
      return Misfit(entry_, "the first entry, and no other, creates the ledger");
    }
    if (entry_.has_refused() && entry_.postings_size() > 0) {
      return Misfit(entry_, "a refusal posts nothing");
    }
    return absl::OkStatus();
  }

  // No command moves more, so that sums stay far below the end of 64 bits.
  absl::Status CheckAmount(int64_t pence) const {
    if (pence >= -kBudgetPenceMax && pence <= kBudgetPenceMax) return absl::OkStatus();
    return Misfit(entry_, "an amount is beyond any budget");
  }

  absl::Status FoldEvent() {
    switch (entry_.event_case()) {
      case journal::Entry::kRefused:
      case journal::Entry::kClockConfirmed:
        return absl::OkStatus();
      case journal::Entry::kLedgerCreated:
        return FoldEvent(entry_.ledger_created());
      case journal::Entry::kPolicyActivated:
        return FoldEvent(entry_.policy_activated());
      case journal::Entry::kFundCreated:
        return FoldEvent(entry_.fund_created());
      case journal::Entry::kBudgetAllocated:
        return FoldEvent(entry_.budget_allocated());
      case journal::Entry::kBudgetTransferred:
        return FoldEvent(entry_.budget_transferred());
      case journal::Entry::kPersonRegistered:
        return FoldEvent(entry_.person_registered());
      case journal::Entry::kAwardProposed:
        return FoldEvent(entry_.award_proposed());
      case journal::Entry::kAwardApproved:
        return FoldEvent(entry_.award_approved());
      case journal::Entry::kAwardCancelled:
        return FoldEvent(entry_.award_cancelled());
      case journal::Entry::kAwardLoaded:
        return FoldEvent(entry_.award_loaded());
      case journal::Entry::kRunStarted:
        return FoldEvent(entry_.run_started());
      case journal::Entry::kRunFinished:
        return FoldEvent(entry_.run_finished());
      case journal::Entry::EVENT_NOT_SET:
        break;
    }
    return Misfit(entry_, "this program does not know its event");
  }

  absl::Status FoldEvent(const journal::LedgerCreated& event) {
    const std::optional<LedgerId> id = ParseId<LedgerId>(event.ledger_id());
    if (!id) return Misfit(entry_, "the ledger's id is not 16 bytes");
    state_.ledger_id = *id;
    state_.kind = event.kind();
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::PolicyActivated& event) {
    store::v1::PolicyRow row;
    row.set_sha256(event.sha256());
    row.set_valid_from_day(event.valid_from_day());
    row.set_activated_entry(entry_.sequence());
    state_.policies.push_back(std::move(row));
    ++changed_.new_policies;
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::FundCreated& event) {
    const std::optional<FundId> id = ParseId<FundId>(event.fund_id());
    if (!id) return Misfit(entry_, "the fund's id is not 16 bytes");
    const auto [place, inserted] = state_.funds.try_emplace(*id);
    if (!inserted) return Misfit(entry_, "the fund stands already");
    place->second.set_code(event.code());
    place->second.set_financial_year(event.financial_year());
    place->second.set_created_entry(entry_.sequence());
    changed_.funds.insert(*id);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::BudgetAllocated& event) {
    return AddToBudget(event.fund_id(), event.amount_pence());
  }

  absl::Status FoldEvent(const journal::BudgetTransferred& event) {
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(event.amount_pence()));
    CARDLEDGER_RETURN_IF_ERROR(AddToBudget(event.from_fund_id(), -event.amount_pence()));
    return AddToBudget(event.to_fund_id(), event.amount_pence());
  }

  absl::Status FoldEvent(const journal::PersonRegistered&) {
    const std::optional<PersonId> id = ParseId<PersonId>(entry_.person_id());
    if (!id) return Misfit(entry_, "the person's id is not 16 bytes");
    const auto [place, inserted] = state_.persons.try_emplace(*id);
    if (!inserted) return Misfit(entry_, "the person stands already");
    place->second.set_created_entry(entry_.sequence());
    changed_.persons.insert(*id);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardProposed& event) {
    const std::optional<AwardId> id = ParseId<AwardId>(entry_.award_id());
    store::v1::PersonRow* person = FindRow(state_.persons, entry_.person_id());
    if (!id || person == nullptr) return Misfit(entry_, "the award's id or person is not known");
    const auto [place, inserted] = state_.awards.try_emplace(*id);
    if (!inserted) return Misfit(entry_, "the award stands already");
    store::v1::AwardRow& row = place->second;
    row.set_person_id(entry_.person_id());
    row.set_step(store::v1::AWARD_STEP_PROPOSED);
    row.set_power(event.power());
    row.set_delivery(event.delivery());
    row.set_start_day(event.start_day());
    row.set_end_day(event.end_day());
    for (const journal::FundPart& part : event.parts()) {
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(part.amount_pence()));
      store::v1::AwardPartRow& part_row = *row.add_parts();
      part_row.set_fund_id(part.fund_id());
      part_row.set_financial_year(part.financial_year());
      part_row.set_amount_pence(part.amount_pence());
    }
    row.set_proposed_by(entry_.caller().subject());
    row.set_created_entry(entry_.sequence());
    person->add_award_ids(entry_.award_id());
    changed_.persons.insert(IdFromBytes<PersonId>(entry_.person_id()));
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardApproved&) {
    store::v1::AwardRow* award = FindRow(state_.awards, entry_.award_id());
    if (award == nullptr) return Misfit(entry_, "the award is not known");
    award->set_step(store::v1::AWARD_STEP_APPROVED);
    award->set_approved_by(entry_.caller().subject());
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardCancelled&) {
    store::v1::AwardRow* award = FindRow(state_.awards, entry_.award_id());
    if (award == nullptr) return Misfit(entry_, "the award is not known");
    award->set_step(store::v1::AWARD_STEP_CANCELLED);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardLoaded& event) {
    store::v1::AwardRow* award = FindRow(state_.awards, entry_.award_id());
    store::v1::FundRow* fund = FindRow(state_.funds, event.fund_id());
    if (award == nullptr || fund == nullptr) return Misfit(entry_, "award or fund is not known");
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(event.amount_pence()));
    for (store::v1::AwardPartRow& part : *award->mutable_parts()) {
      if (part.fund_id() != event.fund_id()) continue;
      part.set_loaded_pence(AddPence(part.loaded_pence(), event.amount_pence()));
    }
    fund->set_loaded_pence(AddPence(fund->loaded_pence(), event.amount_pence()));
    store::v1::LimitUseRow& use = LimitUseFor(*award, event.limit_year());
    use.set_used_pence(AddPence(use.used_pence(), event.amount_pence()));
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::RunStarted& event) {
    store::v1::RunRow& run = state_.runs[entry_.sequence()];
    run.set_kind(event.kind());
    run.set_declared_count(event.declared_count());
    run.set_declared_pence(event.declared_pence());
    changed_.runs.insert(entry_.sequence());
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::RunFinished&) {
    if (entry_.run_entry() == 0) return Misfit(entry_, "it finishes no run");
    return absl::OkStatus();
  }

  absl::Status AddToBudget(absl::string_view fund_id, int64_t pence) {
    store::v1::FundRow* fund = FindRow(state_.funds, fund_id);
    if (fund == nullptr) return Misfit(entry_, "the fund is not known");
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(pence));
    fund->set_allocated_pence(AddPence(fund->allocated_pence(), pence));
    return absl::OkStatus();
  }

  absl::Status FoldPostings() {
    for (const journal::Posting& posting : entry_.postings()) {
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(posting.amount_pence()));
      const bool posted = posting.phase() == journal::PHASE_POSTED;
      store::v1::AccountTotalRow& total = TotalFor(state_.totals, posting.account());
      if (posted) {
        total.set_posted_pence(AddPence(total.posted_pence(), posting.amount_pence()));
      } else {
        total.set_pending_pence(AddPence(total.pending_pence(), posting.amount_pence()));
      }
      changed_.totals = true;
      if (posting.account() != journal::ACCOUNT_KIND_FUND) continue;

      store::v1::FundRow* fund = FindRow(state_.funds, posting.fund_id());
      if (fund == nullptr) return Misfit(entry_, "it posts to a fund that is not known");
      if (posted) {
        fund->set_posted_pence(AddPence(fund->posted_pence(), posting.amount_pence()));
      } else {
        fund->set_pending_pence(AddPence(fund->pending_pence(), posting.amount_pence()));
      }
      changed_.funds.insert(IdFromBytes<FundId>(posting.fund_id()));
    }
    return absl::OkStatus();
  }

  absl::Status FoldAward() {
    if (entry_.award_id().empty()) return absl::OkStatus();
    store::v1::AwardRow* award = FindRow(state_.awards, entry_.award_id());
    if (award == nullptr) return Misfit(entry_, "the award is not known");
    if (entry_.person_id() != award->person_id()) {
      return Misfit(entry_, "it names another person than the award's");
    }
    if (entry_.previous_award_entry() != award->last_entry()) {
      return Misfit(entry_, "it does not name the award's entry before it");
    }
    CARDLEDGER_RETURN_IF_ERROR(ApplyPostings(entry_, *award));
    if (!HasAmounts(*award, entry_.award_after())) {
      return Misfit(entry_, "the award's amounts after it are not those it states");
    }
    award->set_last_entry(entry_.sequence());
    changed_.awards.insert(IdFromBytes<AwardId>(entry_.award_id()));
    return absl::OkStatus();
  }

  // Counts a row of a run, or closes the run.
  absl::Status FoldRun() {
    if (entry_.run_entry() == 0) return absl::OkStatus();
    const auto found = state_.runs.find(entry_.run_entry());
    if (found == state_.runs.end()) return Misfit(entry_, "its run is not known");
    store::v1::RunRow& run = found->second;
    if (run.finished_entry() != 0) return Misfit(entry_, "its run is finished");
    if (entry_.has_run_finished()) {
      run.set_finished_entry(entry_.sequence());
    } else if (entry_.has_refused()) {
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_.refused().requested_pence()));
      run.set_refused_count(run.refused_count() + 1);
      run.set_refused_pence(AddPence(run.refused_pence(), entry_.refused().requested_pence()));
    } else if (entry_.has_award_loaded()) {
      run.set_accepted_count(run.accepted_count() + 1);
      run.set_accepted_pence(AddPence(run.accepted_pence(), entry_.award_loaded().amount_pence()));
    } else {
      return Misfit(entry_, "such an entry belongs to no run");
    }
    changed_.runs.insert(entry_.run_entry());
    return absl::OkStatus();
  }

  const journal::Entry& entry_;
  State& state_;
  ChangedRows& changed_;
};

}  // namespace

absl::Status Fold(const journal::Entry& entry, State& state, ChangedRows& changed) {
  return Folder(entry, state, changed).Run();
}

absl::Status CheckTrialBalance(const store::v1::TotalsRow& totals) {
  std::array<int64_t, 2> posted{};
  std::array<int64_t, 2> pending{};
  for (const store::v1::AccountTotalRow& total : totals.accounts()) {
    const size_t book = BookOf(total.account()) == Book::kMoney ? 1 : 0;
    posted[book] = AddPence(posted[book], total.posted_pence());
    pending[book] = AddPence(pending[book], total.pending_pence());
  }
  if (posted != std::array<int64_t, 2>{} || pending != std::array<int64_t, 2>{}) {
    return absl::DataLossError("the books do not sum to zero");
  }
  return absl::OkStatus();
}

}  // namespace cardledger::domain
