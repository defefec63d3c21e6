#include "services/rpc/watch_call.h"

#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "base/status_macros.h"
#include "services/engine/errors.h"
#include "services/rpc/entry_sight.h"
#include "services/rpc/past_state.h"
#include "services/rpc/status_mapping.h"
#include "services/rpc/veil.h"

namespace cardledger::rpc {
namespace {

// A page is read at one go and held until it is sent: some 100 KB of ordinary entries.
constexpr uint64_t kEntriesPerPage = 256;
// A client that resumes looks at so many entries again at most.
constexpr uint64_t kEntriesUntoldMax = 1'000;

absl::Status Stopping() {
  return engine::WithReason(absl::UnavailableError("the server stops"), engine::kReasonStopping);
}

}  // namespace

WatchCall* WatchCall::Begin(const Place& place, const v1::WatchEntriesRequest& request) {
  auto* call = new WatchCall(place);
  call->filter_ = EntryFilter(request);
  call->next_ = request.after_sequence() + 1;
  call->told_ = request.after_sequence();
  call->until_ = request.until_sequence() == 0 ? UINT64_MAX : request.until_sequence();
  const uint64_t position = place.edge.engine->view()->position;
  if (request.after_sequence() > position) {
    call->End(BeyondJournal("after_sequence", request.after_sequence(), position));
  } else if (const absl::Status status = place.streams.Add(call); !status.ok()) {
    call->End(status);
  } else {
    call->QueuePage();
  }
  return call;
}

WatchCall* WatchCall::Refuse(const Place& place, grpc::Status status) {
  auto* call = new WatchCall(place);
  call->Finish(place.edge.End(place.call, std::move(status)));
  return call;
}

void WatchCall::QueuePage() {
  // The number of open streams bounds these jobs, so none is turned away.
  if (!edge_.readers->Run([this] { ReadPage(); })) End(Stopping());
}

void WatchCall::ReadPage() {
  if (EndIfStopped()) return;
  if (const absl::Status status = FillPage(); status.ok()) {
    WriteNext();
  } else {
    End(status);
  }
}

absl::StatusOr<std::unique_ptr<const ReadScope>> WatchCall::AskAgain() {
  asked_us_ = edge_.clock->MonotonicMicroseconds();
  CARDLEDGER_ASSIGN_OR_RETURN(const Caller caller, edge_.AdmitAgain(call_));
  return ReadScope::Open(edge_, *call_.rule, caller);
}

bool WatchCall::MustAsk(int64_t now_us) const { return now_us - asked_us_ >= kAskAgainUs; }

absl::Status WatchCall::FillPage() {
  page_.clear();
  page_sent_ = 0;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto scope, AskAgain());
  const uint64_t wanted = std::min(kEntriesPerPage - 1, until_ - next_) + 1;
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<engine::Reader::StoredEntry> entries,
                              scope->reader().Entries(next_, wanted));
  next_ += entries.size();
  at_end_ = entries.size() < wanted;
  for (engine::Reader::StoredEntry& stored : entries) {
    if (filter_.Passes(stored.entry)) page_.push_back(std::move(stored));
  }
  return KeepReachable(*scope, 0);
}

absl::Status WatchCall::KeepReachable(const ReadScope& scope, size_t first) {
  partial_ = !scope.reach().everything();
  reached_at_ = scope.view().position;
  if (filter_.names_callers()) CARDLEDGER_RETURN_IF_ERROR(scope.reach().CheckNamesCallers());
  if (!partial_ && !filter_.narrows()) return absl::OkStatus();
  std::vector<engine::Reader::StoredEntry> kept;
  for (size_t i = first; i < page_.size(); ++i) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool shown, Shows(scope, page_[i].entry, filter_.narrows()));
    if (!shown) continue;
    if (SightOf(scope.reach(), page_[i].entry) == Sight::kAsOwn) {
      // What passes a choice of callers would tell who it was.
      if (filter_.names_callers()) continue;
      Veil(page_[i].entry);
      page_[i].bytes.clear();
    }
    kept.push_back(std::move(page_[i]));
  }
  page_ = std::move(kept);
  page_sent_ = 0;
  return absl::OkStatus();
}

