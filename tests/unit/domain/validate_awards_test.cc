// Requests about awards, beyond what every award says.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

TEST(ValidateAwards, Shares) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAwardWithTerms(),
      {{{}, [](auto& r) { r.clear_shares(); }},
       {{"shares"}, [](auto& r) { r.mutable_shares(0)->set_basis_points(7'499); }},
       {{"shares"}, [](auto& r) { r.mutable_shares(0)->set_basis_points(7'501); }},
       {{"shares[0].basis_points", "shares"},
        [](auto& r) { r.mutable_shares(0)->set_basis_points(0); }},
       {{"shares[0].basis_points", "shares"},
        [](auto& r) { r.mutable_shares(0)->set_basis_points(INT32_MAX); }},
       {{"shares[0].basis_points"},
        [](auto& r) {
          r.mutable_shares(0)->set_basis_points(-1);
          r.mutable_shares(1)->set_basis_points(10'000);
          r.add_shares()->set_source(journal::FUNDING_SOURCE_OTHER_COUNCIL);
          r.mutable_shares(2)->set_basis_points(1);
        }},
       {{"shares[1].source"},
        [](auto& r) { r.mutable_shares(1)->set_source(journal::FUNDING_SOURCE_COUNCIL); }},
       {{"shares[1].source"}, [](auto& r) { r.mutable_shares(1)->clear_source(); }}});
}

// Nobody is charged for what the health service bears, nor for s117 after-care.
TEST(ValidateAwards, ChargeableShares) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAwardWithTerms(),
      {{{"shares[1].chargeable"}, [](auto& r) { r.mutable_shares(1)->set_chargeable(true); }},
       {{"shares[0].chargeable"}, [](auto& r) { r.set_power(journal::POWER_S117); }},
       {{"shares[0].chargeable"}, [](auto& r) { r.set_power(journal::POWER_NHS); }},
       {{},
        [](auto& r) {
          r.set_power(journal::POWER_S117);
          r.mutable_shares(0)->set_chargeable(false);
        }},
       {{}, [](auto& r) { r.set_power(journal::POWER_S20_CARER); }}});
}

TEST(ValidateAwards, Schedule) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAwardWithTerms(),
      {{{}, [](auto& r) { r.clear_schedule(); }},
       {{}, [](auto& r) { r.mutable_schedule()->clear_first_due_date(); }},
       {{"schedule.frequency"}, [](auto& r) { r.mutable_schedule()->clear_frequency(); }},
       {{"schedule.frequency"},
        [](auto& r) {
          r.mutable_schedule()->set_frequency(static_cast<journal::LoadFrequency>(5));
        }},
       {{"schedule.first_due_date"},
        [](auto& r) { *r.mutable_schedule()->mutable_first_due_date() = TestDate(2026, 7, 32); }},
       {{"schedule.first_due_date"},
        [](auto& r) { *r.mutable_schedule()->mutable_first_due_date() = TestDate(2026, 7, 5); }},
       {{}, [](auto& r) { *r.mutable_schedule()->mutable_first_due_date() = r.start_date(); }},
       {{}, [](auto& r) { *r.mutable_schedule()->mutable_first_due_date() = r.end_date(); }},
       {{"schedule.first_due_date"},
        [](auto& r) { *r.mutable_schedule()->mutable_first_due_date() = TestDate(2026, 9, 28); }},
       {{"schedule.first_due_date"},
        [](auto& r) { r.mutable_schedule()->set_frequency(journal::LOAD_FREQUENCY_ONE_OFF); }}});
}

TEST(ValidateAwards, TermsThatMayBeLeftOut) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAwardWithTerms(),
      {{{},
        [](auto& r) {
          r.clear_funding_model();
          r.clear_contribution_mode();
          r.clear_spend_order();
        }},
       {{"funding_model"},
        [](auto& r) { r.set_funding_model(static_cast<journal::FundingModel>(3)); }},
       {{"contribution_mode"},
        [](auto& r) { r.set_contribution_mode(static_cast<journal::ContributionMode>(3)); }},
       {{"spend_order"}, [](auto& r) { r.set_spend_order(static_cast<journal::SpendOrder>(4)); }}});
}

