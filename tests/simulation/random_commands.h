#pragma once

// Random commands against a ledger that the model describes: most of them sensible, some hostile
// (unknown names, amounts a penny too high, wrong years, the preparer as approver). All of them are
// well formed; MalformedRequest makes those that are not. One thread, repeatable from the seed.

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/domain/command.h"
#include "tests/simulation/model.h"
#include "tests/support/seeded_random.h"

namespace cardledger::simulation {

class RandomCommands {
 public:
  explicit RandomCommands(tests::SeededRandom& random) : random_(random) {}

  // Anything but runs.
  domain::Command Next(const Model& model, int64_t now_us);

  // Makes a run of these rows possible: its count and sum are theirs.
  domain::Command RunStart(const std::vector<v1::CreateLoadRequest>& rows);
  domain::Command RunFinish(uint64_t run_entry);
  // As it may stand in a run.
  v1::CreateLoadRequest Load(const Model& model, int64_t now_us);
  domain::Command Row(const v1::CreateLoadRequest& row, uint64_t run_entry);

  // The same id with something else in it: mostly other content, sometimes only other free text,
  // which is the same command.
  domain::Command Twist(const domain::Command& command);

  // `request` with one field spoilt, so that it must not pass the edge.
  v1::CreateLoadRequest Malformed(v1::CreateLoadRequest request);
  v1::ProposeAwardRequest Malformed(v1::ProposeAwardRequest request);

  v1::ProposeAwardRequest Proposal(const Model& model, int64_t now_us);
  journal::v1::Caller Caller();
  std::string NewId();
  // A policy whose text differs with the two figures and the first day.
  static std::string PolicyText(int32_t valid_from, int64_t limit_pence, int32_t days_max);

 private:
  // random_commands.cc
  domain::Request Operation(const Model& model, int32_t today);
  domain::Request Founding(const Model& model, int32_t today);

  // random_funds.cc
  domain::Request Policy(const Model& model, int32_t today);
  domain::Request Fund(const Model& model, int32_t today);
  domain::Request Budget(const Model& model, int32_t today);
  domain::Request Transfer(const Model& model, int32_t today);
  domain::Request Clock(const Model& model, int32_t today);

  // random_people.cc
  domain::Request Person(const Model& model, int32_t today);
  domain::Request PersonState(const Model& model, int32_t today);
  domain::Request Needs(const Model& model, int32_t today);
  domain::Request Supporter(const Model& model, int32_t today);
  domain::Request SupportersEnd(const Model& model, int32_t today);
  domain::Request Representative(const Model& model, int32_t today);
  domain::Request RepresentativesEnd(const Model& model, int32_t today);
  domain::Request Provider(const Model& model, int32_t today);

  // random_subjects.cc
  domain::Request PersonsSubject(const Model& model, int32_t today);
  domain::Request Relation(const Model& model, int32_t today);
  domain::Request RelationsEnd(const Model& model, int32_t today);
  domain::Request ProvidersSubject(const Model& model, int32_t today);
  domain::Request ProvidersSubjectsEnd(const Model& model, int32_t today);
  std::string Outsider();
  std::string OneOfStaff();

  // random_privacy.cc
  domain::Request Erasure(const Model& model, int32_t today);
  domain::Request ErasuresDecision(const Model& model, int32_t today);
  domain::Request Hold(const Model& model, int32_t today);
  domain::Request HoldsEnd(const Model& model, int32_t today);
  domain::Request Rectification(const Model& model, int32_t today);

  // random_looks.cc
  domain::Request LinesOpening(const Model& model, int32_t today);
  domain::Request WithheldLook(const Model& model, int32_t today);
  domain::Request LooksDecision(const Model& model, int32_t today);
  domain::Request LooksReview(const Model& model, int32_t today);
  std::string SomeLook(const Model& model, bool decided);
  // Mostly one that is accepted.
  int32_t ReviewDay(int32_t today);

  // random_awards.cc
  domain::Request NewAward(const Model& model, int32_t today);
  domain::Request Approval(const Model& model, int32_t today);
  domain::Request Cancellation(const Model& model, int32_t today);
  domain::Request End(const Model& model, int32_t today);
  domain::Request Agreement(const Model& model, int32_t today);
  domain::Request Extension(const Model& model, int32_t today);
  domain::Request ExtensionsDecision(const Model& model, int32_t today);
  void ChooseFunds(const Model& model, int32_t start, int32_t end, v1::ProposeAwardRequest& award);
  void ChooseShares(v1::ProposeAwardRequest& award);
  void ChooseSchedule(int32_t start, int32_t days, v1::ProposeAwardRequest& award);
  void ChooseRestrictions(const Model& model, int32_t end, v1::ProposeAwardRequest& award);

  // random_money.cc
  domain::Request NewLoad(const Model& model, int32_t today);
  domain::Request EmergencyApproval(const Model& model, int32_t today);
  domain::Request Contribution(const Model& model, int32_t today);
  domain::Request Receipt(const Model& model, int32_t today);
  domain::Request OwnMoney(const Model& model, int32_t today);
  domain::Request Repayment(const Model& model, int32_t today);
  domain::Request Reversal(const Model& model, int32_t today);
  domain::Request ExceptionRequest(const Model& model, int32_t today);
  domain::Request ReferralsDecision(const Model& model, int32_t today);
  v1::CreateLoadRequest LoadOn(const Model& model, int32_t today);
  int64_t LoadPence(const Model& model, const std::string& award_id, int32_t due);
  // Mostly a day of the award that has come.
  int32_t DayOf(const Model::Award& award, int32_t today);

  // random_cards.cc
  domain::Request NewCard(const Model& model, int32_t today);
  domain::Request Issue(const Model& model, int32_t today);
  domain::Request Activation(const Model& model, int32_t today);
  domain::Request Block(const Model& model, int32_t today);
  domain::Request Unblock(const Model& model, int32_t today);
  domain::Request Review(const Model& model, int32_t today);
  domain::Request Replacement(const Model& model, int32_t today);
  domain::Request Closure(const Model& model, int32_t today);
  domain::Request Limits(const Model& model, int32_t today);
  std::string CardIn(const Model& model, v1::CardState step);
  journal::v1::CardLimits SomeLimits();

  std::string Note();
  // Of any length but none.
  std::string Text();
  // `ago` days before today at most, sometimes in the future.
  int32_t RecentDay(int32_t today, uint64_t ago);

  // A name of something that stands; sometimes, or if nothing does, of nothing.
  template <typename Map>
  std::string SomeName(absl::string_view collection, const Map& map) {
    if (map.empty() || random_.OneIn(40)) return std::string(collection) + "/" + NewId();
    auto place = map.begin();
    std::advance(place, random_.Below(map.size()));
    return NameOf(collection, place->first);
  }
  // Mostly of something wanted.
  template <typename Map, typename Wanted>
  std::string SomeName(absl::string_view collection, const Map& map, Wanted wanted) {
    Map good;
    for (const auto& each : map) {
      if (wanted(each.second)) good.insert(each);
    }
    return good.empty() || random_.OneIn(12) ? SomeName(collection, map)
                                             : SomeName(collection, good);
  }

  tests::SeededRandom& random_;
};

}  // namespace cardledger::simulation
