#pragma once

// The sealed details against what their entries committed to, what the journal has since erased,
// and the key file: that each stands and opens, that nothing erased can still be read, and that
// every person is found by their case reference. Without keys it counts and looks at the form
// alone. Internal to fsck.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/state.h"
#include "services/fsck/findings.h"
#include "services/vault/vault.h"

namespace cardledger::fsck {

class DetailCheck {
 public:
  struct Expected {
    journal::v1::SealedDetail commitment;
    vault::DetailPlace at;
  };

  // Both outlive this; without `vault` nothing is opened.
  DetailCheck(const vault::Vault* vault, Findings& findings) : vault_(vault), findings_(findings) {}

  // One detail of an entry and what stands in the store for it.
  void Compare(const Expected& expected, const std::optional<std::string>& stored);

  // Call last: what was erased is known when the whole journal has been folded. UNAVAILABLE when
  // the key file cannot be read.
  absl::Status Finish(const domain::State& state);

  uint64_t opened() const { return opened_; }
  uint64_t standing() const { return standing_; }
  uint64_t erased() const { return erased_; }
  // That cannot be read as their keys are lost, which was accepted.
  uint64_t lost() const { return lost_; }
  // Whose keys are destroyed although this journal has erased nothing of the kind: it is a copy
  // from before the erasure.
  uint64_t erased_since() const { return erased_since_; }
  // People for whom the key file has a case reference that is newer than this journal's: it is a
  // copy from before theirs was put right. Opening the ledger takes it from the sealed detail.
  uint64_t put_right_since() const { return put_right_since_; }

 private:
  using OwnersClass = std::pair<std::string, journal::v1::RetentionClass>;
  struct CaseReference {
    std::string text;
    uint64_t sequence = 0;
  };

  // What cannot be read: its row is missing, or its key.
  struct Gone {
    Expected expected;
    bool has_row = false;
  };

  void Open(const Expected& expected, const std::string& stored);
  void NoteStanding(const Expected& expected);
  void CheckGone(const domain::State& state);
  void CheckStanding(const domain::State& state);
  absl::Status CheckReferences(const domain::State& state);

  const vault::Vault* const vault_;
  Findings& findings_;
  uint64_t opened_ = 0;
  uint64_t standing_ = 0;
  uint64_t erased_ = 0;
  uint64_t lost_ = 0;
  uint64_t erased_since_ = 0;
  uint64_t put_right_since_ = 0;
  std::vector<Gone> gone_;
  // The first that stands, by its entry.
  std::map<OwnersClass, uint64_t> first_standing_;
  // The newest of each person, by the bytes of the id.
  std::map<std::string, CaseReference> case_references_;
};

}  // namespace cardledger::fsck
