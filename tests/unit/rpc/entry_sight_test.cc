// What an event is about is settled for every event there is, and what is for staff alone for every
// field that holds somebody's sign-in: whoever adds one is asked here who may see it.

#include "services/rpc/entry_sight.h"

#include <memory>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"

#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "cardledger/v1/loads.pb.h"
#include "cardledger/v1/looks.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/privacy.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "services/rpc/veil.h"

namespace cardledger::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using journal::v1::Entry;

TEST(EntrySight, EveryEventIsAMatterOfSomebodys_orOfStaffAlone) {
  const std::set<std::string> of_staff_alone = {"refused",  // of no award
                                                "ledger_created",
                                                "policy_activated",
                                                "clock_confirmed",
                                                "fund_created",
                                                "budget_allocated",
                                                "budget_transferred",
                                                "run_started",
                                                "run_finished",
                                                "provider_registered",
                                                "provider_subject_added",
                                                "provider_subject_removed",
                                                "relation_declared",
                                                "relation_ended",
                                                "legal_hold_set",
                                                "legal_hold_ended"};
  std::set<std::string> found;
  const auto& events = *Entry::descriptor()->FindOneofByName("event");
  for (int i = 0; i < events.field_count(); ++i) {
    Entry entry;
    entry.GetReflection()->MutableMessage(&entry, events.field(i));
    if (MatterOf(entry) == Matter::kStaff) found.insert(std::string(events.field(i)->name()));
  }
  EXPECT_EQ(found, of_staff_alone);
}

TEST(EntrySight, RefusalIsAMatterOfWhatItWasAskedOf) {
  Entry entry;
  entry.mutable_refused();
  entry.set_award_id("an award");
  EXPECT_EQ(MatterOf(entry), Matter::kAward);
  entry.mutable_refused()->set_load(true);
  EXPECT_EQ(MatterOf(entry), Matter::kMoney);
  entry.set_card_id("a card");
  EXPECT_EQ(MatterOf(entry), Matter::kCard);
}

bool HoldsASignIn(const FieldDescriptor& field) {
  const std::string& name = field.name();
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         (name.find("subject") != std::string::npos || name.ends_with("_by") || name == "lead" ||
          name == "block_lead");
}

bool IsVeiled(const FieldDescriptor& field) {
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(field.containing_type())
          ->New());
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  if (field.is_repeated()) {
    reflection.AddString(message.get(), &field, "olga");
  } else {
    reflection.SetString(message.get(), &field, "olga");
  }
  Veil(*message);
  return message->ByteSizeLong() == 0;
}

void CollectUnveiled(const Descriptor& type, std::set<const Descriptor*>& seen,
                     std::set<std::string>& unveiled) {
  if (!seen.insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.message_type() != nullptr) CollectUnveiled(*field.message_type(), seen, unveiled);
    if (HoldsASignIn(field) && !IsVeiled(field)) unveiled.insert(field.full_name());
  }
}

// Of everything that is answered to somebody who reaches only their own.
TEST(Veil, TakesOutEverySignIn) {
  std::set<const Descriptor*> seen;
  std::set<std::string> unveiled;
  int answers = 0;
  for (const Descriptor* any :
       {v1::Award::descriptor(), v1::Card::descriptor(), v1::CreateLoadRequest::descriptor(),
        v1::Look::descriptor(), v1::Person::descriptor(), v1::ExportPersonRequest::descriptor(),
        v1::Transaction::descriptor(), v1::WatchEntriesRequest::descriptor()}) {
    const google::protobuf::FileDescriptor& file = *any->file();
    for (int i = 0; i < file.service(0)->method_count(); ++i) {
      CollectUnveiled(*file.service(0)->method(i)->output_type(), seen, unveiled);
      ++answers;
    }
  }
  EXPECT_GT(answers, 40);
  // The name of another card.
  EXPECT_EQ(unveiled, std::set<std::string>({"cardledger.v1.Card.replaced_by"}));
}

TEST(Veil, LeavesEverythingElse) {
  Entry entry;
  entry.set_sequence(7);
  entry.set_request_id("sixteen bytes...");
  entry.mutable_caller()->set_subject("olga");
  entry.mutable_caller()->add_roles(journal::v1::ROLE_APPROVER);
  Veil(entry);
  Entry left;
  left.set_sequence(7);
  left.mutable_caller()->add_roles(journal::v1::ROLE_APPROVER);
  EXPECT_EQ(entry.SerializeAsString(), left.SerializeAsString());
}

}  // namespace
}  // namespace cardledger::rpc
