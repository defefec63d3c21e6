#pragma once

// What must follow a command: every rule that speaks against it, and if none does, the entries with
// their postings. One Expectation looks at one command, each kind in the file of its subject; all
// refusals that apply are noted, and the lowest number is the answer. Used by Model::Expect alone.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/model.h"

namespace cardledger::simulation {

class Expectation {
 public:
  Expectation(const Model& model, const domain::Command& command, const Moment& moment);

  std::vector<journal::v1::Entry> Take();

 private:
  // The next entry of the command, with nothing but its head.
  void Begin();
  // Closes an entry, of a command that makes several.
  void Finish();
  void CountsFor(int32_t day);
  // The command is decided by the policy of that day; null where none is in force. Refusals among
  // `reasons` name it too.
  const Model::Policy* GoBy(int32_t day, const std::set<journal::v1::RefusalReason>& reasons);

  journal::v1::Refused& Against(journal::v1::RefusalReason reason);
  void Against(journal::v1::RefusalReason reason, journal::v1::FactKind kind, int64_t number);
  void AgainstUnless(bool allowed, journal::v1::RefusalReason reason);
  void Refuse();

  void Leg(journal::v1::Phase phase, journal::v1::AccountKind account, int64_t pence,
           const std::string& fund = "", int32_t limit_year = 0);
  void MoneyLeg(journal::v1::AccountKind account, int64_t pence, int32_t budget_year,
                journal::v1::FundingSource source = journal::v1::FUNDING_SOURCE_COUNCIL);
  // Positive: promised; negative: released. The account that gives comes first.
  void Commit(const std::string& fund, int64_t pence);
  // Both ways, from the first account to the second.
  void MoneyPair(journal::v1::AccountKind from, journal::v1::AccountKind to, int64_t pence,
                 int32_t budget_year,
                 journal::v1::FundingSource source = journal::v1::FUNDING_SOURCE_COUNCIL);
  // Releases all commitments of an award; their sum.
  int64_t ReleaseAll(const std::string& id, const Model::Award& award);
  void Sealed(journal::v1::DetailKind kind, const std::string& text);

  // Each notes the absence of what is named; else the entry concerns it.
  const Model::Fund* FundIn(const std::string& name);
  const Model::Award* AwardIn(const std::string& name);
  const Model::Person* PersonIn(const std::string& name);
  const Model::Card* CardIn(const std::string& name);
  // What may speak against a step of an award or a person.
  void LookIfCancelled(const Model::Award& award);
  void LookIfEnded(const Model::Award& award);
  void LookIfDeceased(const Model::Person& person);

  // The award's entry before this one, and its amounts after it.
  void StateAward();
  // Pence that can be spent on the award after this entry.
  int64_t AvailableAfter();

  // expect_funds.cc
  void Look(const v1::CreateFundRequest& r);
  void Look(const v1::AllocateBudgetRequest& r);
  void Look(const v1::TransferBudgetRequest& r);
  void LookForRoom(const std::string& fund);
  void NotEnough(int64_t available);
  // Whether a fund has so much for the part, with what a senior has allowed; if it has not, the
  // referral that asks for it.
  void LookForBudget(const Model::Award& award, const Model::Part& part, int64_t pence,
                     const Model::Policy* policy);

  // expect_operations.cc
  void Look(const v1::BulkLoadStart& r);
  void Look(const v1::BulkLoadFinish& r);
  void Look(const v1::ActivatePolicyRequest& r);
  void Look(const v1::ConfirmClockRequest& r);
  void Look(const v1::RegisterProviderRequest& r);
  void LookAtRun();

