#include "services/rpc/reach.h"

#include <algorithm>
#include <string>
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

// The person whose award the entry of that sequence is about; nullopt where it is about none. What
// is about a person alone has no such name, and may be what the person is not told.
absl::StatusOr<std::optional<Owner>> OwnerOfEntry(const engine::Reader& reader, uint64_t sequence) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, reader.Entries(sequence, 1));
  if (entries.empty() || entries[0].entry.award_id().empty()) return std::nullopt;
  return Owner(domain::IdFromBytes<domain::PersonId>(entries[0].entry.person_id()));
}

template <typename Row>
absl::StatusOr<std::optional<Owner>> OwnerOfRow(absl::StatusOr<std::optional<Row>> row) {
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  return Owner(domain::IdFromBytes<domain::PersonId>((*row)->person_id()));
}

absl::Status Denied(absl::string_view message, absl::string_view reason) {
  return engine::WithReason(absl::PermissionDeniedError(message), reason);
}

}  // namespace

absl::StatusOr<std::optional<Owner>> OwnerOf(const engine::Reader& reader, absl::string_view name) {
  if (const auto person = domain::ParsePersonName(name)) return Owner(*person);
  if (const auto provider = domain::ParseProviderName(name)) return Owner(*provider);
  if (const auto award = domain::ParseAwardName(name)) return OwnerOfRow(reader.Award(*award));
  if (const auto card = domain::ParseCardName(name)) return OwnerOfRow(reader.Card(*card));
  if (const auto entry = domain::ParseTransactionName(name)) return OwnerOfEntry(reader, *entry);
  if (const auto entry = domain::ParseReferralName(name)) return OwnerOfEntry(reader, *entry);
  if (const auto entry = domain::ParseLookName(name)) {
    return OwnerOfRow(reader.WithheldLook(*entry));
  }
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
  if (rule.object_of == AccessRule::ObjectOf::kNobodys) return reach;
  reach.subject_ = caller.subject;
  CARDLEDGER_ASSIGN_OR_RETURN(reach.links_, reader.Subject(caller.subject));
  reach.TakeLinks(caller.roles);
  return reach;
}

void Reach::TakeLinks(RoleSet roles) {
  for (const journal::v1::Role role : RolesOf(roles)) {
    if (rule_->own.Has(role)) own_.Add(role);
    if (rule_->any.Has(role)) by_roles_.Add(role);
  }
  if (!by_any_) return;
  for (const SubjectLink& link : links_.links()) {
    if (link.kind() == store::v1::LINK_KIND_PERSON || link.kind() == store::v1::LINK_KIND_RELATED) {
      kept_from_.insert(domain::IdFromBytes<domain::PersonId>(link.id()));
    }
  }
}

// Any link of the right kind will do; the person's row says what the link is worth today.
absl::StatusOr<bool> Reach::IsOwn(const domain::PersonId& person) const {
  const std::string id = person.ToBytes();
  const auto linked = [&](store::v1::LinkKind kind) {
    return std::any_of(links_.links().begin(), links_.links().end(), [&](const SubjectLink& link) {
      return link.kind() == kind && link.id() == id;
    });
  };
  const bool is_person = own_.Has(journal::v1::ROLE_PERSON) && linked(store::v1::LINK_KIND_PERSON);
  const bool supports =
      own_.Has(journal::v1::ROLE_SUPPORTER) && linked(store::v1::LINK_KIND_SUPPORTER);
  const bool represents =
      own_.Has(journal::v1::ROLE_REPRESENTATIVE) && linked(store::v1::LINK_KIND_REPRESENTATIVE);
  if (!is_person && !supports && !represents) return false;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> row,
                              reader_->Person(person));
  if (!row) return absl::DataLossError("a person whom a subject is linked to is missing");
  if (is_person && !domain::IsDeceased(*row)) return true;
  const auto& parties = row->course().parties();
  return std::any_of(parties.begin(), parties.end(), [&](const store::v1::PartyRow& party) {
    const bool supporter = party.authority() == journal::v1::AUTHORITY_UNSPECIFIED;
    return party.subject() == subject_ && (supporter ? supports : represents) &&
           domain::InForce(party, *row, today_) &&
           HasAnyScope(party, supporter ? rule_->supporter_scopes : rule_->representative_scopes);
  });
}

absl::StatusOr<bool> Reach::Includes(const Owner& owner) const {
  if (const auto* person = std::get_if<domain::PersonId>(&owner)) {
    if (by_any_ && !IsKeptFrom(*person)) return true;
    return IsOwn(*person);
  }
  if (by_any_) return true;
  const std::string id = std::get<domain::ProviderId>(owner).ToBytes();
  return own_.Has(journal::v1::ROLE_PROVIDER) &&
         std::any_of(links_.links().begin(), links_.links().end(), [&](const SubjectLink& link) {
           return link.kind() == store::v1::LINK_KIND_PROVIDER && link.id() == id;
         });
}

absl::Status Reach::Check(const std::optional<Owner>& owner) const {
  // What is not there may be said to whoever may see all that is.
  if (!owner && by_any_) return absl::OkStatus();
  if (owner) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool included, Includes(*owner));
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
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<Owner> owner, OwnerOf(*reader_, checked_name));
  return Check(owner);
}

absl::Status Reach::CheckObject(const google::protobuf::Message& request) const {
  if (rule_->object_of != AccessRule::ObjectOf::kField) return absl::OkStatus();
  std::string scratch;
  const std::string& name =
      request.GetReflection()->GetStringReference(request, rule_->object, &scratch);
  if (!rule_->opens_lines) return CheckNamed(name);
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<Owner> owner, OwnerOf(*reader_, name));
  CARDLEDGER_RETURN_IF_ERROR(Check(owner));
  return CheckLook(owner);
}

absl::Status Reach::CheckLook(const std::optional<Owner>& owner) const {
  if (!owner || !by_roles_.HasAnyOf(StaffRoles())) return absl::OkStatus();
  const auto* person = std::get_if<domain::PersonId>(&*owner);
  if (person == nullptr) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const bool own, IsOwn(*person));
  if (own) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const bool open, IsOpenTo(*reader_, *person, subject_, now_us_));
  return open ? absl::OkStatus() : LookRequired(*person);
}

}  // namespace cardledger::rpc
