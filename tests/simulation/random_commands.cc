#include "tests/simulation/random_commands.h"

#include <array>
#include <limits>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/uuid.h"
#include "services/domain/limits.h"
#include "services/domain/validate.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr std::array kSubjects = {"worker-1", "worker-2", "approver-1", "finance-1"};

template <typename Request>
domain::Violations Validated(const Request& request) {
  return domain::Validate(request);
}
domain::Violations Validated(const v1::DueStep&) { return {}; }  // nobody sends it

// What nothing is decided by.
template <typename Request>
void TwistTexts(Request& r) {
  if constexpr (requires { r.set_note(""); }) r.set_note("another note");
  if constexpr (requires { r.set_goal(""); }) r.set_goal("another goal");
  if constexpr (requires { r.set_reason(""); }) r.set_reason("another reason");
  if constexpr (requires { r.set_reference(""); }) r.set_reference("another reference");
  if constexpr (requires { r.set_evidence(""); }) r.set_evidence("another paper");
  if constexpr (requires { r.set_display_name(""); }) r.set_display_name("Another name");
  if constexpr (requires { r.set_case_reference(""); }) r.set_case_reference("case/99");
}

template <typename Request>
void TwistDecision(Request& r) {
  // What is decided on a referral is not an amount alone.
  if constexpr (
      requires { r.set_amount_pence(1); } && !requires { r.approve(); }) {
    r.set_amount_pence(r.amount_pence() == 7 ? 8 : 7);
  }
  if constexpr (requires { r.mutable_funding(0); }) {
    if (r.funding_size() > 0) r.mutable_funding(0)->set_amount_pence(7);
  }
  if constexpr (requires { r.set_code(""); }) r.set_code("F-TWIST");
  if constexpr (requires { r.set_weekly_pence(1); }) r.set_weekly_pence(777);
  if constexpr (requires { r.set_last_four(""); }) r.set_last_four("7777");
}

}  // namespace

std::string RandomCommands::NewId() {
  return base::Uuid::FromRandom(random_.Bytes(base::Uuid::kBytes)).ToString();
}

journal::Caller RandomCommands::Caller() {
  journal::Caller caller;
  caller.set_subject(kSubjects[random_.Below(kSubjects.size())]);
  caller.add_roles(static_cast<journal::Role>(1 + random_.Below(16)));
  if (random_.OneIn(3)) caller.add_roles(journal::ROLE_SAFEGUARDING_LEAD);
  if (random_.OneIn(2)) caller.add_roles(journal::ROLE_APPROVER);
  if (random_.OneIn(4)) caller.add_roles(journal::ROLE_SENIOR_APPROVER);
  return caller;
}

std::string RandomCommands::Note() { return random_.OneIn(3) ? Text() : ""; }

