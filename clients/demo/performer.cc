#include "clients/demo/performer.h"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "base/status_macros.h"
#include "clients/cli/civil_time.h"
#include "clients/demo/calls.h"

namespace cardledger::demo {
namespace {

constexpr absl::Duration kWaitStep = absl::Milliseconds(50);
// Far more than the ledger needs for a hundred awards.
constexpr absl::Duration kWaitMax = absl::Seconds(60);
constexpr int32_t kPageSize = 1'000;

struct Part {
  Actor actor;
  client::Identity identity;
};

std::vector<Part> Parts() {
  return {
      {Actor::kFinanceOfficer, {"demo.finance", {"finance_officer"}}},
      {Actor::kFinanceApprover, {"demo.budgets", {"finance_approver"}}},
      {Actor::kSocialWorker, {"demo.worker", {"social_worker"}}},
      {Actor::kBroker, {"demo.broker", {"brokerage"}}},
      {Actor::kApprover, {"demo.approver", {"approver"}}},
      {Actor::kDirector, {"demo.director", {"approver"}}},
      {Actor::kAssessor, {"demo.assessor", {"financial_assessor"}}},
      {Actor::kIncomeOfficer, {"demo.income", {"income_officer"}}},
      {Actor::kSafeguardingLead, {"demo.safeguarding", {"safeguarding_lead"}}},
  };
}

bool IsRefusal(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsNotFound(status);
}

// An instalment that is due, or an award that has ended by date and still commits money.
bool HasStepDue(const v1::Award& award, absl::CivilDay today) {
  if (award.state() == v1::AWARD_STATE_PROPOSED || award.state() == v1::AWARD_STATE_CANCELLED) {
    return false;
  }
  if (award.schedule().has_next_due_date() &&
      cli::ToDay(award.schedule().next_due_date()) <= today) {
    return true;
  }
  const int64_t committed =
      std::accumulate(award.funding().begin(), award.funding().end(), int64_t{0},
                      [](int64_t sum, const auto& part) { return sum + part.committed_pence(); });
  return committed != 0 && cli::ToDay(award.end_date()) < today;
}

absl::CivilDay DayOf(const v1::ReadPoint& point) {
  return cli::LondonDay(absl::FromUnixSeconds(point.as_of_time().seconds()));
}

const std::string& RequestIdOf(const LoadRun& run) { return run.request_id; }
template <typename Message>
const std::string& RequestIdOf(const Message& request) {
  return request.request_id();
}

// Puts the names that the ledger made into the request; false where one was not made.
bool ResolveNames(const Performer& performer, google::protobuf::Message& request) {
  for (const char* const field : {"person", "transaction", "referral"}) {
    const auto* named = request.GetDescriptor()->FindFieldByName(field);
    if (named == nullptr) continue;
    const auto* reflection = request.GetReflection();
    std::string name = performer.Resolve(reflection->GetString(request, named));
    if (!RequestIdIn(name).empty()) return false;
    reflection->SetString(&request, named, std::move(name));
  }
  return true;
}
// Names awards alone, whose names are in the plan.
bool ResolveNames(const Performer&, LoadRun&) { return true; }

}  // namespace

absl::StatusOr<v1::BulkLoadFinished> Call::operator()(const LoadRun& run) const {
  client::BulkLoadPlan plan;
  plan.start_request_id = run.request_id;
  plan.finish_request_id = run.finish_request_id;
  plan.row_count = run.rows.size();
  for (const v1::CreateLoadRequest& row : run.rows) plan.total_pence += row.amount_pence();
  plan.row = [&run](uint64_t index) { return run.rows[index]; };
  absl::Status failed;
  client::BulkLoadOptions options;
  options.on_failure = [&failed](const client::BulkLoadFailure& failure) {
    failed.Update(failure.status);
  };
  CARDLEDGER_ASSIGN_OR_RETURN(const client::BulkLoadSummary summary,
                              client.BulkLoad(plan, options));
  CARDLEDGER_RETURN_IF_ERROR(failed);
  return summary.finished;
}

Performer::Performer(const client::Client& client) {
  for (const Part& part : Parts()) clients_[part.actor] = client.As(part.identity);
}

absl::StatusOr<v1::RegisterPersonResponse> Performer::Begin(
    const v1::RegisterPersonRequest& first) {
  return As(Actor::kSocialWorker).RegisterPerson(first);
}

std::string Performer::Resolve(absl::string_view name) const {
  const absl::string_view id = RequestIdIn(name);
  if (const auto person = persons_.find(id); person != persons_.end()) return person->second;
  if (const auto sequence = sequences_.find(id); sequence != sequences_.end()) {
    return absl::StrCat(name.substr(0, name.find('/')), "/", sequence->second);
  }
  return std::string(name);
}

absl::Status Performer::Send(const Step& step) {
  return std::visit([this, &step](auto request) { return SendOne(step.actor, request); },
                    step.request);
}

template <typename Message>
absl::Status Performer::SendOne(Actor actor, Message& request) {
  if (!ResolveNames(*this, request)) {
    ++too_late_;  // what it is about was refused
    return absl::OkStatus();
  }
  const auto response = Call{As(actor)}(request);
  if (!response.ok()) return Take(response.status());
  NoteAnswer(RequestIdOf(request), *response);
  return absl::OkStatus();
}

template <typename Response>
void Performer::NoteAnswer(const std::string& request_id, const Response& response) {
  if constexpr (std::is_same_v<Response, v1::RegisterPersonResponse>) {
    persons_[request_id] = response.person();
  } else {
    sequences_[request_id] = response.decision().sequence();
  }
}

absl::Status Performer::Take(const absl::Status& failed) {
  if (!IsRefusal(failed)) return failed;
  CARDLEDGER_ASSIGN_OR_RETURN(const absl::CivilDay day, LedgersDay());
  if (day == today_) return failed;
  ++too_late_;
  return absl::OkStatus();
}

absl::StatusOr<absl::CivilDay> Performer::LedgersDay() {
  CARDLEDGER_ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                              As(Actor::kFinanceOfficer).GetLedger());
  return DayOf(ledger.read_point());
}

