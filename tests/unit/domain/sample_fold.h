#pragma once

// The sample journal folded up to one of its entries, which is spoiled first: for tests of what the
// fold refuses.

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include <gtest/gtest.h>

#include "services/domain/fold.h"
#include "tests/support/sample_journal.h"

namespace cardledger::domain {

class SampleFold : public ::testing::Test {
 protected:
  using Entry = journal::v1::Entry;

  // Folds the sample up to the first entry that is picked, which is left out; then that one,
  // spoiled.
  static absl::Status FoldUpTo(const std::function<bool(const Entry&)>& pick,
                               const std::function<void(Entry&)>& spoil) {
    State state;
    ChangedRows changed;
    for (const Entry& each : Sample()) {
      if (!pick(each)) {
        EXPECT_TRUE(Fold(each, state, changed).ok());
        continue;
      }
      Entry spoiled = each;
      spoil(spoiled);
      return Fold(spoiled, state, changed);
    }
    return absl::NotFoundError("the sample has no such entry");
  }

  // Made once for all tests: each of its entries is built in full.
  static const std::vector<Entry>& Sample() {
    static const auto* const sample = new std::vector<Entry>(tests::SampleEntries());
    return *sample;
  }
};

}  // namespace cardledger::domain
