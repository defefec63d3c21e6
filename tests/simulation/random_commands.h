#pragma once

// Random commands against a ledger that the model describes: most of them sensible, some hostile
// (unknown names, amounts a penny too high, wrong years, the preparer as approver). All of them are
// well formed; MalformedRequest makes those that are not. One thread, repeatable from the seed.

#include <cstdint>
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
  domain::Request Operation(const Model& model, int64_t now_us);
  domain::Request Founding(const Model& model, int32_t today);
  domain::Request Policy(int32_t today);
  domain::Request Fund(int32_t today);
  domain::Request Budget(const Model& model);
  domain::Request Transfer(const Model& model);
  domain::Request Person();
  domain::Request Approval(const Model& model);
  domain::Request Cancellation(const Model& model);
  void ChooseFunds(const Model& model, int32_t start, int32_t end, v1::ProposeAwardRequest& award);
  int64_t LoadPence(const Model& model, const std::string& award_id, int32_t year);
  std::string Note();

  // A name of something that stands; sometimes, or if nothing does, of nothing.
  template <typename Map>
  std::string SomeName(absl::string_view collection, const Map& map) {
    if (map.empty() || random_.OneIn(40)) return std::string(collection) + "/" + NewId();
    auto place = map.begin();
    std::advance(place, random_.Below(map.size()));
    return NameOf(collection, place->first);
  }

  tests::SeededRandom& random_;
};

}  // namespace cardledger::simulation
