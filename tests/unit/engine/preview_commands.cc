#include "tests/unit/engine/preview_commands.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

using tests::Date;

constexpr char kToday[] = "2027-05-10";

v1::AwardFunding Funding(const std::string& fund, int64_t pence) {
  v1::AwardFunding funding;
  funding.set_fund(fund);
  funding.set_amount_pence(pence);
  return funding;
}

template <typename Rows, typename NameOf>
void Names(const Rows& rows, const NameOf& name_of, std::vector<std::string>& names) {
  CARDLEDGER_CHECK(rows.ok(), "the rows can be read");
  for (const auto& [id, row] : *rows) names.push_back(name_of(id));
}

// A running award of the new year, with cards in several states, money and open questions.
void FillRunning(tests::SampleSteps& steps, const std::string& person, const std::string& fund) {
  v1::ProposeAwardRequest request =
      steps.Proposal(person, journal::DELIVERY_COUNCIL_ARRANGED, {{fund, 9'000}});
  *request.mutable_start_date() = Date("2027-05-01");
  *request.mutable_end_date() = Date("2027-06-30");
  const std::string award = steps.Propose(request);
  steps.Approve(award);
  steps.Load(award, 1'000, kToday);
  steps.AddOwnMoney(award, 700, kToday);
  steps.LoadInEmergency(award, 500, kToday);
  steps.ProposeExtension(award, "2027-07-31", {{fund, 1'000}});
  steps.RequestException(award, 1'000, kToday);
  const auto supporter = [&] { return steps.AddSupporter(person, journal::SUPPORTER_SCOPE_CARD); };
  steps.RequestCard(award, supporter());
  steps.IssueCard(steps.RequestCard(award), "tok_issued_01");
  for (const auto reason :
       {journal::CARD_BLOCK_REASON_UNSPECIFIED, journal::CARD_BLOCK_REASON_SAFEGUARDING}) {
    const std::string card = steps.RequestCard(award, supporter());
    steps.IssueCard(card, absl::StrCat("tok_active_0", reason));
    steps.StepCard<v1::ActivateCardRequest>(card, steps.sam);
    if (reason != journal::CARD_BLOCK_REASON_UNSPECIFIED) steps.BlockCard(card, reason);
  }
  *request.mutable_end_date() = Date("2027-05-31");
  request.set_delivery(journal::DELIVERY_DIRECT_PAYMENT);
  steps.Approve(steps.Propose(request));
  request.set_delivery(journal::DELIVERY_GRANT);
  steps.Propose(request);
}

}  // namespace

void FillForPreview(tests::TestLedger& ledger) {
  tests::FillWithSample(ledger);
  tests::SampleSteps steps(ledger);
  const std::string person = steps.Register("LL-1004");
  steps.AddRepresentative(person, journal::AUTHORITY_DEPUTY_PROPERTY);
  const std::string fund = steps.CreateFund("TIER1", 2027);
  steps.Allocate(fund, 30'000);
  FillRunning(steps, person, fund);
  steps.ProposeErasure(steps.Register("LL-1005"), /*refused=*/false);
  steps.Hold(steps.Register("LL-1006"));
  steps.Register("LL-1007");
}

PreviewCommands::PreviewCommands(tests::TestLedger& ledger) : ledger_(ledger) {
  constexpr size_t kAll = 1'000;
  const auto view = ledger.view();
  const Reader reader = ledger.Read(*view);
  Names(reader.Funds({}, kAll), domain::FundName, funds_);
  Names(reader.AwardsAfter({}, kAll), domain::AwardName, awards_);
  Names(reader.CardsAfter({}, kAll), domain::CardName, cards_);
  Names(reader.ProvidersAfter({}, kAll), domain::ProviderName, providers_);
  Names(reader.ReferralsAfter(0, kAll), domain::ReferralName, referrals_);
  Names(reader.WithheldLooksAfter(0, kAll), domain::LookName, looks_);
  for (const std::string& bytes : tests::EntryBytesOf(ledger)) {
    journal::Entry entry;
    CARDLEDGER_CHECK(entry.ParseFromString(bytes), "an entry can be read");
    const auto party = [&entry] {
      return domain::PartyId(*base::Uuid::FromBytes(entry.request_id()));
    };
    if (entry.has_person_registered()) {
      persons_.push_back(
          domain::PersonName(domain::IdFromBytes<domain::PersonId>(entry.person_id())));
      registered_.push_back(entry.sequence());
    }
    if (entry.has_supporter_added()) supporters_.push_back(domain::SupporterName(party()));
    if (entry.has_representative_added()) {
      representatives_.push_back(domain::RepresentativeName(party()));
    }
    if (entry.has_award_loaded() || entry.has_contribution_received() ||
        entry.has_own_money_added() || entry.has_own_money_repaid() || entry.has_refused()) {
      if (entry.award_id().empty()) continue;
      transactions_.emplace_back(
          domain::TransactionName(entry.sequence()),
          domain::AwardName(domain::IdFromBytes<domain::AwardId>(entry.award_id())));
    }
  }
  transactions_.emplace_back(domain::TransactionName(view->position + 1), awards_.front());
  const std::string nowhere = ledger.NewRequestId();
  funds_.push_back("funds/" + nowhere);
  persons_.push_back("persons/" + nowhere);
  supporters_.push_back("supporters/" + nowhere);
  representatives_.push_back("representatives/" + nowhere);
  providers_.push_back("providers/" + nowhere);
  awards_.push_back("awards/" + nowhere);
  cards_.push_back("cards/" + nowhere);
  referrals_.emplace_back("referrals/1");
  looks_.emplace_back("looks/1");
}

std::vector<domain::Command> PreviewCommands::All() {
  AddForLedger();
  for (const std::string& fund : funds_) AddForFund(fund);
  for (const std::string& person : persons_) {
    AddForPerson(person);
    AddForPrivacy(person);
    AddProposals(person);
  }
  for (const std::string& award : awards_) {
    AddForAward(award);
    AddForAwardsEnd(award);
    AddForAwardsMoney(award);
  }
  for (const auto& [transaction, award] : transactions_) {
    auto reverse = On<v1::ReverseTransactionRequest>(award);
    reverse.set_transaction(transaction);
    *reverse.mutable_effective_date() = Date(kToday);
    reverse.set_reason(journal::REVERSAL_REASON_DUPLICATE);
    Add(reverse);
    auto approve = On<v1::ApproveEmergencyLoadRequest>(award);
    approve.set_transaction(transaction);
    Add(approve);
    Add(approve, "frank");
  }
  for (const std::string& card : cards_) AddForCard(card);
  for (const std::string& referral : referrals_) AddForReferral(referral);
  for (const std::string& look : looks_) AddForLook(look);
  for (const char* subject : {"", "bea", "idp|ada.smith", "fay", "harbour-system", "nobody"}) {
    AddForSubject(subject);
  }
  return std::move(commands_);
}

void PreviewCommands::AddForLedger() {
  for (const char* code : {"TIER3", "NEW"}) {
    v1::CreateFundRequest create;
    create.set_code(code);
    create.set_financial_year(2026);
    Add(create);
  }
  for (const char* reference : {"ll-1001", "LL-2"}) {
    v1::RegisterPersonRequest person;
    person.set_case_reference(reference);
    Add(person);
  }
  for (const std::string& text :
       {tests::SamplePolicyText(),
        absl::StrReplaceAll(tests::SamplePolicyText(), {{"pence: 5000", "pence: 4000"}})}) {
    v1::ActivatePolicyRequest policy;
    policy.set_text(text);
    Add(policy);
  }
  v1::RegisterProviderRequest provider;
  provider.set_display_name("Another");
  provider.set_kind(journal::PROVIDER_KIND_IN_HOUSE);
  Add(provider);
  v1::BulkLoadStart start;
  start.set_declared_count(1);
  start.set_declared_pence(1);
  Add(start);
  Add(v1::ConfirmClockRequest());
}

void PreviewCommands::AddForFund(const std::string& fund) {
  for (const int64_t pence : {int64_t{1}, int64_t{-1}, int64_t{-100'000'000}}) {
    v1::AllocateBudgetRequest allocate;
    allocate.set_fund(fund);
    allocate.set_amount_pence(pence);
    allocate.set_reason(journal::BUDGET_REASON_CORRECTION);
    Add(allocate);
  }
  for (const std::string& other : funds_) {
    if (other == fund) continue;
    v1::TransferBudgetRequest transfer;
    transfer.set_from_fund(fund);
    transfer.set_to_fund(other);
    transfer.set_amount_pence(10'000);
    Add(transfer);
  }
}

void PreviewCommands::AddForPerson(const std::string& person) {
  for (const auto state : {journal::PERSON_STATE_HOSPITAL, journal::PERSON_STATE_DECEASED}) {
    v1::SetPersonStateRequest request;
    request.set_person(person);
    request.set_state(state);
    *request.mutable_since() = Date("2027-05-01");
    Add(request);
  }
  v1::OpenLinesRequest open;
  open.set_person(person);
  open.set_reason(journal::LOOK_REASON_AUDIT);
  Add(open);
  for (const char* review : {"2027-06-01", "2029-06-01"}) {
    v1::RequestWithheldLookRequest look;
    look.set_person(person);
    look.set_reason(journal::LOOK_REASON_SAFEGUARDING);
    look.set_ground(journal::LOOK_GROUND_CRIME);
    *look.mutable_review_date() = Date(review);
    Add(look);
  }
  v1::SetCommunicationNeedsRequest needs;
  needs.set_person(person);
  needs.mutable_needs()->set_helper("Bea");
  Add(needs);
  v1::AddSupporterRequest supporter;
  supporter.set_person(person);
  supporter.add_scopes(journal::SUPPORTER_SCOPE_MANAGE);
  *supporter.mutable_first_date() = Date(kToday);
  supporter.set_supporter_name("Bea");
  supporter.set_subject("bea");
  Add(supporter);
  for (const auto authority :
       {journal::AUTHORITY_NOMINATED_PERSON, journal::AUTHORITY_PERSONAL_REPRESENTATIVE}) {
    v1::AddRepresentativeRequest representative;
    representative.set_person(person);
    representative.set_authority(authority);
    representative.add_scopes(journal::REPRESENTATIVE_SCOPE_ESTATE);
    *representative.mutable_first_date() = Date(kToday);
    representative.set_representative_name("Rob");
    Add(representative);
  }
  for (const std::string& name : supporters_) {
    v1::EndSupporterRequest end;
    end.set_person(person);
    end.set_supporter(name);
    *end.mutable_last_date() = Date(kToday);
    Add(end);
  }
  for (const std::string& name : representatives_) {
    v1::EndRepresentativeRequest end;
    end.set_person(person);
    end.set_representative(name);
    *end.mutable_last_date() = Date(kToday);
    Add(end);
  }
}

void PreviewCommands::AddProposals(const std::string& person) {
  for (const std::string& fund : funds_) {
    for (const std::string& provider : providers_) {
      v1::ProposeAwardRequest propose;
      propose.set_person(person);
      propose.set_power(journal::POWER_S117);
      propose.set_delivery(journal::DELIVERY_COUNCIL_ARRANGED);
      *propose.mutable_start_date() = Date("2027-05-01");
      *propose.mutable_end_date() = Date("2027-06-30");
      *propose.add_funding() = Funding(fund, 100);
      propose.add_earmarks()->set_provider(provider);
      propose.mutable_earmarks(0)->set_amount_pence(100);
      propose.set_goal("a goal");
      Add(propose);
    }
  }
}

void PreviewCommands::AddForAward(const std::string& award) {
  Add(On<v1::ApproveAwardRequest>(award));
  Add(On<v1::ApproveAwardRequest>(award), "sam");
  for (const int64_t pence : {int64_t{1}, int64_t{100'001}}) {
    for (const char* due : {"2027-03-31", kToday, "2027-05-11"}) {
      for (const bool emergency : {false, true}) {
        v1::CreateLoadRequest load = tests::SampleSteps::LoadRequest(award, pence, due);
        load.set_emergency(emergency);
        Add(load);
      }
    }
  }
  for (const std::string& fund : funds_) {
    auto extend = On<v1::ProposeExtensionRequest>(award);
    *extend.mutable_end_date() = Date("2027-08-01");
    *extend.add_funding() = Funding(fund, 100);
    Add(extend);
  }
  for (const bool approve : {true, false}) {
    auto decide = On<v1::DecideExtensionRequest>(award);
    decide.set_approve(approve);
    Add(decide);
  }
  auto exception = On<v1::RequestExceptionRequest>(award);
  *exception.mutable_date() = Date("2027-05-05");
  exception.set_amount_pence(500);
  Add(exception);
  auto card = On<v1::RequestCardRequest>(award);
  card.set_holder(journal::HOLDER_KIND_PERSON);
  Add(card);
  card.set_holder(journal::HOLDER_KIND_SUPPORTER);
  for (const std::string& supporter : supporters_) {
    card.set_party(supporter);
    Add(card);
  }
  card.set_holder(journal::HOLDER_KIND_REPRESENTATIVE);
  for (const std::string& representative : representatives_) {
    card.set_party(representative);
    Add(card);
  }
}

void PreviewCommands::AddForAwardsEnd(const std::string& award) {
  auto cancel = On<v1::CancelAwardRequest>(award);
  cancel.set_reason(journal::CANCEL_REASON_NEEDS_CHANGED);
  Add(cancel);
  for (const char* last : {"2027-05-09", kToday}) {
    auto end = On<v1::EndAwardRequest>(award);
    *end.mutable_last_date() = Date(last);
    end.set_outcome(journal::OUTCOME_PAID_WORK);
    Add(end);
  }
  for (const auto kind :
       {v1::DUE_KIND_CARRY_FORWARD, v1::DUE_KIND_INSTALMENT, v1::DUE_KIND_RELEASE}) {
    auto due = On<v1::DueStep>(award);
    due.set_kind(kind);
    *due.mutable_due_date() = Date(kToday);
    Add(due);
  }
}

void PreviewCommands::AddForAwardsMoney(const std::string& award) {
  auto agreement = On<v1::RecordAgreementRequest>(award);
  agreement.mutable_agreement()->set_version("dp-2");
  *agreement.mutable_agreement()->mutable_signed_date() = Date(kToday);
  Add(agreement);
  auto contribution = On<v1::SetContributionRequest>(award);
  *contribution.mutable_from_date() = Date(kToday);
  contribution.set_weekly_pence(70);
  Add(contribution);
  auto receive = On<v1::ReceiveContributionRequest>(award);
  *receive.mutable_received_date() = Date("2027-05-05");
  receive.set_amount_pence(70);
  Add(receive);
  auto own = On<v1::AddOwnMoneyRequest>(award);
  *own.mutable_received_date() = Date("2027-05-05");
  own.set_amount_pence(70);
  Add(own);
  auto repay = On<v1::RepayOwnMoneyRequest>(award);
  *repay.mutable_paid_date() = Date(kToday);
  repay.set_amount_pence(70);
  Add(repay);
}

void PreviewCommands::AddForCard(const std::string& card) {
  for (const char* token : {"tok_00000001", "tok_none_yet"}) {
    auto issue = OnCard<v1::IssueCardRequest>(card);
    issue.set_token(token);
    issue.set_last_four("4242");
    issue.set_expiry_year(2030);
    issue.set_expiry_month(12);
    Add(issue);
  }
  Add(OnCard<v1::ActivateCardRequest>(card));
  auto block = OnCard<v1::BlockCardRequest>(card);
  block.set_reason(journal::CARD_BLOCK_REASON_LOST);
  Add(block);
  Add(OnCard<v1::UnblockCardRequest>(card));
  Add(OnCard<v1::ReviewBlockRequest>(card));
  Add(OnCard<v1::ReplaceCardRequest>(card));
  Add(OnCard<v1::CloseCardRequest>(card));
  Add(OnCard<v1::SetCardLimitsRequest>(card));
}

void PreviewCommands::AddForReferral(const std::string& referral) {
  for (const bool approve : {true, false}) {
    for (const char* by : {"harriet", "sam"}) {
      v1::DecideReferralRequest decide;
      decide.set_referral(referral);
      decide.set_approve(approve);
      Add(decide, by);
    }
  }
}

}  // namespace cardledger::engine
