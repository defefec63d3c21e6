// Requests about who opened a person's lines.

#include <string>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string& TooLong() {
  static const std::string text(kNoteBytesMax + 1, 'x');
  return text;
}

TEST(ValidateLooks, OpenLines) {
  ExpectTable<v1::OpenLinesRequest>(
      GoodOpenLines(),
      {{{"person"}, [](auto& r) { r.set_person("awards/" + TestUuid(2)); }},
       {{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"reason"}, [](auto& r) { r.set_reason(static_cast<journal::LookReason>(8)); }},
       {{}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(TooLong()); }},
       {{"request_id", "person", "reason"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateLooks, RequestWithheldLook) {
  ExpectTable<v1::RequestWithheldLookRequest>(
      GoodRequestWithheldLook(),
      {{{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"ground"}, [](auto& r) { r.clear_ground(); }},
       {{"ground"}, [](auto& r) { r.set_ground(static_cast<journal::LookGround>(3)); }},
       {{"note"}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(TooLong()); }},
       {{"review_date"}, [](auto& r) { r.clear_review_date(); }},
       {{"review_date"}, [](auto& r) { *r.mutable_review_date() = TestDate(2026, 6, 31); }},
       {{"request_id", "person", "reason", "ground", "note", "review_date"},
        [](auto& r) { r.Clear(); }}});
}

TEST(ValidateLooks, DecideWithheldLook) {
  ExpectTable<v1::DecideWithheldLookRequest>(
      GoodDecideWithheldLook(), {{{"look"}, [](auto& r) { r.set_look("looks/0"); }},
                                 {{"look"}, [](auto& r) { r.set_look("referrals/12"); }},
                                 {{}, [](auto& r) { r.clear_approve(); }},
                                 {{"note"}, [](auto& r) { r.clear_note(); }},
                                 {{"request_id", "look", "note"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateLooks, ReviewWithheldLook) {
  ExpectTable<v1::ReviewWithheldLookRequest>(
      GoodReviewWithheldLook(),
      {{{"look"}, [](auto& r) { r.set_look("12"); }},
       {{"review_date"}, [](auto& r) { r.clear_review_date(); }},
       {{"review_date"}, [](auto& r) { r.set_disclose(true); }},
       {{},
        [](auto& r) {
          r.set_disclose(true);
          r.clear_review_date();
        }},
       {{"note"}, [](auto& r) { r.clear_note(); }},
       {{"request_id", "look", "review_date", "note"}, [](auto& r) { r.Clear(); }}});
}

}  // namespace
}  // namespace cardledger::domain
