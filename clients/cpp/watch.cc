#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"

#include "clients/cpp/channel.h"
#include "clients/cpp/client.h"
#include "clients/cpp/stubs.h"

namespace cardledger::client {
namespace {

bool IsFiltered(const v1::WatchEntriesRequest& request) {
  return request.events_size() > 0 || request.roles_size() > 0 || request.subjects_size() > 0 ||
         request.refused();
}

// Nobody may miss an entry: without a filter each one follows the one before, and with one, or for
// a caller who does not reach everything, the stream never goes back.
bool IsInOrder(const v1::WatchEntriesRequest& request, const v1::WatchEntriesResponse& response) {
  const uint64_t after = request.after_sequence();
  const uint64_t sequence = response.entry().sequence();
  if (!IsFiltered(request) && !response.partial()) return sequence == after + 1;
  return response.has_entry() ? sequence > after : response.sequence() >= after;
}

}  // namespace

absl::Status Client::WatchEntries(
    v1::WatchEntriesRequest request,
    absl::FunctionRef<bool(const v1::WatchEntriesResponse&)> receive) {
  Backoff backoff(options_.retry, options_.environment);
  absl::Time give_up = options_.environment.now() + options_.timeout;
  while (true) {
    grpc::ClientContext context;
    const absl::StatusOr<Metadata> proof = ProofOf(options_);
    if (!proof.ok()) return proof.status();
    AddMetadata(*proof, context);
    const auto reader = stubs_->journal->WatchEntries(&context, request);
    // The request is sent by now, over a connection that stands, or the stream has failed.
    const absl::Time opened = options_.environment.now();
    v1::WatchEntriesResponse response;
    bool progress = false;
    while (reader->Read(&response)) {
      if (!IsInOrder(request, response)) {
        context.TryCancel();
        return absl::DataLossError(absl::StrCat("the server sent entry ",
                                                response.entry().sequence(), " after entry ",
                                                request.after_sequence()));
      }
      request.set_after_sequence(std::max(response.sequence(), response.entry().sequence()));
      progress = true;
      if (response.has_entry() && !receive(response)) {
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
