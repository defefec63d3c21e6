#pragma once

// Commands of every kind, on everything that stands in a ledger and on what does not: for tests
// that ask of each what it would do.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "services/domain/command.h"
#include "services/domain/due_steps.h"
#include "services/domain/names.h"
#include "services/engine/reads.h"
#include "tests/support/sample_journal.h"
#include "tests/support/sample_steps.h"

namespace cardledger::engine {

class PreviewCommands {
 public:
  // Of a ledger that FillForPreview has filled.
  explicit PreviewCommands(tests::TestLedger& ledger);

  std::vector<domain::Command> All();

 private:
  template <typename Request>
  void Add(Request request, const std::string& subject = "harriet") {
    request.set_request_id(ledger_.NewRequestId());
    commands_.push_back(domain::MakeCommand(
        std::move(request), tests::CallerOf(subject, {journal::v1::ROLE_APPROVER,
                                                      journal::v1::ROLE_SAFEGUARDING_LEAD})));
  }
  // Of a request that names an award, or a card, and says no more.
  template <typename Request>
  static Request On(const std::string& award) {
    Request request;
    request.set_award(award);
    return request;
  }
  template <typename Request>
  static Request OnCard(const std::string& card) {
    Request request;
    request.set_card(card);
    return request;
  }

  void AddForLedger();
  void AddForFund(const std::string& fund);
  void AddForPerson(const std::string& person);
  void AddForPrivacy(const std::string& person);
  void AddProposals(const std::string& person);
  void AddForAward(const std::string& award);
  void AddForAwardsEnd(const std::string& award);
  void AddForAwardsMoney(const std::string& award);
  void AddForCard(const std::string& card);
  void AddForReferral(const std::string& referral);
  void AddForLook(const std::string& look);
  void AddForSubject(const std::string& subject);

  tests::TestLedger& ledger_;
  // Names; the last of each stands nowhere.
  std::vector<std::string> funds_;
  std::vector<std::string> persons_;
  std::vector<uint64_t> registered_;  // the entries that registered them
  std::vector<std::string> supporters_;
  std::vector<std::string> representatives_;
  std::vector<std::string> providers_;
  std::vector<std::string> awards_;
  std::vector<std::string> cards_;
  std::vector<std::string> referrals_;
  std::vector<std::string> looks_;
  std::vector<std::pair<std::string, std::string>> transactions_;  // with their awards
  std::vector<domain::Command> commands_;
};

// The sample, and one more person with everything under way that a command may meet.
void FillForPreview(tests::TestLedger& ledger);

}  // namespace cardledger::engine