  // expect_people.cc
  void Look(const v1::RegisterPersonRequest& r);
  void Look(const v1::SetPersonStateRequest& r);
  void Look(const v1::SetCommunicationNeedsRequest& r);
  void Look(const v1::AddSupporterRequest& r);
  void Look(const v1::EndSupporterRequest& r);
  void Look(const v1::AddRepresentativeRequest& r);
  void Look(const v1::EndRepresentativeRequest& r);
  void EndAwardsAtDeath(const std::string& person, int32_t day);
  void LookForPlace(const Model::Person& person, const std::string& subject);
  template <typename Request>
  int32_t LookAtParty(const Model::Person& person, const std::string& name, bool supporter,
                      const Request& r);
  static const Model::Party* FindParty(const Model::Person& person, const std::string& name,
                                       bool supporter);

  // expect_subjects.cc
  void Look(const v1::SetPersonSubjectRequest& r);
  void Look(const v1::DeclareRelationRequest& r);
  void Look(const v1::EndRelationRequest& r);
  void Look(const v1::AddProviderSubjectRequest& r);
  void Look(const v1::RemoveProviderSubjectRequest& r);
  bool ProviderIn(const std::string& name);
  // Of that subject, one more link to `standing` there already.
  void LookForLink(const std::string& subject, size_t standing);
  void LookIfTaken(const std::string& subject, Model::Link kind, const std::string& id);

  // expect_privacy.cc
  void Look(const v1::ProposeErasureRequest& r);
  void Look(const v1::DecideErasureRequest& r);
  void Look(const v1::SetLegalHoldRequest& r);
  void Look(const v1::EndLegalHoldRequest& r);
  void Look(const v1::RectifyDetailRequest& r);
  void LookIfErased(const Model::Person& person);
  bool IsLive(const std::string& id, const Model::Award& award) const;
  void LookIfKept(const std::string& id, const Model::Person& person, const std::set<int>& classes);
  void LookIfErasable(const std::string& id, const Model::Person& person,
                      const std::set<int>& classes, journal::v1::ErasureGround ground);
  // The person's entry before this one, where it is none of an award's.
  void StatePerson();

  // expect_looks.cc
  void Look(const v1::OpenLinesRequest& r);
  void Look(const v1::RequestWithheldLookRequest& r);
  void Look(const v1::DecideWithheldLookRequest& r);
  void Look(const v1::ReviewWithheldLookRequest& r);
  // The withheld look of that name, and what speaks against the caller; null where there is none.
  const Model::Look* LookIn(const std::string& name);
  void LookAtReview(const google::type::Date& date);

  // expect_bands.cc
  // Whether the caller's roles may approve so much; refusals among `after`, which are looked for
  // later, name the policy too.
  void LookAtBand(int64_t pence, const std::set<journal::v1::RefusalReason>& after);

  // expect_proposals.cc
  void Look(const v1::ProposeAwardRequest& r);
  void LookAtPhase(int32_t start, int32_t end);
  void LookAtFunding(const v1::ProposeAwardRequest& r, Model::Award& draft);
  void LookAtRestrictions(const v1::ProposeAwardRequest& r);
  void LookAtSchedule(const v1::ProposeAwardRequest& r, Model::Award& draft);
  void WriteProposal(const v1::ProposeAwardRequest& r, const Model::Award& draft);

  // expect_awards.cc
  void Look(const v1::ApproveAwardRequest& r);
  void Look(const v1::CancelAwardRequest& r);
  void Look(const v1::EndAwardRequest& r);
  void Look(const v1::RecordAgreementRequest& r);

  // expect_extensions.cc
  void Look(const v1::ProposeExtensionRequest& r);
  void Look(const v1::DecideExtensionRequest& r);
  void LookAtLength(const Model::Award& award, int32_t end);
  void LookAtAdded(const v1::ProposeExtensionRequest& r, const Model::Award& award);
  // The award's parts with the extension in them.
  static std::vector<Model::Part> Extended(const Model::Award& award,
                                           const std::vector<Model::Part>& added);
  void Extend(const std::string& id, const Model::Award& award);

