#include "services/rpc/watch_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/sha256.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {
namespace {

// A page is read at one go and held until it is sent: some 100 KB of ordinary entries.
constexpr uint64_t kEntriesPerPage = 256;

absl::Status Stopping() {
  return engine::WithReason(absl::UnavailableError("the server stops"), engine::kReasonStopping);
}

absl::Status BeyondJournal(uint64_t after, uint64_t position) {
  absl::Status status =
      absl::OutOfRangeError(absl::StrCat("after_sequence is ", after,
                                         ", beyond the journal's last entry. Accepted would "
                                         "be 0 to ",
                                         position, "."));
  return WithFact(engine::WithReason(std::move(status), kReasonPositionOutOfRange), "position",
                  absl::StrCat(position));
}

}  // namespace

WatchCall* WatchCall::Begin(const Edge& edge, EntryFeed& feed, OpenStreams& streams,
                            const v1::WatchEntriesRequest& request) {
  auto* call = new WatchCall(edge, feed, streams);
  call->next_ = request.after_sequence() + 1;
  call->until_ = request.until_sequence() == 0 ? UINT64_MAX : request.until_sequence();
  const uint64_t position = edge.engine->view()->position;
  if (request.after_sequence() > position) {
    call->End(BeyondJournal(request.after_sequence(), position));
  } else if (const absl::Status status = streams.Add(call); !status.ok()) {
    call->End(status);
  } else {
    call->QueuePage();
  }
  return call;
}

WatchCall* WatchCall::Refuse(const Edge& edge, EntryFeed& feed, OpenStreams& streams,
                             grpc::Status status) {
  auto* call = new WatchCall(edge, feed, streams);
  call->Finish(std::move(status));
  return call;
}

void WatchCall::QueuePage() {
  // The number of open streams bounds these jobs, so none is turned away.
  if (!edge_.readers->Run([this] { ReadPage(); })) End(Stopping());
}

void WatchCall::ReadPage() {
  if (EndIfStopped()) return;
  page_.clear();
  page_sent_ = 0;
  absl::Status status;
  {
    const ReadScope scope(edge_);
    const uint64_t wanted = std::min(kEntriesPerPage - 1, until_ - next_) + 1;
    auto entries = scope.reader().Entries(next_, wanted);
    status = entries.status();
    if (entries.ok()) page_ = *std::move(entries);
  }
  if (!status.ok()) {
    End(status);
  } else if (page_.empty()) {
    WaitForMore();
  } else {
    WriteNext();
  }
}

void WatchCall::WriteNext() {
  if (EndIfStopped()) return;
  if (next_ > until_) {
    End(absl::OkStatus());
    return;
  }
  if (page_sent_ == page_.size()) {
    QueuePage();
    return;
  }
  engine::Reader::StoredEntry& stored = page_[page_sent_];
  ++page_sent_;
  ++next_;
  const base::Sha256Digest leaf = base::Sha256({absl::string_view("\0", 1), stored.bytes});
  response_.mutable_entry()->Swap(&stored.entry);
  response_.set_leaf_hash(std::string(base::AsBytes(leaf)));
  grpc::WriteOptions options;
  // More follows at once. Not with the first: that one takes the stream's head along, and gRPC
  // would hold both back until something else is written.
  if (page_sent_ < page_.size() && begun_) options.set_buffer_hint();
  begun_ = true;
  StartWrite(&response_, options);
}

void WatchCall::WaitForMore() {
  bool waits = false;
  {
    base::MutexLock lock(mutex_);
    if (!stop_) {
      waits = feed_.Wait(next_ - 1, this);
      waiting_ = waits;
    }
  }
  if (!waits) QueuePage();  // entries have come meanwhile, or there is a note to end
}

void WatchCall::Wake() {
  {
    base::MutexLock lock(mutex_);
    waiting_ = false;
  }
  QueuePage();
}

void WatchCall::OnWriteDone(bool ok) {
  if (ok) {
    WriteNext();
  } else {
    End(CallerGone());
  }
}

void WatchCall::OnCancel() { Stop(CallerGone()); }
void WatchCall::Drain() { Stop(Stopping()); }

void WatchCall::Stop(absl::Status status) {
  {
    base::MutexLock lock(mutex_);
    if (!stop_) stop_ = status;
    if (!waiting_ || !feed_.Cancel(this)) return;
    waiting_ = false;
  }
  End(status);
}

bool WatchCall::EndIfStopped() {
  absl::Status status;
  {
    base::MutexLock lock(mutex_);
    if (!stop_) return false;
    status = *stop_;
  }
  End(status);
  return true;
}

void WatchCall::End(const absl::Status& status) {
  Finish(status.ok() ? grpc::Status::OK : ToGrpc(edge_.AnswerError(status)));
}

void WatchCall::OnDone() {
  streams_.Remove(this);
  delete this;
}

}  // namespace cardledger::rpc