std::string RandomCommands::Text() { return absl::StrCat("note ", random_.Below(1'000)); }

int32_t RandomCommands::RecentDay(int32_t today, uint64_t ago) {
  if (random_.OneIn(12)) return today + 1;
  return today - static_cast<int32_t>(random_.Below(ago + 1));
}

domain::Command RandomCommands::Next(const Model& model, int64_t now_us) {
  domain::Request request = Operation(model, LondonDayNumber(now_us));
  const domain::Violations violations =
      std::visit([](const auto& r) { return Validated(r); }, request);
  CARDLEDGER_CHECK(violations.empty(), violations.front().description.c_str());
  return domain::MakeCommand(std::move(request), Caller());
}

domain::Request RandomCommands::Operation(const Model& model, int32_t today) {
  using Commands = RandomCommands;
  struct Kind {
    uint64_t weight;
    domain::Request (Commands::*make)(const Model&, int32_t);
  };
  static constexpr std::array kKinds = {
      Kind{4, &Commands::Policy},
      Kind{5, &Commands::Fund},
      Kind{14, &Commands::Budget},
      Kind{4, &Commands::Transfer},
      Kind{2, &Commands::Clock},
      Kind{6, &Commands::Person},
      Kind{9, &Commands::PersonState},
      Kind{2, &Commands::Needs},
      Kind{4, &Commands::Supporter},
      Kind{2, &Commands::SupportersEnd},
      Kind{4, &Commands::Representative},
      Kind{2, &Commands::RepresentativesEnd},
      Kind{2, &Commands::Provider},
      Kind{4, &Commands::PersonsSubject},
      Kind{3, &Commands::Relation},
      Kind{2, &Commands::RelationsEnd},
      Kind{3, &Commands::ProvidersSubject},
      Kind{2, &Commands::ProvidersSubjectsEnd},
      Kind{4, &Commands::Erasure},
      Kind{4, &Commands::ErasuresDecision},
      Kind{2, &Commands::Hold},
      Kind{3, &Commands::HoldsEnd},
      Kind{4, &Commands::Rectification},
      Kind{3, &Commands::LinesOpening},
      Kind{4, &Commands::WithheldLook},
      Kind{4, &Commands::LooksDecision},
      Kind{4, &Commands::LooksReview},
      Kind{20, &Commands::NewAward},
      Kind{24, &Commands::Approval},
      Kind{3, &Commands::Cancellation},
      Kind{4, &Commands::End},
      Kind{7, &Commands::Agreement},
      Kind{9, &Commands::Extension},
      Kind{7, &Commands::ExtensionsDecision},
      Kind{40, &Commands::NewLoad},
      Kind{4, &Commands::EmergencyApproval},
      Kind{6, &Commands::Contribution},
      Kind{4, &Commands::Receipt},
      Kind{4, &Commands::OwnMoney},
      Kind{3, &Commands::Repayment},
      Kind{8, &Commands::Reversal},
      Kind{3, &Commands::ExceptionRequest},
      Kind{8, &Commands::ReferralsDecision},
      Kind{6, &Commands::NewCard},
      Kind{5, &Commands::Issue},
      Kind{4, &Commands::Activation},
      Kind{6, &Commands::Block},
      Kind{4, &Commands::Unblock},
      Kind{8, &Commands::Review},
      Kind{3, &Commands::Replacement},
      Kind{2, &Commands::Closure},
      Kind{2, &Commands::Limits},
  };
  const bool young =
      model.policies().empty() || model.funds().size() < 3 || model.persons().size() < 2;
  if (young && !random_.OneIn(5)) return Founding(model, today);
  uint64_t all = 0;
  for (const Kind& kind : kKinds) all += kind.weight;
  uint64_t dice = random_.Below(all);
  for (const Kind& kind : kKinds) {
    if (dice < kind.weight) return (this->*kind.make)(model, today);
    dice -= kind.weight;
  }
  return Clock(model, today);  // not reached: the dice fall on one of them
}

domain::Request RandomCommands::Founding(const Model& model, int32_t today) {
  if (model.policies().empty()) return Policy(model, today);
  if (model.funds().size() < 3) return Fund(model, today);
  return Person(model, today);
}

domain::Command RandomCommands::RunStart(const std::vector<v1::CreateLoadRequest>& rows) {
  v1::BulkLoadStart start;
  start.set_request_id(NewId());
  start.set_declared_count(rows.size());
  int64_t pence = 0;
  for (const v1::CreateLoadRequest& row : rows) pence += row.amount_pence();
  start.set_declared_pence(random_.OneIn(6) ? pence + 1 : pence);
  return domain::MakeCommand(start, Caller());
}

domain::Command RandomCommands::RunFinish(uint64_t run_entry) {
  v1::BulkLoadFinish finish;
  finish.set_request_id(NewId());
  return domain::MakeCommand(finish, Caller(), run_entry);
}

domain::Command RandomCommands::Row(const v1::CreateLoadRequest& row, uint64_t run_entry) {
  return domain::MakeCommand(row, Caller(), run_entry);
}

domain::Command RandomCommands::Twist(const domain::Command& command) {
  domain::Request request = command.request;
  journal::Caller caller = command.caller;
  if (random_.OneIn(4)) caller.set_subject("somebody-else");
  std::visit(
      [this](auto& r) {
        TwistTexts(r);
        if (!random_.OneIn(3)) TwistDecision(r);
      },
      request);
  return domain::MakeCommand(std::move(request), std::move(caller), command.run_entry);
}

v1::CreateLoadRequest RandomCommands::Malformed(v1::CreateLoadRequest request) {
  switch (random_.Below(8)) {
    case 0:
      request.set_amount_pence(-static_cast<int64_t>(random_.Below(1'000)));
      break;
    case 1:
      request.set_amount_pence(std::numeric_limits<int64_t>::max() -
                               static_cast<int64_t>(random_.Below(3)));
      break;
    case 2:
      request.set_amount_pence(domain::kAwardPenceMax + 1);
      break;
    case 3:
      request.clear_due_date();
      break;
    case 4:
      request.mutable_due_date()->set_month(2);
      request.mutable_due_date()->set_day(30);
      break;
    case 5:
      request.set_award("funds/" + NewId());
      break;
    case 6:
      request.set_request_id(request.request_id() + " ");
      break;
    default:
      request.set_award(request.award().substr(0, random_.Below(request.award().size())));
  }
  return request;
}

v1::ProposeAwardRequest RandomCommands::Malformed(v1::ProposeAwardRequest request) {
  switch (random_.Below(7)) {
    case 0:
      request.set_power(journal::POWER_UNSPECIFIED);
      break;
    case 1:
      request.set_delivery(static_cast<journal::Delivery>(77));
      break;
    case 2:
      std::swap(*request.mutable_start_date(), *request.mutable_end_date());
      request.mutable_start_date()->set_year(request.end_date().year() + 1);
      break;
    case 3:
      request.clear_funding();
      break;
    case 4:
      *request.add_funding() = request.funding(0);
      break;
    case 5:
      request.mutable_funding(0)->set_amount_pence(0);
      break;
    default:
      request.set_goal(std::string(domain::kNoteBytesMax + 1, 'x'));
  }
  return request;
}

}  // namespace cardledger::simulation
