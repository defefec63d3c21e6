#include "services/rpc/answers.h"

#include "absl/strings/escaping.h"

#include "base/check.h"
#include "services/domain/money.h"
#include "services/rpc/award_terms.h"
#include "services/rpc/change_name.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

void FillDecision(const journal::Entry& entry, ValidatedPosition validated_position,
                  v1::Decision& decision) {
  if (validated_position) {
    decision.set_validated_position(*validated_position);
    return;
  }
  decision.set_sequence(entry.sequence());
  *decision.mutable_recorded_time() = domain::TimestampOf(entry.recorded_time_us());
}

}  // namespace

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::CreateFundResponse& response) {
  CARDLEDGER_CHECK(entry.has_fund_created(), "the entry holds the method's event");
  const journal::FundCreated& created = entry.fund_created();
  v1::Fund& fund = *response.mutable_fund();
  fund.set_name(FundNameOf(created.fund_id()));
  fund.set_code(created.code());
  fund.set_financial_year(created.financial_year());
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::AllocateBudgetResponse& response) {
  CARDLEDGER_CHECK(entry.has_budget_allocated(), "the entry holds the method's event");
  const journal::BudgetAllocated& allocated = entry.budget_allocated();
  response.set_fund(FundNameOf(allocated.fund_id()));
  response.set_amount_pence(allocated.amount_pence());
  response.set_available_pence(allocated.available_after_pence());
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::TransferBudgetResponse& response) {
  CARDLEDGER_CHECK(entry.has_budget_transferred(), "the entry holds the method's event");
  const journal::BudgetTransferred& transferred = entry.budget_transferred();
  response.set_amount_pence(transferred.amount_pence());
  response.set_from_available_pence(transferred.from_available_after_pence());
  response.set_to_available_pence(transferred.to_available_after_pence());
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::RegisterPersonResponse& response) {
  CARDLEDGER_CHECK(entry.has_person_registered(), "the entry holds the method's event");
  // An id is minted anew by every decision, so one that was not stored must not get out.
  if (!validated_position) response.set_person(PersonNameOf(entry.person_id()));
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::ProposeAwardResponse& response) {
  CARDLEDGER_CHECK(entry.has_award_proposed(), "the entry holds the method's event");
  const journal::AwardProposed& proposed = entry.award_proposed();
  v1::Award& award = *response.mutable_award();
  award.set_name(AwardNameOf(entry.award_id()));
  award.set_person(PersonNameOf(entry.person_id()));
  award.set_state(v1::AWARD_STATE_PROPOSED);
  award.set_power(proposed.power());
  award.set_delivery(proposed.delivery());
  *award.mutable_start_date() = DateOf(proposed.start_day());
  *award.mutable_end_date() = DateOf(proposed.end_day());
  int64_t pence = 0;
  for (const journal::FundPart& part : proposed.parts()) {
    v1::AwardFunding& funding = *award.add_funding();
    funding.set_fund(FundNameOf(part.fund_id()));
    funding.set_amount_pence(part.amount_pence());
    funding.set_contribution_pence(part.contribution_pence());
    funding.set_instalment_pence(part.instalment_pence());
    funding.set_last_instalment_pence(part.last_instalment_pence());
    pence = domain::AddPence(pence, part.amount_pence());
  }
  award.set_amount_pence(pence);
  award.set_proposed_by(entry.caller().subject());
  award.set_funding_model(FundingModelOf(proposed.funding_model(), proposed.delivery()));
  FillTerms(proposed, award);
  if (proposed.frequency() != journal::LOAD_FREQUENCY_UNSPECIFIED) {
    FillSchedule(proposed.frequency(), proposed.first_due_day(), 0, *award.mutable_schedule());
  }
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::ApproveAwardResponse& response) {
  CARDLEDGER_CHECK(entry.has_award_approved(), "the entry holds the method's event");
  response.set_award(AwardNameOf(entry.award_id()));
  response.set_committed_pence(entry.award_approved().committed_pence());
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::CancelAwardResponse& response) {
  CARDLEDGER_CHECK(entry.has_award_cancelled(), "the entry holds the method's event");
  response.set_award(AwardNameOf(entry.award_id()));
  response.set_released_pence(entry.award_cancelled().released_pence());
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::CreateLoadResponse& response) {
  CARDLEDGER_CHECK(entry.has_award_loaded(), "the entry holds the method's event");
  const journal::AwardLoaded& loaded = entry.award_loaded();
  response.set_load(domain::LoadName(domain::IdFromBytes<domain::RequestId>(entry.request_id())));
  response.set_award(AwardNameOf(entry.award_id()));
  response.set_amount_pence(loaded.amount_pence());
  *response.mutable_due_date() = DateOf(entry.effective_day());
  response.set_available_pence(loaded.available_after_pence());
  response.set_limit_year(loaded.limit_year());
  response.set_limit_pence(loaded.limit_pence());
  response.set_limit_used_pence(loaded.limit_used_after_pence());
  response.set_limit_remaining_pence(
      domain::SubtractPence(loaded.limit_pence(), loaded.limit_used_after_pence()));
  response.set_contribution_pence(loaded.contribution_pence());
  if (!validated_position) response.set_transaction(domain::TransactionName(entry.sequence()));
  if (loaded.approve_by_day() != 0) {
    *response.mutable_approve_by_date() = DateOf(loaded.approve_by_day());
  }
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::ActivatePolicyResponse& response) {
  CARDLEDGER_CHECK(entry.has_policy_activated(), "the entry holds the method's event");
  if (!validated_position) response.set_policy(domain::PolicyName(entry.sequence()));
  response.set_sha256(absl::BytesToHexString(entry.policy_activated().sha256()));
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, ValidatedPosition validated_position,
                v1::ConfirmClockResponse& response) {
  CARDLEDGER_CHECK(entry.has_clock_confirmed(), "the entry holds the method's event");
  FillDecision(entry, validated_position, *response.mutable_decision());
}

void FillAnswer(absl::Span<const journal::Entry> entries, ValidatedPosition validated_position,
                v1::Change& change) {
  CARDLEDGER_CHECK(!entries.empty(), "a decision makes an entry");
  const journal::Entry& step = entries.front();
  change.set_name(ChangeName(step, !validated_position.has_value()));
  FillDecision(step, validated_position, *change.mutable_decision());
  for (const journal::Entry& entry : entries) *change.add_entries() = entry;
}

void FillAnswer(const journal::Entry& entry, v1::BulkLoadStarted& started) {
  CARDLEDGER_CHECK(entry.has_run_started(), "the entry holds the step's event");
  started.set_run(domain::RunName(entry.sequence()));
  FillDecision(entry, std::nullopt, *started.mutable_decision());
}

void FillAnswer(const journal::Entry& entry, v1::BulkLoadFinished& finished) {
  CARDLEDGER_CHECK(entry.has_run_finished(), "the entry holds the step's event");
  const journal::RunFinished& event = entry.run_finished();
  finished.set_run(domain::RunName(entry.run_entry()));
  finished.set_accepted_count(event.accepted_count());
  finished.set_accepted_pence(event.accepted_pence());
  finished.set_refused_count(event.refused_count());
  finished.set_refused_pence(event.refused_pence());
  FillDecision(entry, std::nullopt, *finished.mutable_decision());
}

}  // namespace cardledger::rpc