absl::Status WatchCall::LookAgain() {
  if (page_sent_ == page_.size()) return absl::OkStatus();
  if (edge_.engine->view()->position == reached_at_ &&
      !MustAsk(edge_.clock->MonotonicMicroseconds())) {
    return absl::OkStatus();
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const auto scope, AskAgain());
  return KeepReachable(*scope, page_sent_);
}

void WatchCall::WriteNext() {
  if (EndIfStopped()) return;
  if (const absl::Status status = LookAgain(); !status.ok()) {
    End(status);
  } else if (page_sent_ < page_.size()) {
    WriteEntry(page_[page_sent_++]);
  } else if (MustTell()) {
    WriteProgress();
  } else if (next_ > until_) {
    End(absl::OkStatus());
  } else if (at_end_) {
    WaitForMore();
  } else {
    QueuePage();
  }
}

void WatchCall::Write(const grpc::WriteOptions& options) {
  write_begun_us_ = edge_.clock->MonotonicMicroseconds();
  StartWrite(&response_, options);
}

void WatchCall::WriteEntry(engine::Reader::StoredEntry& stored) {
  response_.mutable_entry()->Swap(&stored.entry);
  response_.clear_leaf_hash();
  if (!stored.bytes.empty()) {
    const base::Sha256Digest leaf = base::Sha256({absl::string_view("\0", 1), stored.bytes});
    response_.set_leaf_hash(std::string(base::AsBytes(leaf)));
  }
  told_ = response_.entry().sequence();
  response_.set_sequence(told_);
  response_.set_partial(partial_);
  grpc::WriteOptions options;
  // More follows at once. Not with the first: that one takes the stream's head along, and gRPC
  // would hold both back until something else is written.
  if (page_sent_ < page_.size() && begun_) options.set_buffer_hint();
  begun_ = true;
  Write(options);
}

bool WatchCall::MustTell() const {
  const uint64_t untold = next_ - 1 - told_;
  if (untold == 0) return false;
  return at_end_ || next_ > until_ || untold + kEntriesPerPage > kEntriesUntoldMax;
}

void WatchCall::WriteProgress() {
  told_ = next_ - 1;
  response_.Clear();
  response_.set_sequence(told_);
  response_.set_partial(partial_);
  begun_ = true;
  Write({});
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
  write_begun_us_ = 0;
  if (ok) {
    WriteNext();
  } else if (!EndIfStopped()) {
    End(CallerGone());
  }
}

void WatchCall::OnCancel() { Stop(CallerGone()); }
void WatchCall::Drain() { Stop(Stopping()); }

void WatchCall::LookAfter(int64_t now_us) {
  EndIfSlow(now_us);
  if (!MustAsk(now_us)) return;
  {
    base::MutexLock lock(mutex_);
    if (!waiting_ || !feed_.Cancel(this)) return;
    waiting_ = false;
  }
  QueuePage();  // which asks
}

void WatchCall::EndIfSlow(int64_t now_us) {
  const int64_t begun_us = write_begun_us_;
  if (begun_us == 0 || now_us - begun_us <= domain::kSlowReaderUsMax) return;
  {
    base::MutexLock lock(mutex_);
    if (stop_) return;
    stop_ = SlowReader();
  }
  call_.context->TryCancel();  // an answer would wait behind what is not taken
}

void WatchCall::Stop(const absl::Status& status) {
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
  grpc::Status answer = status.ok() ? grpc::Status::OK : ToGrpc(edge_.AnswerError(call_, status));
  Finish(edge_.End(call_, std::move(answer)));
}

void WatchCall::OnDone() {
  streams_.Remove(this);
  delete this;
}

}  // namespace cardledger::rpc
