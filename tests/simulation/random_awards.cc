// Awards from proposal to end.

#include <algorithm>
#include <array>
#include <cstdlib>

#include "services/domain/limits.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;
namespace {

constexpr int32_t kDaysAroundApril = 40;

}  // namespace

domain::Request RandomCommands::NewAward(const Model& model, int32_t today) {
  return Proposal(model, absl::ToUnixMicros(absl::FromCivil(absl::CivilHour(CivilDayOf(today)) + 12,
                                                            absl::UTCTimeZone())));
}

v1::ProposeAwardRequest RandomCommands::Proposal(const Model& model, int64_t now_us) {
  v1::ProposeAwardRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_power(static_cast<journal::Power>(1 + random_.Below(6)));
  request.set_delivery(static_cast<journal::Delivery>(1 + random_.Below(4)));
  const int32_t today = LondonDayNumber(now_us);
  int32_t start = today - static_cast<int32_t>(random_.Below(80)) +
                  static_cast<int32_t>(random_.OneIn(5) ? random_.Below(60) : 0);
  auto days =
      static_cast<int32_t>(random_.OneIn(8) ? 84 + random_.Below(20) : 1 + random_.Below(84));
  const int32_t april = FirstOfApril(FinancialYearOfNumber(today + kDaysAroundApril));
  if (std::abs(april - today) <= kDaysAroundApril && random_.OneIn(3)) {  // paid by two funds
    start = april - 1 - static_cast<int32_t>(random_.Below(30));
    days = april - start + 1 + static_cast<int32_t>(random_.Below(50));
  }
  *request.mutable_start_date() = DateOfNumber(start);
  *request.mutable_end_date() = DateOfNumber(start + days - 1);
  ChooseFunds(model, start, start + days - 1, request);
  request.set_goal(Note());
  if (random_.OneIn(3)) ChooseShares(request);
  if (random_.OneIn(2)) ChooseSchedule(start, days, request);
  if (random_.OneIn(3)) {
    const bool direct = request.delivery() == journal::DELIVERY_DIRECT_PAYMENT;
    request.set_funding_model(
        static_cast<journal::FundingModel>(direct && !random_.OneIn(4) ? 2 : 1 + random_.Below(2)));
  }
  request.set_contribution_mode(static_cast<journal::ContributionMode>(random_.Below(3)));
  request.set_spend_order(static_cast<journal::SpendOrder>(random_.Below(4)));
  if (random_.OneIn(3)) ChooseRestrictions(model, start + days - 1, request);
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

void RandomCommands::ChooseShares(v1::ProposeAwardRequest& award) {
  static const std::array<std::vector<int32_t>, 5> divisions = {
      {{10'000}, {5'000, 5'000}, {3'333, 3'333, 3'334}, {1, 9'999}, {2'500, 1'667, 5'833}}};
  const std::vector<int32_t>& shares = divisions[random_.Below(divisions.size())];
  const uint64_t first = random_.Below(3);
  for (size_t i = 0; i < shares.size(); ++i) {
    v1::AwardShare& share = *award.add_shares();
    share.set_source(static_cast<journal::FundingSource>(1 + (first + i) % 3));
    share.set_basis_points(shares[i]);
    const bool free = share.source() == journal::FUNDING_SOURCE_HEALTH_BODY ||
                      award.power() == journal::POWER_S117 || award.power() == journal::POWER_NHS;
    share.set_chargeable(!free && random_.OneIn(2));
  }
}

void RandomCommands::ChooseSchedule(int32_t start, int32_t days, v1::ProposeAwardRequest& award) {
  v1::LoadSchedule& schedule = *award.mutable_schedule();
  schedule.set_frequency(static_cast<journal::LoadFrequency>(1 + random_.Below(4)));
  if (schedule.frequency() == journal::LOAD_FREQUENCY_ONE_OFF || random_.OneIn(2)) return;
  // Rather early, or many a part has no due day.
  const int32_t latest = random_.OneIn(4) ? days : std::min(days, 5);
  *schedule.mutable_first_due_date() =
      DateOfNumber(start + static_cast<int32_t>(random_.Below(static_cast<uint64_t>(latest))));
}

void RandomCommands::ChooseRestrictions(const Model& model, int32_t end,
                                        v1::ProposeAwardRequest& award) {
  const bool direct = award.delivery() == journal::DELIVERY_DIRECT_PAYMENT;
  const bool hostile = random_.OneIn(2);
  if ((!direct || hostile) && random_.OneIn(2)) {
    award.add_allowed_categories(5'999);
    award.add_allowed_categories(4'111);
  }
  if (random_.OneIn(2)) {
    v1::AwardBlocks& blocks = *award.mutable_blocks();
    blocks.set_cash(random_.OneIn(2));
    if (!blocks.cash() || random_.OneIn(2)) {
      blocks.add_categories(7'995);
      blocks.add_categories(5'813);
    }
    if (direct && !(hostile && random_.OneIn(2))) blocks.set_risk_decision(Text());
    if (direct && !(hostile && random_.OneIn(2))) {
      *blocks.mutable_risk_review_date() = DateOfNumber(end);
    }
  }
  if ((!direct || hostile) && random_.OneIn(2)) {
    v1::AwardEarmark& earmark = *award.add_earmarks();
    earmark.set_provider(SomeName("providers", model.providers()));
    earmark.set_amount_pence(
        static_cast<int64_t>(1 + random_.Below(random_.OneIn(4) ? 200'000 : 500)));
  }
}

domain::Request RandomCommands::Approval(const Model& model, int32_t) {
  v1::ApproveAwardRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(), [](const Model::Award& award) {
    return award.step == Model::Step::kProposed;
  }));
  return request;
}

domain::Request RandomCommands::Cancellation(const Model& model, int32_t) {
  v1::CancelAwardRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards()));
  request.set_reason(static_cast<journal::CancelReason>(1 + random_.Below(4)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::End(const Model& model, int32_t today) {
  v1::EndAwardRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(), [](const Model::Award& award) {
    return award.step == Model::Step::kApproved;
  }));
  int32_t last = RecentDay(today, 4);
  const auto award = model.awards().find(IdIn(request.award()));
  if (award != model.awards().end() && random_.OneIn(2)) last = award->second.end;
  *request.mutable_last_date() = DateOfNumber(last);
  request.set_outcome(static_cast<journal::Outcome>(1 + random_.Below(9)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Agreement(const Model& model, int32_t today) {
  v1::RecordAgreementRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(), [](const Model::Award& award) {
    return award.delivery == journal::DELIVERY_DIRECT_PAYMENT && !award.agreed;
  }));
  v1::DirectPaymentAgreement& agreement = *request.mutable_agreement();
  agreement.set_version("2026.1");
  agreement.set_choice(static_cast<journal::PaymentChoice>(1 + random_.Below(3)));
  *agreement.mutable_signed_date() = DateOfNumber(RecentDay(today, 20));
  return request;
}

domain::Request RandomCommands::Extension(const Model& model, int32_t today) {
  v1::ProposeExtensionRequest request;
  request.set_request_id(NewId());
  request.set_reason(Text());
  request.set_award(SomeName("awards", model.awards(), [](const Model::Award& award) {
    return award.is_running() && !award.extended && !award.extension;
  }));
  *request.mutable_end_date() = DateOfNumber(today + 30);
  const auto found = model.awards().find(IdIn(request.award()));
  if (found == model.awards().end()) return request;
  const Model::Award& award = found->second;
  const int32_t end = award.end + static_cast<int32_t>(random_.Below(30));
  *request.mutable_end_date() = DateOfNumber(end);
  for (const Model::Part& part : award.parts) {
    if (random_.OneIn(2)) continue;
    v1::AwardFunding& more = *request.add_funding();
    more.set_fund(NameOf("funds", part.fund));
    more.set_amount_pence(static_cast<int64_t>(1 + random_.Below(20'000)));
  }
  const int32_t last_year = FinancialYearOfNumber(end);
  if (last_year == award.parts.back().year && !random_.OneIn(12)) return request;
  const std::string fund = SomeName(
      "funds", model.funds(), [&](const Model::Fund& each) { return each.year == last_year; });
  for (const v1::AwardFunding& part : request.funding()) {
    if (part.fund() == fund) return request;
  }
  v1::AwardFunding& more = *request.add_funding();
  more.set_fund(fund);
  more.set_amount_pence(static_cast<int64_t>(1 + random_.Below(20'000)));
  return request;
}

domain::Request RandomCommands::ExtensionsDecision(const Model& model, int32_t) {
  v1::DecideExtensionRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(), [](const Model::Award& award) {
    return award.extension.has_value();
  }));
  request.set_approve(!random_.OneIn(4));
  request.set_note(Note());
  return request;
}

}  // namespace cardledger::simulation
