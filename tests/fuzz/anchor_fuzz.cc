// The anchor's file: whatever is read at all is byte for byte what would be written.

#include "storage/file/file_anchor.h"
#include "tests/fuzz/fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text = cardledger::tests::FuzzInput(data, size).rest();
  const auto point = cardledger::storage::DecodeAnchor(text);
  CARDLEDGER_CHECK(!point.ok() || cardledger::storage::EncodeAnchor(*point) == text,
                   "an anchor has one text");
  return 0;
}
