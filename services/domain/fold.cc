#include "services/domain/fold.h"

#include <array>
#include <string>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/fold_award.h"
#include "services/domain/fold_card.h"
#include "services/domain/fold_checks.h"
#include "services/domain/fold_look.h"
#include "services/domain/fold_person.h"
#include "services/domain/fold_subject.h"
#include "services/domain/fund_amounts.h"
#include "services/domain/money.h"
#include "services/domain/posting_set.h"
#include "services/domain/row_order.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

store::v1::AccountTotalRow& TotalFor(store::v1::TotalsRow& totals, journal::AccountKind account) {
  int place = 0;
  for (; place < totals.accounts_size(); ++place) {
    if (totals.accounts(place).account() == account) return *totals.mutable_accounts(place);
    if (totals.accounts(place).account() > account) break;
  }
  totals.add_accounts()->set_account(account);
  MoveLastTo(*totals.mutable_accounts(), place);
  return *totals.mutable_accounts(place);
}

// `posting` is to a fund that stands.
absl::Status AddToFundDay(const journal::Entry& entry, const journal::Posting& posting,
                          State& state) {
  const auto id = IdFromBytes<FundId>(posting.fund_id());
  state.funds_since_checkpoint.insert(id);
  return AddPosting(entry, posting, state.fund_days[id][entry.effective_day()]);
}

// What the event says of a budget is what its postings move.
absl::Status CheckAllocated(const journal::Entry& entry, absl::string_view fund_id, int64_t pence) {
  const std::optional<FundId> id = ParseId<FundId>(fund_id);
  if (!id) return Misfit(entry, "the fund's id is not 16 bytes");
  store::v1::FundAmounts moved;
  CARDLEDGER_RETURN_IF_ERROR(AddTo(entry, *id, moved));
  if (moved.allocated_pence() == pence) return absl::OkStatus();
  return Misfit(entry, "its postings are not the budget it states");
}

// What the event says was loaded, below zero where it was taken back, is what left the funds.
absl::Status CheckLoaded(const journal::Entry& entry, int64_t pence, int64_t contribution) {
  CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry, pence));
  CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry, contribution));
  int64_t left_funds = 0;
  for (const journal::Posting& posting : entry.postings()) {
    if (posting.account() != journal::ACCOUNT_KIND_FUND) continue;
    if (posting.phase() == journal::PHASE_PENDING) continue;
    left_funds = SubtractPence(left_funds, posting.amount_pence());
  }
  if (left_funds == SubtractPence(pence, contribution)) return absl::OkStatus();
  return Misfit(entry, "its postings are not the load it states");
}

// The event against the postings, whose amounts have been checked.
absl::Status CheckMoves(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kBudgetAllocated:
      return CheckAllocated(entry, entry.budget_allocated().fund_id(),
                            entry.budget_allocated().amount_pence());
    case journal::Entry::kBudgetTransferred: {
      const journal::BudgetTransferred& moved = entry.budget_transferred();
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry, moved.amount_pence()));
      CARDLEDGER_RETURN_IF_ERROR(
          CheckAllocated(entry, moved.from_fund_id(), -moved.amount_pence()));
      return CheckAllocated(entry, moved.to_fund_id(), moved.amount_pence());
    }
    case journal::Entry::kAwardLoaded:
      return CheckLoaded(entry, entry.award_loaded().amount_pence(),
                         entry.award_loaded().contribution_pence());
    case journal::Entry::kTransactionReversed: {
      const journal::TransactionReversed& reversed = entry.transaction_reversed();
      if (reversed.fund_id().empty()) return absl::OkStatus();
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry, reversed.amount_pence()));
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry, reversed.contribution_pence()));
      return CheckLoaded(entry, -reversed.amount_pence(), -reversed.contribution_pence());
    }
    default:
      return absl::OkStatus();
  }
}

// One fold of one entry: what concerns the ledger as a whole here, what is a person's, an award's
// or a card's own in the files of that name.
class Folder {
 public:
  Folder(const journal::Entry& entry, State& state, ChangedRows& changed)
      : entry_(entry), state_(state), changed_(changed) {}

