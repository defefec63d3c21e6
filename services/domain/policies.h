#pragma once

// Policies: the text of one, checked and compiled, and the set that has been activated. A text is
// parsed at the edge and when a store is opened; decisions see the compiled form. Pure; a Policies
// is immutable once shared, so any thread may read it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "base/sha256.h"
#include "cardledger/policy/v1/scheme.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

// Something wrong in a policy's text. Lines count from 1; 0 where no line can be named.
struct PolicyFault {
  int line = 0;
  std::string reason;
};

struct PolicyText {
  policy::v1::SchemePolicy scheme;
  std::string canonical;      // what is stored and hashed: the same for texts that mean the same
  base::Sha256Digest sha256;  // of `canonical`
};

// All that is wrong with `text`; on an empty result `out` is filled.
std::vector<PolicyFault> ParsePolicyText(absl::string_view text, PolicyText& out);

// A text that was checked when it was activated, and whose hash stands in the journal: read as it
// is, whatever rules a policy must keep today. Nullopt where it is not a policy's text at all.
std::optional<policy::v1::SchemePolicy> ReadActivatedPolicy(absl::string_view canonical);

// The first effective day of a checked policy.
Day ValidFrom(const policy::v1::SchemePolicy& checked);

struct ActivePolicy {
  uint64_t activated_entry = 0;
  Day valid_from;
  std::string sha256;  // 32 bytes
  policy::v1::SchemePolicy scheme;
};

// All policies ever activated, in the order of activation.
class Policies {
 public:
  void Add(ActivePolicy policy) { activated_.push_back(std::move(policy)); }

  // The policy for an effective date: of those whose first day has come the one with the latest
  // first day, and of several with that day the last activated. Null where none has come.
  const ActivePolicy* InForce(Day effective) const;
  const std::vector<ActivePolicy>& activated() const { return activated_; }

 private:
  std::vector<ActivePolicy> activated_;
};

}  // namespace cardledger::domain
