#include <memory>

#include "absl/strings/str_cat.h"

#include "clients/cpp/channel.h"
#include "clients/cpp/client.h"
#include "clients/cpp/stubs.h"

namespace cardledger::client {

absl::Status Client::WatchEntries(
    v1::WatchEntriesRequest request,
    absl::FunctionRef<bool(const v1::WatchEntriesResponse&)> receive) {
  if (absl::Status identity = CheckIdentityOf(options_); !identity.ok()) return identity;
  Backoff backoff(options_.retry, options_.environment);
  absl::Time give_up = options_.environment.now() + options_.timeout;
  while (true) {
    grpc::ClientContext context;
    AddIdentity(options_, context);
    const auto reader = stubs_->journal->WatchEntries(&context, request);
    // The request is sent by now, over a connection that stands, or the stream has failed.
    const absl::Time opened = options_.environment.now();
    v1::WatchEntriesResponse response;
    bool progress = false;
    while (reader->Read(&response)) {
      const uint64_t sequence = response.entry().sequence();
      if (sequence != request.after_sequence() + 1) {
        context.TryCancel();
        return absl::DataLossError(absl::StrCat("the server sent entry ", sequence, " after entry ",
                                                request.after_sequence()));
      }
      request.set_after_sequence(sequence);
      progress = true;
      if (!receive(response)) {
        context.TryCancel();
        return absl::OkStatus();
      }
    }
    absl::Status status = FromGrpc(reader->Finish());
    if (request.until_sequence() != 0 && request.after_sequence() >= request.until_sequence()) {
      return absl::OkStatus();
    }
    if (status.ok()) status = absl::UnavailableError("the server ended the stream early");
    // A stream may be quiet for hours: what is counted is the time since it broke. One that broke
    // soon without having given an entry is another failed try.
    const absl::Time broken = options_.environment.now();
    if (progress || broken - opened > options_.timeout) {
      backoff.Reset();
      give_up = broken + options_.timeout;
    }
    if (!backoff.WaitAfter(status, give_up)) return status;
  }
}

}  // namespace cardledger::client
