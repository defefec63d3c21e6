#pragma once

// What the demonstration does, worked out before any of it is sent: a fund, providers, 111 people,
// their awards and what becomes of them, as requests of the API in the order in which they are
// made. Pure: the same setting gives the same plan. Every date is near the day on which the data is
// made, so that the picture is the same on any day of the year. All names are invented and say so.

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/loads.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/providers.pb.h"
#include "cardledger/v1/referrals.pb.h"
#include "cardledger/v1/transactions.pb.h"

namespace cardledger::demo {

// 20 % of the 556 people whom the council's day opportunities support: the share that is expected
// in Tier 3. Report to Cabinet of 2 February 2021, "Day Opportunities Strategy and Redesign", 5.1
// and 5.8.
inline constexpr int kPersonCount = 111;
// The most that the same report, 5.8, offers a person of Tier 3 a year, and so for everybody.
inline constexpr int64_t kLimitPence = 100'000;
inline constexpr int64_t kBudgetPence = kPersonCount * kLimitPence;
inline constexpr char kFundCode[] = "TIER3";
// Twelve weeks: the same, section 5, Tier 3.
inline constexpr int kPhaseDays = 84;

// What the plan depends on beside itself.
struct Setting {
  uint64_t seed = 1;
  // The day on which the data was first made.
  absl::CivilDay today;
  // The first day for which a policy is in force.
  absl::CivilDay earliest;
  // What the policy of `today` says; 0 where it does not set it, and then it is not shown.
  int length_days_max = 0;
  int64_t emergency_pence_max = 0;
};

// Who does a step: nobody approves what they prepared.
enum class Actor {
  kFinanceOfficer,
  kFinanceApprover,
  kSocialWorker,
  kBroker,
  kApprover,
  kDirector,
  kAssessor,
  kIncomeOfficer,
  kSafeguardingLead,
};

// Loads of a file: one run.
struct LoadRun {
  std::string request_id;
  std::string finish_request_id;
  std::vector<v1::CreateLoadRequest> rows;
};

using Request = std::variant<
    v1::CreateFundRequest, v1::AllocateBudgetRequest, v1::RegisterProviderRequest,
    v1::RegisterPersonRequest, v1::SetPersonStateRequest, v1::SetCommunicationNeedsRequest,
    v1::AddSupporterRequest, v1::EndSupporterRequest, v1::AddRepresentativeRequest,
    v1::SetPersonSubjectRequest, v1::DeclareRelationRequest, v1::AddProviderSubjectRequest,
    v1::ProposeAwardRequest, v1::RecordAgreementRequest, v1::SetContributionRequest,
    v1::ApproveAwardRequest, v1::CancelAwardRequest, v1::ProposeExtensionRequest,
    v1::DecideExtensionRequest, v1::EndAwardRequest, v1::CreateLoadRequest,
    v1::ApproveEmergencyLoadRequest, LoadRun, v1::ReverseTransactionRequest,
    v1::ReceiveContributionRequest, v1::AddOwnMoneyRequest, v1::RepayOwnMoneyRequest,
    v1::RequestExceptionRequest, v1::DecideReferralRequest, v1::RequestCardRequest,
    v1::IssueCardRequest, v1::ActivateCardRequest, v1::BlockCardRequest, v1::UnblockCardRequest,
    v1::ReviewBlockRequest, v1::ReplaceCardRequest, v1::CloseCardRequest, v1::SetCardLimitsRequest>;

struct Step {
  Actor actor;
  Request request;
};

// Something worth looking at, for the summary.
struct Highlight {
  std::string what;
  // As the plan has it: see NameFrom.
  std::string name;
  // Which words of the command line show it, with its name behind.
  std::string command;
};

struct Plan {
  // Until these are done the ledger's own steps may go on beside them.
  std::vector<Step> steps;
  // Made once the ledger has taken the instalments that are due.
  std::vector<Step> later_steps;
  std::vector<Highlight> highlights;
  // The load that is refused: one penny more than the annual limit.
  v1::CreateLoadRequest beyond_limit;
  std::string beyond_limit_case;
  // Of the year of `today`.
  std::string fund;
};

Plan MakePlan(const Setting& setting);

// The first step of every plan of a seed: it names no day, so that the day on which the data was
// first made is found from what the ledger answers to it.
v1::RegisterPersonRequest FirstStep(uint64_t seed);

// A name that the ledger makes stands in a plan as the collection and the request id of the step
// that makes it: "persons/from:{uuid}".
std::string NameFrom(absl::string_view collection, absl::string_view request_id);
// The request id of such a name; empty where `name` is none.
absl::string_view RequestIdIn(absl::string_view name);

}  // namespace cardledger::demo
