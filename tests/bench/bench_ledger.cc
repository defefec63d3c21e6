#include "tests/bench/bench_ledger.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/decide.h"
#include "services/domain/fold.h"
#include "services/domain/names.h"

namespace cardledger::bench {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int32_t kDaysPerWeek = 7;
// Of an award with a year behind it: one to so many a week.
constexpr uint64_t kLoadsPerWeekMax = 4;

constexpr int64_t kAwardPence = 100'000;
constexpr int64_t kFundPence = 1'000'000'000'000;

constexpr char kPolicyText[] = R"pb(
  version: "benchmark"
  valid_from { year: 2025 month: 4 day: 1 }
  annual_limit { pence: 100000 source: "Benchmark" verification: VERIFICATION_NOT_VERIFIED }
  limit_year {
    limit_year: LIMIT_YEAR_FINANCIAL_YEAR
    source: "Benchmark"
    verification: VERIFICATION_NOT_VERIFIED
  }
  phase_length_max { days: 366 source: "Benchmark" verification: VERIFICATION_NOT_VERIFIED }
)pb";

constexpr int64_t kStateTimeUs = 1'790'000'000'000'000;  // in 2026

// Numbers of ids that must differ: award 7 is not fund 7.
enum class Series : uint64_t { kFund = 1, kAward, kPerson, kApproval, kBudget, kPolicy };

uint64_t Mix(uint64_t number) {  // SplitMix64
  number += 0x9E3779B97F4A7C15;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
  return number ^ (number >> 31);
}

base::Uuid UuidOf(uint64_t first, uint64_t second) {
  const std::array<uint64_t, 2> halves = {first, second};
  std::array<char, base::Uuid::kBytes> bytes;
  std::memcpy(bytes.data(), halves.data(), bytes.size());
  return base::Uuid::FromRandom({bytes.data(), bytes.size()});
}

base::Uuid UuidOf(Series series, uint64_t number) {
  const uint64_t first = Mix(static_cast<uint64_t>(series) << 56 | number);
  return UuidOf(first, Mix(first));
}

journal::Caller CallerAs(absl::string_view subject, journal::Role role) {
  journal::Caller caller;
  caller.set_subject(std::string(subject));
  caller.add_roles(role);
  return caller;
}

uint64_t FundOfAward(const LedgerShape& shape, uint64_t award) {
  return award % 2 == 0 ? 0 : 1 + (award / 2) % (shape.funds - 1);
}

v1::ActivatePolicyRequest PolicyRequest() {
  v1::ActivatePolicyRequest request;
  request.set_request_id(UuidOf(Series::kPolicy, 0).ToString());
  request.set_text(kPolicyText);
  return request;
}

v1::CreateFundRequest FundRequest(uint64_t number) {
  v1::CreateFundRequest request;
  request.set_request_id(FundAt(number).ToString());
  request.set_code(absl::StrCat("FUND-", number));
  request.set_financial_year(domain::FinancialYearOf(FirstDay()));
  return request;
}

v1::AllocateBudgetRequest BudgetRequest(uint64_t number) {
  v1::AllocateBudgetRequest request;
  request.set_request_id(UuidOf(Series::kBudget, number).ToString());
  request.set_fund(domain::FundName(FundAt(number)));
  request.set_amount_pence(kFundPence);
  request.set_reason(journal::BUDGET_REASON_ANNUAL_BUDGET);
  return request;
}

v1::RegisterPersonRequest PersonRequest(uint64_t number) {
  v1::RegisterPersonRequest request;
  request.set_request_id(UuidOf(Series::kPerson, number).ToString());
  request.set_case_reference(absl::StrCat("BENCH-", number));
  return request;
}

v1::ProposeAwardRequest AwardRequest(const LedgerShape& shape, uint64_t number,
                                     const domain::PersonId& person) {
  v1::ProposeAwardRequest request;
  request.set_request_id(AwardAt(number).ToString());
  request.set_person(domain::PersonName(person));
  request.set_power(journal::POWER_S18_DUTY);
  request.set_delivery(journal::DELIVERY_COUNCIL_ARRANGED);
  *request.mutable_start_date() = domain::DateOf(FirstDay());
  *request.mutable_end_date() = domain::DateOf(LastDay());
  v1::AwardFunding& part = *request.add_funding();
  part.set_fund(domain::FundName(FundAt(FundOfAward(shape, number))));
  part.set_amount_pence(kAwardPence);
  return request;
}

v1::ApproveAwardRequest ApprovalRequest(uint64_t number) {
  v1::ApproveAwardRequest request;
  request.set_request_id(UuidOf(Series::kApproval, number).ToString());
  request.set_award(domain::AwardName(AwardAt(number)));
  return request;
}

