// RocksDB's logs as a power cut leaves them: a torn tail is cut off once, and nothing that is whole
// goes with it. The row that each of their records holds has one text.

#include "storage/rocksdb/log_format.h"
#include "storage/rocksdb/writer_row.h"
#include "tests/fuzz/fuzz_input.h"

namespace storage = cardledger::storage;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes = cardledger::tests::FuzzInput(data, size).rest();
  const auto row = storage::DecodeWriterRow(bytes);
  CARDLEDGER_CHECK(!row.ok() || storage::EncodeWriterRow(*row) == bytes, "a row has one text");
  const auto tail = storage::FindTornTail(bytes);
  if (!tail) return 0;
  CARDLEDGER_CHECK(*tail < bytes.size() && bytes.back() == '\0', "a torn tail ends in zeros");
  CARDLEDGER_CHECK(!storage::FindTornTail(bytes.substr(0, *tail)), "all before it is whole");
  return 0;
}
