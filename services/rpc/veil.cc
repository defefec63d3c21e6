#include "services/rpc/veil.h"

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

#include "base/check.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "cardledger/v1/looks.pb.h"
#include "cardledger/v1/persons.pb.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

using Fields = absl::flat_hash_set<const google::protobuf::FieldDescriptor*>;

template <typename Message>
void Add(Fields& fields, std::initializer_list<absl::string_view> names) {
  for (const absl::string_view name : names) {
    const auto* field = Message::descriptor()->FindFieldByName(std::string(name));
    CARDLEDGER_CHECK(field != nullptr, "a field for staff alone is one of its message");
    fields.insert(field);
  }
}

Fields FieldsForStaffAlone() {
  Fields fields;
  Add<journal::Entry>(fields, {"request_id", "fingerprint", "previous_person_entry"});
  Add<journal::Caller>(fields, {"subject", "carried_by"});
  Add<journal::CardBlocked>(fields, {"lead"});
  Add<journal::SupporterAdded>(fields, {"subject"});
  Add<journal::RepresentativeAdded>(fields, {"subject"});
  Add<journal::PersonSubjectSet>(fields, {"subject"});
  Add<journal::RelationDeclared>(fields, {"subject"});
  Add<journal::RelationEnded>(fields, {"subject"});
  Add<journal::ProviderSubjectAdded>(fields, {"subject"});
  Add<journal::ProviderSubjectRemoved>(fields, {"subject"});
  Add<v1::Award>(fields, {"proposed_by", "approved_by"});
  Add<v1::PendingExtension>(fields, {"proposed_by"});
  Add<v1::Card>(fields, {"block_lead"});
  Add<v1::Look>(fields, {"subject"});
  Add<v1::Person>(fields, {"subject", "related_subjects", "legal_hold"});
  Add<v1::Representative>(fields, {"subject"});
  Add<v1::Supporter>(fields, {"subject"});
  return fields;
}

}  // namespace

void Veil(google::protobuf::Message& answer) {
  static const Fields& for_staff_alone = *new Fields(FieldsForStaffAlone());
  const google::protobuf::Reflection& reflection = *answer.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection.ListFields(answer, &set);
  for (const google::protobuf::FieldDescriptor* field : set) {
    if (for_staff_alone.contains(field)) {
      reflection.ClearField(&answer, field);
    } else if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      Veil(*reflection.MutableMessage(&answer, field));
    } else {
      for (int i = 0; i < reflection.FieldSize(answer, field); ++i) {
        Veil(*reflection.MutableRepeatedMessage(&answer, field, i));
      }
    }
  }
}

}  // namespace cardledger::rpc