  absl::Status Run() {
    CARDLEDGER_RETURN_IF_ERROR(CheckPlace());
    CARDLEDGER_RETURN_IF_ERROR(CheckBalanced(entry_));
    CARDLEDGER_RETURN_IF_ERROR(FoldEvent());
    CARDLEDGER_RETURN_IF_ERROR(FoldPostings());
    CARDLEDGER_RETURN_IF_ERROR(CheckMoves(entry_));
    CARDLEDGER_RETURN_IF_ERROR(FoldLinks(entry_, state_, changed_));  // before the person changes
    CARDLEDGER_RETURN_IF_ERROR(FoldPerson());
    CARDLEDGER_RETURN_IF_ERROR(FoldAward());
    CARDLEDGER_RETURN_IF_ERROR(FoldCard());
    CARDLEDGER_RETURN_IF_ERROR(FoldReferral());
    CARDLEDGER_RETURN_IF_ERROR(FoldLook(entry_, state_, changed_));
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

  absl::Status FoldEvent() {
    switch (entry_.event_case()) {
      case journal::Entry::kLedgerCreated:
        return FoldEvent(entry_.ledger_created());
      case journal::Entry::kPolicyActivated:
        return FoldEvent(entry_.policy_activated());
      case journal::Entry::kFundCreated:
        return FoldEvent(entry_.fund_created());
      case journal::Entry::kPersonRegistered:
        return FoldEvent(entry_.person_registered());
      case journal::Entry::kProviderRegistered:
        return FoldEvent(entry_.provider_registered());
      case journal::Entry::kProviderSubjectAdded:
        return FoldEvent(entry_.provider_subject_added());
      case journal::Entry::kProviderSubjectRemoved:
        return FoldEvent(entry_.provider_subject_removed());
      case journal::Entry::kRunStarted:
        return FoldEvent(entry_.run_started());
      case journal::Entry::kRunFinished:
        return FoldEvent(entry_.run_finished());
      case journal::Entry::EVENT_NOT_SET:
        return Misfit(entry_, "this program does not know its event");
      default:
        return absl::OkStatus();
    }
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

  absl::Status FoldEvent(const journal::PersonRegistered&) {
    const std::optional<PersonId> id = ParseId<PersonId>(entry_.person_id());
    if (!id) return Misfit(entry_, "the person's id is not 16 bytes");
    const auto [place, inserted] = state_.persons.try_emplace(*id);
    if (!inserted) return Misfit(entry_, "the person stands already");
    place->second.set_created_entry(entry_.sequence());
    changed_.persons.insert(*id);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::ProviderRegistered& event) {
    const std::optional<ProviderId> id = ParseId<ProviderId>(event.provider_id());
    if (!id) return Misfit(entry_, "the provider's id is not 16 bytes");
    const auto [place, inserted] = state_.providers.try_emplace(*id);
    if (!inserted) return Misfit(entry_, "the provider stands already");
    place->second.set_kind(event.kind());
    place->second.set_created_entry(entry_.sequence());
    changed_.providers.insert(*id);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::ProviderSubjectAdded& event) {
    store::v1::ProviderRow* provider = FindRow(state_.providers, event.provider_id());
    if (provider == nullptr) return Misfit(entry_, "the provider is not known");
    provider->add_subjects(event.subject());
    changed_.providers.insert(IdFromBytes<ProviderId>(event.provider_id()));
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::ProviderSubjectRemoved& event) {
    store::v1::ProviderRow* provider = FindRow(state_.providers, event.provider_id());
    if (provider == nullptr) return Misfit(entry_, "the provider is not known");
    changed_.providers.insert(IdFromBytes<ProviderId>(event.provider_id()));
    return TakeOut(entry_, event.subject(), *provider->mutable_subjects());
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

  absl::Status FoldPostings() {
    for (const journal::Posting& posting : entry_.postings()) {
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, posting.amount_pence()));
      store::v1::AccountTotalRow& total = TotalFor(state_.totals, posting.account());
      if (posting.phase() == journal::PHASE_POSTED) {
        total.set_posted_pence(AddPence(total.posted_pence(), posting.amount_pence()));
      } else {
        total.set_pending_pence(AddPence(total.pending_pence(), posting.amount_pence()));
      }
      changed_.totals = true;
      if (posting.account() == journal::ACCOUNT_KIND_FUND) {
        CARDLEDGER_RETURN_IF_ERROR(FoldFundPosting(posting));
      }
    }
    return absl::OkStatus();
  }

  absl::Status FoldFundPosting(const journal::Posting& posting) {
    store::v1::FundRow* fund = FindRow(state_.funds, posting.fund_id());
    if (fund == nullptr) return Misfit(entry_, "it posts to a fund that is not known");
    CARDLEDGER_RETURN_IF_ERROR(AddPosting(entry_, posting, *fund->mutable_amounts()));
    changed_.funds.insert(IdFromBytes<FundId>(posting.fund_id()));
    return AddToFundDay(entry_, posting, state_);
  }

  absl::Status FoldPerson() {
    const bool in_chain = !entry_.person_id().empty() && entry_.award_id().empty();
    if (!in_chain && entry_.previous_person_entry() != 0) {
      return Misfit(entry_, "it is no entry of a person's own");
    }
    if (!in_chain && !ChangesPerson(entry_) && entry_.details().empty()) return absl::OkStatus();
    store::v1::PersonRow* person = FindRow(state_.persons, entry_.person_id());
    if (person == nullptr) {
      return ChangesPerson(entry_) || in_chain ? Misfit(entry_, "the person is not known")
                                               : absl::OkStatus();
    }
    bool changed = NoteSealed(entry_, *person);
    if (in_chain) {
      CARDLEDGER_RETURN_IF_ERROR(FoldIntoPersonChain(entry_, *person));
      changed = true;
    }
    if (ChangesPerson(entry_)) {
      CARDLEDGER_RETURN_IF_ERROR(FoldIntoPerson(entry_, *person));
      changed = true;
    }
    if (changed) changed_.persons.insert(IdFromBytes<PersonId>(entry_.person_id()));
    return absl::OkStatus();
  }

  absl::Status FoldAward() {
    if (entry_.award_id().empty()) {
      return IsAboutAward(entry_) ? Misfit(entry_, "it names no award") : absl::OkStatus();
    }
    const std::optional<AwardId> id = ParseId<AwardId>(entry_.award_id());
    if (!id) return Misfit(entry_, "the award's id is not 16 bytes");
    auto found = state_.awards.find(*id);
    if (entry_.has_award_proposed()) {
      if (found != state_.awards.end()) return Misfit(entry_, "the award stands already");
      found = state_.awards.try_emplace(*id).first;
    } else if (found == state_.awards.end()) {
      return Misfit(entry_, "the award is not known");
    }
    store::v1::AwardRow& award = found->second;
    const std::optional<DueStepAt> next_before = NextStepOf(award);
    CARDLEDGER_RETURN_IF_ERROR(FoldIntoAward(entry_, award));
    state_.due.Replace(*id, next_before, NextStepOf(award));
    changed_.awards.insert(*id);
    return absl::OkStatus();
  }

  absl::Status FoldCard() {
    if (entry_.card_id().empty()) {
      return IsAboutCard(entry_) ? Misfit(entry_, "it names no card") : absl::OkStatus();
    }
    const std::optional<CardId> id = ParseId<CardId>(entry_.card_id());
    if (!id) return Misfit(entry_, "the card's id is not 16 bytes");
    auto found = state_.cards.find(*id);
    if (entry_.has_card_requested()) {
      if (found != state_.cards.end()) return Misfit(entry_, "the card stands already");
      found = state_.cards.try_emplace(*id).first;
    } else if (found == state_.cards.end()) {
      return Misfit(entry_, "the card is not known");
    }
    CARDLEDGER_RETURN_IF_ERROR(FoldIntoCard(entry_, found->second));
    if (entry_.award_id() != found->second.award_id()) {
      return Misfit(entry_, "it names another award than the card's");
    }
    changed_.cards.insert(*id);
    if (entry_.has_card_issued()) state_.cards_by_token[entry_.card_issued().token()] = *id;
    return entry_.has_card_replaced() ? FoldReplacement(found->second) : absl::OkStatus();
  }

  absl::Status FoldReplacement(const store::v1::CardRow& old) {
    const std::optional<CardId> id = ParseId<CardId>(entry_.card_replaced().new_card_id());
    if (!id || state_.cards.contains(*id)) {
      return Misfit(entry_, "the new card's id is not 16 bytes, or the card stands already");
    }
    store::v1::CardRow replacement = ReplacementOf(entry_, old);
    state_.cards[*id] = std::move(replacement);
    changed_.cards.insert(*id);
    return absl::OkStatus();
  }

  // Opens the referral that the entry asks for, or closes the one it decides.
  absl::Status FoldReferral() {
    if (entry_.refused().has_referral()) return OpenReferral(entry_.refused().referral());
    if (entry_.has_referral_opened()) return OpenReferral(entry_.referral_opened().referral());
    if (!entry_.has_referral_decided()) return absl::OkStatus();
    const uint64_t opened = entry_.referral_decided().referral_entry();
    const auto found = state_.referrals.find(opened);
    if (found == state_.referrals.end()) return Misfit(entry_, "its referral is not known");
    found->second.set_decided_entry(entry_.sequence());
    found->second.set_approved(entry_.referral_decided().approved());
    changed_.referrals.insert(opened);
    return absl::OkStatus();
  }

  absl::Status OpenReferral(const journal::Referral& referral) {
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, referral.amount_pence()));
    store::v1::ReferralRow& row = state_.referrals[entry_.sequence()];
    *row.mutable_referral() = referral;
    row.set_person_id(entry_.person_id());
    row.set_award_id(entry_.award_id());
    row.set_opened_by(entry_.caller().subject());
    changed_.referrals.insert(entry_.sequence());
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
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, entry_.refused().requested_pence()));
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

absl::Status FoldFundDays(const journal::Entry& entry, State& state) {
  for (const journal::Posting& posting : entry.postings()) {
    if (posting.account() != journal::ACCOUNT_KIND_FUND) continue;
    if (FindRow(state.funds, posting.fund_id()) == nullptr) {
      return Misfit(entry, "it posts to a fund that is not known");
    }
    CARDLEDGER_RETURN_IF_ERROR(AddToFundDay(entry, posting, state));
  }
  return absl::OkStatus();
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
