// Steps of social work and approval: persons, awards, and loads one by one.

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

#include "services/domain/names.h"
#include "tests/scenario/loads.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kApprover = "anna";
constexpr absl::string_view kFinanceOfficer = "frank";

StepAnswer RegisterPerson(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("person"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string reference, step.words.Take("case"));
  v1::RegisterPersonRequest request;
  request.set_case_reference(reference);
  request.set_request_id(step.world.RequestIdFor(step));
  CARDLEDGER_ASSIGN_OR_RETURN(Submitted submitted, Submit(step, request, kSocialWorker));
  if (!submitted.entry || !submitted.entry->has_person_registered()) return submitted.answer;
  Names& names = step.world.names();
  names.Bind("person", name, *base::Uuid::FromBytes(submitted.entry->person_id()));
  return DecisionText(*submitted.entry, names);
}

// "tier3:£400.00,tier3-next:£600.00"
absl::Status AddFunding(Step& step, absl::string_view text, v1::ProposeAwardRequest& request) {
  // Not at each comma: amounts have them too.
  std::vector<std::string> parts;
  for (absl::string_view piece : absl::StrSplit(text, ',')) {
    if (piece.find(':') != absl::string_view::npos || parts.empty()) {
      parts.emplace_back(piece);
    } else {
      absl::StrAppend(&parts.back(), ",", piece);
    }
  }
  for (const std::string& part : parts) {
    const std::vector<std::string> halves = absl::StrSplit(part, ':');
    if (halves.size() != 2) return absl::InvalidArgumentError("funding is fund:amount,fund:amount");
    v1::AwardFunding& funding = *request.add_funding();
    funding.set_fund(domain::FundName(domain::FundId(step.world.names().IdOf("fund", halves[0]))));
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(halves[1]));
    funding.set_amount_pence(pence);
  }
  return absl::OkStatus();
}

StepAnswer ProposeAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string person, step.words.Take("person"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string funding, step.words.Take("funding"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string from, step.words.Take("from"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string to, step.words.Take("to"));
  v1::ProposeAwardRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "award", name));
  request.set_person(
      domain::PersonName(domain::PersonId(step.world.names().IdOf("person", person))));
  journal::Power power = journal::POWER_UNSPECIFIED;
  journal::Delivery delivery = journal::DELIVERY_UNSPECIFIED;
  const std::string power_name = step.words.TakeOr("power", "S18_DUTY");
  const std::string delivery_name = step.words.TakeOr("delivery", "COUNCIL_ARRANGED");
  if (!journal::Power_Parse(absl::StrCat("POWER_", power_name), &power) ||
      !journal::Delivery_Parse(absl::StrCat("DELIVERY_", delivery_name), &delivery)) {
    return absl::InvalidArgumentError("no such power or delivery");
  }
  request.set_power(power);
  request.set_delivery(delivery);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_start_date(), ParseAnyDate(from));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_end_date(), ParseAnyDate(to));
  CARDLEDGER_RETURN_IF_ERROR(AddFunding(step, funding, request));
  request.set_goal(step.words.TakeOr("goal", ""));
  int times = 1;
  if (!absl::SimpleAtoi(step.words.TakeOr("times", "1"), &times)) {
    return absl::InvalidArgumentError("times is a number");
  }
  StepAnswer answer = Answer(step, request, kSocialWorker);
  for (int time = 2; time <= times && answer.ok(); ++time) {
    const base::Uuid id = step.world.names().IdOf("award", absl::StrCat(name, ".", time));
    request.set_request_id(id.ToString());
    answer = Answer(step, request, kSocialWorker);
  }
  return answer;
}

StepAnswer ApproveAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  v1::ApproveAwardRequest request;
  request.set_award(domain::AwardName(domain::AwardId(step.world.names().IdOf("award", name))));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kApprover);
}

StepAnswer CancelAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  v1::CancelAwardRequest request;
  request.set_award(domain::AwardName(domain::AwardId(step.world.names().IdOf("award", name))));
  journal::CancelReason reason = journal::CANCEL_REASON_UNSPECIFIED;
  const std::string reason_name = step.words.TakeOr("reason", "DECLINED_BY_PERSON");
  if (!journal::CancelReason_Parse(absl::StrCat("CANCEL_REASON_", reason_name), &reason)) {
    return absl::InvalidArgumentError(absl::StrCat("no reason to cancel is ", reason_name));
  }
  request.set_reason(reason);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer Load(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(v1::CreateLoadRequest request, LoadOf(step));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinanceOfficer);
}

}  // namespace

absl::StatusOr<v1::CreateLoadRequest> LoadOf(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string award, step.words.Take("award"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string amount, step.words.Take("amount"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string due, step.words.Take("due"));
  v1::CreateLoadRequest request;
  request.set_award(domain::AwardName(domain::AwardId(step.world.names().IdOf("award", award))));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(amount));
  request.set_amount_pence(pence);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_due_date(), ParseAnyDate(due));
  return request;
}

void AddAwardSteps(StepTable& table) {
  table["person register"] = RegisterPerson;
  table["award propose"] = ProposeAward;
  table["award approve"] = ApproveAward;
  table["award cancel"] = CancelAward;
  table["load"] = Load;
}

}  // namespace cardledger::tests
