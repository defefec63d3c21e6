#pragma once

// Resource names of the API, such as awards/3f0c…; one spelling each. The edge checks them once
// with Parse…; behind it …Of may be used, which aborts on a name that was not checked. Pure, any
// thread.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/refusal.pb.h"
#include "cardledger/journal/v1/types.pb.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

std::optional<FundId> ParseFundName(absl::string_view name);
std::optional<PersonId> ParsePersonName(absl::string_view name);
std::optional<AwardId> ParseAwardName(absl::string_view name);
std::optional<CardId> ParseCardName(absl::string_view name);
std::optional<ProviderId> ParseProviderName(absl::string_view name);
std::optional<PartyId> ParseSupporterName(absl::string_view name);
std::optional<PartyId> ParseRepresentativeName(absl::string_view name);
std::optional<RequestId> ParseRequestId(absl::string_view text);
// Names by the sequence of an entry, a positive decimal without leading zeros: policies/{sequence},
// transactions/{sequence}, referrals/{sequence}, looks/{sequence}.
std::optional<uint64_t> ParsePolicyName(absl::string_view name);
std::optional<uint64_t> ParseTransactionName(absl::string_view name);
std::optional<uint64_t> ParseReferralName(absl::string_view name);
std::optional<uint64_t> ParseLookName(absl::string_view name);

FundId FundOf(absl::string_view checked_name);
PersonId PersonOf(absl::string_view checked_name);
AwardId AwardOf(absl::string_view checked_name);
CardId CardOf(absl::string_view checked_name);
ProviderId ProviderOf(absl::string_view checked_name);
PartyId SupporterOf(absl::string_view checked_name);
PartyId RepresentativeOf(absl::string_view checked_name);
RequestId RequestOf(absl::string_view checked_text);
uint64_t TransactionOf(absl::string_view checked_name);
uint64_t ReferralOf(absl::string_view checked_name);
uint64_t LookOf(absl::string_view checked_name);

std::string FundName(const FundId& id);
std::string PersonName(const PersonId& id);
std::string AwardName(const AwardId& id);
std::string CardName(const CardId& id);
std::string ProviderName(const ProviderId& id);
std::string SupporterName(const PartyId& id);
std::string RepresentativeName(const PartyId& id);
std::string LoadName(const RequestId& id);
std::string TransactionName(uint64_t entry);
std::string ReferralName(uint64_t opened_entry);
std::string LookName(uint64_t entry);
std::string RunName(uint64_t started_entry);
// "ANNUAL_LIMIT_EXCEEDED": the enum's name without its prefix.
absl::string_view ReasonName(journal::v1::RefusalReason reason);
// "SANDBOX" or "LIVE".
std::string KindName(journal::v1::LedgerKind kind);
std::string LedgerName(const LedgerId& id);
std::string PolicyName(uint64_t activated_entry);

}  // namespace cardledger::domain
