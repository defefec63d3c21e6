// The step that proposes an award, with all it may say.

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

#include "tests/scenario/enum_words.h"
#include "tests/scenario/funding_words.h"
#include "tests/scenario/repeat.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kSocialWorker = "sam";
constexpr double kBasisPointsAPercent = 100;

// "COUNCIL:50:chargeable,HEALTH_BODY:33.33": who, percent, and whether the person may be charged.
absl::Status AddShares(Words& words, v1::ProposeAwardRequest& request) {
  const std::optional<std::string> text = words.TakeIf("shares");
  if (!text) return absl::OkStatus();
  for (const absl::string_view piece : absl::StrSplit(*text, ',')) {
    const std::vector<std::string> parts = absl::StrSplit(piece, ':');
    double percent = 0;
    if (parts.size() < 2 || !absl::SimpleAtod(parts[1], &percent)) {
      return absl::InvalidArgumentError("shares are SOURCE:percent,SOURCE:percent");
    }
    v1::AwardShare& share = *request.add_shares();
    CARDLEDGER_ASSIGN_OR_RETURN(const auto source, ParseEnum<journal::FundingSource>(parts[0]));
    share.set_source(source);
    share.set_basis_points(static_cast<int32_t>(std::lround(percent * kBasisPointsAPercent)));
    share.set_chargeable(parts.size() > 2 && parts[2] == "chargeable");
  }
  return absl::OkStatus();
}

absl::Status AddSchedule(Words& words, v1::ProposeAwardRequest& request) {
  const std::optional<std::string> frequency = words.TakeIf("schedule");
  if (!frequency) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto value, ParseEnum<journal::LoadFrequency>(*frequency));
  request.mutable_schedule()->set_frequency(value);
  if (const auto first_due = words.TakeIf("first_due")) {
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_schedule()->mutable_first_due_date(),
                                ParseAnyDate(*first_due));
  }
  return absl::OkStatus();
}

// "8299,8351"
absl::Status AddCategories(const std::optional<std::string>& text,
                           google::protobuf::RepeatedField<int32_t>& categories) {
  if (!text) return absl::OkStatus();
  for (const absl::string_view code : absl::StrSplit(*text, ',')) {
    int32_t category = 0;
    if (!absl::SimpleAtoi(code, &category)) {
      return absl::InvalidArgumentError("categories are numbers, 8299,8351");
    }
    categories.Add(category);
  }
  return absl::OkStatus();
}

absl::Status AddRestrictions(Step& step, v1::ProposeAwardRequest& request) {
  Words& words = step.words;
  CARDLEDGER_RETURN_IF_ERROR(
      AddCategories(words.TakeIf("allow"), *request.mutable_allowed_categories()));
  v1::AwardBlocks& blocks = *request.mutable_blocks();
  CARDLEDGER_RETURN_IF_ERROR(AddCategories(words.TakeIf("block"), *blocks.mutable_categories()));
  blocks.set_cash(words.TakeOr("cash", "") == "blocked");
  blocks.set_risk_decision(words.TakeOr("risk_decision", ""));
  if (const auto review = words.TakeIf("risk_review")) {
    CARDLEDGER_ASSIGN_OR_RETURN(*blocks.mutable_risk_review_date(), ParseAnyDate(*review));
  }
  const std::optional<std::string> earmarks = words.TakeIf("earmarks");
  if (!earmarks) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto amounts, ParseAmounts(*earmarks));
  for (const auto& [provider, pence] : amounts) {
    v1::AwardEarmark& earmark = *request.add_earmarks();
    earmark.set_provider(ProviderNamed(step, provider));
    earmark.set_amount_pence(pence);
  }
  return absl::OkStatus();
}

absl::Status AddChoices(Words& words, v1::ProposeAwardRequest& request) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto power,
                              TakeEnum<journal::Power>(words, "power", "S18_DUTY"));
  request.set_power(power);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto delivery,
                              TakeEnum<journal::Delivery>(words, "delivery", "COUNCIL_ARRANGED"));
  request.set_delivery(delivery);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto model,
                              TakeEnum<journal::FundingModel>(words, "funding_model"));
  request.set_funding_model(model);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto mode,
                              TakeEnum<journal::ContributionMode>(words, "contribution_mode"));
  request.set_contribution_mode(mode);
  return absl::OkStatus();
}

absl::StatusOr<v1::ProposeAwardRequest> ProposalOf(Step& step) {
  Words& words = step.words;
  v1::ProposeAwardRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string funding, words.Take("funding"));
  CARDLEDGER_RETURN_IF_ERROR(AddFunding(step, funding, request));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_start_date(), words.TakeDate("from"));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_end_date(), words.TakeDate("to"));
  request.set_goal(words.TakeOr("goal", ""));
  CARDLEDGER_RETURN_IF_ERROR(AddChoices(words, request));
  CARDLEDGER_RETURN_IF_ERROR(AddShares(words, request));
  CARDLEDGER_RETURN_IF_ERROR(AddSchedule(words, request));
  CARDLEDGER_RETURN_IF_ERROR(AddRestrictions(step, request));
  return request;
}

StepAnswer ProposeAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  const std::string request_id = step.world.RequestIdFor(step, "award", name);
  CARDLEDGER_ASSIGN_OR_RETURN(v1::ProposeAwardRequest request, ProposalOf(step));
  request.set_request_id(request_id);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto names, TakeTimes(step, name));
  return AnswerFor(step, "award", names, std::move(request), kSocialWorker);
}

}  // namespace

void AddProposalSteps(StepTable& table) { table["award propose"] = ProposeAward; }

}  // namespace cardledger::tests