void FillCategories(int count, v1::ProposeAwardRequest& request) {
  request.clear_allowed_categories();
  for (int i = 0; i < count; ++i) request.add_allowed_categories(i);
}

TEST(ValidateAwards, Categories) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAwardWithTerms(),
      {{{}, [](auto& r) { FillCategories(kCategoriesMax, r); }},
       {{"allowed_categories"}, [](auto& r) { FillCategories(kCategoriesMax + 1, r); }},
       {{}, [](auto& r) { r.set_allowed_categories(0, 9'999); }},
       {{"allowed_categories"}, [](auto& r) { r.set_allowed_categories(0, 10'000); }},
       {{"allowed_categories"}, [](auto& r) { r.set_allowed_categories(0, -1); }},
       {{"allowed_categories"}, [](auto& r) { r.add_allowed_categories(r.allowed_categories(0)); }},
       {{"blocks.categories"}, [](auto& r) { r.mutable_blocks()->add_categories(7'995); }},
       {{"blocks.risk_decision"},
        [](auto& r) {
          r.mutable_blocks()->set_risk_decision(std::string(kNoteBytesMax + 1, 'x'));
        }},
       {{"blocks.risk_review_date"},
        [](auto& r) { *r.mutable_blocks()->mutable_risk_review_date() = TestDate(2026, 2, 29); }},
       {{}, [](auto& r) { r.clear_blocks(); }}});
}

void FillEarmarks(int count, v1::ProposeAwardRequest& request) {
  const v1::AwardEarmark one = request.earmarks(0);
  request.clear_earmarks();
  for (int i = 0; i < count; ++i) {
    *request.add_earmarks() = one;
    const std::string id = "0f8fad5b-d9cb-469f-a165-0000000000" + std::to_string(10 + i);
    request.mutable_earmarks(i)->set_provider("providers/" + id);
  }
}

TEST(ValidateAwards, Earmarks) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAwardWithTerms(),
      {{{}, [](auto& r) { r.clear_earmarks(); }},
       {{}, [](auto& r) { FillEarmarks(kEarmarksMax, r); }},
       {{"earmarks"}, [](auto& r) { FillEarmarks(kEarmarksMax + 1, r); }},
       {{"earmarks[0].provider"},
        [](auto& r) { r.mutable_earmarks(0)->set_provider("funds/" + TestUuid(4)); }},
       {{"earmarks[1].provider"}, [](auto& r) { *r.add_earmarks() = r.earmarks(0); }},
       {{"earmarks[0].amount_pence"}, [](auto& r) { r.mutable_earmarks(0)->set_amount_pence(0); }},
       {{"earmarks[0].amount_pence"},
        [](auto& r) { r.mutable_earmarks(0)->set_amount_pence(kAwardPenceMax + 1); }}});
}

TEST(ValidateAwards, Extensions) {
  ExpectTable<v1::ProposeExtensionRequest>(
      GoodProposeExtension(),
      {{{}, [](auto& r) { r.clear_funding(); }},  // longer for the same money
       {{"funding"},
        [](auto& r) {
          for (int i = 0; i < kFundPartsMax; ++i) *r.add_funding() = r.funding(0);
        }},
       {{"funding[1].fund"}, [](auto& r) { *r.add_funding() = r.funding(0); }},
       {{"funding[0].amount_pence"}, [](auto& r) { r.mutable_funding(0)->set_amount_pence(0); }},
       {{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{}, [](auto& r) { r.set_reason(std::string(kNoteBytesMax, 'x')); }},
       {{"reason"}, [](auto& r) { r.set_reason(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "award", "end_date", "reason"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::DecideExtensionRequest>(
      GoodDecideExtension(),
      {{{}, [](auto& r) { r.clear_approve(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       // Of the ledger's own steps: whoever took one beforehand would keep it from being taken.
       {{"request_id"}, [](auto& r) { r.set_request_id("3f0c7a52-0b1d-5c3e-e5a1-0d2c4b6a8f10"); }},
       {{}, [](auto& r) { r.set_request_id("3f0c7a52-0b1d-5c3e-d5a1-0d2c4b6a8f10"); }},
       {{"request_id", "award"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateAwards, EndAward) {
  ExpectTable<v1::EndAwardRequest>(
      GoodEndAward(),
      {{{"outcome"}, [](auto& r) { r.clear_outcome(); }},
       {{"outcome"}, [](auto& r) { r.set_outcome(static_cast<journal::Outcome>(11)); }},
       {{"outcome"}, [](auto& r) { r.set_outcome(journal::OUTCOME_DECEASED); }},
       {{}, [](auto& r) { r.set_outcome(journal::OUTCOME_MOVED_AWAY); }},
       {{"last_date"}, [](auto& r) { r.clear_last_date(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "award", "last_date", "outcome"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateAwards, RecordAgreement) {
  ExpectTable<v1::RecordAgreementRequest>(
      GoodRecordAgreement(),
      {{{"agreement.version"}, [](auto& r) { r.mutable_agreement()->clear_version(); }},
       {{"agreement.version"}, [](auto& r) { r.mutable_agreement()->set_version("v 1"); }},
       {{},
        [](auto& r) {
          r.mutable_agreement()->set_version(std::string(kAgreementVersionBytesMax, 'x'));
        }},
       {{"agreement.version"},
        [](auto& r) {
          r.mutable_agreement()->set_version(std::string(kAgreementVersionBytesMax + 1, 'x'));
        }},
       {{"agreement.choice"}, [](auto& r) { r.mutable_agreement()->clear_choice(); }},
       {{"agreement.signed_date"}, [](auto& r) { r.mutable_agreement()->clear_signed_date(); }},
       {{"request_id", "award", "agreement.version", "agreement.choice", "agreement.signed_date"},
        [](auto& r) { r.Clear(); }}});
}

TEST(ValidateAwards, SetContribution) {
  ExpectTable<v1::SetContributionRequest>(
      GoodSetContribution(),
      {{{}, [](auto& r) { r.set_weekly_pence(0); }},  // nothing from that day on
       {{"weekly_pence"}, [](auto& r) { r.set_weekly_pence(-1); }},
       {{}, [](auto& r) { r.set_weekly_pence(kAwardPenceMax); }},
       {{"weekly_pence"}, [](auto& r) { r.set_weekly_pence(kAwardPenceMax + 1); }},
       {{"from_date"}, [](auto& r) { *r.mutable_from_date() = TestDate(2100, 1, 1); }},
       {{"request_id", "award", "from_date"}, [](auto& r) { r.Clear(); }}});
}

// What the three requests that move the person's money have in common.
template <typename R>
std::vector<Spoiled<R>> SpoiledMoney() {
  return {{{"award"}, [](auto& r) { r.set_award("awards/x"); }},
          {{"amount_pence"}, [](auto& r) { r.set_amount_pence(0); }},
          {{}, [](auto& r) { r.set_amount_pence(kAwardPenceMax); }},
          {{"amount_pence"}, [](auto& r) { r.set_amount_pence(kAwardPenceMax + 1); }},
          {{}, [](auto& r) { r.clear_reference(); }},
          {{}, [](auto& r) { r.set_reference(std::string(kNameBytesMax, 'x')); }},
          {{"reference"}, [](auto& r) { r.set_reference(std::string(kNameBytesMax + 1, 'x')); }},
          {{"reference"}, [](auto& r) { r.set_reference("two\nlines"); }}};
}

TEST(ValidateAwards, MoneyOfThePersons) {
  ExpectTable(GoodReceiveContribution(), SpoiledMoney<v1::ReceiveContributionRequest>());
  ExpectTable(GoodAddOwnMoney(), SpoiledMoney<v1::AddOwnMoneyRequest>());
  ExpectTable(GoodRepayOwnMoney(), SpoiledMoney<v1::RepayOwnMoneyRequest>());
  EXPECT_THAT(FieldsOf(v1::ReceiveContributionRequest()),
              ::testing::ElementsAre("request_id", "award", "amount_pence", "received_date"));
  EXPECT_THAT(FieldsOf(v1::AddOwnMoneyRequest()),
              ::testing::ElementsAre("request_id", "award", "amount_pence", "received_date"));
  EXPECT_THAT(FieldsOf(v1::RepayOwnMoneyRequest()),
              ::testing::ElementsAre("request_id", "award", "amount_pence", "paid_date"));
}

}  // namespace
}  // namespace cardledger::domain
