#include "services/domain/fingerprint.h"

#include <functional>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include <gtest/gtest.h>

#include "tests/unit/domain/requests.h"

namespace cardledger::domain {
namespace {

using journal::v1::Caller;

Caller Sam() {
  Caller caller;
  caller.set_subject("sam");
  caller.add_roles(journal::v1::ROLE_SOCIAL_WORKER);
  return caller;
}

template <typename R>
struct Change {
  const char* what;
  std::function<void(R&)> make;
};

template <typename R>
void ExpectEachChanges(const R& good, const std::vector<Change<R>>& changes) {
  const Fingerprint before = FingerprintOf(Request(good), Sam());
  std::set<Fingerprint> all = {before};
  for (const Change<R>& change : changes) {
    R changed = good;
    change.make(changed);
    EXPECT_TRUE(all.insert(FingerprintOf(Request(changed), Sam())).second) << change.what;
  }
}

template <typename R>
void ExpectNoneChanges(const R& good, const std::vector<Change<R>>& changes) {
  const Fingerprint before = FingerprintOf(Request(good), Sam());
  for (const Change<R>& change : changes) {
    R changed = good;
    change.make(changed);
    EXPECT_EQ(FingerprintOf(Request(changed), Sam()), before) << change.what;
  }
}

TEST(Fingerprint, EachDecisionField_changesIt) {
  ExpectEachChanges<v1::CreateFundRequest>(GoodCreateFund(),
                                           {{"code", [](auto& r) { r.set_code("TIER2"); }},
                                            {"year", [](auto& r) { r.set_financial_year(2027); }}});
  ExpectEachChanges<v1::AllocateBudgetRequest>(
      GoodAllocateBudget(),
      {{"fund", [](auto& r) { r.set_fund("funds/" + TestUuid(9)); }},
       {"amount", [](auto& r) { r.set_amount_pence(101); }},
       {"sign", [](auto& r) { r.set_amount_pence(-100); }},
       {"reason", [](auto& r) { r.set_reason(journal::v1::BUDGET_REASON_SAVING); }}});
  ExpectEachChanges<v1::TransferBudgetRequest>(
      GoodTransferBudget(),
      {{"from", [](auto& r) { r.set_from_fund("funds/" + TestUuid(9)); }},
       {"to", [](auto& r) { r.set_to_fund("funds/" + TestUuid(9)); }},
       {"swapped", [](auto& r) { r.mutable_from_fund()->swap(*r.mutable_to_fund()); }},
       {"amount", [](auto& r) { r.set_amount_pence(101); }}});
  ExpectEachChanges<v1::ProposeAwardRequest>(
      GoodProposeAward(),
      {{"person", [](auto& r) { r.set_person("persons/" + TestUuid(9)); }},
       {"power", [](auto& r) { r.set_power(journal::v1::POWER_S117); }},
       {"delivery", [](auto& r) { r.set_delivery(journal::v1::DELIVERY_DIRECT_PAYMENT); }},
       {"start", [](auto& r) { r.mutable_start_date()->set_day(7); }},
       {"end", [](auto& r) { r.mutable_end_date()->set_day(26); }},
       {"fund", [](auto& r) { r.mutable_funding(0)->set_fund("funds/" + TestUuid(9)); }},
       {"amount", [](auto& r) { r.mutable_funding(0)->set_amount_pence(1); }},
       {"another part", [](auto& r) { *r.add_funding() = r.funding(0); }}});
  ExpectEachChanges<v1::CancelAwardRequest>(
      GoodCancelAward(),
      {{"award", [](auto& r) { r.set_award("awards/" + TestUuid(9)); }},
       {"reason", [](auto& r) { r.set_reason(journal::v1::CANCEL_REASON_NOT_APPROVED); }}});
  ExpectEachChanges<v1::ApproveAwardRequest>(
      GoodApproveAward(), {{"award", [](auto& r) { r.set_award("awards/" + TestUuid(9)); }}});
  ExpectEachChanges<v1::CreateLoadRequest>(
      GoodCreateLoad(), {{"award", [](auto& r) { r.set_award("awards/" + TestUuid(9)); }},
                         {"amount", [](auto& r) { r.set_amount_pence(101); }},
                         {"due", [](auto& r) { r.mutable_due_date()->set_day(5); }}});
  ExpectEachChanges<v1::BulkLoadStart>(GoodBulkLoadStart(),
                                       {{"count", [](auto& r) { r.set_declared_count(4); }},
                                        {"sum", [](auto& r) { r.set_declared_pence(301); }}});
}

TEST(Fingerprint, FreeTextAndWhatIsNoPartOfTheDecision_doNotChangeIt) {
  ExpectNoneChanges<v1::AllocateBudgetRequest>(
      GoodAllocateBudget(), {{"note", [](auto& r) { r.set_note("another"); }},
                             {"id", [](auto& r) { r.set_request_id(TestUuid(9)); }}});
  ExpectNoneChanges<v1::TransferBudgetRequest>(GoodTransferBudget(),
                                               {{"note", [](auto& r) { r.set_note("another"); }}});
  ExpectNoneChanges<v1::RegisterPersonRequest>(
      GoodRegisterPerson(), {{"reference", [](auto& r) { r.set_case_reference("LL-2"); }}});
  ExpectNoneChanges<v1::ProposeAwardRequest>(GoodProposeAward(),
                                             {{"goal", [](auto& r) { r.set_goal("another"); }}});
  ExpectNoneChanges<v1::CancelAwardRequest>(GoodCancelAward(),
                                            {{"note", [](auto& r) { r.set_note("another"); }}});
}

TEST(Fingerprint, AnotherCaller_changesIt) {
  Caller bea = Sam();
  bea.set_subject("bea");
  EXPECT_NE(FingerprintOf(GoodCreateLoad(), Sam()), FingerprintOf(GoodCreateLoad(), bea));
}

TEST(Fingerprint, FinishOfAnotherRun_changesItAndARowInAnotherRunDoesNot) {
  EXPECT_NE(FingerprintOf(GoodBulkLoadFinish(), Sam(), 7),
            FingerprintOf(GoodBulkLoadFinish(), Sam(), 8));
  EXPECT_EQ(FingerprintOf(GoodCreateLoad(), Sam(), 7), FingerprintOf(GoodCreateLoad(), Sam(), 8));
}

TEST(Fingerprint, KindsOfRequestWithTheSameFields_differ) {
  v1::ApproveAwardRequest approve = GoodApproveAward();
  std::set<Fingerprint> all;
  EXPECT_TRUE(all.insert(FingerprintOf(GoodBulkLoadFinish(), Sam())).second);
  EXPECT_TRUE(all.insert(FingerprintOf(GoodConfirmClock(), Sam())).second);
  EXPECT_TRUE(all.insert(FingerprintOf(GoodRegisterPerson(), Sam())).second);
  EXPECT_TRUE(all.insert(FingerprintOf(approve, Sam())).second);
}

TEST(Fingerprint, FieldsCannotRunIntoEachOther) {
  v1::CreateFundRequest request = GoodCreateFund();
  Caller one = Sam();
  Caller two = Sam();
  one.set_subject("ab");
  two.set_subject("a");
  request.set_code("bTIER3");
  EXPECT_NE(FingerprintOf(GoodCreateFund(), one), FingerprintOf(request, two));
}

// Fingerprints stand in stored entries: another way to work them out would refuse every retry of a
// request that was decided before.
TEST(Fingerprint, GoldenVector) {
  const Fingerprint fingerprint = FingerprintOf(GoodCreateLoad(), Sam());
  EXPECT_EQ(absl::BytesToHexString(
                absl::string_view(reinterpret_cast<const char*>(fingerprint.data()), 16)),
            "32d594048e020bea02bd3fdb9936e2ff");
}

}  // namespace
}  // namespace cardledger::domain
