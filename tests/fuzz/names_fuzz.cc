// Names, ids and dates as texts: what is read at all is written as the same text.

#include "services/domain/civil_day.h"
#include "services/domain/names.h"
#include "services/domain/validate.h"
#include "tests/fuzz/fuzz_input.h"

namespace domain = cardledger::domain;

namespace {

template <typename Parse, typename Name>
void CheckOneName(absl::string_view text, Parse parse, Name name) {
  const auto named = parse(text);
  CARDLEDGER_CHECK(!named || name(*named) == text, "whatever has a name has one");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text = cardledger::tests::FuzzInput(data, size).rest();
  CheckOneName(text, domain::ParseFundName, domain::FundName);
  CheckOneName(text, domain::ParsePersonName, domain::PersonName);
  CheckOneName(text, domain::ParseSupporterName, domain::SupporterName);
  CheckOneName(text, domain::ParseRepresentativeName, domain::RepresentativeName);
  CheckOneName(text, domain::ParseAwardName, domain::AwardName);
  CheckOneName(text, domain::ParseCardName, domain::CardName);
  CheckOneName(text, domain::ParseProviderName, domain::ProviderName);
  CheckOneName(text, domain::ParsePolicyName, domain::PolicyName);
  CheckOneName(text, domain::ParseTransactionName, domain::TransactionName);
  CheckOneName(text, domain::ParseReferralName, domain::ReferralName);
  CheckOneName(text, domain::ParseLookName, domain::LookName);
  const auto uuid = cardledger::base::Uuid::Parse(text);
  CARDLEDGER_CHECK(!uuid || uuid->ToString() == text, "an id has one text");
  const auto day = domain::ParseIsoDay(text);
  CARDLEDGER_CHECK(!day || domain::FormatIsoDay(*day) == text, "a day has one text");
  domain::IsSubject(text);
  domain::NormaliseCaseReference(text);
  return 0;
}
