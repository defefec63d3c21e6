// A journal of arbitrary entries: folding stops at one that does not fit, and never aborts. Where
// all of them fold, the books are balanced and the rows can be read back.

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/fold.h"
#include "services/engine/rows.h"
#include "tests/fuzz/fuzz_input.h"

namespace domain = cardledger::domain;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  cardledger::tests::FuzzInput input(data, size);
  domain::State state;
  domain::ChangedRows changed;
  while (!input.empty()) {
    const absl::string_view bytes = input.TakePiece();
    cardledger::journal::v1::Entry entry;
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return 0;
    if (!domain::Fold(entry, state, changed).ok()) return 0;
    CARDLEDGER_CHECK(domain::CheckTrialBalance(state.totals).ok(), "the books are balanced");
  }
  CARDLEDGER_CHECK(cardledger::engine::StateDigest(state) == cardledger::engine::StateDigest(state),
                   "the rows can be written");
  return 0;
}
