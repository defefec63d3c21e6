#include "services/engine/partial_state.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/domain/person_reference.h"
#include "services/engine/reads.h"

namespace cardledger::engine {
namespace {

constexpr size_t kFundsAtATime = 1'000;

// One overload a request: reads what its decision looks at.
class Collector {
 public:
  Collector(const storage::KvStore& store, const ReadView& view, domain::State& state)
      : reader_(store, view), state_(state) {}

  absl::Status operator()(const v1::CreateFundRequest&) {
    domain::FundId after;
    while (true) {
      CARDLEDGER_ASSIGN_OR_RETURN(auto funds, reader_.Funds(after, kFundsAtATime));
      for (auto& [id, fund] : funds) state_.funds[id] = fund;
      if (funds.size() < kFundsAtATime) return absl::OkStatus();
      after = funds.back().first;
    }
  }
  absl::Status operator()(const v1::AllocateBudgetRequest& request) {
    return AddFund(domain::FundOf(request.fund()));
  }
  absl::Status operator()(const v1::TransferBudgetRequest& request) {
    CARDLEDGER_RETURN_IF_ERROR(AddFund(domain::FundOf(request.from_fund())));
    return AddFund(domain::FundOf(request.to_fund()));
  }
  absl::Status operator()(const v1::RegisterPersonRequest& request) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto person, reader_.PersonByReference(request.case_reference()));
    if (!person) return absl::OkStatus();
    CARDLEDGER_ASSIGN_OR_RETURN(const std::string key, reader_.ReferenceKey());
    state_.persons_by_reference[domain::HashCaseReference(key, request.case_reference())] = *person;
    return absl::OkStatus();
  }
  absl::Status operator()(const v1::ProposeAwardRequest& request) {
    for (const v1::AwardFunding& part : request.funding()) {
      CARDLEDGER_RETURN_IF_ERROR(AddFund(domain::FundOf(part.fund())));
    }
    const domain::PersonId id = domain::PersonOf(request.person());
    CARDLEDGER_ASSIGN_OR_RETURN(auto person, reader_.Person(id));
    if (person) state_.persons[id] = *std::move(person);
    return absl::OkStatus();
  }
  absl::Status operator()(const v1::ApproveAwardRequest& request) {
    return AddAward(domain::AwardOf(request.award()));
  }
  absl::Status operator()(const v1::CancelAwardRequest& request) {
    return AddAward(domain::AwardOf(request.award()));
  }
  absl::Status operator()(const v1::CreateLoadRequest& request) {
    return AddAward(domain::AwardOf(request.award()));
  }
  absl::Status operator()(const v1::BulkLoadStart&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::BulkLoadFinish&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::ActivatePolicyRequest&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::ConfirmClockRequest&) { return absl::OkStatus(); }

 private:
  absl::Status AddFund(const domain::FundId& id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto fund, reader_.Fund(id));
    if (fund) state_.funds[id] = *std::move(fund);
    return absl::OkStatus();
  }

  // The award, its funds, its person, and all awards of that person: the annual limit is theirs
  // together.
  absl::Status AddAward(const domain::AwardId& id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto award, reader_.Award(id));
    if (!award) return absl::OkStatus();
    for (const store::v1::AwardPartRow& part : award->parts()) {
      const auto fund_id = domain::IdFromBytes<domain::FundId>(part.fund_id());
      CARDLEDGER_RETURN_IF_ERROR(AddFund(fund_id));
      if (!state_.funds.contains(fund_id)) return absl::DataLossError("an award's fund is missing");
    }
    const auto person_id = domain::IdFromBytes<domain::PersonId>(award->person_id());
    CARDLEDGER_ASSIGN_OR_RETURN(auto person, reader_.Person(person_id));
    if (!person) return absl::DataLossError("an award's person is missing");
    std::vector<domain::AwardId> ids;
    for (const std::string& bytes : person->award_ids()) {
      ids.push_back(domain::IdFromBytes<domain::AwardId>(bytes));
    }
    CARDLEDGER_ASSIGN_OR_RETURN(auto rows, reader_.Awards(ids));
    for (size_t i = 0; i < ids.size(); ++i) state_.awards[ids[i]] = std::move(rows[i]);
    state_.persons[person_id] = *std::move(person);
    return absl::OkStatus();
  }

  const Reader reader_;
  domain::State& state_;
};

}  // namespace

absl::StatusOr<domain::State> ReadStateFor(const domain::Command& command,
                                           const storage::KvStore& store, const ReadView& view) {
  domain::State state;
  state.position = view.position;
  state.last_recorded_time_us = view.recorded_time_us;
  Collector collector(store, view, state);
  CARDLEDGER_RETURN_IF_ERROR(std::visit(collector, command.request));
  return state;
}

}  // namespace cardledger::engine