  // expect_loads.cc
  void Look(const v1::CreateLoadRequest& r);
  void Look(const v1::ApproveEmergencyLoadRequest& r);
  // `asked_` is loaded on `due`.
  void LookAtLoad(const Model::Award& award, int32_t due, bool emergency);
  void LookAtDates(const Model::Award& award, int32_t due, bool emergency);
  void LookIfPaused(const Model::Award& award, int32_t due, const Model::Policy& policy);
  void LookAtLimit(const Model::Award& award, const Model::Policy& policy,
                   const Model::LimitYear& year, int64_t counted);
  void Load(const Model::Award& award, const Model::Part& part, const Model::Policy& policy,
            bool emergency);
  void PostLoad(const Model::Award& award, const Model::Part& part, int64_t council,
                int32_t limit_year);
  // The council's money by who bears it; exact.
  static std::vector<int64_t> Split(int64_t pence,
                                    const std::vector<journal::v1::FundingShare>& shares);

  // expect_referrals.cc
  void Look(const v1::RequestExceptionRequest& r);
  void Look(const v1::DecideReferralRequest& r);
  static bool IsUnderDuty(const Model::Award& award);
  // Whether that question about the award waits for its decision.
  bool IsOpen(const journal::v1::Referral& referral) const;
  // The question that a refusal opens; nothing where one is open, or nobody is to be asked.
  void Refer(const Model::Award& award, const Model::Policy* policy, journal::v1::Referral referral,
             journal::v1::Refused& refused);

  // expect_money.cc
  void Look(const v1::SetContributionRequest& r);
  void Look(const v1::ReceiveContributionRequest& r);
  void Look(const v1::AddOwnMoneyRequest& r);
  void Look(const v1::RepayOwnMoneyRequest& r);
  void LookAtReceipt(const Model::Award& award, int32_t day, int32_t last);
  // The limit year of money that comes in on that day.
  int32_t LimitYearOn(const Model::Award& award, int32_t day);

  // expect_reversals.cc
  void Look(const v1::ReverseTransactionRequest& r);
  void LookAtPurses(const Model::Movement& movement);
  void TakeBack(const Model::Award& award, const Model::Load& load,
                journal::v1::TransactionReversed& reversed);
  void PostBack(const Model::Movement& movement);
  void GiveBack(const Model::Movement& movement);
  void LookForReversalPlace(const std::string& award);

  // expect_cards.cc
  void Look(const v1::RequestCardRequest& r);
  void Look(const v1::IssueCardRequest& r);
  void Look(const v1::ActivateCardRequest& r);
  void Look(const v1::BlockCardRequest& r);
  void Look(const v1::UnblockCardRequest& r);
  void Look(const v1::ReviewBlockRequest& r);
  void Look(const v1::ReplaceCardRequest& r);
  void Look(const v1::CloseCardRequest& r);
  void Look(const v1::SetCardLimitsRequest& r);
  void LookAtHolder(const v1::RequestCardRequest& r, const Model::Person& person);
  void LookIfMayHold(const Model::Person& person, const Model::Party& party);
  void LookAtHolderOf(const Model::Card& card);
  void LookForOtherCard(const v1::RequestCardRequest& r);
  bool IsGraver(const Model::Card& card, journal::v1::CardBlockReason reason) const;
  void LookForCardPlace(const std::string& award);
  void LookAtState(const Model::Card& card, const std::set<v1::CardState>& allowed);
  void LookForLead(const Model::Card& card);
  const Model::Award& AwardOf(const Model::Card& card) const;
  int32_t ReviewDay();

  // expect_due.cc
  void Look(const v1::DueStep& r);
  void LookAtInstalment(const Model::Award& award, int32_t day);
  void LookAtCarry(const Model::Award& award, int32_t day);

  const Model& model_;
  const domain::Command& command_;
  const Moment& moment_;
  const int32_t today_;
  int64_t asked_ = 0;
  bool loads_ = false;                        // what is refused would have been a load
  journal::v1::Entry entry_;                  // being written
  std::vector<journal::v1::Entry> finished_;  // before it
  std::map<journal::v1::RefusalReason, journal::v1::Refused> refusals_;
  std::set<journal::v1::RefusalReason> by_policy_;  // refusals that name the policy they go by
};

}  // namespace cardledger::simulation