// Sends steps down the bulk lane and waits for all of them.
class Steps {
 public:
  Steps(engine::Engine& engine, journal::Caller caller)
      : engine_(engine), caller_(std::move(caller)) {}

  void Add(domain::Request request) {
    commands_.push_back(domain::MakeCommand(std::move(request), caller_));
  }

  absl::StatusOr<std::vector<engine::Outcome>> Run() {
    base::Mutex mutex;
    base::CondVar answered;
    bool done = false;
    std::vector<engine::Outcome> outcomes;
    engine_.SubmitBulk(std::exchange(commands_, {}), [&](std::vector<engine::Outcome> all) {
      const base::MutexLock lock(mutex);
      outcomes = std::move(all);
      done = true;
      answered.NotifyOne();
    });
    {
      const base::MutexLock lock(mutex);
      while (!done) answered.Wait(mutex);
    }
    for (const engine::Outcome& outcome : outcomes) {
      CARDLEDGER_RETURN_IF_ERROR(outcome.status());
      if ((*outcome)[0].has_refused()) {
        return absl::FailedPreconditionError((*outcome)[0].refused().ShortDebugString());
      }
    }
    return outcomes;
  }

 private:
  engine::Engine& engine_;
  const journal::Caller caller_;
  std::vector<domain::Command> commands_;
};

// Decides and folds steps on a state, as the engine would.
class StateMaker {
 public:
  explicit StateMaker(StateInMemory& made) : made_(made) {
    Fold(domain::MakeGenesis(domain::LedgerId(UuidOf(Series::kPolicy, 1)),
                             journal::LEDGER_KIND_SANDBOX, kStateTimeUs));
  }

  journal::Entry Do(domain::Request request) {
    // Nobody approves what they prepared.
    const bool approves = std::holds_alternative<v1::ApproveAwardRequest>(request);
    const domain::Command command = domain::MakeCommand(
        std::move(request),
        CallerAs(approves ? "bench-approver" : "bench-social-worker", journal::ROLE_APPROVER));
    const auto random_bytes = [this](size_t count) {
      const std::string bytes(UuidOf(Series::kPerson, ++random_).bytes());
      return (bytes + bytes).substr(0, count);
    };
    const domain::DecisionContext context{.now_us = kStateTimeUs,
                                          .policies = made_.policies,
                                          .clock_unsure = false,
                                          .reference_key = "",
                                          .person_by_reference = NobodyByReference,
                                          .random_bytes = random_bytes};
    domain::Decision decision = domain::Decide(command, made_.state, context);
    CARDLEDGER_CHECK(!decision.entries[0].has_refused(), "a step of the preparation is accepted");
    Fold(decision.entries[0]);
    if (decision.policy) {
      made_.policies.Add({decision.entries[0].sequence(),
                          domain::ValidFrom(decision.policy->scheme), "", decision.policy->scheme});
    }
    return std::move(decision.entries[0]);
  }

 private:
  void Fold(const journal::Entry& entry) {
    CARDLEDGER_CHECK(domain::Fold(entry, made_.state, changed_).ok(), "a step can be folded");
  }

  StateInMemory& made_;
  domain::ChangedRows changed_;
  uint64_t random_ = 0;
};

absl::Status PrepareFunds(engine::Engine& engine, const LedgerShape& shape) {
  Steps steps(engine, CallerAs("bench-finance-approver", journal::ROLE_FINANCE_APPROVER));
  steps.Add(PolicyRequest());
  CARDLEDGER_RETURN_IF_ERROR(steps.Run().status());
  for (uint64_t i = 0; i < shape.funds; ++i) steps.Add(FundRequest(i));
  for (uint64_t i = 0; i < shape.funds; ++i) steps.Add(BudgetRequest(i));
  return steps.Run().status();
}

absl::Status PrepareAwards(engine::Engine& engine, const LedgerShape& shape, uint64_t from,
                           uint64_t to) {
  Steps preparing(engine, CallerAs("bench-social-worker", journal::ROLE_SOCIAL_WORKER));
  for (uint64_t i = from; i < to; ++i) preparing.Add(PersonRequest(i));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<engine::Outcome> persons, preparing.Run());
  for (uint64_t i = from; i < to; ++i) {
    const std::string& id = (*persons[i - from])[0].person_id();
    preparing.Add(AwardRequest(shape, i, domain::IdFromBytes<domain::PersonId>(id)));
  }
  CARDLEDGER_RETURN_IF_ERROR(preparing.Run().status());
  Steps approving(engine, CallerAs("bench-approver", journal::ROLE_APPROVER));
  for (uint64_t i = from; i < to; ++i) approving.Add(ApprovalRequest(i));
  return approving.Run().status();
}

