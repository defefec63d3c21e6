#include <algorithm>

#include "services/domain/decider.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

Refusal FundNotFound(const FundId& id, int64_t pence) {
  return Refusal(journal::REFUSAL_REASON_FUND_NOT_FOUND)
      .Of(journal::FACT_KIND_FUND, id)
      .Asked(pence);
}

Refusal BudgetExceeded(const FundId& id, const store::v1::FundRow& fund, int64_t pence) {
  return Refusal(journal::REFUSAL_REASON_BUDGET_EXCEEDED)
      .Of(journal::FACT_KIND_FUND, id)
      .Number(journal::FACT_KIND_REMAINING_PENCE, std::max<int64_t>(AvailableOf(fund), 0))
      .Asked(pence);
}

// A sum of budgets must never come near the end of 64 bits.
MaybeRefusal CheckRoom(const FundId& id, const store::v1::FundRow& fund, int64_t pence) {
  const int64_t room = SubtractPence(kBudgetPenceMax, fund.amounts().allocated_pence());
  if (pence <= room) return std::nullopt;
  return Refusal(journal::REFUSAL_REASON_BUDGET_TOO_LARGE)
      .Of(journal::FACT_KIND_FUND, id)
      .Number(journal::FACT_KIND_REMAINING_PENCE, room)
      .Asked(pence);
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::CreateFundRequest& request) {
  for (const auto& [id, fund] : d.state.funds) {
    if (fund.code() == request.code() && fund.financial_year() == request.financial_year()) {
      return Refusal(journal::REFUSAL_REASON_FUND_ALREADY_EXISTS)
          .Of(journal::FACT_KIND_FUND, id)
          .Number(journal::FACT_KIND_FINANCIAL_YEAR, fund.financial_year());
    }
  }
  journal::FundCreated& created = *d.entry.mutable_fund_created();
  created.set_fund_id(d.command.request_id.ToBytes());
  created.set_code(request.code());
  created.set_financial_year(request.financial_year());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::AllocateBudgetRequest& request) {
  const FundId id = FundOf(request.fund());
  const int64_t pence = request.amount_pence();
  const store::v1::FundRow* fund = FindFund(d.state, id);
  if (fund == nullptr) return FundNotFound(id, pence);
  // A fund below zero may be raised by any amount.
  if (pence < 0 && AddPence(AvailableOf(*fund), pence) < 0) return BudgetExceeded(id, *fund, pence);
  if (MaybeRefusal refusal = CheckRoom(id, *fund, pence)) return refusal;

  if (pence > 0) {
    d.postings.Post(Leg::FundControl(), Leg::Fund(id), pence);
  } else {
    d.postings.Post(Leg::Fund(id), Leg::FundControl(), -pence);
  }
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  journal::BudgetAllocated& allocated = *d.entry.mutable_budget_allocated();
  allocated.set_fund_id(id.ToBytes());
  allocated.set_amount_pence(pence);
  allocated.set_reason(request.reason());
  allocated.set_available_after_pence(AddPence(AvailableOf(*fund), pence));
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::TransferBudgetRequest& request) {
  const FundId from_id = FundOf(request.from_fund());
  const FundId to_id = FundOf(request.to_fund());
  const int64_t pence = request.amount_pence();
  const store::v1::FundRow* from = FindFund(d.state, from_id);
  if (from == nullptr) return FundNotFound(from_id, pence);
  const store::v1::FundRow* to = FindFund(d.state, to_id);
  if (to == nullptr) return FundNotFound(to_id, pence);
  if (from->financial_year() != to->financial_year()) {
    return Refusal(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH)
        .Of(journal::FACT_KIND_FUND, to_id)
        .Number(journal::FACT_KIND_FINANCIAL_YEAR, from->financial_year())
        .Asked(pence);
  }
  if (AvailableOf(*from) < pence) return BudgetExceeded(from_id, *from, pence);
  if (MaybeRefusal refusal = CheckRoom(to_id, *to, pence)) return refusal;

  d.postings.Post(Leg::Fund(from_id), Leg::Fund(to_id), pence);
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  journal::BudgetTransferred& transferred = *d.entry.mutable_budget_transferred();
  transferred.set_from_fund_id(from_id.ToBytes());
  transferred.set_to_fund_id(to_id.ToBytes());
  transferred.set_amount_pence(pence);
  transferred.set_from_available_after_pence(SubtractPence(AvailableOf(*from), pence));
  transferred.set_to_available_after_pence(AddPence(AvailableOf(*to), pence));
  return std::nullopt;
}

}  // namespace cardledger::domain
