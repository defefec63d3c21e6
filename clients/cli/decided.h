#pragma once

// Entries that decide what somebody else prepared: whether one is an approval, and who prepared
// what it decides. One thread.

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "clients/cpp/client.h"

namespace cardledger::cli {

// Whether somebody approved by it what was prepared before; not where they declined.
bool IsApproval(const journal::v1::Entry& entry);

// Knows who prepared what, of the entries that it was given in order; what it was not given it
// reads, an entry or a few for each decision.
class Preparers {
 public:
  // The client outlives it.
  explicit Preparers(client::Client& client) : client_(client) {}

  // Subject of who prepared what the entry decides; empty where it decides nothing of that kind, or
  // where that is not to be found within a few steps back.
  absl::StatusOr<std::string> Of(const journal::v1::Entry& entry);

 private:
  struct Prepared {
    journal::v1::Entry::EventCase event = journal::v1::Entry::EVENT_NOT_SET;
    std::string subject;
    uint64_t previous_award_entry = 0;
  };
  static Prepared Take(const journal::v1::Entry& entry);
  // Nothing is set of an entry that the caller may not see.
  absl::StatusOr<Prepared> At(uint64_t sequence);

  client::Client& client_;
  absl::flat_hash_map<uint64_t, Prepared> seen_;
};

}  // namespace cardledger::cli
