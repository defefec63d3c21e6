#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/sentences.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using journal::Entry;

template <typename Classes>
std::string ClassesIn(const Classes& classes) {
  std::vector<std::string> words;
  for (const int each : classes) words.push_back(Word(static_cast<journal::RetentionClass>(each)));
  return absl::StrJoin(words, ", ");
}

}  // namespace

std::optional<std::string> PrivacySentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kErasureProposed:
      return absl::StrCat("Erasure proposed of ", ClassesIn(entry.erasure_proposed().classes()),
                          ": ", Phrase(entry.erasure_proposed().ground()),
                          ". Somebody else decides it.");
    case Entry::kDetailsErased:
      return absl::StrCat("Details erased for good: ", ClassesIn(entry.details_erased().classes()),
                          ".");
    case Entry::kErasureDeclined:
      return absl::StrCat("Erasure proposed by entry ", entry.erasure_declined().proposed_entry(),
                          " declined.");
    case Entry::kLegalHoldSet:
      return "Legal hold set: nothing is erased until it ends.";
    case Entry::kLegalHoldEnded:
      return absl::StrCat("Legal hold of entry ", entry.legal_hold_ended().set_entry(), " ended.");
    case Entry::kDetailRectified:
      return absl::StrCat("Detail ", entry.detail_rectified().place(), " of entry ",
                          entry.detail_rectified().rectified_entry(),
                          " put right; what was recorded stays.");
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