absl::StatusOr<bool> Performer::LedgerIsBehind() {
  v1::ListAwardsRequest request;
  request.set_page_size(kPageSize);
  CARDLEDGER_ASSIGN_OR_RETURN(const v1::ListAwardsResponse page,
                              As(Actor::kFinanceOfficer).ListAwards(request));
  const absl::CivilDay today = DayOf(page.read_point());
  return std::any_of(page.awards().begin(), page.awards().end(),
                     [today](const v1::Award& award) { return HasStepDue(award, today); });
}

absl::Status Performer::WaitForLedger() {
  const absl::Time give_up = absl::Now() + kWaitMax;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool behind, LedgerIsBehind());
    if (!behind) return absl::OkStatus();
    if (absl::Now() >= give_up) {
      return absl::UnavailableError(
          "the ledger has not taken the instalments that are due; run the same command again");
    }
    absl::SleepFor(kWaitStep);
  }
}

absl::Status Performer::Perform(const Plan& plan, absl::CivilDay today,
                                const OnProgress& on_progress) {
  today_ = today;
  too_late_ = 0;
  const uint64_t all = plan.steps.size() + plan.later_steps.size();
  uint64_t done = 0;
  const auto send = [&](const std::vector<Step>& steps) -> absl::Status {
    for (const Step& step : steps) {
      CARDLEDGER_RETURN_IF_ERROR(Send(step));
      on_progress(++done, all);
    }
    return absl::OkStatus();
  };
  CARDLEDGER_RETURN_IF_ERROR(send(plan.steps));
  CARDLEDGER_RETURN_IF_ERROR(WaitForLedger());
  return send(plan.later_steps);
}

}  // namespace cardledger::demo
