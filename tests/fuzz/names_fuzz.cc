// Names, ids and dates as texts: what is read at all is written as the same text.

#include "services/domain/civil_day.h"
#include "services/domain/names.h"
#include "services/domain/validate.h"
#include "tests/fuzz/fuzz_input.h"

namespace domain = cardledger::domain;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text = cardledger::tests::FuzzInput(data, size).rest();
  const auto fund = domain::ParseFundName(text);
  CARDLEDGER_CHECK(!fund || domain::FundName(*fund) == text, "a fund has one name");
  const auto person = domain::ParsePersonName(text);
  CARDLEDGER_CHECK(!person || domain::PersonName(*person) == text, "a person has one name");
  const auto award = domain::ParseAwardName(text);
  CARDLEDGER_CHECK(!award || domain::AwardName(*award) == text, "an award has one name");
  const auto policy = domain::ParsePolicyName(text);
  CARDLEDGER_CHECK(!policy || domain::PolicyName(*policy) == text, "a policy has one name");
  const auto uuid = cardledger::base::Uuid::Parse(text);
  CARDLEDGER_CHECK(!uuid || uuid->ToString() == text, "an id has one text");
  const auto day = domain::ParseIsoDay(text);
  CARDLEDGER_CHECK(!day || domain::FormatIsoDay(*day) == text, "a day has one text");
  domain::IsSubject(text);
  domain::NormaliseCaseReference(text);
  return 0;
}
