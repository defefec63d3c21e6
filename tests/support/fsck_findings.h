#pragma once

// What fsck has against a ledger that is in use. Of a copy from before an erasure, or from before a
// case reference was put right, fsck only counts what the key file has lost since; a ledger in use
// is no copy, and nothing of it may be lost so.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/fsck/fsck.h"

namespace cardledger::tests {

// Empty: nothing.
inline std::vector<std::string> FindingsInUse(const fsck::Report& report) {
  std::vector<std::string> findings = report.findings;
  if (report.erased_since_details > 0) {
    findings.push_back(
        absl::StrCat("the keys of ", report.erased_since_details,
                     " sealed details are destroyed, and the journal has not erased them"));
  }
  if (report.put_right_since_references > 0) {
    findings.push_back(absl::StrCat(report.put_right_since_references,
                                    " case references are newer than the journal"));
  }
  return findings;
}

}  // namespace cardledger::tests
