#include "tests/support/sample_journal.h"

#include <utility>

#include "absl/strings/str_replace.h"

#include "base/check.h"
#include "tests/support/sample_steps.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

// Takes the steps one after the other: 31 March 2027, the day after, and some weeks of the new
// year.
class Filler {
 public:
  explicit Filler(TestLedger& ledger) : steps_(ledger) {}

  void Run() {
    Budgets();
    Awards();
    Referrals();
    Schedule();
    Emergencies();
    PersonsMoney();
    Parties();
    Subjects();
    Looks();
    Cards();
    Extensions();
    AdvanceDays(1);  // 1 April: balances are carried forward
    BulkRun();
    steps_.SetState(bob_, journal::PERSON_STATE_HOSPITAL, "2027-04-01");
    AdvanceDays(6);  // 7 April: an instalment falls due, and is paused
    steps_.SetState(bob_, journal::PERSON_STATE_ACTIVE, "2027-04-07");
    AdvanceDays(7);
    steps_.RequestException(planned_, 5'000, "2027-04-20");  // waits
    steps_.End(extra_, "2027-04-14");
    Death();
    Privacy();
    AdvanceDays(26);  // 10 May: awards have ended by date
    steps_.End(main_, "2027-05-09");
    ConfirmClock();
  }

 private:
  void AdvanceDays(int32_t days) {
    steps_.ledger().clock().Advance(days * kMicrosecondsPerDay);
    steps_.ledger().RunUntilIdle();
  }

  void Budgets() {
    steps_.Activate(TestPolicyText());
    steps_.Activate(SamplePolicyText());
    this_year_ = steps_.CreateFund("TIER3", 2026);
    next_year_ = steps_.CreateFund("TIER3", 2027);
    other_ = steps_.CreateFund("OTHER", 2026);
    steps_.Allocate(this_year_, 500'000);
    steps_.Allocate(next_year_, 200'000);
    steps_.Allocate(this_year_, -50'000);
    steps_.Transfer(this_year_, other_, 25'000);
  }

  std::string Propose(const std::string& person, journal::Delivery delivery, int64_t this_year,
                      int64_t next_year) {
    return steps_.Propose(
        steps_.Proposal(person, delivery, {{this_year_, this_year}, {next_year_, next_year}}));
  }

  void Awards() {
    ada_ = steps_.Register("LL-1001");
    main_ = Propose(ada_, journal::DELIVERY_COUNCIL_ARRANGED, 80'000, 40'000);
    steps_.FailToApprove(main_, steps_.sam);  // nobody approves what they prepared
    steps_.Approve(main_);
    direct_ = Propose(ada_, journal::DELIVERY_DIRECT_PAYMENT, 10'000, 10'000);
    steps_.Approve(direct_);
    const std::string dropped = Propose(ada_, journal::DELIVERY_COUNCIL_ARRANGED, 5'000, 5'000);
    steps_.Approve(dropped);
    steps_.Cancel(dropped);
    steps_.Load(main_, 60'000, "2027-03-31");
    steps_.Reverse(main_, steps_.Load(main_, 1'000, "2027-03-30"),
                   journal::REVERSAL_REASON_WRONG_AMOUNT, "2027-03-31");
    steps_.Load(direct_, 10'000, "2027-03-31", true);  // its agreement is missing
    steps_.RecordAgreement(direct_);
    steps_.Load(direct_, 10'000, "2027-03-31");
  }

  // Beyond the limit by a refusal, beyond it by asking, and beyond a budget.
  void Referrals() {
    extra_ = Propose(ada_, journal::DELIVERY_COUNCIL_ARRANGED, 35'000, 5'000);
    steps_.Approve(extra_);
    steps_.DecideReferral(steps_.Load(extra_, 35'000, "2027-03-31", true), true);
    steps_.Load(extra_, 35'000, "2027-03-31");
    steps_.DecideReferral(steps_.RequestException(extra_, 1'000, "2027-04-01"), false);
    v1::ProposeAwardRequest dear =
        steps_.Proposal(ada_, journal::DELIVERY_COUNCIL_ARRANGED, {{other_, 30'000}});
    *dear.mutable_end_date() = Date("2027-03-31");
    const std::string award = steps_.Propose(std::move(dear));
    steps_.DecideReferral(steps_.FailToApprove(award, steps_.anna), true);
    steps_.Approve(award);
  }

  // With all that may be said of an award.
  void Schedule() {
    bob_ = steps_.Register("LL-1002");
    v1::ProposeAwardRequest request = steps_.Proposal(bob_, journal::DELIVERY_MANAGED_ACCOUNT,
                                                      {{this_year_, 10'000}, {next_year_, 20'000}});
    *request.mutable_start_date() = Date("2027-03-24");
    *request.mutable_end_date() = Date("2027-04-27");
    request.mutable_schedule()->set_frequency(journal::LOAD_FREQUENCY_WEEKLY);
    *request.mutable_schedule()->mutable_first_due_date() = Date("2027-03-31");
    AddShare(journal::FUNDING_SOURCE_COUNCIL, 7'500, true, request);
    AddShare(journal::FUNDING_SOURCE_HEALTH_BODY, 2'500, false, request);
    request.set_funding_model(journal::FUNDING_MODEL_HOLDER_BALANCE);
    request.set_contribution_mode(journal::CONTRIBUTION_MODE_NET);
    request.set_spend_order(journal::SPEND_ORDER_PRO_RATA);
    request.add_allowed_categories(8'299);
    request.add_allowed_categories(4'111);
    request.mutable_blocks()->add_categories(7'995);
    request.mutable_blocks()->set_cash(true);
    request.mutable_blocks()->set_risk_decision("betting before");
    *request.mutable_blocks()->mutable_risk_review_date() = Date("2027-06-30");
    v1::AwardEarmark& earmark = *request.add_earmarks();
    earmark.set_provider(steps_.RegisterProvider());
    earmark.set_amount_pence(5'000);
    planned_ = steps_.Propose(std::move(request));
    steps_.SetContribution(planned_, 700, "2027-03-24");
    steps_.Approve(planned_);  // and the instalment of today is loaded
    steps_.SetContribution(planned_, 1'400, "2027-04-10");
  }

  static void AddShare(journal::FundingSource source, int32_t basis_points, bool chargeable,
                       v1::ProposeAwardRequest& request) {
    v1::AwardShare& share = *request.add_shares();
    share.set_source(source);
    share.set_basis_points(basis_points);
    share.set_chargeable(chargeable);
  }

  void Emergencies() {
    const std::string award = Propose(bob_, journal::DELIVERY_COUNCIL_ARRANGED, 8'000, 2'000);
    steps_.ApproveEmergency(award, steps_.LoadInEmergency(award, 4'000, "2027-03-31"));
    steps_.Reverse(award, steps_.LoadInEmergency(award, 1'000, "2027-03-31"),
                   journal::REVERSAL_REASON_EMERGENCY_NOT_APPROVED, "2027-03-31");
    steps_.Approve(award);
    steps_.LoadInEmergency(award, 500, "2027-03-31");  // waits
  }

  void PersonsMoney() {
    steps_.ReceiveContribution(planned_, 800, "2027-03-31");
    steps_.Reverse(planned_, steps_.AddOwnMoney(planned_, 500, "2027-03-30"),
                   journal::REVERSAL_REASON_WRONG_AWARD, "2027-03-31");
    steps_.AddOwnMoney(planned_, 1'000, "2027-03-31");
    steps_.RepayOwnMoney(planned_, 300, "2027-03-31");
  }

  void Parties() {
    steps_.SetCommunicationNeeds(ada_);
    bea_ = steps_.AddSupporter(ada_, journal::SUPPORTER_SCOPE_CARD);
    steps_.EndSupporter(ada_, steps_.AddSupporter(ada_, journal::SUPPORTER_SCOPE_TRANSACTIONS));
    steps_.AddRepresentative(ada_, journal::AUTHORITY_ATTORNEY_PROPERTY);
    steps_.EndRepresentative(ada_, steps_.AddRepresentative(ada_, journal::AUTHORITY_ADVOCATE));
  }

  // One who signs in under a new name, one who does so no more, and what is left of each kind.
  void Subjects() {
    steps_.SetPersonSubject(ada_, "idp|ada");
    steps_.SetPersonSubject(ada_, "idp|ada.smith");
    steps_.SetPersonSubject(bob_, "idp|bob");
    steps_.SetPersonSubject(bob_, "");
    steps_.DeclareRelation(ada_, "", steps_.fay);
    steps_.DeclareRelation(ada_, "harriet", steps_.sam);
    steps_.EndRelation(ada_, "harriet");
    const std::string provider = steps_.RegisterProvider();
    steps_.AddProviderSubject(provider, "harbour-desk");
    steps_.AddProviderSubject(provider, "harbour-system");
    steps_.RemoveProviderSubject(provider, "harbour-desk");
  }

  // Told, declined, disclosed, and withheld still.
  void Looks() {
    steps_.OpenLines(ada_);
    steps_.DecideWithheldLook(steps_.RequestWithheldLook(bob_), false);
    const std::string disclosed = steps_.RequestWithheldLook(ada_);
    steps_.DecideWithheldLook(disclosed, true);
    steps_.ReviewWithheldLook(disclosed, false);
    steps_.ReviewWithheldLook(disclosed, true);
    steps_.DecideWithheldLook(steps_.RequestWithheldLook(bob_), true);
    steps_.RequestWithheldLook(ada_);  // waits
  }

  void Cards() {
    const std::string card = steps_.RequestCard(main_);
    steps_.IssueCard(card, "tok_00000001");
    steps_.StepCard<v1::ActivateCardRequest>(card, steps_.sam);
    v1::SetCardLimitsRequest limits;
    limits.mutable_limits()->set_payment_pence(2'000);
    limits.mutable_limits()->set_daily_count(3);
    steps_.StepCard(card, steps_.sam, std::move(limits));
    steps_.BlockCard(card, journal::CARD_BLOCK_REASON_SAFEGUARDING);
    v1::ReviewBlockRequest review;
    review.set_note("still at risk");
    steps_.StepCard(card, steps_.lena, std::move(review));
    steps_.StepCard<v1::UnblockCardRequest>(card, steps_.lena);
    steps_.BlockCard(card, journal::CARD_BLOCK_REASON_LOST);
    steps_.IssueCard(steps_.ReplaceCard(card), "tok_00000002");
    const std::string of_supporter = steps_.RequestCard(main_, bea_);
    steps_.StepCard<v1::CloseCardRequest>(of_supporter, steps_.sam);
    steps_.RequestCard(planned_);
  }

  void Extensions() {
    steps_.ProposeExtension(planned_, "2027-05-11", {});
    steps_.DecideExtension(planned_, false);
    steps_.ProposeExtension(planned_, "2027-05-04", {{next_year_, 3'000}});
    steps_.DecideExtension(planned_, true);
    steps_.ProposeExtension(main_, "2027-05-20", {{next_year_, 1'000}});  // waits
  }

  // Two rows accepted, one refused.
  void BulkRun() {
    v1::BulkLoadStart start;
    start.set_declared_count(3);
    start.set_declared_pence(55'000);
    const uint64_t run = steps_.Do(start, steps_.frank).sequence();
    std::vector<domain::Command> rows;
    for (v1::CreateLoadRequest request : {SampleSteps::LoadRequest(main_, 30'000, "2027-04-01"),
                                          SampleSteps::LoadRequest(direct_, 10'000, "2027-04-01"),
                                          SampleSteps::LoadRequest(main_, 15'000, "2027-04-01")}) {
      request.set_request_id(steps_.ledger().NewRequestId());
      rows.push_back(domain::MakeCommand(std::move(request), steps_.frank, run));
    }
    const std::vector<engine::Outcome> outcomes = steps_.ledger().DoBulk(std::move(rows));
    CARDLEDGER_CHECK(outcomes[0]->front().has_award_loaded(), "the first row is loaded");
    CARDLEDGER_CHECK(outcomes[1]->front().has_award_loaded(), "the second row is loaded");
    CARDLEDGER_CHECK(outcomes[2]->front().has_refused(), "the third row is more than the award");
    steps_.Do(v1::BulkLoadFinish(), steps_.frank, false, run);
  }

  // With an award that waits for its approval, and one that goes on.
  void Death() {
    const std::string cleo = steps_.Register("LL-1003");
    Propose(cleo, journal::DELIVERY_COUNCIL_ARRANGED, 1'000, 1'000);
    const std::string approved = Propose(cleo, journal::DELIVERY_COUNCIL_ARRANGED, 2'000, 2'000);
    steps_.Approve(approved);
    steps_.Load(approved, 500, "2027-04-14");
    steps_.RequestCard(approved);
    steps_.SetState(cleo, journal::PERSON_STATE_DECEASED, "2027-04-12");
    steps_.AddRepresentative(cleo, journal::AUTHORITY_PERSONAL_REPRESENTATIVE);
  }

  // Of one who was recorded in error: held, put right, kept, and erased.
  void Privacy() {
    const std::string dora = steps_.Register("LL-1004");
    const uint64_t registered = steps_.ledger().view()->position;
    steps_.RectifyReference(dora, registered, "LL-1040");
    steps_.HoldAndRelease(dora);
    steps_.ProposeErasure(dora);
    steps_.DecideErasure(dora, false);
    steps_.ProposeErasure(dora);
    steps_.DecideErasure(dora, true);
    steps_.ProposeErasure(bob_, true);  // has an award that goes on
  }

  void ConfirmClock() {
    steps_.ledger().clock().Step(3'600 * kMicrosecondsPerSecond);
    steps_.Do(v1::ConfirmClockRequest(), steps_.olga);
  }

  SampleSteps steps_;
  std::string this_year_;
  std::string next_year_;
  std::string other_;
  std::string ada_;
  std::string bob_;
  std::string bea_;  // who supports Ada
  std::string main_;
  std::string direct_;
  std::string extra_;
  std::string planned_;
};

}  // namespace

TestLedgerOptions SampleOptions() {
  TestLedgerOptions options;
  // 2027-03-31T09:00:00Z: the last day of a financial year.
  options.now_us = 1'806'483'600 * kMicrosecondsPerSecond;
  return options;
}

std::string SamplePolicyText() {
  constexpr absl::string_view kText = R"(version: "scheme-2026-10"
valid_from { year: 2026 month: 10 day: 1 }
annual_limit { pence: 100000 SAID }
limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR SAID }
phase_length_max { days: 84 SAID }
award_length_max { days: 112 SAID }
limit_basis { limit_basis: LIMIT_BASIS_COUNCIL_NET SAID }
pro_rata_first_year { on: false SAID }
pause_loads_in_hospital { on: true SAID }
pause_loads_in_detention { on: true SAID }
emergency_load_max { pence: 5000 SAID }
referral { senior: "head of service" working_days: 5 SAID }
safeguarding_review { days: 3 SAID }
surplus_above { days: 56 SAID }
ending_soon { days: 28 SAID }
bank_holidays { dates { year: 2027 month: 3 day: 26 } dates { year: 2027 month: 3 day: 29 } SAID }
approval_bands { BANDS SAID }
retention { KEPT SAID }
)";
  return absl::StrReplaceAll(kText,
                             {{"SAID", "source: \"test\" verification: VERIFICATION_NOT_VERIFIED"},
                              {"KEPT",
                               "classes { retention_class: RETENTION_CLASS_IDENTITY years: 7 } "
                               "classes { retention_class: RETENTION_CLASS_CASE years: 6 } "
                               "classes { retention_class: RETENTION_CLASS_MONEY years: 6 }"},
                              {"BANDS",
                               "bands { role: APPROVER_ROLE_APPROVER up_to_pence: 200000 } "
                               "bands { role: APPROVER_ROLE_SENIOR_APPROVER }"}});
}

void FillWithSample(TestLedger& ledger) { Filler(ledger).Run(); }

std::vector<std::string> EntryBytesOf(TestLedger& ledger) {
  const auto view = ledger.view();
  const auto entries = ledger.Read(*view).Entries(1, static_cast<size_t>(view->position));
  CARDLEDGER_CHECK(entries.ok(), "the entries can be read");
  std::vector<std::string> bytes;
  for (const auto& stored : *entries) bytes.push_back(stored.bytes);
  return bytes;
}

std::vector<journal::Entry> SampleEntries() {
  TestLedger ledger(SampleOptions());
  CARDLEDGER_CHECK(ledger.Open().ok(), "a new ledger opens");
  FillWithSample(ledger);
  std::vector<journal::Entry> entries;
  for (const std::string& bytes : EntryBytesOf(ledger)) {
    CARDLEDGER_CHECK(entries.emplace_back().ParseFromString(bytes), "an entry can be read");
  }
  return entries;
}

}  // namespace cardledger::tests
