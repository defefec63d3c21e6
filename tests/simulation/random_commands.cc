#include "tests/simulation/random_commands.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
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

}  // namespace

std::string RandomCommands::NewId() {
  return base::Uuid::FromRandom(random_.Bytes(base::Uuid::kBytes)).ToString();
}

journal::Caller RandomCommands::Caller() {
  journal::Caller caller;
  caller.set_subject(kSubjects[random_.Below(kSubjects.size())]);
  caller.add_roles(static_cast<journal::Role>(1 + random_.Below(16)));
  return caller;
}

std::string RandomCommands::Note() {
  return random_.OneIn(3) ? absl::StrCat("note ", random_.Below(1'000)) : "";
}

domain::Command RandomCommands::Next(const Model& model, int64_t now_us) {
  domain::Request request = Operation(model, now_us);
  const domain::Violations violations =
      std::visit([](const auto& r) { return domain::Validate(r); }, request);
  CARDLEDGER_CHECK(violations.empty(), violations.front().description.c_str());
  return domain::MakeCommand(std::move(request), Caller());
}

domain::Request RandomCommands::Operation(const Model& model, int64_t now_us) {
  const int32_t today = LondonDayNumber(now_us);
  const bool young =
      model.policies().empty() || model.funds().size() < 3 || model.persons().size() < 2;
  if (young && !random_.OneIn(5)) return Founding(model, today);
  const uint64_t dice = random_.Below(100);
  if (dice < 2) return Policy(today);
  if (dice < 5) return Fund(today);
  if (dice < 15) return Budget(model);
  if (dice < 19) return Transfer(model);
  if (dice < 25) return Person();
  if (dice < 38) return Proposal(model, now_us);
  if (dice < 54) return Approval(model);
  if (dice < 58) return Cancellation(model);
  if (dice < 60) {
    v1::ConfirmClockRequest confirm;
    confirm.set_request_id(NewId());
    return confirm;
  }
  return Load(model, now_us);
}

domain::Request RandomCommands::Founding(const Model& model, int32_t today) {
  if (model.policies().empty()) return Policy(today);
  if (model.funds().size() < 3) return Fund(today);
  return Person();
}

std::string RandomCommands::PolicyText(int32_t valid_from, int64_t limit_pence, int32_t days_max) {
  const google::type::Date day = DateOfNumber(valid_from);
  return absl::StrCat(
      "version: \"v", limit_pence, "-", days_max, "\" valid_from { year: ", day.year(),
      " month: ", day.month(), " day: ", day.day(), " }\nannual_limit { pence: ", limit_pence,
      " source: \"s\" verification: VERIFICATION_NOT_VERIFIED }\n"
      "limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR source: \"s\" verification: "
      "VERIFICATION_NOT_VERIFIED }\nphase_length_max { days: ",
      days_max, " source: \"s\" verification: VERIFICATION_NOT_VERIFIED }\n");
}

domain::Request RandomCommands::Policy(int32_t today) {
  static constexpr std::array<int64_t, 4> kLimits = {100'000, 100'000, 50'000, 120'000};
  static constexpr std::array<int32_t, 4> kDays = {84, 84, 28, 100};
  static constexpr std::array<int32_t, 4> kAgo = {400, 400, 30, -20};
  v1::ActivatePolicyRequest request;
  request.set_request_id(NewId());
  // Round days, so that the same policy comes up again.
  const int32_t from = today - today % 30 - kAgo[random_.Below(kAgo.size())];
  request.set_text(
      PolicyText(from, kLimits[random_.Below(kLimits.size())], kDays[random_.Below(kDays.size())]));
  return request;
}

domain::Request RandomCommands::Fund(int32_t today) {
  v1::CreateFundRequest request;
  request.set_request_id(NewId());
  request.set_code(absl::StrCat("F-", random_.Below(4)));
  const int32_t year = FinancialYearOfNumber(today);
  request.set_financial_year(random_.OneIn(3) ? year - 1 + static_cast<int32_t>(random_.Below(3))
                                              : year);
  return request;
}

domain::Request RandomCommands::Budget(const Model& model) {
  v1::AllocateBudgetRequest request;
  request.set_request_id(NewId());
  request.set_fund(SomeName("funds", model.funds()));
  request.set_amount_pence(static_cast<int64_t>(1 + random_.Below(400'000)));
  if (random_.OneIn(4)) request.set_amount_pence(-request.amount_pence());
  const auto fund = model.funds().find(IdIn(request.fund()));
  if (fund != model.funds().end() && random_.OneIn(8)) {  // all that is left, or a penny more
    const int64_t available = model.AvailableOf(fund->first);
    const int64_t less = available + static_cast<int64_t>(random_.Below(2));
    request.set_amount_pence(-std::clamp<int64_t>(less, 1, domain::kBudgetPenceMax));
  }
  if (random_.OneIn(50)) request.set_amount_pence(domain::kBudgetPenceMax);
  request.set_reason(static_cast<journal::BudgetReason>(1 + random_.Below(4)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Transfer(const Model& model) {
  v1::TransferBudgetRequest request;
  request.set_request_id(NewId());
  request.set_from_fund(SomeName("funds", model.funds()));
  do {
    request.set_to_fund(random_.OneIn(10) ? "funds/" + NewId() : SomeName("funds", model.funds()));
  } while (request.to_fund() == request.from_fund());
  const auto from = model.funds().find(IdIn(request.from_fund()));
  const int64_t available = from == model.funds().end() ? 0 : model.AvailableOf(from->first);
  const int64_t pence = random_.OneIn(3) ? available + static_cast<int64_t>(random_.Below(2))
                                         : static_cast<int64_t>(1 + random_.Below(100'000));
  request.set_amount_pence(std::clamp<int64_t>(pence, 1, domain::kBudgetPenceMax));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Person() {
  v1::RegisterPersonRequest request;
  request.set_request_id(NewId());
  request.set_case_reference(absl::StrCat(random_.OneIn(2) ? "case/" : "CASE/", random_.Below(12)));
  return request;
}

v1::ProposeAwardRequest RandomCommands::Proposal(const Model& model, int64_t now_us) {
  v1::ProposeAwardRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_power(static_cast<journal::Power>(1 + random_.Below(6)));
  request.set_delivery(static_cast<journal::Delivery>(1 + random_.Below(2)));
  const int32_t today = LondonDayNumber(now_us);
  const int32_t start = today - static_cast<int32_t>(random_.Below(80)) +
                        static_cast<int32_t>(random_.OneIn(5) ? random_.Below(60) : 0);
  const int32_t days =
      static_cast<int32_t>(random_.OneIn(8) ? 84 + random_.Below(20) : 1 + random_.Below(84));
  *request.mutable_start_date() = DateOfNumber(start);
  *request.mutable_end_date() = DateOfNumber(start + days - 1);
  ChooseFunds(model, start, start + days - 1, request);
  request.set_goal(Note());
  return request;
}

void RandomCommands::ChooseFunds(const Model& model, int32_t start, int32_t end,
                                 v1::ProposeAwardRequest& award) {
  std::vector<std::string> chosen;
  for (int32_t year = FinancialYearOfNumber(start); year <= FinancialYearOfNumber(end); ++year) {
    std::vector<std::string> candidates;
    for (const auto& [id, fund] : model.funds()) {
      if (fund.year == year) candidates.push_back(NameOf("funds", id));
    }
    if (candidates.empty() || random_.OneIn(20)) continue;
    chosen.push_back(candidates[random_.Below(candidates.size())]);
  }
  if (chosen.empty() || random_.OneIn(25)) {  // often of a wrong year, or twice in one
    std::string name = SomeName("funds", model.funds());
    if (std::find(chosen.begin(), chosen.end(), name) == chosen.end()) chosen.push_back(name);
  }
  if (chosen.size() > 1 && random_.OneIn(2)) std::swap(chosen.front(), chosen.back());
  for (const std::string& name : chosen) {
    v1::AwardFunding& part = *award.add_funding();
    part.set_fund(name);
    part.set_amount_pence(random_.OneIn(3) ? 100'000
                                           : static_cast<int64_t>(1 + random_.Below(90'000)));
  }
}

domain::Request RandomCommands::Approval(const Model& model) {
  v1::ApproveAwardRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  for (const auto& [id, award] : model.awards()) {  // rather one that waits
    if (award.step == Model::Step::kProposed && random_.OneIn(2)) {
      request.set_award(NameOf("awards", id));
    }
  }
  return request;
}

domain::Request RandomCommands::Cancellation(const Model& model) {
  v1::CancelAwardRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  request.set_reason(static_cast<journal::CancelReason>(1 + random_.Below(4)));
  request.set_note(Note());
  return request;
}

v1::CreateLoadRequest RandomCommands::Load(const Model& model, int64_t now_us) {
  v1::CreateLoadRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  for (const auto& [id, award] : model.awards()) {  // rather one that can be loaded
    if (award.step == Model::Step::kApproved && random_.OneIn(3)) {
      request.set_award(NameOf("awards", id));
    }
  }
  const int32_t today = LondonDayNumber(now_us);
  int32_t due = today;
  int64_t pence = static_cast<int64_t>(1 + random_.Below(30'000));
  const std::string id = IdIn(request.award());
  const auto award = model.awards().find(id);
  if (award != model.awards().end()) {
    const int32_t last = std::max(award->second.start, std::min(award->second.end, today));
    due =
        award->second.start +
        static_cast<int32_t>(random_.Below(static_cast<uint64_t>(last - award->second.start + 1)));
    if (random_.OneIn(12)) due = award->second.end + 1;
    if (random_.OneIn(12)) due = award->second.start - 1;
    if (random_.OneIn(12)) due = today + 1;
    pence = LoadPence(model, id, FinancialYearOfNumber(due));
  }
  *request.mutable_due_date() = DateOfNumber(due);
  request.set_amount_pence(std::clamp<int64_t>(pence, 1, domain::kAwardPenceMax));
  return request;
}

// Around the two bounds as often as anywhere else.
int64_t RandomCommands::LoadPence(const Model& model, const std::string& award_id, int32_t year) {
  const Model::Award& award = model.awards().at(award_id);
  const int64_t penny = static_cast<int64_t>(random_.Below(2));
  if (random_.OneIn(4)) return 100'000 - model.Used(award.person, year) + penny;
  if (random_.OneIn(4)) {
    for (const Model::Part& part : award.parts) {
      if (part.year == year) return model.Committed(award_id, part) + penny;
    }
  }
  if (random_.OneIn(40)) return domain::kAwardPenceMax;
  return static_cast<int64_t>(1 + random_.Below(20'000));
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
        if constexpr (requires { r.set_note(""); }) r.set_note("another note");
        if constexpr (requires { r.set_goal(""); }) r.set_goal("another goal");
        if constexpr (requires { r.set_case_reference(""); }) r.set_case_reference("case/99");
        if (random_.OneIn(3)) return;
        if constexpr (requires { r.set_amount_pence(1); }) {
          r.set_amount_pence(r.amount_pence() == 7 ? 8 : 7);
        }
        if constexpr (requires { r.mutable_funding(0); }) {
          r.mutable_funding(0)->set_amount_pence(7);
        }
        if constexpr (requires { r.set_code(""); }) r.set_code("F-TWIST");
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
