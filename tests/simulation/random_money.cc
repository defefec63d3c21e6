// Loads, contributions, own money, reversals and what seniors decide.

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/domain/limits.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

std::string TransactionName(uint64_t entry) { return absl::StrCat("transactions/", entry); }

bool IsApproved(const Model::Award& award) { return award.is_running(); }

}  // namespace

int32_t RandomCommands::DayOf(const Model::Award& award, int32_t today) {
  if (random_.OneIn(14)) return award.end + 1;
  if (random_.OneIn(14)) return award.start - 1;
  if (random_.OneIn(14)) return today + 1;
  const int32_t last = std::max(award.start, std::min(award.end, today));
  return award.start + static_cast<int32_t>(
                           random_.Below(uint64_t{1} + static_cast<uint64_t>(last - award.start)));
}

v1::CreateLoadRequest RandomCommands::Load(const Model& model, int64_t now_us) {
  return LoadOn(model, LondonDayNumber(now_us));
}

v1::CreateLoadRequest RandomCommands::LoadOn(const Model& model, int32_t today) {
  v1::CreateLoadRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(), IsApproved));
  int32_t due = today;
  auto pence = static_cast<int64_t>(1 + random_.Below(30'000));
  const std::string id = IdIn(request.award());
  const auto award = model.awards().find(id);
  if (award != model.awards().end()) {
    due = DayOf(award->second, today);
    pence = LoadPence(model, id, due);
  }
  *request.mutable_due_date() = DateOfNumber(due);
  request.set_amount_pence(std::clamp<int64_t>(pence, 1, domain::kAwardPenceMax));
  return request;
}

domain::Request RandomCommands::NewLoad(const Model& model, int32_t today) {
  v1::CreateLoadRequest request = LoadOn(model, today);
  if (!random_.OneIn(5)) return request;
  request.set_emergency(true);
  if (random_.OneIn(3)) {
    request.set_award(SomeName("awards", model.awards(), [](const Model::Award& award) {
      return award.step == Model::Step::kProposed;
    }));
  }
  if (!random_.OneIn(8)) *request.mutable_due_date() = DateOfNumber(today);
  if (!random_.OneIn(4)) {  // around what one officer may load
    const uint64_t pence = random_.OneIn(3) ? 9'990 : 1;
    request.set_amount_pence(static_cast<int64_t>(pence + random_.Below(pence == 1 ? 9'000 : 20)));
  }
  return request;
}

// Around the two bounds as often as anywhere else.
int64_t RandomCommands::LoadPence(const Model& model, const std::string& award_id, int32_t due) {
  const Model::Award& award = model.awards().at(award_id);
  const auto penny = static_cast<int64_t>(random_.Below(2));
  const Model::Policy* policy = model.PolicyFor(due);
  if (policy != nullptr && random_.OneIn(4)) {
    const Model::LimitYear year = model.LimitYearOf(award, due, policy);
    return model.LimitOf(award, year, *policy) - model.Used(award.person, year) + penny;
  }
  if (random_.OneIn(4)) {
    for (const Model::Part& part : award.parts) {
      if (part.year == FinancialYearOfNumber(due)) return model.Left(award_id, part) + penny;
    }
  }
  if (random_.OneIn(40)) return domain::kAwardPenceMax;
  return static_cast<int64_t>(1 + random_.Below(20'000));
}

domain::Request RandomCommands::EmergencyApproval(const Model& model, int32_t) {
  v1::ApproveEmergencyLoadRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  request.set_transaction(TransactionName(1 + random_.Below(model.position() + 5)));
  for (const Model::Load& load : model.loads()) {
    if (!load.waits_for_approval || random_.OneIn(3)) continue;
    request.set_award(NameOf("awards", load.award));
    request.set_transaction(TransactionName(load.entry));
  }
  return request;
}

domain::Request RandomCommands::Contribution(const Model& model, int32_t today) {
  v1::SetContributionRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(),
                             [](const Model::Award& award) { return award.is_live(); }));
  int32_t from = today;
  const auto award = model.awards().find(IdIn(request.award()));
  if (award != model.awards().end()) {
    const int32_t days = award->second.end - award->second.start + 1;
    from = award->second.start + static_cast<int32_t>(random_.Below(static_cast<uint64_t>(days)));
    if (random_.OneIn(2)) from = award->second.start;
    if (random_.OneIn(12)) from = award->second.end + 1;
    if (random_.OneIn(12)) from = award->second.start - 1;
  }
  *request.mutable_from_date() = DateOfNumber(from);
  request.set_weekly_pence(static_cast<int64_t>(random_.Below(random_.OneIn(6) ? 100'000 : 3'000)));
  return request;
}

domain::Request RandomCommands::Receipt(const Model& model, int32_t today) {
  v1::ReceiveContributionRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(), IsApproved));
  const auto award = model.awards().find(IdIn(request.award()));
  *request.mutable_received_date() =
      DateOfNumber(award == model.awards().end() ? today : DayOf(award->second, today));
  request.set_amount_pence(static_cast<int64_t>(1 + random_.Below(9'000)));
  request.set_reference(Note());
  return request;
}

domain::Request RandomCommands::OwnMoney(const Model& model, int32_t today) {
  v1::AddOwnMoneyRequest request;
  const auto receipt = std::get<v1::ReceiveContributionRequest>(Receipt(model, today));
  request.set_request_id(receipt.request_id());
  request.set_award(receipt.award());
  *request.mutable_received_date() = receipt.received_date();
  request.set_amount_pence(receipt.amount_pence());
  request.set_reference(receipt.reference());
  return request;
}

domain::Request RandomCommands::Repayment(const Model& model, int32_t today) {
  v1::RepayOwnMoneyRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  for (const auto& [id, award] : model.awards()) {
    if (model.PurseOf(id, journal::PURSE_KIND_OWN) > 0 && random_.OneIn(2)) {
      request.set_award(NameOf("awards", id));
    }
  }
  const int64_t held = model.PurseOf(IdIn(request.award()), journal::PURSE_KIND_OWN);
  const int64_t pence = random_.OneIn(2) ? held + static_cast<int64_t>(random_.Below(2))
                                         : static_cast<int64_t>(1 + random_.Below(5'000));
  request.set_amount_pence(std::max<int64_t>(pence, 1));
  *request.mutable_paid_date() = DateOfNumber(RecentDay(today, 10));
  request.set_reference(Note());
  return request;
}

domain::Request RandomCommands::Reversal(const Model& model, int32_t today) {
  v1::ReverseTransactionRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  request.set_transaction(TransactionName(1 + random_.Below(model.position() + 5)));
  int32_t day = RecentDay(today, 10);
  const auto name = [&](const Model::Movement& movement) {
    request.set_award(NameOf("awards", movement.award));
    request.set_transaction(TransactionName(movement.entry));
    day = movement.day;
    if (today > day && random_.OneIn(2)) {
      day += static_cast<int32_t>(random_.Below(uint64_t{1} + static_cast<uint64_t>(today - day)));
    }
    if (random_.OneIn(12)) day = movement.day - 1;
    if (random_.OneIn(12)) day = today + 1;
  };
  const bool of_cash = !model.cash().empty() && random_.OneIn(2);
  if (of_cash) name(model.cash()[random_.Below(model.cash().size())]);
  if (!of_cash && !model.loads().empty() && !random_.OneIn(8)) {
    name(model.loads()[random_.Below(model.loads().size())]);
  }
  *request.mutable_effective_date() = DateOfNumber(day);
  request.set_reason(static_cast<journal::ReversalReason>(1 + random_.Below(6)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::ExceptionRequest(const Model& model, int32_t today) {
  v1::RequestExceptionRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(),
                             [](const Model::Award& award) { return award.is_live(); }));
  const auto award = model.awards().find(IdIn(request.award()));
  *request.mutable_date() =
      DateOfNumber(award == model.awards().end() ? today : DayOf(award->second, today));
  request.set_amount_pence(static_cast<int64_t>(1 + random_.Below(50'000)));
  request.set_reason(Text());
  return request;
}

domain::Request RandomCommands::ReferralsDecision(const Model& model, int32_t) {
  v1::DecideReferralRequest request;
  request.set_request_id(NewId());
  request.set_referral(absl::StrCat("referrals/", 1 + random_.Below(model.position() + 5)));
  for (const auto& [opened, referral] : model.referrals()) {
    if (referral.decided_entry != 0 && !random_.OneIn(4)) continue;
    if (random_.OneIn(2)) request.set_referral(absl::StrCat("referrals/", opened));
  }
  request.set_approve(!random_.OneIn(3));
  if (request.approve() && random_.OneIn(2)) {
    request.set_amount_pence(static_cast<int64_t>(1 + random_.Below(30'000)));
  }
  request.set_reason(Text());
  return request;
}

}  // namespace cardledger::simulation
