// Requests about what is kept of people.

#include <string>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/privacy_requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

TEST(ValidatePrivacy, ProposeErasure) {
  ExpectTable<v1::ProposeErasureRequest>(
      GoodProposeErasure(),
      {{{"person"}, [](auto& r) { r.set_person("awards/" + TestUuid(2)); }},
       {{"classes"}, [](auto& r) { r.clear_classes(); }},
       {{"classes[1]"}, [](auto& r) { r.set_classes(1, r.classes(0)); }},
       {{"classes[2]"}, [](auto& r) { r.add_classes(journal::RETENTION_CLASS_UNSPECIFIED); }},
       {{"classes[2]"}, [](auto& r) { r.add_classes(static_cast<journal::RetentionClass>(4)); }},
       {{"ground"}, [](auto& r) { r.clear_ground(); }},
       {{}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person", "classes", "ground"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePrivacy, DecideErasure_hasANoteWhereItDeclinesAlone) {
  ExpectTable<v1::DecideErasureRequest>(
      GoodDecideErasure(),
      {{{"note"}, [](auto& r) { r.set_approve(true); }},
       {{},
        [](auto& r) {
          r.set_approve(true);
          r.clear_note();
        }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePrivacy, LegalHold_saysWhy) {
  ExpectTable<v1::SetLegalHoldRequest>(
      GoodLegalHold<v1::SetLegalHoldRequest>(),
      {{{"note"}, [](auto& r) { r.clear_note(); }},
       {{"request_id", "person", "note"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::EndLegalHoldRequest>(
      GoodLegalHold<v1::EndLegalHoldRequest>(),
      {{{"note"}, [](auto& r) { r.clear_note(); }},
       {{"request_id", "person", "note"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePrivacy, RectifyDetail_hasATextAsWhereItIsFirstRecorded) {
  ExpectTable<v1::RectifyDetailRequest>(
      GoodRectifyDetail(),
      {{{"entry"}, [](auto& r) { r.clear_entry(); }},
       {{}, [](auto& r) { r.clear_place(); }},
       {{"kind"}, [](auto& r) { r.clear_kind(); }},
       {{"kind"}, [](auto& r) { r.set_kind(journal::DETAIL_KIND_COMMUNICATION_NEEDS); }},
       {{"kind"}, [](auto& r) { r.set_kind(journal::DETAIL_KIND_PROVIDER_NAME); }},
       {{"text"}, [](auto& r) { r.clear_text(); }},
       {{"text"}, [](auto& r) { r.set_text("Bea\nSmith"); }},
       {{"text"}, [](auto& r) { r.set_kind(journal::DETAIL_KIND_CASE_REFERENCE); }},
       {{},
        [](auto& r) {
          r.set_kind(journal::DETAIL_KIND_GOAL);
          r.set_text("to travel\nalone");
        }},
       {{"text"},
        [](auto& r) {
          r.set_kind(journal::DETAIL_KIND_GOAL);
          r.clear_text();
        }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person", "entry", "kind", "text"}, [](auto& r) { r.Clear(); }}});
}

}  // namespace
}  // namespace cardledger::domain
