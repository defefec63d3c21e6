#include "services/domain/names.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace cardledger::domain {
namespace {

constexpr absl::string_view kFunds = "funds/";
constexpr absl::string_view kPersons = "persons/";
constexpr absl::string_view kAwards = "awards/";
constexpr absl::string_view kCards = "cards/";
constexpr absl::string_view kProviders = "providers/";
constexpr absl::string_view kSupporters = "supporters/";
constexpr absl::string_view kRepresentatives = "representatives/";
constexpr absl::string_view kPolicies = "policies/";
constexpr absl::string_view kTransactions = "transactions/";
constexpr absl::string_view kReferrals = "referrals/";
constexpr absl::string_view kLooks = "looks/";

template <typename IdType>
std::optional<IdType> Parse(absl::string_view collection, absl::string_view name) {
  if (!absl::ConsumePrefix(&name, collection)) return std::nullopt;
  const std::optional<base::Uuid> uuid = base::Uuid::Parse(name);
  if (!uuid || uuid->is_nil()) return std::nullopt;
  return IdType(*uuid);
}

std::optional<uint64_t> ParseSequence(absl::string_view collection, absl::string_view name) {
  if (!absl::ConsumePrefix(&name, collection)) return std::nullopt;
  uint64_t sequence = 0;
  if (!absl::SimpleAtoi(name, &sequence) || sequence == 0) return std::nullopt;
  if (absl::StrCat(sequence) != name) return std::nullopt;
  return sequence;
}

template <typename IdType>
IdType Checked(const std::optional<IdType>& id) {
  CARDLEDGER_CHECK(id.has_value(), "a name must be checked at the edge");
  return *id;
}

}  // namespace

std::optional<FundId> ParseFundName(absl::string_view name) { return Parse<FundId>(kFunds, name); }
std::optional<PersonId> ParsePersonName(absl::string_view name) {
  return Parse<PersonId>(kPersons, name);
}
std::optional<AwardId> ParseAwardName(absl::string_view name) {
  return Parse<AwardId>(kAwards, name);
}
std::optional<CardId> ParseCardName(absl::string_view name) { return Parse<CardId>(kCards, name); }
std::optional<ProviderId> ParseProviderName(absl::string_view name) {
  return Parse<ProviderId>(kProviders, name);
}
std::optional<PartyId> ParseSupporterName(absl::string_view name) {
  return Parse<PartyId>(kSupporters, name);
}
std::optional<PartyId> ParseRepresentativeName(absl::string_view name) {
  return Parse<PartyId>(kRepresentatives, name);
}
std::optional<RequestId> ParseRequestId(absl::string_view text) {
  return Parse<RequestId>("", text);
}

std::optional<uint64_t> ParsePolicyName(absl::string_view name) {
  return ParseSequence(kPolicies, name);
}
std::optional<uint64_t> ParseTransactionName(absl::string_view name) {
  return ParseSequence(kTransactions, name);
}
std::optional<uint64_t> ParseReferralName(absl::string_view name) {
  return ParseSequence(kReferrals, name);
}
std::optional<uint64_t> ParseLookName(absl::string_view name) {
  return ParseSequence(kLooks, name);
}

FundId FundOf(absl::string_view checked_name) { return Checked(ParseFundName(checked_name)); }
PersonId PersonOf(absl::string_view checked_name) { return Checked(ParsePersonName(checked_name)); }
AwardId AwardOf(absl::string_view checked_name) { return Checked(ParseAwardName(checked_name)); }
CardId CardOf(absl::string_view checked_name) { return Checked(ParseCardName(checked_name)); }
ProviderId ProviderOf(absl::string_view checked_name) {
  return Checked(ParseProviderName(checked_name));
}
PartyId SupporterOf(absl::string_view checked_name) {
  return Checked(ParseSupporterName(checked_name));
}
PartyId RepresentativeOf(absl::string_view checked_name) {
  return Checked(ParseRepresentativeName(checked_name));
}
uint64_t TransactionOf(absl::string_view checked_name) {
  return Checked(ParseTransactionName(checked_name));
}
uint64_t ReferralOf(absl::string_view checked_name) {
  return Checked(ParseReferralName(checked_name));
}
uint64_t LookOf(absl::string_view checked_name) { return Checked(ParseLookName(checked_name)); }
RequestId RequestOf(absl::string_view checked_text) {
  return Checked(ParseRequestId(checked_text));
}

std::string FundName(const FundId& id) { return absl::StrCat(kFunds, id.ToString()); }
std::string PersonName(const PersonId& id) { return absl::StrCat(kPersons, id.ToString()); }
std::string AwardName(const AwardId& id) { return absl::StrCat(kAwards, id.ToString()); }
std::string CardName(const CardId& id) { return absl::StrCat(kCards, id.ToString()); }
std::string ProviderName(const ProviderId& id) { return absl::StrCat(kProviders, id.ToString()); }
std::string SupporterName(const PartyId& id) { return absl::StrCat(kSupporters, id.ToString()); }
std::string RepresentativeName(const PartyId& id) {
  return absl::StrCat(kRepresentatives, id.ToString());
}
std::string TransactionName(uint64_t entry) { return absl::StrCat(kTransactions, entry); }
std::string ReferralName(uint64_t opened_entry) { return absl::StrCat(kReferrals, opened_entry); }
std::string LookName(uint64_t entry) { return absl::StrCat(kLooks, entry); }
std::string LoadName(const RequestId& id) { return absl::StrCat("loads/", id.ToString()); }
std::string RunName(uint64_t started_entry) { return absl::StrCat("runs/", started_entry); }
absl::string_view ReasonName(journal::v1::RefusalReason reason) {
  return absl::StripPrefix(journal::v1::RefusalReason_Name(reason), "REFUSAL_REASON_");
}
std::string KindName(journal::v1::LedgerKind kind) {
  return std::string(absl::StripPrefix(journal::v1::LedgerKind_Name(kind), "LEDGER_KIND_"));
}
std::string LedgerName(const LedgerId& id) { return absl::StrCat("ledgers/", id.ToString()); }
std::string PolicyName(uint64_t activated_entry) {
  return absl::StrCat(kPolicies, activated_entry);
}

}  // namespace cardledger::domain
