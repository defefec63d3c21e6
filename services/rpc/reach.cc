#include "services/rpc/reach.h"

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/london_time.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/engine/errors.h"
#include "services/rpc/looks_in_force.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {
namespace {

using store::v1::SubjectLink;

bool HasAnyScope(const store::v1::PartyRow& party, uint32_t wanted) {
  return std::any_of(party.scopes().begin(), party.scopes().end(), [wanted](int scope) {
    return ((wanted >> static_cast<uint32_t>(scope)) & 1) != 0;
  });
}

// Whether the supporter or representative was named, or has authority, for what the rule says. A
// supporter who holds a card is there for that card, not for every one of the person's.
bool IsThereFor(const store::v1::PartyRow& party, const AccessRule& rule,
                const std::optional<std::string>& card_holder) {
  if (party.authority() != journal::v1::AUTHORITY_UNSPECIFIED) {
    return HasAnyScope(party, rule.representative_scopes);
  }
  uint32_t scopes = rule.supporter_scopes;
  if (card_holder && *card_holder != party.id()) {
    scopes &= ~(1U << static_cast<uint32_t>(journal::v1::SUPPORTER_SCOPE_CARD));
  }
  return HasAnyScope(party, scopes);
}

// The person whose award the entry of that sequence is about; nullopt where it is about none. What
// is about a person alone has no such name, and may be what the person is not told.
absl::StatusOr<std::optional<Named>> FindEntry(const engine::Reader& reader, uint64_t sequence) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, reader.Entries(sequence, 1));
  if (entries.empty() || entries[0].entry.award_id().empty()) return std::nullopt;
  return Named{domain::IdFromBytes<domain::PersonId>(entries[0].entry.person_id())};
}

template <typename Row>
absl::StatusOr<std::optional<Named>> NamedBy(absl::StatusOr<std::optional<Row>> row) {
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  Named named{domain::IdFromBytes<domain::PersonId>((*row)->person_id())};
  if constexpr (std::is_same_v<Row, store::v1::CardRow>) named.card_holder = (*row)->party_id();
  return named;
}

absl::Status Denied(absl::string_view message, absl::string_view reason) {
  return engine::WithReason(absl::PermissionDeniedError(message), reason);
}

}  // namespace

absl::StatusOr<std::optional<Named>> Find(const engine::Reader& reader, absl::string_view name) {
  if (const auto person = domain::ParsePersonName(name)) return Named{*person};
  if (const auto provider = domain::ParseProviderName(name)) return Named{*provider};
  if (const auto award = domain::ParseAwardName(name)) return NamedBy(reader.Award(*award));
  if (const auto card = domain::ParseCardName(name)) return NamedBy(reader.Card(*card));
  if (const auto entry = domain::ParseTransactionName(name)) return FindEntry(reader, *entry);
  if (const auto entry = domain::ParseReferralName(name)) return FindEntry(reader, *entry);
  if (const auto entry = domain::ParseLookName(name)) return NamedBy(reader.WithheldLook(*entry));
  return std::nullopt;
}

RoleSet SeersOfWithheldLooks() {
  RoleSet seers;
  seers.Add(journal::v1::ROLE_SAFEGUARDING_LEAD);
  seers.Add(journal::v1::ROLE_AUDITOR);
  return seers;
}

Reach::Reach(const AccessRule& rule, const engine::Reader& reader, int64_t now_us)
    : rule_(&rule), reader_(&reader), now_us_(now_us), today_(domain::LondonDay(now_us)) {}

absl::StatusOr<Reach> Reach::Of(const AccessRule& rule, const Caller& caller,
                                const engine::Reader& reader, int64_t now_us) {
  Reach reach(rule, reader, now_us);
  reach.by_any_ = rule.any.HasAnyOf(caller.roles);
  reach.roles_ = caller.roles;
  if (rule.object_of == AccessRule::ObjectOf::kNobodys) return reach;
  reach.subject_ = caller.subject;
  CARDLEDGER_ASSIGN_OR_RETURN(reach.links_, reader.Subject(caller.subject));
  reach.TakeLinks();
  return reach;
}

void Reach::TakeLinks() {
  for (const journal::v1::Role role : RolesOf(roles_)) {
    if (rule_->any.Has(role)) by_roles_.Add(role);
  }
  if (!by_any_) return;
  for (const SubjectLink& link : links_.links()) {
    if (link.kind() == store::v1::LINK_KIND_PERSON || link.kind() == store::v1::LINK_KIND_RELATED) {
      kept_from_.insert(domain::IdFromBytes<domain::PersonId>(link.id()));
    }
  }
}

bool Reach::IsLinked(store::v1::LinkKind kind, absl::string_view id) const {
  return std::any_of(links_.links().begin(), links_.links().end(), [&](const SubjectLink& link) {
    return link.kind() == kind && link.id() == id;
  });
}

