#include "tests/scenario/resource_words.h"

#include "services/domain/names.h"

namespace cardledger::tests {
namespace {

absl::StatusOr<base::Uuid> TakeId(Step& step, const std::string& kind) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take(kind));
  return step.world.names().IdOf(kind, name);
}

}  // namespace

absl::StatusOr<std::string> TakeAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  return AwardNamed(step, name);
}

absl::StatusOr<std::string> TakePerson(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const base::Uuid id, TakeId(step, "person"));
  return domain::PersonName(domain::PersonId(id));
}

absl::StatusOr<std::string> TakeCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("card"));
  return CardNamed(step, name);
}

absl::StatusOr<std::string> TakeSupporter(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const base::Uuid id, TakeId(step, "supporter"));
  return domain::SupporterName(domain::PartyId(id));
}

absl::StatusOr<std::string> TakeRepresentative(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const base::Uuid id, TakeId(step, "representative"));
  return domain::RepresentativeName(domain::PartyId(id));
}

absl::StatusOr<std::string> TakeTransaction(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t entry, step.words.TakeNumber("entry"));
  return domain::TransactionName(static_cast<uint64_t>(entry));
}

absl::StatusOr<std::string> TakeReferral(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t entry, step.words.TakeNumber("referral"));
  return domain::ReferralName(static_cast<uint64_t>(entry));
}

std::string AwardNamed(Step& step, absl::string_view name) {
  return domain::AwardName(domain::AwardId(step.world.names().IdOf("award", name)));
}

std::string FundNamed(Step& step, absl::string_view name) {
  return domain::FundName(domain::FundId(step.world.names().IdOf("fund", name)));
}

std::string CardNamed(Step& step, absl::string_view name) {
  return domain::CardName(domain::CardId(step.world.names().IdOf("card", name)));
}

std::string ProviderNamed(Step& step, absl::string_view name) {
  return domain::ProviderName(domain::ProviderId(step.world.names().IdOf("provider", name)));
}

}  // namespace cardledger::tests
