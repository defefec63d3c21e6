#include "tests/simulation/model.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

#include "base/check.h"
#include "base/uuid.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

std::string IdIn(absl::string_view name) {
  const size_t slash = name.rfind('/');
  const auto id =
      base::Uuid::Parse(slash == absl::string_view::npos ? name : name.substr(slash + 1));
  CARDLEDGER_CHECK(id.has_value(), "a name ends in a UUID");
  return std::string(id->bytes());
}

std::string NameOf(absl::string_view collection, absl::string_view id) {
  const auto uuid = base::Uuid::FromBytes(id);
  CARDLEDGER_CHECK(uuid.has_value(), "an id is 16 bytes");
  return absl::StrCat(collection, "/", uuid->ToString());
}

int64_t Model::LoadedOf(absl::string_view fund) const {
  int64_t sum = 0;
  for (const Load& load : loads_) sum += load.fund == fund ? load.pence : 0;
  return sum;
}

int64_t Model::CommittedOf(absl::string_view fund) const {
  int64_t sum = 0;
  for (const auto& [id, award] : awards_) {
    for (const Part& part : award.parts) sum += part.fund == fund ? Committed(id, part) : 0;
  }
  return sum;
}

int64_t Model::AvailableOf(absl::string_view fund) const {
  return funds_.at(std::string(fund)).allocated - LoadedOf(fund) - CommittedOf(fund);
}

int64_t Model::Purse(absl::string_view award, int32_t year) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    sum += load.award == award && load.year == year ? load.pence : 0;
  }
  return sum;
}

// Approval promises the whole part; each load takes its amount out of the promise.
int64_t Model::Committed(const std::string& award_id, const Part& part) const {
  if (awards_.at(award_id).step != Step::kApproved) return 0;
  return part.pence - Purse(award_id, part.year);
}

int64_t Model::Used(absl::string_view person, int32_t year) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    sum += load.person == person && load.year == year ? load.pence : 0;
  }
  return sum;
}

const Model::Policy* Model::PolicyFor(int32_t day) const {
  const Policy* found = nullptr;
  for (const Policy& policy : policies_) {  // the later activated one wins a tie
    if (policy.valid_from <= day && (found == nullptr || policy.valid_from >= found->valid_from)) {
      found = &policy;
    }
  }
  return found;
}

namespace {

// One overload a request that changes something.
struct Effect {
  const journal::v1::Entry& entry;
  const domain::Command& command;
  std::map<std::string, Model::Fund>& funds;
  std::map<std::string, std::string>& persons;
  std::map<std::string, Model::Award>& awards;
  std::map<uint64_t, Model::Run>& runs;
  std::vector<Model::Policy>& policies;
  std::vector<Model::Load>& loads;

  std::string NewId() const { return std::string(command.request_id.bytes()); }

  void operator()(const v1::CreateFundRequest& r) const {
    funds[NewId()] = {r.code(), r.financial_year(), 0};
  }
  void operator()(const v1::AllocateBudgetRequest& r) const {
    funds.at(IdIn(r.fund())).allocated += r.amount_pence();
  }
  void operator()(const v1::TransferBudgetRequest& r) const {
    funds.at(IdIn(r.from_fund())).allocated -= r.amount_pence();
    funds.at(IdIn(r.to_fund())).allocated += r.amount_pence();
  }
  void operator()(const v1::RegisterPersonRequest& r) const {
    persons[entry.person_id()] = absl::AsciiStrToUpper(r.case_reference());
  }
  void operator()(const v1::ProposeAwardRequest& r) const {
    Model::Award& award = awards[NewId()];
    award.person = IdIn(r.person());
    award.proposer = command.caller.subject();
    award.direct_payment = r.delivery() == journal::v1::DELIVERY_DIRECT_PAYMENT;
    award.start = DayNumber(r.start_date());
    award.end = DayNumber(r.end_date());
    for (const v1::AwardFunding& part : r.funding()) {
      const std::string fund = IdIn(part.fund());
      award.parts.push_back({fund, funds.at(fund).year, part.amount_pence()});
    }
    std::sort(award.parts.begin(), award.parts.end(),
              [](const Model::Part& a, const Model::Part& b) { return a.year < b.year; });
  }
  void operator()(const v1::ApproveAwardRequest& r) const {
    awards.at(IdIn(r.award())).step = Model::Step::kApproved;
  }
  void operator()(const v1::CancelAwardRequest& r) const {
    awards.at(IdIn(r.award())).step = Model::Step::kCancelled;
  }
  void operator()(const v1::CreateLoadRequest& r) const {
    const std::string id = IdIn(r.award());
    const Model::Award& award = awards.at(id);
    const int32_t year = FinancialYearOfNumber(DayNumber(r.due_date()));
    for (const Model::Part& part : award.parts) {
      if (part.year != year) continue;
      loads.push_back({id, award.person, part.fund, year, r.amount_pence(), award.direct_payment});
    }
  }
  void operator()(const v1::BulkLoadStart& r) const {
    runs[entry.sequence()] = {r.declared_count(), r.declared_pence()};
  }
  void operator()(const v1::BulkLoadFinish&) const {
    runs.at(command.run_entry).finished_entry = entry.sequence();
  }
  void operator()(const v1::ActivatePolicyRequest& r) const {
    policy::v1::SchemePolicy scheme;
    CARDLEDGER_CHECK(google::protobuf::TextFormat::ParseFromString(r.text(), &scheme),
                     "a policy's text was checked");
    policies.push_back({entry.sequence(), DayNumber(scheme.valid_from()),
                        scheme.annual_limit().pence(), scheme.phase_length_max().days(),
                        scheme.SerializeAsString()});
  }
  void operator()(const v1::ConfirmClockRequest&) const {}
};

// A row counts in its run's totals if the run stood and was open.
void CountInRun(const journal::v1::Entry& entry, const domain::Command& command,
                std::map<uint64_t, Model::Run>& runs) {
  const auto* load = std::get_if<v1::CreateLoadRequest>(&command.request);
  const auto run = runs.find(command.run_entry);
  if (load == nullptr || run == runs.end() || run->second.finished_entry != 0) return;
  uint64_t& count = entry.has_refused() ? run->second.refused_count : run->second.accepted_count;
  int64_t& pence = entry.has_refused() ? run->second.refused_pence : run->second.accepted_pence;
  ++count;
  pence += load->amount_pence();
}

}  // namespace

void Model::Began(const journal::v1::Entry& entry) {
  position_ = entry.sequence();
  last_recorded_us_ = entry.recorded_time_us();
}

void Model::Happened(const journal::v1::Entry& entry, const domain::Command& command) {
  position_ = entry.sequence();
  last_recorded_us_ = entry.recorded_time_us();
  CountInRun(entry, command, runs_);
  if (!entry.has_refused()) {
    std::visit(Effect{entry, command, funds_, persons_, awards_, runs_, policies_, loads_},
               command.request);
  }
  const auto award = awards_.find(entry.award_id());
  if (award != awards_.end()) award->second.last_entry = entry.sequence();
}

}  // namespace cardledger::simulation