// Any link of the right kind will do; the person's row says what the link is worth today.
absl::StatusOr<bool> Reach::IsOwnBy(const AccessRule& rule, const domain::PersonId& person,
                                    const std::optional<std::string>& card_holder) const {
  const std::string id = person.ToBytes();
  const bool is_person =
      ActsAs(journal::v1::ROLE_PERSON, rule) && IsLinked(store::v1::LINK_KIND_PERSON, id);
  const bool supports =
      ActsAs(journal::v1::ROLE_SUPPORTER, rule) && IsLinked(store::v1::LINK_KIND_SUPPORTER, id);
  const bool represents = ActsAs(journal::v1::ROLE_REPRESENTATIVE, rule) &&
                          IsLinked(store::v1::LINK_KIND_REPRESENTATIVE, id);
  if (!is_person && !supports && !represents) return false;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> row,
                              reader_->Person(person));
  if (!row) return absl::DataLossError("a person whom a subject is linked to is missing");
  if (is_person && !domain::IsDeceased(*row)) return true;
  const auto& parties = row->course().parties();
  return std::any_of(parties.begin(), parties.end(), [&](const store::v1::PartyRow& party) {
    const bool supporter = party.authority() == journal::v1::AUTHORITY_UNSPECIFIED;
    return party.subject() == subject_ && (supporter ? supports : represents) &&
           domain::InForce(party, *row, today_) && IsThereFor(party, rule, card_holder);
  });
}

absl::StatusOr<bool> Reach::Includes(const Named& named) const {
  if (const auto* person = std::get_if<domain::PersonId>(&named.owner)) {
    if (SightOf(*person) == Sight::kWhole) return true;
    return IsOwnBy(*rule_, *person, named.card_holder);
  }
  if (by_any_) return true;
  return ActsAs(journal::v1::ROLE_PROVIDER, *rule_) &&
         IsLinked(store::v1::LINK_KIND_PROVIDER,
                  std::get<domain::ProviderId>(named.owner).ToBytes());
}

absl::Status Reach::Check(const std::optional<Named>& named) const {
  // What is not there may be said to whoever may see all that is.
  if (!named && by_any_) return absl::OkStatus();
  if (named) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool included, Includes(*named));
    if (included) return absl::OkStatus();
  }
  if (by_any_) {
    return Denied(
        "This belongs to you, or to somebody you are related to: nobody who works for the council "
        "sees or changes that. Accepted would be somebody else.",
        kReasonOwnCase);
  }
  return Denied(
      "Nothing of that name is yours: as the person, as a supporter named for this, as a "
      "representative whose authority is for this, or as the provider.",
      kReasonNotYours);
}

absl::Status Reach::CheckNamesCallers() const {
  if (by_any_) return absl::OkStatus();
  return Denied(
      "Who of the council's staff took a step is not shown to those whom it concerns, so entries "
      "cannot be chosen by subject. Accepted would be events and roles.",
      kReasonNotYours);
}

absl::Status Reach::CheckNamed(absl::string_view checked_name) const {
  if (everything()) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<Named> named, Find(*reader_, checked_name));
  return Check(named);
}

Sight Reach::SightOfNamed(const std::optional<Named>& named) const {
  if (named) {
    if (const auto* person = std::get_if<domain::PersonId>(&named->owner)) return SightOf(*person);
  }
  return by_any_ ? Sight::kWhole : Sight::kAsOwn;
}

absl::StatusOr<Sight> Reach::CheckObject(const google::protobuf::Message& request) const {
  if (rule_->object_of == AccessRule::ObjectOf::kNobodys) return Sight::kWhole;
  if (rule_->object_of == AccessRule::ObjectOf::kFiltered) return SightOfNamed(std::nullopt);
  if (everything() && !rule_->opens_lines) return Sight::kWhole;
  std::string scratch;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<Named> named,
                              Find(*reader_, request.GetReflection()->GetStringReference(
                                                 request, rule_->object, &scratch)));
  CARDLEDGER_RETURN_IF_ERROR(Check(named));
  if (rule_->opens_lines) CARDLEDGER_RETURN_IF_ERROR(CheckLook(named));
  return SightOfNamed(named);
}

absl::Status Reach::CheckLook(const std::optional<Named>& named) const {
  if (!named || !by_roles_.HasAnyOf(StaffRoles())) return absl::OkStatus();
  const auto* person = std::get_if<domain::PersonId>(&named->owner);
  if (person == nullptr) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const bool own, IsOwnBy(*rule_, *person, named->card_holder));
  if (own) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const bool open, IsOpenTo(*reader_, *person, subject_, now_us_));
  return open ? absl::OkStatus() : LookRequired(*person);
}

}  // namespace cardledger::rpc
