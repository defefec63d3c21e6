#pragma once

// A stream of entries, read up to a position that the ledger has reached. One thread.

#include <cstdint>
#include <memory>
#include <vector>

#include "tests/integration/served_ledger.h"

namespace cardledger::tests {

class Watching {
 public:
  Watching(ServedLedger& ledger, const Identity& identity, uint64_t after)
      : Watching(ledger, identity, After(after)) {}
  Watching(ServedLedger& ledger, const Identity& identity, const v1::WatchEntriesRequest& request) {
    Identify(context_, identity);
    stream_ = ledger.journal->WatchEntries(&context_, request);
  }
  ~Watching() {
    context_.TryCancel();
    stream_->Finish();
  }

  // Those that are shown until the stream has looked at all up to `position`.
  std::vector<v1::WatchEntriesResponse> UpTo(uint64_t position) {
    std::vector<v1::WatchEntriesResponse> shown;
    v1::WatchEntriesResponse response;
    while (looked_at_ < position && stream_->Read(&response)) {
      looked_at_ = response.sequence();
      if (response.has_entry()) shown.push_back(response);
    }
    return shown;
  }

 private:
  static v1::WatchEntriesRequest After(uint64_t sequence) {
    v1::WatchEntriesRequest request;
    request.set_after_sequence(sequence);
    return request;
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> stream_;
  uint64_t looked_at_ = 0;
};

}  // namespace cardledger::tests
