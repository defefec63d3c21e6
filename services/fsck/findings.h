#pragma once

// Gathers what is wrong into a report. Internal to fsck.

#include <string>
#include <utility>

#include "absl/status/status.h"

#include "services/fsck/fsck.h"

namespace cardledger::fsck {

class Findings {
 public:
  explicit Findings(Report& report) : report_(report) {}

  void Add(std::string finding) {
    ++report_.finding_count;
    if (report_.findings.size() < kFindingsMax) report_.findings.push_back(std::move(finding));
  }

  // Damage becomes a finding and OK; every other error is passed on.
  absl::Status Take(const absl::Status& status) {
    if (!absl::IsDataLoss(status)) return status;
    Add(std::string(status.message()));
    return absl::OkStatus();
  }

 private:
  Report& report_;
};

}  // namespace cardledger::fsck