// Whether the award with a year behind it is loaded on that day for the `round`th time.
bool IsLoadedOn(int32_t day_of_year, uint64_t award, uint64_t round) {
  return static_cast<int32_t>(award % kDaysPerWeek) == day_of_year % kDaysPerWeek &&
         round <= award / kDaysPerWeek % kLoadsPerWeekMax;
}

absl::Status LoadForYear(engine::Engine& engine, BenchClock& clock, const LedgerShape& shape) {
  Steps loading(engine, FinanceOfficer());
  for (domain::Day day = FirstDay(); day <= LastDay(); day = day + 1) {
    clock.GoTo(day);
    for (uint64_t round = 0; round < kLoadsPerWeekMax; ++round) {
      for (uint64_t i = 0; i < shape.year_awards; ++i) {
        if (!IsLoadedOn(day - FirstDay(), i, round)) continue;
        v1::CreateLoadRequest load = MakeLoad(AwardAt(shape.awards + i));
        *load.mutable_due_date() = domain::DateOf(day);
        loading.Add(std::move(load));
      }
    }
    CARDLEDGER_RETURN_IF_ERROR(loading.Run().status());
  }
  return absl::OkStatus();
}

}  // namespace

domain::FundId FundAt(uint64_t number) { return domain::FundId(UuidOf(Series::kFund, number)); }
domain::AwardId AwardAt(uint64_t number) { return domain::AwardId(UuidOf(Series::kAward, number)); }

domain::AwardId AwardInTurn(const LedgerShape& shape, Spread spread, uint64_t turn) {
  const uint64_t half = shape.awards / 2;
  return AwardAt(2 * (Mix(turn) % half) + (spread == Spread::kOneFund ? 0 : 1));
}

domain::AwardId YearAwardInTurn(const LedgerShape& shape, uint64_t turn) {
  return AwardAt(shape.awards + Mix(turn) % shape.year_awards);
}

domain::Day DayInTurn(uint64_t turn) {
  const auto days = static_cast<uint64_t>(LastDay() - FirstDay());
  return FirstDay() + static_cast<int32_t>(Mix(turn) % days);
}

domain::RequestId NextRequestId() {
  static const uint64_t process = std::random_device()() | uint64_t{std::random_device()()} << 32;
  static std::atomic<uint64_t> counter = 0;
  const uint64_t first = Mix(process ^ counter.fetch_add(1));
  return domain::RequestId(UuidOf(first, Mix(first)));
}

void FillLoad(const domain::AwardId& award, v1::CreateLoadRequest& request) {
  static const google::type::Date first_date = domain::DateOf(FirstDay());
  request.set_request_id(NextRequestId().ToString());
  request.set_award(domain::AwardName(award));
  request.set_amount_pence(1);
  *request.mutable_due_date() = first_date;
}

v1::CreateLoadRequest MakeLoad(const domain::AwardId& award) {
  v1::CreateLoadRequest request;
  FillLoad(award, request);
  return request;
}

journal::Caller FinanceOfficer() {
  return CallerAs("bench-finance-officer", journal::ROLE_FINANCE_OFFICER);
}

StateInMemory PrepareState(const LedgerShape& shape) {
  StateInMemory made;
  StateMaker maker(made);
  maker.Do(PolicyRequest());
  for (uint64_t i = 0; i < shape.funds; ++i) {
    maker.Do(FundRequest(i));
    maker.Do(BudgetRequest(i));
  }
  for (uint64_t i = 0; i < shape.awards; ++i) {
    const std::string person = maker.Do(PersonRequest(i)).person_id();
    maker.Do(AwardRequest(shape, i, domain::IdFromBytes<domain::PersonId>(person)));
    maker.Do(ApprovalRequest(i));
  }
  return made;
}

absl::Status PrepareLedger(engine::Engine& engine, BenchClock& clock, const LedgerShape& shape) {
  CARDLEDGER_RETURN_IF_ERROR(PrepareFunds(engine, shape));
  constexpr uint64_t kAtATime = 1'000;
  const uint64_t awards = shape.awards + shape.year_awards;
  for (uint64_t from = 0; from < awards; from += kAtATime) {
    CARDLEDGER_RETURN_IF_ERROR(
        PrepareAwards(engine, shape, from, std::min(from + kAtATime, awards)));
  }
  if (shape.year_awards != 0) CARDLEDGER_RETURN_IF_ERROR(LoadForYear(engine, clock, shape));
  clock.GoTo(LastDay());
  return absl::OkStatus();
}

}  // namespace cardledger::bench
